"""A gradient is a mixture of inks everywhere, whatever colours it is shown in."""

import pytest

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import cmyk_to_srgb, to_cmyk, to_srgb
from makeready.press.color.ramp import in_gray, on_screen, ramp
from makeready.press.displaylist.paint import Cmyk, Gradient, Gray, Lab, Rgb, Spot, Stop
from makeready.press.geometry import Point

PRESS = OutputCondition.default()
GOLD = Spot("Gold", 100, Cmyk(0, 20, 60, 20))


def across(*inks, places=None):
    places = places or [n / (len(inks) - 1) for n in range(len(inks))]
    stops = tuple(Stop(at, ink) for at, ink in zip(places, inks, strict=True))
    return ramp(Gradient(stops, Point(0, 0), Point(10, 0)), PRESS)


def test_between_two_inks_there_is_so_much_of_each_and_nothing_else():
    middle = dict(across(Cmyk(100, 0, 0, 0), Cmyk(0, 0, 80, 0)).fine(2))[0.5]

    assert middle.process == pytest.approx((0.5, 0, 0.4, 0))


def test_the_screen_shows_the_mixture_of_inks_not_of_screen_colours():
    mixed = across(Cmyk(100, 0, 0, 0), Cmyk(0, 100, 0, 0))
    middle = dict(mixed.fine(2))[0.5]

    shown = on_screen(middle, (), PRESS)

    assert shown == cmyk_to_srgb((0.5, 0.5, 0, 0), PRESS)
    ends = to_srgb(Cmyk(100, 0, 0, 0), PRESS), to_srgb(Cmyk(0, 100, 0, 0), PRESS)
    assert shown != pytest.approx(tuple((a + b) / 2 for a, b in zip(*ends, strict=True)), abs=0.02)


def test_a_gradient_has_no_gaps_before_its_first_and_after_its_last_stop():
    mixed = across(Gray(10), Gray(90), places=[0.25, 0.75])

    assert [at for at, _ in mixed.stops] == [0, 0.25, 0.75, 1]
    assert mixed.stops[0][1] == mixed.stops[1][1]
    assert mixed.neutral


def test_a_named_ink_stays_itself_and_is_its_alternate_on_screens():
    mixed = across(GOLD, Cmyk(0, 0, 0, 0))

    assert [spot.name for spot in mixed.spots] == ["Gold"]
    assert mixed.used == ()
    assert [mixture.spots for _, mixture in mixed.stops] == [(1.0,), (0.0,)]
    assert on_screen(mixed.stops[0][1], mixed.spots, PRESS) == to_srgb(GOLD, PRESS)


def test_black_ink_alone_keeps_its_tone_in_grey():
    assert in_gray(dict(across(Gray(0), Gray(100)).fine(4))[0.25], (), PRESS) == pytest.approx(0.75)


def test_lab_becomes_the_inks_that_the_profile_says_and_paper_stays_paper():
    c, m, y, k = to_cmyk(Lab(48, 68, 48), PRESS)

    assert (c, k) == pytest.approx((0, 0.07), abs=0.02)
    assert min(m, y) > 0.85
    assert to_cmyk(Lab(100, 0, 0), PRESS) == pytest.approx((0, 0, 0, 0), abs=0.001)


def test_lab_within_the_press_gamut_is_shown_as_measured():
    red = to_srgb(Lab(60, 30, 20), PRESS)

    assert red == pytest.approx(to_srgb(Spot("Red", 100, Lab(60, 30, 20)), PRESS), abs=0.03)
    assert red != to_srgb(Rgb(200, 100, 100), PRESS)
