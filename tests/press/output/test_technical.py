"""Technical layers can be left out of previews, kept in print, or be all there is."""

import io

import pikepdf
import pytest
from tests.press.layout.drawn import FONTS, laid_out
from tests.press.pdf.drawing import PRESS, made

from makeready.press.findings import PressError
from makeready.press.output.technical import layers_of
from makeready.press.output.wish import Wish
from makeready.press.svg.writer import write as svg

WHITE = {"spot": "White", "alternate": {"cmyk": [10, 0, 0, 0]}}
FOLD = {"spot": "Fold", "alternate": {"cmyk": [0, 100, 0, 0]}}


def page():
    box = {"type": "rectangle", "x": 0, "y": 0, "width": 20, "height": 20}
    fold = {"type": "line", "x": 40, "y": 0, "x2": 40, "y2": 55, "stroke": {"color": FOLD}, "layer": "Fold"}
    return laid_out(
        {**box, "fill": {"cmyk": [0, 50, 0, 0]}},
        {**box, "fill": WHITE, "layer": "White"},
        {"type": "group", "x": 3, "items": [fold, {**box, "fill": {"gray": 20}}]},
        layers=[{"name": "White", "step": "white"}, {"name": "Fold", "step": "fold"}],
        cut={"path": "M0 0 H85 V55 H0 Z"},
    )


def layers(data: bytes) -> dict[str, dict[str, str]]:
    """The PDF's layers by name, with what ISO 19593-1 says they are for."""
    pdf = pikepdf.open(io.BytesIO(data))
    if "/OCProperties" not in pdf.Root:
        return {}
    found = {}
    for layer in pdf.Root.OCProperties.OCGs:
        said = layer.get("/GTS_Metadata", pikepdf.Dictionary())
        found[str(layer.Name)] = {key[14:]: str(value)[1:] for key, value in said.items()}
    return found


def test_each_is_a_layer_that_says_what_it_is_for():
    assert layers(made(page())) == {
        "White": {"Group": "White"},
        "Fold": {"Group": "Structural", "Type": "Folding"},
        "CutContour": {"Group": "Structural", "Type": "Cutting"},
    }


def test_left_out_nothing_of_them_is_in_the_file():
    data = made(layers_of("leave-out")(page()))

    assert layers(data) == {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/ColorSpace" not in pdf.pages[0].Resources


def test_alone_they_keep_their_places():
    data = made(layers_of("only")(page()))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()

    assert set(layers(data)) == {"White", "Fold", "CutContour"}
    assert b"0 0 0 0.2 k" not in content
    assert b"1 0 0 1 3 0 cm" in content


def test_their_inks_overprint():
    pdf = pikepdf.open(io.BytesIO(made(layers_of("only")(page()))))

    assert all(state.op for state in pdf.pages[0].Resources.ExtGState.values())


def test_the_editors_drawing_tells_them_apart_and_they_do_not_hide_the_art():
    drawn = svg(page(), fonts=FONTS, condition=PRESS)

    assert 'data-layer="White" data-step="white" class="blend-multiply"' in drawn
    assert 'data-step="fold"' in drawn
    assert 'data-step="cut"' in drawn


def test_the_wish_is_checked():
    assert Wish.read({"technical": "Leave-Out"}).technical == "leave-out"
    with pytest.raises(PressError, match="technical cannot be"):
        Wish.read({"technical": "some"})
