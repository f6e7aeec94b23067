"""Gradients print in the inks that the designer chose, and look like it."""

import io

import numpy as np
import pikepdf
import pytest
from tests.press.pdf.drawing import made, page, pixels, rectangle, words

from makeready.press.displaylist.items import Group, Mask, MaskBy
from makeready.press.displaylist.paint import Cmyk, Gradient, Gray, Lab, Rgb, Spot, Stop, Stroke
from makeready.press.geometry import Matrix, Point

GOLD = Spot("Gold", 100, Cmyk(0, 20, 60, 20))
BLUE = Spot("Reflex Blue", 100, Lab(25, 20, -60))


def across(*inks, start=0.0, end=80.0, radii=None, matrix=None):
    stops = tuple(Stop(n / (len(inks) - 1), ink) for n, ink in enumerate(inks))
    return Gradient(stops, Point(start, 0), Point(end, 0), radii, matrix or Matrix())


@pytest.fixture
def shading():
    """The only shading pattern on a page of items, and the page's PDF, which stays open as long as the test."""
    opened = []

    def find(*items, **options):
        data = made(page(*items, width=80, height=20, bleed=0), **options)
        opened.append(pikepdf.open(io.BytesIO(data)))
        (pattern,) = opened[-1].pages[0].Resources.Pattern.values()
        return pattern.Shading, data

    return find


def floats(array):
    return [float(value) for value in array]


def test_cmyk_runs_in_device_cmyk_exactly_as_written(shading):
    found, _ = shading(rectangle(0, 0, 80, 20, across(Cmyk(100, 0, 0, 0), Cmyk(0, 12.5, 100, 0))))

    assert found.ShadingType == 2
    assert found.ColorSpace == pikepdf.Name.DeviceCMYK
    assert floats(found.Function.C0) == [1, 0, 0, 0]
    assert floats(found.Function.C1) == [0, 0.125, 1, 0]
    assert list(found.Extend) == [True, True]


def test_several_stops_are_stitched_where_they_stand(shading):
    stops = (Stop(0, Gray(0)), Stop(0.2, Gray(50)), Stop(0.2, Gray(80)), Stop(1, Gray(100)))
    found, _ = shading(rectangle(0, 0, 80, 20, Gradient(stops, Point(0, 0), Point(80, 0))))

    assert found.Function.FunctionType == 3
    assert floats(found.Function.Bounds) == [0.2]
    assert [floats(part.C1)[3] for part in found.Function.Functions] == [0.5, 1]
    assert floats(found.Function.Functions[1].C0)[3] == 0.8


def test_a_spot_runs_to_paper_on_its_own_plate(shading):
    found, _ = shading(rectangle(0, 0, 80, 20, across(GOLD, Cmyk(0, 0, 0, 0))))

    assert found.ColorSpace[0] == pikepdf.Name.Separation
    assert found.ColorSpace[1] == pikepdf.Name.Gold
    assert (floats(found.Function.C0), floats(found.Function.C1)) == ([1], [0])


def test_spot_to_spot_and_to_cmyk_runs_in_device_n_that_explains_its_inks(shading):
    found, _ = shading(rectangle(0, 0, 80, 20, across(GOLD, BLUE, Cmyk(0, 0, 40, 0))))
    family, names, alternate, tint, attributes = found.ColorSpace

    assert (family, alternate) == ("/DeviceN", "/DeviceCMYK")
    assert list(names) == ["/Yellow", "/Gold", "/Reflex Blue"]
    assert set(attributes.Colorants.keys()) == {"/Gold", "/Reflex Blue"}
    assert tint.FunctionType == 4
    assert floats(found.Function.Functions[1].C1) == [0.4, 0, 0]


def test_what_device_n_shows_is_the_sum_of_the_alternates():
    teal, rose = Spot("Teal", 100, Cmyk(100, 0, 40, 0)), Spot("Rose", 100, Cmyk(0, 100, 30, 0))
    mixed = made(page(rectangle(0, 0, 80, 20, across(teal, rose)), width=80, height=20, bleed=0))
    summed = made(page(rectangle(0, 0, 80, 20, across(Cmyk(100, 0, 40, 0), Cmyk(0, 100, 30, 0))), width=80, height=20,
                       bleed=0))  # fmt: skip

    assert np.abs(pixels(mixed).astype(int) - pixels(summed)).max() <= 3


def test_an_overprinting_gradient_leaves_the_plates_that_it_does_not_use(shading):
    item = Group((rectangle(0, 0, 80, 20, across(Cmyk(80, 0, 0, 0), Cmyk(0, 60, 0, 0))),), overprint=True)
    found, _ = shading(item)

    assert list(found.ColorSpace[1]) == ["/Cyan", "/Magenta"]


@pytest.mark.parametrize("color", ["cmyk", "rgb", "gray", "plate-c"])
def test_it_runs_from_its_first_to_its_last_ink(color):
    data = made(page(rectangle(0, 0, 80, 20, across(Cmyk(100, 0, 0, 0), Cmyk(0, 0, 0, 0))), width=80, height=20,
                     bleed=0), color=color)  # fmt: skip
    row = pixels(data)[25].astype(int)

    assert np.all(np.diff(row[:, 0]) >= -1)
    assert row[2, 0] < 160
    assert row[-2].min() > 245


def test_a_radial_gradient_may_be_an_ellipse():
    stretched = Matrix(4, 0, 0, 1, 40, 10)
    data = made(page(rectangle(0, 0, 80, 20, across(Gray(0), Gray(100), end=0, radii=(0, 10), matrix=stretched)),
                     width=80, height=20, bleed=0))  # fmt: skip
    drawn = pixels(data)[:, :, 0].astype(int)
    middle, height, width = drawn[28, 113], drawn.shape[0], drawn.shape[1]

    assert middle > 240
    assert drawn[28, width - 3] < 60
    assert drawn[height - 2, 113] < 70
    assert abs(drawn[28, 113 + 56] - drawn[28 - 14, 113]) < 12  # half way out on both axes


def test_it_stands_still_where_its_item_is_turned_and_grouped():
    fill = across(Cmyk(100, 0, 0, 0), Cmyk(0, 0, 100, 0))
    flat = made(page(rectangle(0, 0, 80, 20, fill), width=80, height=20, bleed=0))
    moved = Group((rectangle(-10, -5, 80, 20, Gradient(fill.stops, Point(-10, 0), Point(70, 0))),), Matrix.move(10, 5))
    faded = Group((moved, rectangle(200, 0, 1, 1, Gray(100))), opacity=0.999)
    nested = made(page(faded, width=80, height=20, bleed=0))

    assert np.abs(pixels(flat).astype(int) - pixels(nested)).max() <= 3


def test_lines_and_letters_take_gradients_too(shading):
    line = Stroke(across(Cmyk(100, 0, 0, 0), Cmyk(0, 100, 0, 0)), 4)
    found, data = shading(rectangle(4, 4, 72, 12, stroke=line))
    type_ = made(page(words("MMMMMMMM", 0, 15, 14, across(Cmyk(100, 0, 0, 0), Cmyk(0, 100, 0, 0))), width=80, height=20,
                      bleed=0))  # fmt: skip

    assert found.ColorSpace == "/DeviceCMYK"
    for drawn in (pixels(data), pixels(type_)):
        left, right = drawn[:, :40].reshape(-1, 3).min(axis=0), drawn[:, -40:].reshape(-1, 3).min(axis=0)
        assert left[0] < 60 < right[0]
        assert right[1] < 60 < left[1]


def test_rgb_stops_reach_the_press_as_inks(shading):
    found, _ = shading(rectangle(0, 0, 80, 20, across(Rgb(255, 0, 0), Rgb(0, 0, 0))))

    assert found.ColorSpace == "/DeviceCMYK"
    assert floats(found.Function.C1) == [0, 0, 0, 1]


def test_a_mask_lets_through_as_much_as_it_is_light():
    fade = Mask((rectangle(0, 0, 80, 20, across(Gray(0), Gray(100))),), MaskBy.LUMINOSITY)
    data = made(page(Group((rectangle(0, 0, 80, 20, Cmyk(0, 0, 0, 100)),), mask=fade), width=80, height=20, bleed=0))
    drawn = pixels(data)[28, :, 0].astype(int)

    assert drawn[1] < 45
    assert drawn[-2] > 248
    assert 120 < drawn[len(drawn) // 2] < 165
    pdf = pikepdf.open(io.BytesIO(data))
    (state,) = (s for s in pdf.pages[0].Resources.ExtGState.values() if "/SMask" in s)
    assert (state.SMask.S, state.SMask.G.Group.CS) == ("/Luminosity", "/DeviceGray")


def test_a_mask_by_alpha_lets_through_what_its_items_cover_whatever_their_colour():
    letters = Mask((words("MMMM", 0, 18, 18, Cmyk(0, 0, 0, 100)),), MaskBy.ALPHA)
    data = made(page(Group((rectangle(0, 0, 80, 20, Cmyk(0, 100, 0, 0)),), mask=letters), width=80, height=20, bleed=0))
    drawn = pixels(data)

    assert (drawn[:, :, 1] < 60).sum() > 500
    assert (drawn[:6].min(axis=2) > 250).all()
