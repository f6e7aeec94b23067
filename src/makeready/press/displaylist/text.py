"""What does a page paint, told in lines that a person can read and compare? The first golden level of the tests.

front: trim 85×55 bleed 3
  pages/0/items/0
    fill cmyk(5, 10, 25, 0): M-3,-3 L88,-3 L88,58 L-3,58 Z
  pages/0/items/1 turned matrix(0, 1, -1, 0, 50, 10)
    text "Anna Öz" 4.939 mm at 8,13.605 gray(100) font 83cc8531
"""

from __future__ import annotations

from collections.abc import Iterator

from makeready.press.displaylist.items import (
    CurveTo,
    DisplayItem,
    GlyphRun,
    Group,
    LineTo,
    MoveTo,
    Path,
    Picture,
    Segment,
)
from makeready.press.displaylist.page import Page
from makeready.press.displaylist.paint import Blend, Cmyk, Gradient, Gray, Lab, Paint, Registration, Rgb
from makeready.press.geometry import Matrix, Point, Rect


def as_text(page: Page) -> str:
    """The page in lines: boxes, items in paint order indented by group, findings last."""
    trim, bleed = page.trim, page.trim.x - page.bleed.x
    lines = [f"{page.name}: trim {_n(trim.width)}×{_n(trim.height)} bleed {_n(bleed)}"]
    for item in page.items:
        lines += ["  " + line for line in _item(item)]
    lines += [f"  {f.severity}: {f.message} [{f.path}]" for f in page.findings]
    return "\n".join(lines)


def _item(item: DisplayItem) -> Iterator[str]:
    if isinstance(item, Group):
        yield from _group(item)
    elif isinstance(item, GlyphRun):
        side = " rtl" if item.rtl else ""
        where = f"{_n(item.size)} mm at {_point(item.origin)}{side}"
        yield f'text "{item.text}" {where} {_ink(item.ink)} font {item.font.sha256[:8]}'
    elif isinstance(item, Path):
        yield from _path(item)
    elif isinstance(item, Picture):
        crop = "" if item.crop == Rect(0.0, 0.0, 1.0, 1.0) else f" crop {_rect(item.crop)}"
        yield f"picture {item.file.sha256[:8]} in {_rect(item.box)}{crop}"
    else:
        yield f"page {item.number} of {item.file.sha256[:8]} {_rect(item.source_box)} in {_rect(item.box)}"


def _group(group: Group) -> Iterator[str]:
    said = [group.item or "group"]
    said += [] if group.matrix.is_identity else [f"turned {_matrix(group.matrix)}"]
    said += [] if group.opacity == 1 else [f"opacity {_n(group.opacity)}"]
    said += [] if group.blend is Blend.NORMAL else [f"blend {group.blend}"]
    said += [f"layer {group.layer}"] if group.layer else []
    said += ["overprint"] if group.overprint else []
    yield " ".join(said)
    if group.clip:
        yield f"  clip: {_segments(group.clip.segments)}"
    if group.mask:
        soft = f" blurred {_n(group.mask.blur)} mm" if group.mask.blur else ""
        yield f"  mask by {group.mask.by}{soft}:"
        for item in group.mask.items:
            yield from ("    " + line for line in _item(item))
    for item in group.items:
        yield from ("  " + line for line in _item(item))


def _path(path: Path) -> Iterator[str]:
    said = [f"fill {_ink(path.fill)}"] if path.fill else []
    said += ["even-odd"] if path.even_odd else []
    if path.stroke:
        said.append(f"stroke {_ink(path.stroke.ink)} {_n(path.stroke.width)} mm")
        said += [f"dashes {' '.join(_n(dash) for dash in path.stroke.dashes)}"] if path.stroke.dashes else []
    yield f"{' '.join(said)}: {_segments(path.segments)}"


def _segments(segments: tuple[Segment, ...]) -> str:
    shown = " ".join(_segment(segment) for segment in segments[:24])
    return shown if len(segments) <= 24 else f"{shown} … {len(segments)} segments"


def _segment(segment: Segment) -> str:
    if isinstance(segment, MoveTo):
        return f"M{_point(segment.to)}"
    if isinstance(segment, LineTo):
        return f"L{_point(segment.to)}"
    if isinstance(segment, CurveTo):
        return f"C{_point(segment.control1)} {_point(segment.control2)} {_point(segment.to)}"
    return "Z"


def _ink(ink: Paint | None) -> str:
    if isinstance(ink, Gradient):
        return _gradient(ink)
    if isinstance(ink, Lab):
        return f"lab({_n(ink.l)}, {_n(ink.a)}, {_n(ink.b)})"
    if isinstance(ink, Cmyk):
        return f"cmyk({_n(ink.c)}, {_n(ink.m)}, {_n(ink.y)}, {_n(ink.k)})"
    if isinstance(ink, Rgb):
        return f"rgb({_n(ink.r)}, {_n(ink.g)}, {_n(ink.b)})"
    if isinstance(ink, Gray):
        return f"gray({_n(ink.k)})"
    if isinstance(ink, Registration):
        return "registration"
    return f"spot({ink.name}, {_n(ink.tint)})" if ink else "none"


def _gradient(gradient: Gradient) -> str:
    kind = "linear" if gradient.radii is None else f"radial {' → '.join(_n(radius) for radius in gradient.radii)} mm"
    turned = "" if gradient.matrix.is_identity else f" {_matrix(gradient.matrix)}"
    stops = ", ".join(f"{_n(stop.at)} {_ink(stop.ink)}" for stop in gradient.stops)
    return f"{kind}({_point(gradient.start)} → {_point(gradient.end)}{turned}: {stops})"


def _matrix(matrix: Matrix) -> str:
    values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return f"matrix({', '.join(_n(value) for value in values)})"


def _rect(rect: Rect) -> str:
    return f"{_n(rect.x)},{_n(rect.y)} {_n(rect.width)}×{_n(rect.height)}"


def _point(point: Point) -> str:
    return f"{_n(point.x)},{_n(point.y)}"


def _n(value: float) -> str:
    """A number to a thousandth, without what it does not need."""
    return "0" if abs(value) < 0.0005 else f"{value:.3f}".rstrip("0").rstrip(".")
