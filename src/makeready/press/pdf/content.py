"""How does a display list become a content stream? One function per primitive; only changes of state are written.

Content stands in millimetres, y down, as the display list: the page's first operator (`boxes`) does the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from makeready.press.displaylist.cells import Cells
from makeready.press.displaylist.extent import common, outline_extent
from makeready.press.displaylist.items import (
    Close,
    CurveTo,
    DisplayItem,
    FontKey,
    GlyphRun,
    Group,
    LineTo,
    Mask,
    MoveTo,
    Path,
    Picture,
    PlacedPage,
    Segment,
)
from makeready.press.displaylist.paint import Blend, Cap, Cmyk, Gradient, Gray, Join, Paint, Rgb, Stroke
from makeready.press.geometry import IDENTITY, Matrix, Rect
from makeready.press.pdf.boxes import matrix
from makeready.press.pdf.cells import cells
from makeready.press.pdf.conformance.standard import Place
from makeready.press.pdf.fonts import Fonts, PdfFont
from makeready.press.pdf.foreign import ForeignPages
from makeready.press.pdf.images import Images
from makeready.press.pdf.inks import Inks
from makeready.press.pdf.layers import Layers
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.resources import Resources
from makeready.press.pdf.shadings import Shadings
from makeready.press.pdf.shared_art import Art, SharedArt
from makeready.press.pdf.syntax import Name, Raw, Ref, Value, number
from makeready.press.pdf.text import show
from makeready.press.pdf.transparency import OPAQUE, Mixing, group, masked


@dataclass(frozen=True, slots=True)
class Shared:
    """What all streams of a file share: each font, image, ink, gradient, layer and foreign page is in it once.

    masks: the same for what soft masks are made of, in grey; None where this is it.
    """

    objects: Objects
    fonts: Fonts
    images: Images
    inks: Inks
    shadings: Shadings
    layers: Layers
    foreign: ForeignPages
    art: SharedArt
    masks: Shared | None = None
    looks: dict[tuple[object, ...], tuple[Paint, FontKey, _Look]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a run is shown: what is set before it. run: held, so that the ids of its ink and font stay theirs."""

    run: GlyphRun
    font: PdfFont
    mixing: Mixing
    fill: str
    chosen: str


LOOKS_KEPT = 4096


@dataclass(slots=True)
class Surroundings:
    """What the groups around an item say.

    seen: what can be seen at most, mm in the item's own space; called, as few ask. scale: how much it is magnified
    across and down. to_stream: from the item's space to that in which the stream began, for patterns. mixing: opacity
    and blend for a lone item, and overprint. black_type: pure black type up to this size overprints, mm.
    """

    place: Place
    seen: Callable[[], Rect]
    scale: tuple[float, float] = (1.0, 1.0)
    to_stream: Matrix = IDENTITY
    mixing: Mixing = OPAQUE
    black_type: float = math.inf


@dataclass(slots=True)
class _State:
    """What the stream has set so far; None is unknown."""

    fill: str | None = None
    stroke: str | None = None
    line: str | None = None
    font: str | None = None
    mixing: Mixing = OPAQUE


@dataclass(slots=True)
class Canvas:
    """One content stream being written, with its resources."""

    shared: Shared
    resources: Resources = field(default_factory=Resources)
    transparent: bool = False
    refers: bool = False
    """Whether it shows repeating art by reference: then what it holds itself is of this one record."""
    _operators: list[str] = field(default_factory=list)
    _state: _State = field(default_factory=_State)
    _in_text: bool = False

    def transform(self, m: Matrix) -> None:
        """Everything from here on goes through `m`."""
        self._write(f"{matrix(m)} cm\n")

    def draw(self, items: Iterable[DisplayItem], around: Surroundings) -> None:
        """Paint items in order."""
        for item in items:
            if type(item) is Group and not item.repeats:  # most are, and asking by type is quickest
                self._group(item, around)
                continue
            match item:
                case GlyphRun():
                    self._glyph_run(item, around)
                case Path():
                    self._path(item, around)
                case Group():
                    if item.repeats and around.mixing == OPAQUE:
                        self._repeated(item, around)
                    else:
                        self._group(item, around)
                case Picture():
                    self._picture(item, around)
                case PlacedPage():
                    self._placed_page(item, around)

    def content(self) -> bytes:
        """The finished stream."""
        self._end_text()
        return "".join(self._operators).encode("ascii")

    # primitives

    def _glyph_run(self, run: GlyphRun, around: Surroundings, path: str | None = None) -> None:
        """Real text. Pure black overprints whatever is below: it needs no gap there, and none can show.

        Not so type as large as the page says, through which what is below would be seen.
        """
        if not run.glyphs:
            return
        # By identity: the texts of a design keep their inks and fonts over all records. Both are held with the look,
        # so that no other ink can come to have the same identity.
        key = (
            id(run.ink),
            id(run.font),
            run.size,
            around.scale,
            around.mixing is OPAQUE or around.mixing,
            around.black_type,
        )
        known = self.shared.looks.get(key)
        if known is not None:
            look = known[2]
        else:
            place = around.place if path is None else Place(around.place.page, path)
            look = self._look(run, around, place)
            if isinstance(run.ink, Cmyk | Rgb | Gray):  # other inks are named in each stream's resources
                if len(self.shared.looks) >= LOOKS_KEPT:
                    self.shared.looks.clear()
                self.shared.looks[key] = run.ink, run.font, look
        if not self._in_text:
            self._operators.append("BT\n")
            self._in_text = True
        state = self._state
        if look.mixing is not state.mixing:
            self._mix(look.mixing)
        if look.fill != state.fill:
            state.fill = look.fill
            self._operators.append(look.fill + "\n")
        if look.chosen != state.font:
            state.font = look.chosen
            self.resources.name("Font", look.font.ref)
            self._operators.append(look.chosen)
        self._operators.append(show(run, look.font))

    def _look(self, run: GlyphRun, around: Surroundings, place: Place) -> _Look:
        inks = self.shared.inks
        small = run.size * around.scale[1] <= around.black_type
        wanted = around.mixing.overprint or (small and inks.is_pure_black(run.ink))
        overprint = wanted and inks.can_overprint(run.ink)
        font = self.shared.fonts.use(run.font, place)
        fill = self._painting(run.ink, replace(around, place=place), overprint, stroke=False)
        chosen = f"/{self.resources.name('Font', font.ref)} {number(run.size)} Tf\n"
        return _Look(run, font, around.mixing.with_overprint(overprint), fill, chosen)

    def _path(self, path: Path, around: Surroundings) -> None:
        inks = self.shared.inks
        fill, stroke = path.fill, path.stroke
        painted = [ink for ink in (fill, stroke.ink if stroke else None) if ink is not None]
        overprint = around.mixing.overprint and all(inks.can_overprint(ink) for ink in painted)
        if fill is None and stroke is None:
            return
        self._end_text()
        self._mix(around.mixing.with_overprint(overprint))
        if fill is not None:
            self._fill(fill, around, overprint)
        if stroke is not None:
            self._line(stroke, around, overprint)
        self._operators.append(outline(path.segments))
        self._operators.append(_PAINT[fill is not None, stroke is not None, path.even_odd])

    def _picture(self, picture: Picture, around: Surroundings) -> None:
        ref, masked = self.shared.images.use(picture, around.scale, around.place)
        self.transparent |= masked
        self._end_text()
        self._mix(around.mixing.with_overprint(False))
        b = picture.box
        # An image fills the unit square with its bottom at 0: turned over, as millimetres count downwards.
        placed = Matrix(b.width, 0, 0, -b.height, b.x, b.bottom)
        self._operators.append(f"q\n{matrix(placed)} cm\n/{self.resources.name('XObject', ref)} Do\nQ\n")

    def _placed_page(self, placed: PlacedPage, around: Surroundings) -> None:
        ref, transparent = self.shared.foreign.use(placed.file, placed.number, around.place)
        self.transparent |= transparent
        self._end_text()
        self._mix(around.mixing.with_overprint(False))
        box, source = placed.box, placed.source_box
        across, down = box.width / source.width, box.height / source.height
        m = Matrix(across, 0, 0, -down, box.x - across * source.x, box.bottom + down * source.y)
        part = " ".join(number(v) for v in (source.x, source.y, source.width, source.height))
        name = self.resources.name("XObject", ref)
        self._operators.append(f"q\n{matrix(m)} cm\n{part} re\nW n\n/{name} Do\nQ\n")

    def _group(self, item: Group, around: Surroundings) -> None:
        if _is_plain(item) and not (item.overprint or around.mixing != OPAQUE):
            if len(item.items) == 1 and type(item.items[0]) is GlyphRun:
                self._glyph_run(item.items[0], around, item.item)
                return
            place = around.place if item.item is None else Place(around.place.page, item.item)
            self.draw(
                item.items,
                Surroundings(place, around.seen, around.scale, around.to_stream, OPAQUE, around.black_type),
            )
            return
        back = item.matrix.inverse()
        if back is None or not item.items:
            return  # pressed flat: nothing of it can be seen
        inner = _inside(item, around, back)
        if item.layer is not None:
            layer = self.resources.name("Properties", self.shared.layers.use(item.layer))
            self._end_text()
            self._operators.append(f"/OC /{layer} BDC\n")
        mixed = item.opacity < 1 or item.blend is not Blend.NORMAL or item.mask is not None
        if mixed and not _is_lone(item):
            self._transparency_group(item, inner)
        elif item.matrix.is_identity and item.clip is None and item.mask is None:
            self.draw(item.items, inner)
        else:
            before = self._save()
            self._place(item)
            self._mask(item.mask, inner)
            self.draw(item.items, inner)
            self._restore(before)
        if item.layer is not None:
            self._end_text()
            self._operators.append("EMC\n")

    def _repeated(self, item: Group, around: Surroundings) -> None:
        """Art that stands on many pages: a plain form, which paints as if its content stood here."""
        if not item.items:
            return
        setting = around.seen(), around.scale, around.black_type
        art = self.shared.art.find(item, setting)
        if art is None:
            canvas = Canvas(self.shared)
            canvas.draw(item.items, replace(around, to_stream=IDENTITY))
            form = self.form(canvas, around.seen())
            art = Art(item, setting, form, canvas.transparent)
            self.shared.art.keep(art)
        self.refers = True
        self.transparent |= art.transparent
        self._end_text()
        self._mix(OPAQUE)
        self._operators.append(f"/{self.resources.name('XObject', art.form)} Do\n")

    def _transparency_group(self, item: Group, inner: Surroundings) -> None:
        """The group's items mixed among themselves first, then as one with what is below: a form of its own."""
        within = replace(inner, mixing=Mixing(overprint=inner.mixing.overprint), to_stream=IDENTITY)
        canvas = Canvas(self.shared)
        canvas.draw(item.items, within)
        form = self.form(canvas, within.seen(), group(self.shared.inks.blend_space, isolated=item.isolated))
        before = self._save()
        self._mix(Mixing(item.opacity, item.blend))
        self._place(item)
        self._mask(item.mask, inner)
        self._operators.append(f"/{self.resources.name('XObject', form)} Do\n")
        self._restore(before)

    def _mask(self, mask: Mask | None, inner: Surroundings) -> None:
        """Let only through what the mask lets; its items are drawn in the space that holds now."""
        if mask is None:
            return
        assert mask.blur == 0, "pages go through press.output.blur before they are written"
        shared = self.shared.masks or self.shared
        canvas = Canvas(shared)
        canvas.draw(mask.items, replace(inner, mixing=OPAQUE, to_stream=IDENTITY))
        form = canvas.form(canvas, inner.seen(), group(shared.inks.blend_space))
        self.transparent = True
        state = self.shared.objects.add(masked(form, mask.by))
        self._operators.append(f"/{self.resources.name('ExtGState', state)} gs\n")

    def form(self, canvas: Canvas, visible: Rect, transparency: dict[str, Value] | None = None) -> Ref:
        """A canvas as a Form XObject, a transparency group where that is said; the same again is the same object."""
        corners = " ".join(number(v) for v in (visible.x, visible.y, visible.right, visible.bottom))
        entries: dict[str, Value] = {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": Raw(f"[{corners}]".encode()),
            "Resources": canvas.resources.entries(),
        }
        if transparency is not None:
            entries["Group"] = transparency
        return self.shared.objects.add_stream(entries, canvas.content(), deflate=True)

    # state

    def _fill(self, paint: Paint, around: Surroundings, overprint: bool) -> None:
        operator = self._painting(paint, around, overprint, stroke=False)
        if operator != self._state.fill:
            self._state.fill = operator
            self._operators.append(operator + "\n")

    def _line(self, stroke: Stroke, around: Surroundings, overprint: bool) -> None:
        operator = self._painting(stroke.ink, around, overprint, stroke=True)
        if operator != self._state.stroke:
            self._state.stroke = operator
            self._operators.append(operator + "\n")
        line = line_style(stroke)
        if line != self._state.line:
            self._state.line = line
            self._operators.append(line)

    def _painting(self, paint: Paint, around: Surroundings, overprint: bool, *, stroke: bool) -> str:
        """The operator that makes a paint the fill or the stroke colour."""
        if not isinstance(paint, Gradient):
            return self.shared.inks.operator(paint, self.resources, around.place, stroke=stroke)
        ref = self.shared.shadings.pattern(paint, around.to_stream, around.place, overprint=overprint)
        space, operator = ("CS", "SCN") if stroke else ("cs", "scn")
        return f"/Pattern {space} /{self.resources.name('Pattern', ref)} {operator}"

    def _mix(self, mixing: Mixing) -> None:
        if mixing == self._state.mixing:
            return
        self._state.mixing = mixing
        self.transparent |= mixing.is_transparent
        state = self.shared.objects.add_once(("state", mixing), mixing.state)
        self._operators.append(f"/{self.resources.name('ExtGState', state)} gs\n")

    def _place(self, item: Group) -> None:
        if not item.matrix.is_identity:
            self.transform(item.matrix)
        if item.clip is not None:
            self._operators.append(outline(item.clip.segments) + ("W* n\n" if item.clip.even_odd else "W n\n"))

    def _save(self) -> _State:
        self._end_text()
        self._operators.append("q\n")
        return replace(self._state)

    def _restore(self, before: _State) -> None:
        self._end_text()
        self._operators.append("Q\n")
        self._state = before

    def _end_text(self) -> None:
        if self._in_text:
            self._operators.append("ET\n")
            self._in_text = False

    def _write(self, operators: str) -> None:
        self._end_text()
        self._operators.append(operators)


_PAINT = {
    (True, False, False): "f\n",
    (True, False, True): "f*\n",
    (False, True, False): "S\n",
    (False, True, True): "S\n",
    (True, True, False): "B\n",
    (True, True, True): "B*\n",
}

_CAPS = {Cap.BUTT: 0, Cap.ROUND: 1, Cap.SQUARE: 2}
_JOINS = {Join.MITER: 0, Join.ROUND: 1, Join.BEVEL: 2}


def line_style(stroke: Stroke) -> str:
    """Width, ends, turns and dashes, in mm."""
    dashes = " ".join(number(length) for length in stroke.dashes)
    return (
        f"{number(stroke.width)} w {_CAPS[stroke.cap]} J {_JOINS[stroke.join]} j "
        f"{number(max(stroke.miter_limit, 1.0))} M [{dashes}] {number(stroke.dash_phase)} d\n"
    )


def outline(segments: tuple[Segment, ...]) -> str:
    """Contours as path operators; upright rectangles, of which codes and tables are full, as `re`."""
    if isinstance(segments, Cells):
        return cells(segments)
    parts: list[str] = []
    at, end = 0, len(segments)
    while at < end:
        segment = segments[at]
        if type(segment) is MoveTo and (rectangle := _rectangle(segments, at)):
            parts.append(rectangle)
            at += 5
            continue
        at += 1
        match segment:
            case MoveTo(to):
                parts.append(f"{number(to.x)} {number(to.y)} m\n")
            case LineTo(to):
                parts.append(f"{number(to.x)} {number(to.y)} l\n")
            case CurveTo(one, two, to):
                parts.append(
                    f"{number(one.x)} {number(one.y)} {number(two.x)} {number(two.y)} {number(to.x)} {number(to.y)} c\n"
                )
            case Close():
                parts.append("h\n")
    return "".join(parts)


def _rectangle(segments: tuple[Segment, ...], at: int) -> str | None:
    """Move, three lines and close around an upright rectangle."""
    if at + 5 > len(segments):
        return None
    start, one, two, three, close = segments[at : at + 5]
    if not (
        type(start) is MoveTo
        and type(one) is LineTo
        and type(two) is LineTo
        and type(three) is LineTo
        and type(close) is Close
    ):
        return None
    a, b, c, d = start.to, one.to, two.to, three.to
    across_first = a.y == b.y and b.x == c.x and c.y == d.y and d.x == a.x
    down_first = a.x == b.x and b.y == c.y and c.x == d.x and d.y == a.y
    if not (across_first or down_first):
        return None
    # `re` runs across first: a rectangle drawn down first is begun at its second corner, keeping its sense.
    if down_first and not across_first:
        a, c = b, d
    return f"{number(a.x)} {number(a.y)} {number(c.x - a.x)} {number(c.y - a.y)} re\n"


def _is_plain(item: Group) -> bool:
    """Whether the group only holds its items together."""
    return (
        item.matrix is IDENTITY
        and item.clip is None
        and item.mask is None
        and item.opacity == 1
        and item.blend is Blend.NORMAL
        and item.layer is None
    )


def _is_lone(item: Group) -> bool:
    """Whether the group is one mark that covers each point once, so that fading it needs no form."""
    if len(item.items) != 1:
        return False
    only = item.items[0]
    if isinstance(only, Path):
        return (only.fill is None) != (only.stroke is None)
    return isinstance(only, Picture)


def _inside(item: Group, around: Surroundings, back: Matrix) -> Surroundings:
    m = item.matrix

    def seen() -> Rect:
        visible = back.box(around.seen())
        if item.clip is None:
            return visible
        return common(visible, outline_extent(item.clip.segments) or Rect(0, 0, 0, 0))

    still = m.is_identity
    return Surroundings(
        place=around.place if item.item is None else Place(around.place.page, item.item),
        seen=seen,
        scale=around.scale
        if still
        else (around.scale[0] * math.hypot(m.a, m.b), around.scale[1] * math.hypot(m.c, m.d)),
        to_stream=around.to_stream if still else around.to_stream @ m,
        mixing=Mixing(item.opacity, item.blend, around.mixing.overprint or item.overprint),
        black_type=around.black_type,
    )
