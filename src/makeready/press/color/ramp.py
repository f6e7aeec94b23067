"""Which inks does a gradient mix, and how much of each where? Evenly from stop to stop, ink by ink, as plates print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import FourInks, Screen, cmyk_to_srgb, lightness, to_cmyk, to_gray, to_srgb
from makeready.press.displaylist.paint import Cmyk, Gradient, Gray, Ink, Registration, Spot

PARTS = 16
"""Straight pieces between two stops where a gradient is shown in other colours than its inks: below 1/255 apart."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """So much of each ink, 0 to 1. spots: as the ramp's `spots` are."""

    process: FourInks
    spots: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Ramp:
    """A gradient in inks.

    spots: the named inks in it, with their full tint. stops: place and mixture, from 0 to 1 without a gap.
    neutral: nothing but black ink anywhere.
    """

    spots: tuple[Spot, ...]
    stops: tuple[tuple[float, Mixture], ...]
    neutral: bool

    @property
    def used(self) -> tuple[int, ...]:
        """Which of cyan, magenta, yellow and black (0 to 3) it has anywhere."""
        return tuple(ink for ink in range(4) if any(mixture.process[ink] > 0 for _, mixture in self.stops))

    def fine(self, parts: int = PARTS) -> Iterator[tuple[float, Mixture]]:
        """The same with more stops, for colours that do not run evenly where the inks do."""
        yield self.stops[0]
        for (start, one), (end, other) in pairwise(self.stops):
            steps = parts if end > start and one != other else 1
            for step in range(1, steps + 1):
                share = step / steps
                yield start + (end - start) * share, _between(one, other, share)


@lru_cache(maxsize=1024)
def ramp(gradient: Gradient, condition: OutputCondition) -> Ramp:
    """A gradient in the inks of a condition; colours of no press are converted at its stops."""
    named: dict[str, Spot] = {}
    for stop in gradient.stops:
        if isinstance(stop.ink, Spot):
            named.setdefault(stop.ink.name, replace(stop.ink, tint=100.0))
    spots = tuple(named.values())
    stops = [(min(max(stop.at, 0.0), 1.0), _mixture(stop.ink, spots, condition)) for stop in gradient.stops]
    first = [(0.0, stops[0][1])] if stops[0][0] > 0 else []
    last = [(1.0, stops[-1][1])] if stops[-1][0] < 1 else []
    neutral = not spots and all(mixture.process[:3] == (0, 0, 0) for _, mixture in stops)
    return Ramp(spots, (*first, *stops, *last), neutral)


def all_inks(mixture: Mixture, spots: tuple[Spot, ...], condition: OutputCondition) -> FourInks:
    """A mixture in process inks alone: spots count by their alternates, and no plate prints more than full."""
    c, m, y, k = mixture.process
    for spot, tint in zip(spots, mixture.spots, strict=True):
        other = to_cmyk(spot.alternate, condition)
        c, m, y, k = c + other[0] * tint, m + other[1] * tint, y + other[2] * tint, k + other[3] * tint
    return min(c, 1.0), min(m, 1.0), min(y, 1.0), min(k, 1.0)


def on_screen(mixture: Mixture, spots: tuple[Spot, ...], condition: OutputCondition) -> Screen:
    """sRGB, 0 to 1, of a mixture: as a flat area of the same inks is shown.

    Spots that stand for a measured or screen colour are shown as that, printed over the others.
    """
    printed = [(spot, tint) for spot, tint in zip(spots, mixture.spots, strict=True) if _is_process(spot)]
    shown = [(spot, tint) for spot, tint in zip(spots, mixture.spots, strict=True) if not _is_process(spot)]
    inks = Mixture(mixture.process, tuple(tint for _, tint in printed))
    r, g, b = cmyk_to_srgb(all_inks(inks, tuple(spot for spot, _ in printed), condition), condition)
    for spot, tint in shown:
        over = to_srgb(replace(spot, tint=tint * 100), condition)
        r, g, b = r * over[0], g * over[1], b * over[2]
    return r, g, b


def as_printed(mixture: Mixture, spots: tuple[Spot, ...], condition: OutputCondition) -> Screen:
    """sRGB, 0 to 1, of what the press makes of a mixture, spots as the process inks that stand for them."""
    return cmyk_to_srgb(all_inks(mixture, spots, condition), condition)


def in_gray(mixture: Mixture, spots: tuple[Spot, ...], condition: OutputCondition) -> float:
    """Grey of a mixture, 0 black to 1 paper: black ink keeps its tone, the rest its lightness."""
    if len(spots) == 1 and not any(mixture.process):
        return to_gray(replace(spots[0], tint=mixture.spots[0] * 100), condition)
    inks = all_inks(mixture, spots, condition)
    return 1 - inks[3] if inks[:3] == (0, 0, 0) else lightness(*on_screen(mixture, spots, condition))


def _mixture(ink: Ink, spots: tuple[Spot, ...], condition: OutputCondition) -> Mixture:
    if isinstance(ink, Spot):
        tints = (ink.tint / 100 if spot.name == ink.name else 0.0 for spot in spots)
        return Mixture((0.0, 0.0, 0.0, 0.0), tuple(tints))
    inks = (0.0, 0.0, 0.0, ink.tint / 100) if isinstance(ink, Registration) else to_cmyk(ink, condition)
    return Mixture(inks, (0.0,) * len(spots))


def _is_process(spot: Spot) -> bool:
    return isinstance(spot.alternate, Cmyk | Gray)


def _between(one: Mixture, other: Mixture, share: float) -> Mixture:
    def at(a: float, b: float) -> float:
        return a + (b - a) * share

    c, m, y, k = (at(a, b) for a, b in zip(one.process, other.process, strict=True))
    return Mixture((c, m, y, k), tuple(at(a, b) for a, b in zip(one.spots, other.spots, strict=True)))
