"""Foreign pages are placed by their boxes; what a drawing cannot bring along is told."""

import pytest

from makeready.press.design.document import read
from makeready.press.layout.page import lay_out
from makeready.press.sources import SourceFiles

from .drawn import FONTS, codes, drawn, laid_out

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20mm" height="10mm">%s</svg>'


def placed(kind: str, **more) -> dict:
    return {"type": kind, "x": 10, "y": 10, "width": 30, "height": 30, "src": "art", **more}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "page 1 of {} 10,20 200×100 in 10,17.5 30×15"),
        ({"fit": "stretch", "page": 3}, "page 3 of {} 10,20 200×100 in 10,10 30×30"),
        ({"box": "media", "fit": "stretch"}, "page 1 of {} 0,0 220×140 in 10,10 30×30"),
    ],
)
def test_a_pdf_page_is_placed_by_its_box(more, expected):
    line = drawn(placed("pdf", **more), files={"art": b"%PDF-1.7"})[1]

    assert line == expected.format(line.split()[3])


def test_a_pdf_page_that_covers_is_clipped_to_the_box():
    lines = drawn(placed("pdf", fit="cover"), files={"art": b"%PDF-1.7"})

    assert lines[2] == "clip: M10,10 L40,10 L40,40 L10,40 Z"
    assert lines[3].endswith("in -5,10 60×30")


def test_without_a_reader_for_pdf_it_is_said():
    document = read({"version": 1, "pages": [{"width": 50, "height": 50, "items": [placed("pdf")]}]})

    (page,) = lay_out(document, {}, fonts=FONTS, sources=SourceFiles(lambda src: b"%PDF"))

    assert codes(page) == [("pdf-unread", "pages/0/items/0/src")]


def test_a_drawing_is_scaled_into_its_box_and_stays_vector():
    lines = drawn(placed("svg"), files={"art": SVG % b'<rect width="20" height="10" fill="#f00"/>'})

    assert lines == [
        "pages/0/items/0",
        "group",
        "clip: M10,10 L40,10 L40,40 L10,40 Z",
        "group turned matrix(1.5, 0, 0, 1.5, 10, 17.5)",
        "group",
        "fill rgb(255, 0, 0): M0,0 L20,0 L20,10 L0,10 Z",
    ]


def test_what_a_drawing_cannot_bring_is_told_at_its_item():
    page = laid_out(placed("svg"), files={"art": SVG % b'<foreignObject/><text y="9">\xf3\xb1\x88\xb4</text>'})

    assert codes(page) == [
        ("svg-not-carried", "pages/0/items/0/src"),
        ("glyph-missing", "pages/0/items/0/text"),
    ]


def test_a_broken_drawing_is_an_error():
    page = laid_out(placed("svg"), files={"art": b"<svg"})

    assert codes(page) == [("svg-unreadable", "pages/0/items/0/src")]
