"""What does a glyph paint that has colours of its own? COLR (versions 0 and 1) as vectors, CBDT and sbix as pictures.

HarfBuzz walks through the font's paint tables; this builds display items from what it says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

import uharfbuzz as hb

from makeready.press.displaylist.items import (
    Close,
    DisplayItem,
    Group,
    LineTo,
    Mask,
    MaskBy,
    MoveTo,
    Path,
    Picture,
    Segment,
)
from makeready.press.displaylist.paint import Blend, Gradient, Gray, Paint, Rgb, Stop
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.sources import SourceFile

WEDGES = 90
"""A sweep gradient is drawn as so many wedges to the full circle: the display list has none."""


@lru_cache(maxsize=1024)
def painting(font: LoadedFont, gid: int, ink: Paint) -> tuple[DisplayItem, ...]:
    """What a colour glyph paints, in font units with y downwards; nothing where it has no colours. ink: of the text,
    for what the font leaves to it.
    """
    if (font.face.has_color_paint and font.face.glyph_has_color_paint(gid)) or _has_layers(font, gid):
        canvas = _Canvas(font, ink)
        font.font.paint_glyph(gid, _funcs(), canvas, 0, hb.Color(0, 0, 0, 255))
        return (Group(tuple(canvas.finished()), matrix=Matrix.scale(1, -1)),)
    if font.face.has_color_png:
        return _picture(font, gid)
    return ()


def _has_layers(font: LoadedFont, gid: int) -> bool:
    return font.face.has_color_layers and bool(font.face.get_glyph_color_layers(gid))


def _picture(font: LoadedFont, gid: int) -> tuple[DisplayItem, ...]:
    """The largest picture that the font has of a glyph."""
    data = bytes(font.font.get_glyph_color_png(gid).data)
    extents = font.font.get_glyph_extents(gid)
    if not data.startswith(b"\x89PNG") or extents is None or extents.width <= 0 or extents.height >= 0:
        return ()
    box = Rect(extents.x_bearing, -extents.y_bearing, extents.width, -extents.height)
    return (Picture(SourceFile(data), box),)


@dataclass(frozen=True, slots=True)
class _Fill:
    """A colour everywhere within the clip around it. alphas: of a gradient's stops where they differ."""

    paint: Paint
    alpha: float = 1.0
    alphas: Gradient | None = None
    wedges: tuple[tuple[tuple[Segment, ...], Rgb, float], ...] = ()


@dataclass(slots=True)
class _Level:
    """What has been painted since something was pushed."""

    items: list[DisplayItem | _Fill] = field(default_factory=list)
    matrix: Matrix | None = None
    clip: tuple[Segment, ...] | None = None


class _Canvas:
    """Turns HarfBuzz's calls into items; y upwards, in font units."""

    def __init__(self, font: LoadedFont, ink: Paint) -> None:
        self.font, self.ink = font, ink
        self._levels = [_Level()]

    def finished(self) -> list[DisplayItem]:
        return _without_fills(self._levels[0].items)

    def push(self, matrix: Matrix | None = None, clip: tuple[Segment, ...] | None = None) -> None:
        self._levels.append(_Level(matrix=matrix, clip=clip))

    def fill(self, paint: _Fill) -> None:
        self._levels[-1].items.append(paint)

    def pop_transform(self) -> None:
        level = self._levels.pop()
        assert level.matrix is not None
        if level.matrix.is_identity:
            self._levels[-1].items += level.items
            return
        for item in level.items:
            self._levels[-1].items.append(_moved(item, level.matrix))

    def pop_clip(self) -> None:
        level = self._levels.pop()
        clip = level.clip or ()
        for item in level.items:
            if isinstance(item, _Fill):
                self._levels[-1].items += _filled(item, clip)
            else:
                self._levels[-1].items.append(Group((item,), clip=Path(clip)))

    def pop_group(self, mode: int) -> None:
        source = _without_fills(self._levels.pop().items)
        below = self._levels[-1]
        backdrop = _without_fills(below.items)
        below.items = list(_composed(mode, source, backdrop))


def _without_fills(items: Sequence[DisplayItem | _Fill]) -> list[DisplayItem]:
    """A colour without any clip would fill the whole page: no font means that."""
    return [item for item in items if not isinstance(item, _Fill)]


def _moved(item: DisplayItem | _Fill, matrix: Matrix) -> DisplayItem | _Fill:
    if not isinstance(item, _Fill):
        return Group((item,), matrix=matrix)
    return replace(
        item,
        paint=_turned(item.paint, matrix),
        alphas=None if item.alphas is None else replace(item.alphas, matrix=matrix @ item.alphas.matrix),
        wedges=tuple((_placed(shape, matrix), color, alpha) for shape, color, alpha in item.wedges),
    )


def _turned(paint: Paint, matrix: Matrix) -> Paint:
    return replace(paint, matrix=matrix @ paint.matrix) if isinstance(paint, Gradient) else paint


def _placed(shape: tuple[Segment, ...], matrix: Matrix) -> tuple[Segment, ...]:
    return tuple(type(s)(matrix.apply(s.to)) if isinstance(s, (MoveTo, LineTo)) else s for s in shape)


def _filled(fill: _Fill, clip: tuple[Segment, ...]) -> list[DisplayItem]:
    """A shape in a colour."""
    if not clip or fill.alpha <= 0:
        return []
    if fill.wedges:
        wedges = tuple(
            Path(shape, color) if alpha >= 1 else Group((Path(shape, color),), opacity=alpha)
            for shape, color, alpha in fill.wedges
        )
        return [Group(wedges, clip=Path(clip))]
    shape = Path(clip, fill.paint)
    if fill.alphas is not None:
        return [Group((shape,), mask=Mask((Path(clip, fill.alphas),), MaskBy.LUMINOSITY))]
    return [shape if fill.alpha >= 1 else Group((shape,), opacity=fill.alpha)]


_BLENDS = {
    hb.PaintCompositeMode.SCREEN: Blend.SCREEN,
    hb.PaintCompositeMode.OVERLAY: Blend.OVERLAY,
    hb.PaintCompositeMode.DARKEN: Blend.DARKEN,
    hb.PaintCompositeMode.LIGHTEN: Blend.LIGHTEN,
    hb.PaintCompositeMode.COLOR_DODGE: Blend.COLOR_DODGE,
    hb.PaintCompositeMode.COLOR_BURN: Blend.COLOR_BURN,
    hb.PaintCompositeMode.HARD_LIGHT: Blend.HARD_LIGHT,
    hb.PaintCompositeMode.SOFT_LIGHT: Blend.SOFT_LIGHT,
    hb.PaintCompositeMode.DIFFERENCE: Blend.DIFFERENCE,
    hb.PaintCompositeMode.EXCLUSION: Blend.EXCLUSION,
    hb.PaintCompositeMode.MULTIPLY: Blend.MULTIPLY,
    hb.PaintCompositeMode.HSL_HUE: Blend.HUE,
    hb.PaintCompositeMode.HSL_SATURATION: Blend.SATURATION,
    hb.PaintCompositeMode.HSL_COLOR: Blend.COLOR,
    hb.PaintCompositeMode.HSL_LUMINOSITY: Blend.LUMINOSITY,
    hb.PaintCompositeMode.PLUS: Blend.SCREEN,  # the nearest that PDF has
}


def _composed(mode: int, source: list[DisplayItem], backdrop: list[DisplayItem]) -> list[DisplayItem]:
    """Two layers as a composite mode joins them. Modes that need what a layer leaves out are painted over."""
    modes = hb.PaintCompositeMode
    if mode == modes.CLEAR:
        return []
    if mode == modes.SRC:
        return source
    if mode == modes.DEST:
        return backdrop
    if mode == modes.DEST_OVER:
        return source + backdrop
    if mode in (modes.SRC_IN, modes.DEST_IN):
        shown, by = (source, backdrop) if mode == modes.SRC_IN else (backdrop, source)
        return [Group(tuple(shown), mask=Mask(tuple(by)))] if shown and by else []
    if mode == modes.SRC_ATOP:
        return [*backdrop, Group(tuple(source), mask=Mask(tuple(backdrop)))] if source and backdrop else backdrop
    if (blend := _BLENDS.get(hb.PaintCompositeMode(mode))) is not None and source:
        return [*backdrop, Group(tuple(source), blend=blend)]
    return backdrop + source


def _rgb(color: Any) -> Rgb:
    return Rgb(color.red, color.green, color.blue)


def _color(color: Any, is_foreground: bool, canvas: _Canvas) -> None:
    canvas.fill(_Fill(canvas.ink if is_foreground else _rgb(color), color.alpha / 255))


Stops = list[tuple[float, Rgb, float]]


def _stops(line: Any) -> Stops:
    """Places, colours and alphas of a colour line, in order."""
    found = [(float(stop.offset), _rgb(stop.color), stop.color.alpha / 255) for stop in line.color_stops]
    return sorted(found, key=lambda stop: stop[0])


def _linear(line: Any, x0: float, y0: float, x1: float, y1: float, x2: float, y2: float, canvas: _Canvas) -> None:
    """From p0 to p1, turned so that p0–p2 is one colour (OpenType, COLR, "linear gradients")."""
    across, dx, dy = (x2 - x0, y2 - y0), x1 - x0, y1 - y0
    long = across[0] ** 2 + across[1] ** 2
    if long > 0:
        share = (dx * across[0] + dy * across[1]) / long
        dx, dy = dx - share * across[0], dy - share * across[1]
    _gradient(_stops(line), Point(x0, y0), Point(x0 + dx, y0 + dy), None, canvas)


def _radial(line: Any, x0: float, y0: float, r0: float, x1: float, y1: float, r1: float, canvas: _Canvas) -> None:
    _gradient(_stops(line), Point(x0, y0), Point(x1, y1), (r0, r1), canvas)


def _gradient(stops: Stops, start: Point, end: Point, radii: tuple[float, float] | None, canvas: _Canvas) -> None:
    if not stops:
        return
    first, last = stops[0][0], stops[-1][0]
    if len(stops) == 1 or last <= first:
        canvas.fill(_Fill(stops[-1][1], stops[-1][2]))
        return

    def between(share: float) -> Point:
        return Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)

    if radii is not None:
        radii = tuple(max(0.0, radii[0] + (radii[1] - radii[0]) * share) for share in (first, last))  # type: ignore[assignment]
    places = [(at - first) / (last - first) for at, _, _ in stops]
    ends = between(first), between(last)
    paint = Gradient(tuple(Stop(at, color) for at, (_, color, _) in zip(places, stops, strict=True)), *ends, radii)
    alphas = {alpha for _, _, alpha in stops}
    if len(alphas) == 1:
        canvas.fill(_Fill(paint, alphas.pop()))
        return
    greys = tuple(Stop(at, Gray(100 * (1 - alpha))) for at, (_, _, alpha) in zip(places, stops, strict=True))
    canvas.fill(_Fill(paint, alphas=Gradient(greys, *ends, radii)))


def _sweep(line: Any, x: float, y: float, start: float, end: float, canvas: _Canvas) -> None:
    """Colours around a centre, as wedges. start, end: radians, against the clock."""
    stops = _stops(line)
    if not stops:
        return
    far = 3.0 * canvas.font.units_per_em
    step = 2 * math.pi / WEDGES
    wedges: list[tuple[tuple[Segment, ...], Rgb, float]] = []
    for number in range(WEDGES):
        middle = (number + 0.5) * step
        share = (middle - start) / (end - start) if end != start else 0.0
        color, alpha = _at(stops, share)
        # A little wider than its share, so that no light shines through between two.
        a, b = number * step - step * 0.05, (number + 1) * step + step * 0.05
        corners = [Point(x + far * math.cos(angle), y + far * math.sin(angle)) for angle in (a, b)]
        wedges.append(((MoveTo(Point(x, y)), *map(LineTo, corners), Close()), color, alpha))
    canvas.fill(_Fill(wedges[0][1], wedges=tuple(wedges)))


def _at(stops: Stops, share: float) -> tuple[Rgb, float]:
    """Colour and alpha at a place of a colour line; its ends go on."""
    if share <= stops[0][0]:
        return stops[0][1], stops[0][2]
    for (a, one, alpha), (b, other, beta) in pairwise(stops):
        if share <= b:
            part = (share - a) / (b - a) if b > a else 1.0
            mixed = (p + (q - p) * part for p, q in ((one.r, other.r), (one.g, other.g), (one.b, other.b)))
            return Rgb(*mixed), alpha + (beta - alpha) * part
    return stops[-1][1], stops[-1][2]


_FUNCS: list[hb.PaintFuncs] = []


def _funcs() -> hb.PaintFuncs:
    if not _FUNCS:
        funcs = hb.PaintFuncs()
        funcs.set_push_transform_func(lambda a, b, c, d, e, f, canvas: canvas.push(matrix=Matrix(a, b, c, d, e, f)))
        funcs.set_pop_transform_func(lambda canvas: canvas.pop_transform())
        funcs.set_push_clip_glyph_func(lambda gid, canvas: canvas.push(clip=canvas.font.outline(gid)))
        funcs.set_push_clip_rectangle_func(
            lambda left, bottom, right, top, canvas: canvas.push(clip=_rectangle(left, bottom, right, top))
        )
        funcs.set_pop_clip_func(lambda canvas: canvas.pop_clip())
        funcs.set_push_group_func(lambda canvas: canvas.push())
        funcs.set_pop_group_func(lambda mode, canvas: canvas.pop_group(mode))
        funcs.set_color_func(_color)
        funcs.set_linear_gradient_func(_linear)
        funcs.set_radial_gradient_func(_radial)
        funcs.set_sweep_gradient_func(_sweep)
        _FUNCS.append(funcs)
    return _FUNCS[0]


def _rectangle(left: float, bottom: float, right: float, top: float) -> tuple[Segment, ...]:
    corners = Point(left, bottom), Point(left, top), Point(right, top), Point(right, bottom)
    return (MoveTo(corners[0]), *map(LineTo, corners[1:]), Close())
