"""What is an ink in the colours of the target? Exact where it already is; through the profile where not.

Results are numbers from 0 to 1. Process inks that the designer wrote are never touched on the way to CMYK.
Type and line art in neutral RGB becomes black ink alone: four-colour black text misregisters on every press.
"""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import pyvips

from makeready.press.color.condition import OutputCondition
from makeready.press.color.lab import of_srgb
from makeready.press.color.lab import to_srgb as lab_to_srgb
from makeready.press.color.profiles import SRGB
from makeready.press.displaylist.paint import Cmyk, Gray, Ink, Lab, Registration, Rgb, Spot

FourInks = tuple[float, float, float, float]
Screen = tuple[float, float, float]

NEUTRAL = 2.0
"""How far the channels of an RGB value (0–255) may lie apart and still mean grey."""

SOLID_BLACK = 34.0
"""A neutral this dark (0–255; #222222) means black ink in full: a screen of 90 % would only fray the type."""


@lru_cache(maxsize=65_536)
def to_cmyk(ink: Ink, condition: OutputCondition) -> FourInks:
    """Process inks, 0 paper to 1 full, of type or line art in `ink`.

    A spot ink is its alternate at its tint; registration is all four.
    """
    match ink:
        case Cmyk():
            return ink.c / 100, ink.m / 100, ink.y / 100, ink.k / 100
        case Gray():
            return 0.0, 0.0, 0.0, ink.k / 100
        case Registration():
            return (ink.tint / 100,) * 4
        case Spot():
            c, m, y, k = to_cmyk(ink.alternate, condition)
            return c * ink.tint / 100, m * ink.tint / 100, y * ink.tint / 100, k * ink.tint / 100
        case Rgb():
            return _rgb_to_cmyk(ink, condition)
        case Lab():
            return _lab_to_cmyk(ink, condition)


@lru_cache(maxsize=65_536)
def to_srgb(ink: Ink, condition: OutputCondition) -> Screen:
    """sRGB, 0 to 1, that shows `ink` on a screen: RGB as it is, all others as the condition prints them.

    A spot whose alternate was measured (Lab) is shown as measured: it is printed with an ink of its own.
    """
    if isinstance(ink, Rgb):
        return ink.r / 255, ink.g / 255, ink.b / 255
    if isinstance(ink, Spot) and isinstance(ink.alternate, Rgb | Lab):
        alternate, tint = ink.alternate, ink.tint / 100
        full = _lab_to_srgb(alternate) if isinstance(alternate, Lab) else to_srgb(alternate, condition)
        return 1 - (1 - full[0]) * tint, 1 - (1 - full[1]) * tint, 1 - (1 - full[2]) * tint
    if isinstance(ink, Gray):
        return cmyk_to_srgb((0.0, 0.0, 0.0, ink.k / 100), condition)
    return cmyk_to_srgb(to_cmyk(ink, condition), condition)


@lru_cache(maxsize=65_536)
def as_printed(ink: Ink, condition: OutputCondition) -> Screen:
    """sRGB, 0 to 1, of what the press makes of `ink`: RGB, too, as its process inks look.

    A spot is shown as the process inks that stand for it in the print file.
    """
    return cmyk_to_srgb(to_cmyk(ink, condition), condition)


@lru_cache(maxsize=65_536)
def to_gray(ink: Ink, condition: OutputCondition) -> float:
    """Grey as PDF's DeviceGray counts it: 0 black, 1 paper. Black ink keeps its tone, the rest its lightness."""
    match ink:
        case Gray():
            return 1 - ink.k / 100
        case Registration():
            return 1 - ink.tint / 100
        case Cmyk(c=0, m=0, y=0):
            return 1 - ink.k / 100
        case Spot():
            return 1 - (1 - to_gray(ink.alternate, condition)) * ink.tint / 100
        case Rgb() if _is_neutral(ink):
            return 0.0 if max(ink.r, ink.g, ink.b) <= SOLID_BLACK else ink.g / 255
        case _:
            return lightness(*to_srgb(ink, condition))


def cmyk_to_srgb(inks: FourInks, condition: OutputCondition) -> Screen:
    """sRGB, 0 to 1, that shows process inks (0 to 1) as the condition prints them."""
    # Eight bits, as every rasteriser counts inks: a page on the screen is then the same as its print file's pixels.
    first, *rest = (round(min(max(ink, 0.0), 1.0) * 255) / 255 for ink in inks)
    table = screen_table(condition)
    place = first * (CMYK_GRID - 1)
    low = min(int(place), CMYK_GRID - 2)
    # As lcms does with four channels: evenly along the first, tetrahedra in the others.
    one, other = interpolate(table[low], tuple(rest)), interpolate(table[low + 1], tuple(rest))
    return lab_to_srgb(tuple(a + (b - a) * (place - low) for a, b in zip(one, other, strict=True)))


def lightness(r: float, g: float, b: float) -> float:
    """The neutral sRGB value of the same luminance (Rec. 709 weights on linear light), 0 to 1."""
    luminance = 0.2126 * _linear(r) + 0.7152 * _linear(g) + 0.0722 * _linear(b)
    return 12.92 * luminance if luminance <= 0.0031308 else 1.055 * luminance ** (1 / 2.4) - 0.055


def _lab_to_cmyk(ink: Lab, condition: OutputCondition) -> FourInks:
    """By lcms itself, without a table between: a colour that was measured is worth the milliseconds, once."""
    inks = _lab_pixel(ink).icc_export(
        output_profile=condition.profile, intent="relative", black_point_compensation=True, depth=16
    )
    c, m, y, k = (round(value / 65535, 4) for value in inks(0, 0))
    return c, m, y, k


def _lab_to_srgb(ink: Lab) -> Screen:
    shown = _lab_pixel(ink).icc_export(output_profile=SRGB, intent="relative", depth=16)
    r, g, b = (value / 65535 for value in shown(0, 0))
    return r, g, b


def _lab_pixel(ink: Lab) -> pyvips.Image:
    return pyvips.Image.new_from_array(np.array([[[ink.l, ink.a, ink.b]]], dtype=np.float32), interpretation="lab")


def _rgb_to_cmyk(ink: Rgb, condition: OutputCondition) -> FourInks:
    if _is_neutral(ink):
        return 0.0, 0.0, 0.0, _black_for(ink.g, condition)
    c, m, y, k = interpolate(press_table(condition), (ink.r / 255, ink.g / 255, ink.b / 255))
    return c, m, y, k


def _is_neutral(ink: Rgb) -> bool:
    return max(ink.r, ink.g, ink.b) - min(ink.r, ink.g, ink.b) <= NEUTRAL


def _black_for(level: float, condition: OutputCondition) -> float:
    """How much black ink alone looks as light as a neutral RGB value (0–255)."""
    if level <= SOLID_BLACK:
        return 1.0
    if level >= 255:
        return 0.0
    return float(np.interp(level / 255, *_black_ramp(condition)))


@cache
def black_for_light(condition: OutputCondition) -> bytes:
    """DeviceGray (0 full black ink, 255 paper) that prints as light as an sRGB grey: for each of its 256 values."""
    inks = np.interp(np.arange(256) / 255, *_black_ramp(condition))
    return bytes((255 - np.round(inks * 255)).astype(np.uint8))


@cache
def _black_ramp(condition: OutputCondition) -> tuple[list[float], list[float]]:
    """Lightness (rising) and the black ink that shows it."""
    amounts = [1 - n / 100 for n in range(101)]
    seen = [lightness(*cmyk_to_srgb((0.0, 0.0, 0.0, k), condition)) for k in amounts]
    return list(np.maximum.accumulate(seen)), amounts


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


# lcms needs 15 to 35 ms to set up one conversion, whatever its size. So each condition is sampled once on a
# grid, relative colorimetric with black point compensation, and colours are read between the samples.

RGB_GRID = 33
CMYK_GRID = 17


@cache
def press_table(condition: OutputCondition, steps: int = RGB_GRID) -> np.ndarray:
    """From sRGB to CMYK on a grid of `steps` values a channel, 0 to 1."""
    inks = rgb_grid(steps).icc_transform(
        condition.profile, input_profile=SRGB, intent="relative", black_point_compensation=True, depth=16
    )
    return np.asarray(inks.numpy(), dtype=np.float64).reshape((steps,) * 3 + (4,)) / 65535


def rgb_grid(steps: int = RGB_GRID) -> pyvips.Image:
    """All combinations of `steps` values of red, green and blue as an image, blue running fastest."""
    return pyvips.Image.new_from_array(_grid(steps, 3), interpretation="rgb16")


@cache
def screen_table(condition: OutputCondition) -> np.ndarray:
    """From CMYK to CIELAB (D50) of the sRGB that shows it, on a grid; between its points Lab bends least."""
    samples = _grid(CMYK_GRID, 4)
    image = pyvips.Image.new_from_array(samples, interpretation="cmyk")
    shown = image.icc_transform(
        SRGB, input_profile=condition.profile, intent="relative", black_point_compensation=True, depth=16
    )
    srgb = np.asarray(shown.numpy(), dtype=np.float64).reshape(-1, 3) / 65535
    return of_srgb(srgb).reshape((CMYK_GRID,) * 4 + (3,))


def _grid(steps: int, channels: int) -> np.ndarray:
    """All combinations of evenly spaced values as one 16-bit image, the last channel running fastest."""
    axis = np.round(np.linspace(0, 65535, steps)).astype(np.uint16)
    combinations = np.stack(np.meshgrid(*[axis] * channels, indexing="ij"), axis=-1)
    return combinations.reshape(steps, -1, channels)


def interpolate(table: np.ndarray, at: tuple[float, ...]) -> tuple[float, ...]:
    """The table's value between grid points: tetrahedral interpolation in any number of dimensions.

    From the cell's low corner one step along each axis, the largest fraction first (Kasson et al., 1995):
    neutral colours stay neutral, which plain multilinear interpolation does not promise.
    """
    steps = table.shape[0] - 1
    places = [min(max(value, 0.0), 1.0) * steps for value in at]
    corner = [min(int(place), steps - 1) for place in places]
    rest = [place - low for place, low in zip(places, corner, strict=True)]
    value = table[tuple(corner)].copy()
    here = value.copy()
    for axis in sorted(range(len(at)), key=lambda n: -rest[n]):
        corner[axis] += 1
        there = table[tuple(corner)]
        value += rest[axis] * (there - here)
        here = there
    return tuple(float(v) for v in value)
