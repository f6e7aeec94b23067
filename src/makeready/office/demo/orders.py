"""Which orders does the sample shop start with? Forty of them, from many countries, as a table.

`end` is the status the order has come to; the road there is told as the store would tell it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SampleOrder:
    """One order with one line (`extra`: a plain line that is no project). days: how long ago it was placed."""

    number: int
    sku: str
    customer: str
    city: str
    country: str
    quantity: int
    end: str
    days: float
    fields: dict[str, str] = field(default_factory=dict)
    extra: str = ""
    note: str = ""


def _card(
    number: int, name: str, title: str, city: str, country: str, quantity: int, end: str, days: float, **more: str
) -> SampleOrder:
    fields = {"Name": name, "Title": title, "Phone": f"+{30 + number % 60} 555 01{number % 100:02}", **more}
    return SampleOrder(number, "BC-85x55", name, city, country, quantity, end, days, fields)


def _invitation(
    number: int, names: str, customer: str, date: str, place: str, country: str, end: str, days: float
) -> SampleOrder:
    fields = {"Names": names, "Date": date, "Place": place}
    return SampleOrder(number, "WI-120x170", customer, place.splitlines()[-1], country, 80, end, days, fields)


def _postcard(
    number: int, customer: str, greeting: str, message: str, to: str, country: str, end: str, days: float, photo: str
) -> SampleOrder:
    fields = {"Photo": photo, "Greeting": greeting, "Message": message, "To": to}
    return SampleOrder(
        number,
        "PC-A6",
        customer,
        to.splitlines()[-1],
        country,
        1 + number % 5,
        end,
        days,
        {k: v for k, v in fields.items() if v},
    )


def _mug(
    number: int, customer: str, name: str, line: str, city: str, country: str, end: str, days: float
) -> SampleOrder:
    return SampleOrder(
        number,
        "MUG-WRAP",
        customer,
        city,
        country,
        1 + number % 3,
        end,
        days,
        {"Name": name, "Line": line},
        extra="Gift box",
    )


def _poster(
    number: int, customer: str, title: str, artists: str, when: str, where: str, country: str, end: str, days: float
) -> SampleOrder:
    fields = {"Title": title, "Artists": artists, "When": when, "Where": where}
    return SampleOrder(number, "PO-A3", customer, where, country, 30, end, days, fields)


def _sticker(
    number: int, customer: str, words: str, city: str, country: str, quantity: int, end: str, days: float
) -> SampleOrder:
    return SampleOrder(number, "ST-64", customer, city, country, quantity, end, days, {"Text": words})


def _label(
    number: int, name: str, street: str, city: str, country: str, quantity: int, end: str, days: float
) -> SampleOrder:
    fields = {"Name": name, "Street": street, "City": city, "Country": country, "Parcel": f"MR-{number:06}"}
    return SampleOrder(number, "AL-89x36", name, city, country, quantity, end, days, fields)


def _booklet(
    number: int, customer: str, title: str, family: str, dedication: str, city: str, country: str, end: str, days: float
) -> SampleOrder:
    fields = {"Title": title, "Family": family, "Dedicated to": dedication}
    return SampleOrder(number, "BK-A5", customer, city, country, 12, end, days, fields)


ORDERS: tuple[SampleOrder, ...] = (
    _card(1001, "Anna Öz", "Type designer", "Berlin", "DE", 250, "Completed", 12.4, Email="anna@oez.example"),
    _card(1002, "Łucja Żak", "Architektka", "Kraków", "PL", 100, "Completed", 11.2, Email="lucja@zak.example"),
    _card(1003, "François Lefèvre", "Boulanger", "Lyon", "FR", 500, "Completed", 10.8, Email="bonjour@lefevre.example"),
    _card(1004, "Νίκος Παπαδόπουλος", "Αρχιτέκτονας", "Αθήνα", "GR", 250, "Active", 3.1, Email="nikos@pap.example"),
    _card(1005, "Дмитро Коваль", "Інженер", "Київ", "UA", 250, "Active", 2.6, Email="dmytro@koval.example"),
    _card(1006, "Zoë Müller", "Goldschmiedin", "Zürich", "CH", 100, "Confirmed", 1.4, Email="zoe@mueller.example"),
    _card(1007, "محمد الفاسي", "مهندس معماري", "الدار البيضاء", "MA", 300, "Confirmed", 1.1, Email="m@fassi.example"),
    _card(1008, "שירה כהן", "צלמת", "חיפה", "IL", 150, "Confirmed", 0.9, Email="shira@cohen.example"),
    _card(1009, "आरती शर्मा", "लेखिका", "जयपुर", "IN", 200, "Confirmed", 0.7, Email="aarti@sharma.example"),
    _card(1010, "สมชาย ใจดี", "ช่างภาพ", "เชียงใหม่", "TH", 100, "New", 0.4, Email="somchai@jaidee.example"),
    _card(1011, "Þóra Jónsdóttir", "Ljósmóðir", "Reykjavík", "IS", 100, "New", 0.25, Email="thora@jons.example"),
    _card(1012, "Đặng Thị Hương", "Nhà thiết kế", "Hà Nội", "VN", 250, "New", 0.1, Email="huong@dang.example"),
    _invitation(1013, "Amélie & Jonas", "Amélie Roux", "14 June 2027", "Château du Lac\nAnnecy", "FR", "Completed", 14.0),
    _invitation(1014, "Søren & Ingrid", "Ingrid Dahl", "3 July 2027", "Sankt Hans Kirke\nOdense", "DK", "Active", 4.2),
    _invitation(1015, "Zofia & Michał", "Zofia Nowak", "21 August 2027", "Dwór nad Wisłą\nToruń", "PL", "Confirmed", 1.9),
    _invitation(1016, "Gülşen & Çağrı", "Gülşen Aydın", "18 September 2027", "Boğaz Bahçesi\nİstanbul", "TR", "New", 0.3),
    _invitation(1017, "Beatriz & João", "Beatriz Luís", "2 May 2027", "Quinta das Oliveiras\nÉvora", "PT", "Rejected", 6.6),
    _postcard(2001, "Mia Andersson", "Hälsningar från hamnen", "Kära farmor,\nvi badade i morse och tänkte på dig. Solen går aldrig ner här.\n\nKram, Mia", "Karin Andersson\nStorgatan 5\n903 26 Umeå", "SE", "Completed", 9.5, "landscape-0.jpg"),
    _postcard(2002, "Ciarán Ó Sé", "Greetings from the lakes", "Dear Mam,\nthe kettle is always on and the hills are just as you said. Home on Sunday.\n\nCiarán", "Máire Uí Shé\nBóthar na Trá\nDingle", "IE", "Completed", 8.1, "landscape-1.jpg"),
    _postcard(2003, "Chiara Bianchi", "Saluti dal lago", "Cara nonna,\nqui il tramonto dura un’ora. Ti porto una fotografia e un vasetto di miele.\n\nChiara", "Rosa Bianchi\nVia Garibaldi 12\n38066 Riva del Garda", "IT", "Active", 2.2, "landscape-2.jpg"),
    _postcard(2004, "Jürgen Weiß", "Schöne Grüße", "Liebe Käthe,\nheute auf dem Gipfel gewesen, die Knie sagen nein, das Herz sagt ja.\n\nDein Jürgen", "Käthe Groß\nFöhrenstraße 3\n83471 Schönau", "DE", "Confirmed", 0.8, "landscape-3.jpg"),
    _postcard(2005, "Eszter Kővári", "Üdvözlet a tóról", "Kedves Anyu,\na víz meleg, a halászlé forró.\n\nEszter", "Kővári Ilona\nFő utca 9\n8237 Tihany", "HU", "Confirmed", 0.6, ""),
    _postcard(2006, "Tom Baker", "Wish you were here", "Hi all,\nthe phone took this one.\n\nTom", "The Bakers\n7 Mill Lane\nLudlow", "GB", "New", 0.5, "small.jpg"),
    _postcard(2007, "Ana Horvat", "Pozdrav s mora", "Draga Ivana,\nšaljem ti malo mora.\n\nAna", "Ivana Babić\nUlica lipa 4\n21000 Split", "HR", "New", 0.2, "gone.jpg"),
    _mug(2008, "Freja Lindqvist", "Freja", "captain of the morning", "Göteborg", "SE", "Completed", 7.7),
    _mug(2009, "Ömer Şahin", "Dede Ömer", "çayın kaptanı", "İzmir", "TR", "Active", 1.7),
    _mug(2010, "Clémence Petit", "Papi Étienne", "capitaine du matin", "Nantes", "FR", "Confirmed", 0.9),
    _mug(2011, "Ruairí Byrne", "Granny Nóra", "first up, last in", "Galway", "IE", "New", 0.15),
    _poster(2012, "Kulturhaus Süd", "Night Tide", "Ólöf Arnalds Trio\nThe Harbour Brass\nDJ Ærø", "12 March\n20:00", "Kulturhaus Süd", "AT", "Completed", 13.1),
    _poster(2013, "Klub Żaglowy", "Szanty!", "Cztery Wiatry\nRóża Kompasu", "9 maja\n19:30", "Klub Żaglowy, Gdynia", "PL", "Confirmed", 1.2),
    _poster(2014, "Teatro do Cais", "Fado & Maré", "Inês Conceição\nJoão Brandão, guitarra", "28 Fev\n21:30", "Teatro do Cais, Porto", "PT", "Rejected", 5.0),
    _sticker(3001, "Alpenverein Süd", "GIPFELGLÜCK", "Innsbruck", "AT", 500, "Completed", 10.1),
    _sticker(3002, "Trail Club Ženeva", "RUN WILD", "Genève", "CH", 300, "Active", 2.9),
    _sticker(3003, "Ski klub Říp", "NAHORU!", "Praha", "CZ", 1000, "Confirmed", 1.0),
    _sticker(3004, "Fjäll & Vänner", "FJÄLLFRISK", "Kiruna", "SE", 250, "New", 0.35),
    _label(3005, "Maria Kowalska-Nguyễn", "ul. Świętokrzyska 14/3", "00-050 Warszawa", "Polska", 120, "Completed", 8.8),
    _label(3006, "Γεωργία Σταύρου", "Ερμού 56", "105 63 Αθήνα", "Ελλάδα", 60, "Active", 1.5),
    _label(3007, "ليلى حداد", "شارع الحمراء ١٢", "بيروت", "لبنان", 60, "Confirmed", 0.5),
    _booklet(3008, "Familia Núñez", "La cocina de la abuela", "the Núñez family", "Para Abuela Pilar,\nque medía a ojo\ny siempre acertaba.", "Cádiz", "ES", "Confirmed", 1.6),
    SampleOrder(3009, "TOTE-42", "Ágnes Szűcs", "Pécs", "HU", 2, "New", 0.05, {"Name": "Ágnes", "Colour": "indigo"}, note="Please wrap it as a present."),
)  # fmt: skip

PHOTOS = {"landscape-0.jpg": 0, "landscape-1.jpg": 1, "landscape-2.jpg": 2, "landscape-3.jpg": 3}
"""Photos that customers uploaded, by the seed that draws them. `small.jpg` is too small, `gone.jpg` is not there."""
