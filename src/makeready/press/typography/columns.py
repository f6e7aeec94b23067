"""Which line stands in which column, at which height? Leading, paragraph spacing, widows and orphans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from makeready.press.typography.lines import Span
from makeready.press.typography.paragraph import Metrics, Paragraph

SLACK_MM = 0.01
"""Less than this beyond the box is rounding, not overflow."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph is set; lengths in mm. align: empty is as the text's. tabs: place, alignment, leader.

    left, right, first: indents. hang: what a marker's width adds to `left`. marker: stands before the first line at
    `left + first`. orphans, widows: fewest lines at the foot and at the top of a column.
    """

    align: str = ""
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    tabs: tuple[tuple[float, str, str], ...] = ()
    marker: str = ""
    hang: float = 0.0
    orphans: int = 2
    widows: int = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A box and the leading in it. width, height, gap (between columns): mm. line_height: in type sizes."""

    width: float
    height: float
    line_height: float
    wrap: bool = True
    columns: int = 1
    gap: float = 0.0

    @property
    def column(self) -> float:
        """Width of one column, mm."""
        return max((self.width - self.gap * (self.columns - 1)) / self.columns, 0.1) if self.columns > 1 else self.width


@dataclass(frozen=True, slots=True)
class Row:
    """A line in its place. paragraph, line: which one, from 0. baseline: mm below the column's top."""

    paragraph: int
    line: int
    column: int
    baseline: float
    metrics: Metrics


def stacked(
    paragraphs: Sequence[Paragraph],
    spans: Sequence[Sequence[Span]],
    forms: Sequence[Form],
    frame: Frame,
    size: float,
) -> tuple[tuple[Row, ...], tuple[float, ...]]:
    """Every line with its place, and the heights of the columns; the last column takes what is left. size: mm."""
    lines = [
        (number, count, len(of), paragraph.metrics_of(span.start, span.end))
        for number, (paragraph, of) in enumerate(zip(paragraphs, spans, strict=True))
        for count, span in enumerate(of)
    ]
    rows: list[Row] = []
    heights: list[float] = []
    at = 0
    while at < len(lines) or not heights:
        column = len(heights)
        limit = frame.height + SLACK_MM if column + 1 < frame.columns else float("inf")
        baselines = _filled(lines, at, forms, frame, size, limit)
        kept = len(baselines)
        if at + kept < len(lines):
            kept = _kept_together(lines, at, kept, forms)
        for (number, count, _, metrics), baseline in zip(lines[at : at + kept], baselines, strict=False):
            rows.append(Row(number, count, column, baseline, metrics))
        heights.append(baselines[kept - 1] + lines[at + kept - 1][3].descent * size)
        at += kept
    return tuple(rows), tuple(heights)


_Line = tuple[int, int, int, Metrics]
"""Paragraph, line in it, how many it has, how tall."""


def _filled(
    lines: Sequence[_Line], at: int, forms: Sequence[Form], frame: Frame, size: float, limit: float
) -> list[float]:
    """The baselines of the lines from `at` on that one column holds; at least one."""
    first = lines[at][3].ascent * size
    found = [first]
    leading = frame.line_height * size
    base, steps = first, 0.0
    for before, line in zip(lines[at:], lines[at + 1 :], strict=False):
        steps += line[3].scale
        if line[0] != before[0]:
            base += forms[before[0]].after + forms[line[0]].before
        baseline = base + steps * leading
        if baseline + line[3].descent * size > limit:
            break
        found.append(baseline)
    return found


def _kept_together(lines: Sequence[_Line], at: int, kept: int, forms: Sequence[Form]) -> int:
    """Fewer lines, where else too few of a paragraph would stand at the column's foot or at the next one's top."""
    number, count, whole, _ = lines[at + kept]
    if count == 0:
        return kept
    form = forms[number]
    back = max(0, form.widows - (whole - count))
    left_over = count - back
    if left_over < form.orphans:
        back = count  # the whole paragraph goes over
    begins_here = lines[at][0] == number
    if begins_here and back >= kept:
        return kept
    return kept - min(back, kept) if kept > back else kept
