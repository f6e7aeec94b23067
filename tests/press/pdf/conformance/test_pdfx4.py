"""What PDF/X-4 does not allow is found while writing, all of it, with its place."""

import io
from dataclasses import replace

from tests.press import foreign
from tests.press.pdf.drawing import FONTS, PRESS, STAMP, page, rectangle, words

from makeready.press.displaylist.items import Group, PlacedPage
from makeready.press.displaylist.paint import BLACK, Cmyk, Rgb, Spot
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import Rect
from makeready.press.pdf.conformance.pdfx4 import PDFX4
from makeready.press.pdf.writer import write
from makeready.press.sources import SourceFile


def findings(*pages, **options) -> list[Finding]:
    chosen = {"fonts": FONTS, "condition": PRESS, "title": "Test", "stamp": STAMP, **options}
    return list(write(pages, out=io.BytesIO(), **chosen))


def test_everything_wrong_is_said_at_once_with_its_place():
    all_inks = Group((rectangle(0, 0, 9, 9, Spot("All", 100, BLACK)),), item="pages/0/items/4")
    none = Group((rectangle(0, 0, 9, 9, Spot("None", 100, BLACK)),), item="pages/1/items/0")

    found = findings(page(all_inks), page(none))

    assert [(f.code, f.page, f.path) for f in found] == [
        ("spot-name-reserved", 1, "pages/0/items/4"),
        ("spot-name-reserved", 2, "pages/1/items/0"),
    ]
    assert all(f.severity is Severity.ERROR for f in found)


def test_rgb_in_a_press_file_is_an_error():
    found = findings(page(rectangle(0, 0, 9, 9, Rgb(1, 2, 3))), color="rgb", conformance=PDFX4)

    assert [f.code for f in found] == ["rgb-in-press-file"]
    assert "DeviceRGB" in found[0].message


def test_a_spot_ink_with_two_alternates_is_said_once():
    first, second = Spot("Gold", 100, Cmyk(0, 20, 80, 0)), Spot("Gold", 100, Cmyk(0, 0, 50, 0))

    found = findings(page(*[rectangle(0, 0, 9, 9, ink) for ink in (first, second, second)]))

    assert [(f.code, f.severity) for f in found] == [("spot-conflict", Severity.WARNING)]


def test_a_font_that_forbids_embedding_is_named():
    class Forbidding:
        """The library, as if the font's licence bits forbade embedding."""

        def load(self, key):
            font = FONTS.load(key)
            forbidden = type(font)(font.key, font.data, replace(font.facts, embeddable=False))
            assert not forbidden.embeddable
            return forbidden

    found = findings(page(words("forbidden")), fonts=Forbidding())

    assert [f.code for f in found] == ["font-not-embeddable"]
    assert "SourceSansPro-Regular" in found[0].message


def placed(data: bytes) -> Group:
    whole = Rect(0, 0, 91 * foreign.MM, 61 * foreign.MM)
    return Group((PlacedPage(SourceFile(data), 1, Rect(0, 0, 85, 55), whole),), item="pages/0/items/0")


def test_rgb_in_a_placed_pdf_that_cannot_be_converted_is_a_remark():
    inline = b"9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID \xff\x00\x00 EI"
    found = findings(page(placed(foreign.pdf(inline))))

    assert [(f.code, f.path, f.severity) for f in found] == [("placed-rgb", "pages/0/items/0", Severity.WARNING)]
    assert "DeviceRGB" in found[0].message


def test_a_placed_pdf_without_its_fonts_is_an_error():
    data = foreign.pdf(foreign.words("unembedded"), resources={"/Font": {"/F1": foreign.HELVETICA}})

    found = findings(page(placed(data)))

    assert [f.code for f in found] == ["placed-font-missing"]
    assert "Helvetica" in found[0].message
