"""Pictures are fitted, cropped about their focus, and judged by the resolution they print at."""

import pytest

from .drawn import codes, drawn, laid_out, png

WIDE = png(400, 200)


def image(**more) -> dict:
    return {"type": "image", "x": 0, "y": 0, "width": 20, "height": 20, "src": "wide.png", **more}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "in 0,0 20×20 crop 0.25,0 0.5×1"),
        ({"focus": {"x": 0}}, "in 0,0 20×20 crop 0,0 0.5×1"),
        ({"focus": {"x": 0.9}}, "in 0,0 20×20 crop 0.5,0 0.5×1"),
        ({"fit": "contain"}, "in 0,5 20×10"),
        ({"fit": "stretch"}, "in 0,0 20×20"),
        ({"crop": {"width": 0.5}}, "in 0,0 20×20 crop 0,0 0.5×1"),
        ({"crop": {"x": 0.5, "width": 0.25}}, "in 0,0 20×20 crop 0.5,0.25 0.25×0.5"),
        ({"crop": {"width": 0.25}, "fit": "contain"}, "in 5,0 10×20 crop 0,0 0.25×1"),
    ],
)
def test_a_picture_fills_its_box_as_it_is_told(more, expected):
    assert drawn(image(**more), files={"wide.png": WIDE})[1].split(maxsplit=2)[2] == expected


@pytest.mark.parametrize(("box", "ppi"), [(20, None), (50, 102), (100, 51)])
def test_too_few_pixels_are_told_in_ppi(box, ppi):
    page = laid_out(image(width=box, height=box), files={"wide.png": WIDE})

    assert [f.facts["ppi"] for f in page.findings] == ([ppi] if ppi else [])
    assert all(f.code == "image-low-resolution" and f.severity == "warning" for f in page.findings)


def test_a_file_that_is_no_picture_is_an_error_at_its_item():
    page = laid_out(image(), files={"wide.png": b"<html>"})

    assert codes(page) == [("image-unreadable", "pages/0/items/0/src")]
    assert page.findings[0].page == 1


@pytest.mark.parametrize(
    ("least", "codes"), [(0, ["image-low-resolution"]), (100, ["image-low-resolution"]), (110, ["image-too-coarse"])]
)
def test_a_picture_with_fewer_pixels_than_the_design_allows_is_an_error(least, codes):
    page = laid_out(image(width=50, height=50, min_dpi=least), files={"wide.png": WIDE})

    assert [f.code for f in page.findings] == codes
    assert [f.severity for f in page.findings] == (["error"] if least > 102 else ["warning"])
