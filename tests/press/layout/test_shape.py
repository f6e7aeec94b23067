"""Shapes become contours in the inks that the designer wrote."""

import pytest

from .drawn import codes, drawn, laid_out

K = {"cmyk": [0, 0, 0, 100]}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"type": "rectangle", "x": 1, "y": 2, "width": 3, "height": 4, "fill": {"rgb": [255, 40, 0]}},
         "fill rgb(255, 40, 0): M1,2 L4,2 L4,6 L1,6 Z"),
        ({"type": "ellipse", "x": 0, "y": 0, "width": 4, "height": 2, "fill": {"gray": 20}},
         "fill gray(20): M2,0 C3.105,0 4,0.448 4,1 C4,1.552 3.105,2 2,2 C0.895,2 0,1.552 0,1 C0,0.448 0.895,0 2,0 Z"),
        ({"type": "path", "x": 1, "y": 1, "path": "M0 0h2v2z", "even_odd": True, "fill": K},
         "fill cmyk(0, 0, 0, 100) even-odd: M1,1 L3,1 L3,3 Z"),
        ({"type": "path", "path": "M0 0L1 1", "stroke": {"color": {"spot": "Foil", "alternate": K}, "width": 0.5}},
         "stroke spot(Foil, 100) 0.5 mm: M0,0 L1,1"),
    ],
)  # fmt: skip
def test_a_shape_is_drawn_as_it_is_written(item, expected):
    assert drawn(item)[1] == expected


def test_radii_are_cut_to_half_the_shorter_side():
    line = drawn({"type": "rectangle", "x": 0, "y": 0, "width": 4, "height": 2, "radius": 9, "fill": K})[1]

    assert line.startswith("fill cmyk(0, 0, 0, 100): M1,0 L3,0 C3.552,0 4,0.448 4,1")


def test_a_shape_that_paints_nothing_is_told():
    page = laid_out({"type": "ellipse", "x": 0, "y": 0, "width": 4, "height": 2})

    assert codes(page) == [("item-unpainted", "pages/0/items/0")]
    assert page.findings[0].severity == "info"
