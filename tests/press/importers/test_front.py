"""The kind of a foreign design is found from its bytes; a PDF becomes grounds; what is none is refused in words."""

import json

import pytest
from tests.press import foreign

from makeready.press.design import document
from makeready.press.findings import PressError
from makeready.press.importers import front
from makeready.press.output.imported import imported

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="55mm"><text x="10" y="20">{{Name}}</text></svg>'


def test_a_pdf_becomes_a_document_of_its_pages_sizes_with_each_page_as_a_locked_ground():
    data = foreign.pdf(foreign.filled(1, 0, 0, 0), foreign.filled(0, 1, 0, 0))
    made = imported(data, src="card.pdf")
    design = document.read(made.document)

    assert (made.kind, len(design.pages)) == ("pdf", 2)
    assert [(page.items[0].type, page.items[0].page, page.items[0].locked) for page in design.pages] == [
        ("pdf", 1, True), ("pdf", 2, True),
    ]  # fmt: skip
    assert design.pages[0].items[0].src == "card.pdf"
    assert imported(data).document["pages"][0]["items"][0]["src"].startswith("data:application/pdf;base64,")


def test_a_drawing_becomes_items_that_can_be_edited_with_its_fields():
    made = imported(SVG)
    design = document.read(made.document)

    assert (made.kind, design.pages[0].width, design.pages[0].height) == ("svg", 85, 55)
    assert (design.pages[0].items[0].text, design.fields[0].name) == ("{{Name}}", "Name")


def test_a_drawing_of_another_size_than_the_page_is_placed_whole():
    (item,) = document.read(imported(SVG, size_mm=(170, 110)).document).pages[0].items

    assert (item.type, item.width) == ("svg", 170)


def test_several_canvases_become_pages():
    canvas = {"version": "6.0.0", "width": 96, "height": 96, "objects": []}

    assert len(front.read(json.dumps([canvas, canvas]).encode()).document["pages"]) == 2
    assert len(front.read({"pages": [{"canvas": canvas}, {"canvas": canvas}]}).document["pages"]) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"hello", "neither JSON nor SVG nor PDF"),
        (b"12", "no design"),
        (b'{"version": 1, "pages": []}', "already"),
        (b'{"a": 1}', "of no kind"),
        (b'{"objects": []}', "does not say how large"),
    ],
)
def test_what_is_no_foreign_design_is_refused_in_one_sentence(data, words):
    with pytest.raises(PressError) as caught:
        imported(data)

    (finding,) = caught.value.findings
    assert finding.code == "import-unreadable" and words in finding.message


@pytest.mark.parametrize("wish", [{"size_mm": (0, 5)}, {"dpi": -1}, {"dpi": float("nan")}, {"bleed": 1e9}])
def test_wishes_that_no_page_can_have_are_refused(wish):
    with pytest.raises(PressError):
        imported(b'{"objects": [], "width": 10, "height": 10}', **wish)


def test_our_own_documents_are_told_apart_from_foreign_ones():
    ours = {"version": 1, "pages": [{"width": 85, "height": 55, "items": []}]}

    assert not front.foreign_json(ours)
    assert front.foreign_json({"version": "5.3.0", "objects": []})
