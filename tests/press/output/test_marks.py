"""Crop marks show where to cut, in every ink, and nothing else hangs out."""

import io

import numpy as np
import pikepdf
from tests.press.pdf.drawing import made, page, pixels, rectangle

from makeready.press.displaylist.paint import Cmyk
from makeready.press.output.marks import with_crop_marks

SPREADING = page(rectangle(-20, -20, 125, 95, Cmyk(0, 0, 100, 0)), width=85, height=55, bleed=3)


def test_marks_point_at_the_trim_and_stay_clear_of_the_bleed():
    picture = pixels(made(with_crop_marks(SPREADING)), dpi=25.4 * 20)
    edge = 9 * 20  # from the media's edge to the trim
    dark = picture.max(axis=2) < 90

    columns = np.flatnonzero(dark[60])
    assert {round(c / 20) for c in columns} == {9, 94}, "two marks above, at the trim's left and right"
    rows = np.flatnonzero(dark[:, 60])
    assert {round(r / 20) for r in rows} == {9, 64}
    assert not dark[edge - 60 + 3 : edge, edge].any(), "no mark in the bleed"


def test_art_is_cut_off_at_the_bleed():
    picture = pixels(made(with_crop_marks(SPREADING)), dpi=25.4 * 4)

    assert (picture[4 * 30, 4 * 3] == 255).all(), "white between the media's edge and the bleed"
    assert picture[4 * 30, 4 * 7][2] < 60, "yellow in the bleed"


def test_marks_are_in_every_ink():
    with pikepdf.open(io.BytesIO(made(with_crop_marks(SPREADING)))) as pdf:
        (space,) = pdf.pages[0].Resources.ColorSpace.values()
        assert [str(space[0]), str(space[1])] == ["/Separation", "/All"]
