"""Does text fit its box, and at which size? Shrinks between limits, in steps of a twentieth of a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from makeready.press.geometry import pt_to_mm
from makeready.press.typography.columns import SLACK_MM, Form, Frame, Row, stacked
from makeready.press.typography.lines import ROOM, Room, Span, wrap
from makeready.press.typography.paragraph import Paragraph
from makeready.press.typography.tabs import Stop

STEP_PT = 0.05
ANY_FORM = Form()


@dataclass(frozen=True, slots=True)
class Fitting:
    """Text broken into lines at a size. size: mm. Overflow is told in full: what is too wide, too tall, cut.

    rows: every line with its column and baseline. heights: of the columns, mm. rooms: of each paragraph.
    """

    size: float
    spans: tuple[tuple[Span, ...], ...]
    rooms: tuple[Room, ...]
    rows: tuple[Row, ...]
    heights: tuple[float, ...]
    too_wide: bool
    too_tall: bool
    cut: bool

    @property
    def fits(self) -> bool:
        """Whether nothing sticks out and no word was cut."""
        return not (self.too_wide or self.too_tall or self.cut)


def broken(paragraphs: Sequence[Paragraph], frame: Frame, size: float, forms: Sequence[Form] = ()) -> Fitting:
    """The text at one size (mm). forms: of each paragraph; none are all alike."""
    forms = forms or (ANY_FORM,) * len(paragraphs)
    whole = frame.column / size * 1000 if frame.wrap else float("inf")
    rooms = tuple(_room(form, whole, size) for form in forms)
    spans = tuple(tuple(wrap(paragraph, room)) for paragraph, room in zip(paragraphs, rooms, strict=True))
    rows, heights = stacked(paragraphs, spans, forms, frame, size)
    slack = ROOM + SLACK_MM / size * 1000
    seen = rooms if frame.wrap else tuple(_room(form, frame.column / size * 1000, size) for form in forms)
    return Fitting(
        size=size,
        spans=spans,
        rooms=seen,
        rows=rows,
        heights=heights,
        too_wide=any(
            span.width > room.of(span)[1] + slack for lines, room in zip(spans, seen, strict=True) for span in lines
        ),
        too_tall=heights[-1] > frame.height + SLACK_MM,
        cut=any(span.broken for lines in spans for span in lines),
    )


def shrunk(
    paragraphs: Sequence[Paragraph], frame: Frame, size_pt: float, least_pt: float, forms: Sequence[Form] = ()
) -> Fitting:
    """The text at the largest size that fits, from `size_pt` down to `least_pt`; at the least where none does."""
    whole = broken(paragraphs, frame, pt_to_mm(size_pt), forms)
    if whole.fits or least_pt >= size_pt:
        return whole
    steps = int((size_pt - least_pt) / STEP_PT + 1e-9)
    sizes = [round(size_pt - STEP_PT * step, 4) for step in range(1, steps + 1)]
    if not sizes or sizes[-1] > least_pt:
        sizes.append(least_pt)
    return _first(sizes, lambda size: broken(paragraphs, frame, pt_to_mm(size), forms))


def _room(form: Form, width: float, size: float) -> Room:
    """A form's indents and tab stops at a size, in 1/1000 em."""
    if form is ANY_FORM:
        return Room(width, width)
    unit = 1000 / size
    start = (form.left + form.hang) * unit
    first_start = start + form.first * unit if not form.marker else start
    end = form.right * unit
    return Room(
        width=max(width - start - end, 1.0),
        first=max(width - first_start - end, 1.0),
        start=start,
        first_start=first_start,
        end=end,
        tabs=tuple(Stop(at * unit, align, leader) for at, align, leader in form.tabs),
    )


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
