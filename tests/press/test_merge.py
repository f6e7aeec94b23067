"""Record after record into one PDF: each is what it would be alone, and one at fault stops no other."""

import io
import json

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from benchmarks.press_card import card
from tests.press.images.pictures import encoded, quartered
from tests.press.pdfx4 import assert_pdfx4
from tests.press.test_render import BLACK, SAND, WITH, box, design, page, text

from makeready.press.design import document
from makeready.press.displaylist.items import Group
from makeready.press.findings import PressError
from makeready.press.layout.page import lay_out
from makeready.press.layout.records import Layout
from makeready.press.render import Wish, merge, render
from makeready.press.sources import SourceFiles

FIELDS = [{"name": "Name", "required": True}, {"name": "Role"}, {"name": "Photo", "type": "image"}, {"name": "Link"}]
CARD = design(
    page(
        box(-3, -3, 91, 61, SAND),
        text("{{Name}}", 8, size=14, width=55),
        box(45, 40, 20, 10, {"spot": "GoldFoil", "tint": 100, "alternate": {"cmyk": [0, 20, 80, 0]}}, opacity=0.5),
        text("{{Role}}, Press & Sons", 20, align="center"),
        text("Since 1893", 30),
        {"type": "image", "x": 60, "y": 22, "width": 20, "height": 12, "src": "{{Photo}}"},
        box(68, 4, 14, 14, BLACK, "barcode", symbology="qr", data="https://shop.example/{{Link}}"),
    ),
    page(box(-3, -3, 91, 61, SAND), text("the back", 20), name="back"),
    fields=FIELDS,
)
PHOTOS = {f"{n}.png": encoded(quartered().rotate(90 * n), "PNG") for n in range(3)}
NAMES = ["Anna Öz", "Łucja Żak", "Νίκος Παππάς", "AVATAR Type fi ffl", "ليلى حداد"]
RECORDS = [
    {"Name": name, "Role": f"Printer {n}", "Photo": f"{n % 3}.png", "Link": str(n)} for n, name in enumerate(NAMES)
]


def opener(src: str) -> bytes:
    if src not in PHOTOS:
        raise LookupError("there is no such picture.")
    return PHOTOS[src]


def merged(records, design=CARD, wish=None, **more):
    out = io.BytesIO()
    made = merge(design, records, wish or Wish(), out=out, sources=SourceFiles(opener), **WITH, **more)
    return out.getvalue(), made


def pages_of(data: bytes):
    pdf = pypdfium2.PdfDocument(data)
    try:
        return [
            (
                np.asarray(pdf[n].render(scale=4).to_pil().convert("RGB")).astype(int),
                pdf[n].get_textpage().get_text_range(),
            )
            for n in range(len(pdf))
        ]
    finally:
        pdf.close()


def flat(items):
    """The same items without the groups that only say what repeats."""
    return tuple(
        part for item in items for part in (item.items if isinstance(item, Group) and item.repeats else (item,))
    )


def test_each_record_is_what_it_would_be_alone():
    data, made = merged(RECORDS)

    assert (made.records, made.page_count, made.set_aside) == (5, 10, ())
    assert_pdfx4(data)
    together = pages_of(data)
    for n, record in enumerate(RECORDS):
        alone = pages_of(render(CARD, record, Wish(), sources=SourceFiles(opener), **WITH).data)
        for (here, words), (there, said) in zip(together[2 * n : 2 * n + 2], alone, strict=True):
            assert words == said
            assert abs(here - there).max() <= 8
        code = zxingcpp.read_barcode(together[2 * n][0].astype(np.uint8))
        assert code is not None and code.text == f"https://shop.example/{n}"


def test_the_display_list_is_that_of_one_card():
    layout = Layout(CARD, fonts=WITH["fonts"], sources=SourceFiles(opener))
    for record in RECORDS:
        alone = lay_out(CARD, record, fonts=WITH["fonts"], sources=SourceFiles(opener))
        for many, one in zip(layout.pages(record), alone, strict=True):
            assert flat(many.items) == one.items
            assert (many.trim, many.bleed, many.media, many.name) == (one.trim, one.bleed, one.media, one.name)
            assert sorted(map(repr, many.findings)) == sorted(map(repr, one.findings))


def test_what_no_record_changes_is_in_the_file_once():
    data, _ = merged(RECORDS)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fronts, backs = pdf.pages[::2], pdf.pages[1::2]
        assert len({page.Contents.objgen for page in backs}) == 1
        forms = [
            {form.objgen for form in page.Resources.XObject.values() if form.Subtype == "/Form"} for page in fronts
        ]
        assert forms[0] and all(one == forms[0] for one in forms)
        assert all(b"GoldFoil" not in page.Contents.read_bytes() for page in fronts)
        assert all("/Group" in page for page in fronts), "what is transparent in the form is so on the page"


def test_the_same_records_give_the_same_bytes():
    assert merged(RECORDS)[0] == merged(iter(RECORDS))[0]


def test_a_record_at_fault_is_set_aside_and_the_rest_is_printed():
    bad = [
        RECORDS[0],
        {"Role": "x"},
        {**RECORDS[1], "Photo": "gone.png"},
        {**RECORDS[2], "Photo": "cut.png"},
        RECORDS[3],
    ]
    PHOTOS["cut.png"] = PHOTOS["0.png"][:200]
    handed: list = []

    data, made = merged(bad, set_aside=handed.append, first=101)

    assert (made.records, made.page_count) == (2, 4)
    assert [(one.number, one.findings[0].code) for one in handed][:2] == [
        (102, "field-missing"),
        (103, "source-missing"),
    ]
    assert handed[2].number == 104
    assert all(finding.path.startswith(f"records/{one.number}/") for one in handed for finding in one.findings)
    assert handed[0].record == {"Role": "x"}
    words = [said for _, said in pages_of(data)]
    assert "Anna" in words[0] and "AVATAR" in words[2]


def test_a_design_at_fault_is_no_records_fault():
    broken = design(page(text("{{Name}}"), text("\U000f0000 nobody has", 30)), fields=FIELDS)

    with pytest.raises(PressError) as refused:
        merged(RECORDS, broken)
    assert {finding.code for finding in refused.value.findings} == {"glyph-missing"}


def test_remarks_name_their_record_and_those_on_the_design_stand_once():
    wordy = design(
        page(text("{{Name}}", width=5, height=4), text("static far too long for it", 30, width=4, height=3)),
        fields=FIELDS,
    )

    _, made = merged(RECORDS[:3], wordy)

    paths = [finding.path for finding in made.findings if finding.code == "text-overflow"]
    assert paths.count("pages/0/items/1/text") == 1
    assert [path for path in paths if path.startswith("records/")] == [
        f"records/{n}/pages/0/items/0/text" for n in (1, 2, 3)
    ]


def test_pages_can_be_chosen_and_ordered():
    first = [words[:6] for _, words in pages_of(merged(RECORDS[:2], wish=Wish(pages="2,1"))[0])]
    sides = [words[:6] for _, words in pages_of(merged(RECORDS[:2], order="pages")[0])]

    assert [words.startswith("the ba") for words in first] == [True, False, True, False]
    assert [words.startswith("the ba") for words in sides] == [False, False, True, True]


def test_crop_marks_and_grey_work_for_many_too():
    for wish in (Wish(marks=("crop",)), Wish(color="gray")):
        data, made = merged(RECORDS[:2], wish=wish)
        assert made.page_count == 4
        assert_pdfx4(data)


def test_pdf_vt_says_which_pages_are_whose():
    data, _ = merged(RECORDS, standard="pdfvt1")

    assert_pdfx4(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root = pdf.Root.DPartRoot.DPartRootNode
        assert root.Parent.objgen == pdf.Root.DPartRoot.objgen
        assert pdf.Root.DPartRoot.RecordLevel == 1
        assert list(pdf.Root.DPartRoot.NodeNameList) == ["/File", "/Record"]
        (parts,) = root.DParts
        assert len(parts) == len(RECORDS)
        for number, (part, record) in enumerate(zip(parts, RECORDS, strict=True)):
            front, back = pdf.pages[2 * number], pdf.pages[2 * number + 1]
            assert (part.Parent.objgen, part.Start.objgen, part.End.objgen) == (root.objgen, front.objgen, back.objgen)
            assert front.DPart.objgen == back.DPart.objgen == part.objgen
            said = part.DPM.Makeready_Record
            assert said.Number == number + 1
            assert {str(field.Name): str(field.Value) for field in said.Fields} == record
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfvtid:GTS_PDFVTVersion" in xmp and ">PDF/VT-1<" in xmp and "PDF/X-4" in xmp
    with pytest.raises(PressError, match="color"):
        merged(RECORDS, wish=Wish(color="rgb"), standard="pdfvt1")


def test_only_pdf_takes_many_records():
    with pytest.raises(PressError, match="format"):
        merged(RECORDS, wish=Wish(format="png"))


def test_the_cards_of_the_benchmark_are_fit_for_the_press():
    source = json.loads(card())
    out = io.BytesIO()
    merge(
        document.read(source),
        ({"Name": f"Anna {n}"} for n in range(200)),
        Wish(),
        out=out,
        sources=SourceFiles(),
        **WITH,
    )
    assert_pdfx4(out.getvalue())
