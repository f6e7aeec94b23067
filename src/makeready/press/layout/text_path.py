"""How does text run along a path? Letter by letter, each upright on the path below its middle."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from makeready.press.design.items import TextItem
from makeready.press.design.path_data import parse
from makeready.press.displaylist.clusters import clusters
from makeready.press.displaylist.items import DisplayItem, Group
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import Matrix, Point
from makeready.press.layout.boxes import box_of
from makeready.press.layout.color_glyphs import with_colors
from makeready.press.layout.frame import Place
from makeready.press.layout.ink import paint
from makeready.press.layout.text_findings import tell_characters
from makeready.press.layout.text_set import SetText, TextLine, glyph_run, set_text

FLATNESS = 0.0002
"""Farthest that the line through the path's points may be from its curves, mm."""
STEP_PT = 0.05


class PathTooShort(Finding):
    """Text that is longer than the path on which it stands."""

    code = "path-too-short"
    severity = Severity.WARNING
    sentence = (
        "The text of {item} does not fit its path: it is {long:.1f} mm long and the path {path_length:.1f} mm{word}."
    )
    fix = "Shorten the text, make the type smaller or the path longer."


def on_path(item: TextItem, place: Place) -> tuple[DisplayItem, ...]:
    """The letters of a text on its path; what is wrong with it goes to `place`."""
    assert item.along is not None
    rail = _rail(item.along.path)
    found = _one_line(item, rail.length, place)
    tell_characters(item, found, place)
    line = found.lines[0]
    long = line.line.width * found.size / 1000
    if long > rail.length + FLATNESS:
        outside = _first_outside(line, rail.length / found.size * 1000)
        word = f"; from “{outside}” on it sticks out" if outside else ""
        place.tell(PathTooShort, item, "along", long=long, path_length=rail.length, word=word)
    rtl = line.paragraph.rtl
    share = {"center": 0.5, "right": 1.0, "end": float(not rtl), "start": float(rtl), "justify": float(rtl)}.get(
        item.align, 0.0
    )
    begin = item.along.offset + (rail.length - long) * share
    return with_colors(_letters(item, found, line, begin, rail), place.fonts)


def _one_line(item: TextItem, length: float, place: Place) -> SetText:
    """The text in one line, shrunk to the path's length where that is asked."""
    one = {"text": " ".join(item.words.split("\n")), "wrap": False, "fit": "none", "vertical_align": "baseline",
           "align": "left", "writing": "horizontal", "paragraph": None, "columns": 1}  # fmt: skip
    if item.runs:
        runs = tuple(
            run.model_copy(update={"text": run.text.replace("\n", " "), "paragraph": None}) for run in item.runs
        )
        one |= {"text": "", "runs": runs}
    single = item.model_copy(update=one)
    found = set_text(single, place.fonts)
    long = found.lines[0].line.width * found.size / 1000
    if item.fit == "shrink" and long > length:
        size = max(item.min_size, math.floor(item.size * length / long / STEP_PT) * STEP_PT)
        scale = size / item.size
        runs = tuple(r.model_copy(update={"size": r.size * scale}) if r.size else r for r in single.runs)
        found = set_text(single.model_copy(update={"size": size, "runs": runs}), place.fonts)
    return found


def _first_outside(line: TextLine, room: float) -> str:
    paragraph = line.paragraph
    at = next((at for at in range(len(paragraph.text)) if paragraph.pen[at + 1] > room), None)
    if at is None:
        return ""
    return next(iter(paragraph.text[paragraph.text.rfind(" ", 0, at) + 1 :].split()), "")[:40]


def _letters(item: TextItem, found: SetText, line: TextLine, begin: float, rail: Rail) -> Iterator[DisplayItem]:
    inks = [paint(run.fill or item.fill, box_of(item)) for run in item.runs] or [paint(item.fill, box_of(item))]
    for placed in line.line.runs:
        whole = glyph_run(placed, line, Point(0.0, 0.0), found.size, inks[placed.run.part])
        pen, scale = begin + whole.origin.x, whole.size / 1000
        for glyphs, words in clusters(whole):
            wide = sum(glyph.advance for glyph in glyphs) * scale
            at, angle = rail.at(pen + wide / 2)
            pen += wide
            alone = tuple(replace(glyph, cluster=0) for glyph in glyphs)
            letter = replace(whole, origin=Point(-wide / 2, whole.origin.y), glyphs=alone, text=words)
            yield Group((letter,), matrix=Matrix.move(item.x + at.x, item.y + at.y) @ Matrix.turn(angle))


@dataclass(frozen=True, slots=True)
class Rail:
    """A path as a line of many points. reached: the length up to each, mm."""

    points: tuple[Point, ...]
    reached: tuple[float, ...]

    @property
    def length(self) -> float:
        """Of the whole path, mm."""
        return self.reached[-1]

    def at(self, length: float) -> tuple[Point, float]:
        """The place after a length, and the path's direction there, degrees clockwise; straight on beyond its ends."""
        number = min(max(bisect_right(self.reached, length), 1), len(self.points) - 1)
        a, b = self.points[number - 1], self.points[number]
        whole = self.reached[number] - self.reached[number - 1]
        share = (length - self.reached[number - 1]) / whole
        place = Point(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)
        return place, math.degrees(math.atan2(b.y - a.y, b.x - a.x))


@lru_cache(maxsize=256)
def _rail(data: str) -> Rail:
    """The first contour of a path that has a length."""
    for points in _contours(data):
        kept = [points[0]]
        for point in points[1:]:
            if math.dist((point.x, point.y), (kept[-1].x, kept[-1].y)) > 1e-9:
                kept.append(point)
        if len(kept) > 1:
            reached = [0.0]
            for a, b in pairwise(kept):
                reached.append(reached[-1] + math.dist((a.x, a.y), (b.x, b.y)))
            return Rail(tuple(kept), tuple(reached))
    return Rail((Point(0.0, 0.0), Point(1e-6, 0.0)), (0.0, 1e-6))


def _contours(data: str) -> Iterator[list[Point]]:
    points: list[Point] = []
    for letter, numbers in parse(data):
        if letter == "M":
            if points:
                yield points
            points = [Point(*numbers)]
        elif letter == "L":
            points.append(Point(*numbers))
        elif letter == "C":
            points += _flat(points[-1], numbers)
        elif points:
            points.append(points[0])
    if points:
        yield points


def _flat(start: Point, numbers: tuple[float, ...]) -> Iterator[Point]:
    """Points of a cubic curve, near enough to it and to each other that letters turn smoothly."""
    x1, y1, x2, y2, x3, y3 = numbers
    bend = max(math.hypot(start.x - 2 * x1 + x2, start.y - 2 * y1 + y2), math.hypot(x1 - 2 * x2 + x3, y1 - 2 * y2 + y3))
    steps = min(max(8, math.ceil(math.sqrt(0.75 * bend / FLATNESS))), 2000)
    for number in range(1, steps + 1):
        t = number / steps
        u = 1 - t
        yield Point(
            u**3 * start.x + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t**3 * x3,
            u**3 * start.y + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t**3 * y3,
        )
