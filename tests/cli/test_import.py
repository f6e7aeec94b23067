"""Foreign designs become documents on the command line, which says what was not carried over."""

import json

from tests.press import foreign

CANVAS = {
    "version": "5.3.0", "width": 960, "height": 480, "background": "#eee",
    "objects": [
        {"type": "i-text", "left": 10, "top": 10, "text": "{{Name}}", "fontSize": 40, "overline": True},
        {"type": "rect", "left": 10, "top": 90, "width": 50, "height": 50, "fill": "#f00"},
    ],
}  # fmt: skip


def test_a_canvas_becomes_a_design_that_renders(typed, folder):
    (folder / "canvas.json").write_text(json.dumps(CANVAS))
    said = typed("import", "canvas.json", "-o", "design.json", "--size", "85x42.5", "--bleed", 3)

    assert said.code == 0
    assert said.err == "warning: Not carried over from the Fabric.js design: lines above letters.\n"
    assert json.loads((folder / "design.json").read_text())["pages"][0]["bleed"] == 3
    assert typed("render", "design.json", "-o", "out.pdf", "--set", "Name=Anna").code == 0
    assert (folder / "out.pdf").read_bytes().startswith(b"%PDF")


def test_a_pdf_beside_the_design_is_referred_to_by_its_name(typed, folder):
    (folder / "card.pdf").write_bytes(foreign.pdf(foreign.filled(1, 0, 0, 0)))

    assert typed("import", "card.pdf", "-o", "design.json").code == 0
    assert json.loads((folder / "design.json").read_text())["pages"][0]["items"][0]["src"] == "card.pdf"
    assert typed("render", "design.json", "-o", "out.pdf").code == 0


def test_what_cannot_be_imported_is_said_and_nothing_is_written(typed, folder):
    (folder / "letter.txt").write_text("Dear all")
    said = typed("import", "letter.txt", "-o", "design.json")

    assert (said.code, (folder / "design.json").exists()) == (1, False)
    assert said.err == "The file cannot be imported: it is neither JSON nor SVG nor PDF.\n"


def test_a_size_that_is_none_is_said(typed, folder):
    (folder / "canvas.json").write_text(json.dumps(CANVAS))

    assert typed("import", "canvas.json", "-o", "design.json", "--size", "big").code == 1
