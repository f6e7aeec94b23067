"""Does text fit its box, and at which size? Shrinks between limits, in steps of a twentieth of a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from makeready.press.geometry import pt_to_mm
from makeready.press.typography.lines import ROOM, Span, wrap
from makeready.press.typography.paragraph import Paragraph

STEP_PT = 0.05
SLACK_MM = 0.01
"""Less than this beyond the box is rounding, not overflow."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A box and the leading in it. width, height: mm. line_height: in type sizes.

    ascent, descent: of the font, in type sizes, both positive: the first baseline lies `ascent` below the top.
    """

    width: float
    height: float
    line_height: float
    ascent: float
    descent: float
    wrap: bool = True

    def text_height(self, lines: int, size: float) -> float:
        """Height of so many lines, mm. size: mm."""
        return (self.ascent + self.descent + (lines - 1) * self.line_height) * size


@dataclass(frozen=True, slots=True)
class Fitting:
    """Text broken into lines at a size. size: mm. Overflow is told in full: what is too wide, too tall, cut."""

    size: float
    spans: tuple[tuple[Span, ...], ...]
    too_wide: bool
    too_tall: bool
    cut: bool

    @property
    def fits(self) -> bool:
        """Whether nothing sticks out and no word was cut."""
        return not (self.too_wide or self.too_tall or self.cut)


def broken(paragraphs: Sequence[Paragraph], frame: Frame, size: float) -> Fitting:
    """The text at one size (mm)."""
    room = frame.width / size * 1000
    spans = tuple(tuple(wrap(paragraph, room if frame.wrap else float("inf"))) for paragraph in paragraphs)
    widest = max(span.width for lines in spans for span in lines)
    height = frame.text_height(sum(map(len, spans)), size)
    return Fitting(
        size=size,
        spans=spans,
        too_wide=widest > room + ROOM + SLACK_MM / size * 1000,
        too_tall=height > frame.height + SLACK_MM,
        cut=any(span.broken for lines in spans for span in lines),
    )


def shrunk(paragraphs: Sequence[Paragraph], frame: Frame, size_pt: float, least_pt: float) -> Fitting:
    """The text at the largest size that fits, from `size_pt` down to `least_pt`; at the least where none does."""
    whole = broken(paragraphs, frame, pt_to_mm(size_pt))
    if whole.fits or least_pt >= size_pt:
        return whole
    steps = int((size_pt - least_pt) / STEP_PT + 1e-9)
    sizes = [round(size_pt - STEP_PT * step, 4) for step in range(1, steps + 1)]
    if not sizes or sizes[-1] > least_pt:
        sizes.append(least_pt)
    return _first(sizes, lambda size: broken(paragraphs, frame, pt_to_mm(size)))


def _first(sizes: Sequence[float], attempt: Callable[[float], Fitting]) -> Fitting:
    """The first size that fits, by halving: what fits at a size fits at every smaller one."""
    low, high = 0, len(sizes) - 1
    best = attempt(sizes[high])
    if not best.fits:
        return best
    while low < high:
        middle = (low + high) // 2
        candidate = attempt(sizes[middle])
        if candidate.fits:
            best, high = candidate, middle
        else:
            low = middle + 1
    return best
