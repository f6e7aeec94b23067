"""Crop marks drawn on pages as they are: outside the trim, on every plate, the artwork untouched."""

import numpy as np
import pytest
from pikepdf import Array
from tests.press import foreign
from tests.press.foreign import MM
from tests.press.impose.pixels import pixels

from makeready.press.findings import PressError
from makeready.press.impose.marks import draw_crop_marks
from makeready.press.pdf.reader import describe


def test_pages_grow_and_keep_their_trim_and_bleed():
    before = describe(foreign.pdf(b""))
    after = describe(draw_crop_marks(foreign.pdf(b"")))

    assert after.boxes[0].trim == before.boxes[0].trim
    assert after.boxes[0].bleed == before.boxes[0].bleed
    assert after.boxes[0].media.width == pytest.approx((85 + 2 * 8) * MM, abs=0.01)


def test_eight_marks_point_at_the_corners_of_the_trim():
    sheet = pixels(draw_crop_marks(foreign.pdf(foreign.filled(1, 0, 0, 0))))
    dark = sheet.max(axis=2) < 200

    assert {round(x / 4) for x in np.flatnonzero(dark[8])} == {8, 93}
    assert {round(x / 4) for x in np.flatnonzero(dark[-8])} == {8, 93}
    assert {round(y / 4) for y in np.flatnonzero(dark[:, 8])} == {8, 63}
    assert not dark[21:-21, 21:-21].any()


def test_what_lay_beyond_the_old_page_does_not_come_to_light():
    content = f"0 1 0 0 k -200 -200 {900 * MM} {900 * MM} re f".encode()
    sheet = pixels(draw_crop_marks(foreign.pdf(content)))

    assert (sheet[3, 50] == 255).all()
    assert not (sheet[30, 50] == 255).all()


def test_resources_shared_by_pages_stay_as_they_are():
    with foreign.opened(draw_crop_marks(foreign.pdf(b"", b"", resources={"/ColorSpace": {}}))) as file:
        assert ["/MakereadyAll" in page.Resources.ColorSpace for page in file.pages] == [True, True]


def test_a_page_without_a_trim_is_cut_where_it_ends():
    facts = describe(draw_crop_marks(foreign.pdf(b"", TrimBox=None, BleedBox=None, CropBox=Array([10, 10, 110, 60]))))

    assert facts.boxes[0].has_trim
    assert (facts.boxes[0].trim.width, facts.boxes[0].trim.height) == (100, 50)


def test_turned_pages_stay_turned():
    before = foreign.pdf(b"", width=50, height=100, Rotate=90)

    assert describe(draw_crop_marks(before)).width_mm == pytest.approx(100)


def test_marks_twice_give_the_same_bytes_and_bad_files_a_sentence():
    assert draw_crop_marks(foreign.pdf(b"q")) == draw_crop_marks(foreign.pdf(b"q"))
    with pytest.raises(PressError, match="web page"):
        draw_crop_marks(b"<html></html>")
