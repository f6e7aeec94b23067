"""The cards that are measured: two sides, eight lines in two fonts, a logo, a QR code; six lines and the code vary.

Names, roles and departments come from lists, as in a firm; telephone, mail and code are each card's own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from typing import Any

BLACK = {"cmyk": [0, 0, 0, 100]}
GOLD = {"spot": "GoldFoil", "tint": 100, "alternate": {"cmyk": [0, 20, 80, 0]}}
SAND = {"cmyk": [5, 10, 25, 0]}
LOGO = "M0 0 C4 -6 12 -6 16 0 C12 6 4 6 0 0 Z M5 0 C6.5 -2 9.5 -2 11 0 C9.5 2 6.5 2 5 0 Z"

FIRST = [
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Ewa",
    "Felix",
    "Greta",
    "Hugo",
    "Ida",
    "Jonas",
    "Karla",
    "Leon",
    "Mia",
    "Noah",
    "Olga",
    "Paul",
    "Rosa",
    "Simon",
    "Tilda",
    "Viktor",
]
LAST = [
    "Abel",
    "Becker",
    "Conrad",
    "Dreyer",
    "Ernst",
    "Fischer",
    "Graf",
    "Hartmann",
    "Iversen",
    "Jansen",
    "Keller",
    "Lange",
    "Maurer",
    "Nowak",
    "Olsen",
    "Peters",
    "Richter",
    "Sommer",
    "Thomsen",
    "Ulrich",
    "Vogel",
    "Weber",
    "Young",
    "Zimmer",
    "Adler",
    "Brandt",
    "Cramer",
    "Decker",
    "Engel",
    "Franke",
]
ROLES = ["Master printer", "Account manager", "Prepress", "Bindery", "Sales", "Finance", "Head of colour", "Courier"]
PLACES = ["12 Type Street, Lodz", "4 Galley Row, Leeds", "Setzerweg 9, Bremen", "Rue du Plomb 31, Lyon"]

LINES = ("Name", "Role", "Place", "Phone", "Mail", "Web")
"""Fields of the front, one a line; the first in the serif, and larger."""
BACK = ("Since 1893", "We print what you mean")


def record(number: int) -> dict[str, str]:
    """The fields of a card, from 0; no two are alike."""
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    turn = number * 7919 % 1_000_000
    return {
        "Name": f"{first} {last}",
        "Role": ROLES[number % len(ROLES)],
        "Place": PLACES[number // 3 % len(PLACES)],
        "Phone": f"+48 42 {turn // 1000:03} {turn % 1000:03}",
        "Mail": f"{first.lower()}.{last.lower()}{number}@press.example",
        "Web": f"press.example/{last.lower()}",
        "Link": f"https://press.example/card/{number:06x}",
    }


def records(how_many: int) -> Iterator[dict[str, str]]:
    """So many cards."""
    return map(record, islice(count(), how_many))


def design(*, codes: bool = True) -> dict[str, Any]:
    """The document. codes: with logo and QR code, or text alone."""
    ground = {"type": "rectangle", "x": -3, "y": -3, "width": 91, "height": 61, "fill": SAND}
    front = [_line(f"{{{{{name}}}}}", 8 + 6.5 * n, n == 0) for n, name in enumerate(LINES)]
    back = [_line(words, 20 + 10 * n, n == 0) for n, words in enumerate(BACK)]
    art: list[dict[str, Any]] = []
    if codes:
        code = {"type": "barcode", "symbology": "qr", "data": "{{Link}}", "fill": BLACK}
        art = [
            {"type": "path", "x": 60, "y": 10, "path": LOGO, "fill": GOLD},
            {**code, "x": 66, "y": 34, "width": 14, "height": 14},
        ]
    sides = {"front": [ground, *art[:1], *front, *art[1:]], "back": [ground, *back]}
    pages = [{"name": n, "width": 85, "height": 55, "bleed": 3, "items": items} for n, items in sides.items()]
    fields = [{"name": name} for name in (*LINES, "Link")]
    return {"version": 1, "name": "Card", "fields": fields, "pages": pages}


def for_peers(how_many: int) -> str:
    """The same cards as plain values for programs that know nothing of ours; QR codes are rows of 0 and 1."""
    from makeready.press.barcodes.encode import encode

    cards = []
    for card in records(how_many):
        symbol = encode("qr", card["Link"])
        assert symbol.cells is not None
        stride = symbol.cells.stride
        rows = [
            "".join(f"{byte:08b}"[::-1] for byte in symbol.cells.bits[at : at + stride])[: symbol.width]
            for at in range(0, len(symbol.cells.bits), stride)
        ]
        cards.append({"lines": [card[name] for name in LINES], "code": rows})
    return json.dumps({"cards": cards, "back": BACK, "logo": LOGO})


def _line(words: str, y: float, serif: bool) -> dict[str, Any]:
    return {
        "type": "text", "x": 8, "y": y, "width": 55, "height": 6, "text": words, "size": 12 if serif else 9,
        "font": "serif" if serif else "sans", "fill": BLACK,
    }  # fmt: skip
