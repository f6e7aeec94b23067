"""Inks in the colours of the target: exact stays exact, black text is black ink."""

import numpy as np
import pytest
import pyvips
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import to_cmyk, to_gray, to_srgb
from makeready.press.displaylist.paint import Cmyk, Gray, Registration, Rgb, Spot

PRESS = OutputCondition.default()
percent = st.floats(0, 100)


@given(percent, percent, percent, percent)
def test_process_inks_are_never_touched(c, m, y, k):
    assert to_cmyk(Cmyk(c, m, y, k), PRESS) == (c / 100, m / 100, y / 100, k / 100)


@pytest.mark.parametrize("level", [0, 17, 34])
def test_rgb_black_is_black_ink_alone_in_full(level):
    assert to_cmyk(Rgb(level, level, level), PRESS) == (0, 0, 0, 1)


@given(st.integers(0, 255))
def test_neutral_rgb_uses_black_ink_alone(level):
    c, m, y, k = to_cmyk(Rgb(level, level, level), PRESS)

    assert (c, m, y) == (0, 0, 0)
    assert 0 <= k <= 1


def test_neutral_rgb_keeps_its_lightness():
    for level in (60, 128, 200):
        k = to_cmyk(Rgb(level, level, level), PRESS)[3]
        seen = to_srgb(Cmyk(0, 0, 0, k * 100), PRESS)
        assert np.allclose(np.array(seen) * 255, level, atol=4)


def test_paper_stays_paper():
    assert to_cmyk(Rgb(255, 255, 255), PRESS) == (0, 0, 0, 0)
    assert to_srgb(Cmyk(0, 0, 0, 0), PRESS) == (1, 1, 1)


@settings(deadline=None)
@given(st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255)))
def test_rgb_becomes_what_the_colour_engine_makes_of_it(rgb):
    if max(rgb) - min(rgb) <= 2:
        return
    pixel = pyvips.Image.new_from_array(np.array([[rgb]], dtype=np.uint16) * 257, interpretation="rgb16")
    through = pixel.icc_transform("cmyk", input_profile="srgb", black_point_compensation=True, depth=16)
    expected = through.numpy().reshape(-1) / 65535

    assert np.allclose(to_cmyk(Rgb(*rgb), PRESS), expected, atol=0.001)


def test_spot_and_registration_have_process_stand_ins():
    gold = Spot("Gold", 50, Cmyk(0, 20, 80, 0))

    assert to_cmyk(gold, PRESS) == (0, 0.1, 0.4, 0)
    assert to_cmyk(Registration(), PRESS) == (1, 1, 1, 1)


def test_grey_keeps_the_tone_of_black_ink():
    assert to_gray(Gray(30), PRESS) == pytest.approx(0.7)
    assert to_gray(Cmyk(0, 0, 0, 30), PRESS) == pytest.approx(0.7)
    assert to_gray(Rgb(0, 0, 0), PRESS) == 0
    assert to_gray(Cmyk(0, 0, 0, 0), PRESS) == 1
    assert to_gray(Rgb(255, 255, 0), PRESS) > to_gray(Rgb(0, 0, 255), PRESS)


def test_screens_show_rgb_as_it_is_and_inks_as_they_print():
    assert to_srgb(Rgb(255, 40, 0), PRESS) == (1, 40 / 255, 0)
    red, green, blue = to_srgb(Cmyk(100, 0, 0, 0), PRESS)
    assert red < 0.2 < green < blue
