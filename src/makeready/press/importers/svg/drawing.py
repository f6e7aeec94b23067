"""What is in an SVG? Items of ours in mm, its size, and what could not be carried over: the front door.

Nothing outside the file is ever opened: no entities, no other files, no scripts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args
from xml.etree.ElementTree import Element

from pydantic import ValidationError

from makeready.press.design.effects import BlendName
from makeready.press.design.items import (
    MAX_PATH,
    MAX_PLACE,
    MAX_SIDE,
    AnyItem,
    GroupItem,
    ImageItem,
    ItemMask,
    PathClip,
    PathItem,
    TextItem,
)
from makeready.press.design.paint import CmykColor, Color, RgbColor
from makeready.press.design.path_data import PathFault
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Matrix, Point
from makeready.press.importers.placing import path_box, tight_box
from makeready.press.importers.svg.colors import opacity
from makeready.press.importers.svg.css import Sheet, Style, style_of
from makeready.press.importers.svg.effects import layer_name, name_of, shadow_of
from makeready.press.importers.svg.gradients import Surface
from makeready.press.importers.svg.lengths import MM_PER_PX, Viewport, length, likeness, numbers, transform, view
from makeready.press.importers.svg.paint import painting, reference, stroke
from makeready.press.importers.svg.rail import rail
from makeready.press.importers.svg.shapes import SHAPES, outline, written
from makeready.press.importers.svg.source import HIDDEN_PARTS, parse, plain, tag, unreadable
from makeready.press.importers.svg.text import Chunk, Chunks, text_item
from makeready.press.sources import SourceFile, remembered

MAX_ELEMENTS = 50_000
"""Elements painted, `use` counted each time."""
MAX_DEPTH = 60
MAX_EFFORT = 5_000_000
"""Comparisons of style rules with elements: some seconds."""

_XLINK = "{http://www.w3.org/1999/xlink}href"
_SILENT = {"defs", "title", "desc", "metadata", "style", "namedview", "symbol", "clipPath", "mask", "marker", "view",
           "linearGradient", "radialGradient", "pattern", "filter", "animate", "animateTransform", "set",
           "animateMotion", "color-profile", "perspective", "grid", "guide"}  # fmt: skip


class SvgNotCarried(Finding):
    """Something of the drawing that is left out or only approximated."""

    code = "svg-not-carried"
    severity = Severity.WARNING
    sentence = "Not carried over from the SVG: {what}{times}."
    fix = "Look at the result; turn such parts into plain shapes in the drawing program."


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG as items. width, height: mm; items are in mm from its top left corner."""

    width: float
    height: float
    items: tuple[AnyItem, ...]
    findings: tuple[Finding, ...]


Bind = Callable[[str, Literal["text", "image"], str], str]
"""Field, kind and what stands there now → the words that ask for the field."""


@remembered(128)
def read(file: SourceFile) -> Drawing:
    """The drawing in a file, its words as they are.

    Raises:
        PressError: with `SvgUnreadable`.
    """
    return drawing(file)


def drawing(file: SourceFile, bound: Bind | None = None) -> Drawing:
    """The drawing in a file. bound: what elements with `data-field` become; None leaves them as they are.

    Raises:
        PressError: with `SvgUnreadable`.
    """
    root = parse(file.data)
    attributes = plain(root)
    box = numbers(attributes.get("viewBox"))
    sized = len(box) == 4 and box[2] > 0 and box[3] > 0
    width = length(attributes.get("width", "100%"), of=box[2] if sized else 300.0)
    height = length(attributes.get("height", "100%"), of=box[3] if sized else 150.0)
    if not (0 < width * MM_PER_PX <= MAX_SIDE and 0 < height * MM_PER_PX <= MAX_SIDE):
        raise unreadable(f"its size is {width * MM_PER_PX:g} × {height * MM_PER_PX:g} mm.")
    walk = _Walk(root, bound)
    matrix, space = view(attributes.get("viewBox"), attributes.get("preserveAspectRatio"), 0, 0, width, height)
    items = walk.children(root, Matrix.scale(MM_PER_PX) @ matrix, walk.styled(root, {}), space, 0)
    return Drawing(round(width * MM_PER_PX, 6), round(height * MM_PER_PX, 6), tuple(items), walk.findings())


class _Walk:
    """The way through a drawing: what has been found so far, and what was left out."""

    def __init__(self, root: Element, bound: Bind | None = None) -> None:
        self.bound = bound
        self.named: dict[str, Element] = {}
        self.sheet = Sheet()
        self.left_out: Counter[str] = Counter()
        self.count = 0
        for element in root.iter():
            if name := element.get("id"):
                self.named.setdefault(f"#{name}", element)
            if tag(element) == "style":
                self._sheet(element)

    def findings(self) -> tuple[Finding, ...]:
        """What was left out, each kind once."""
        return tuple(
            SvgNotCarried(what=what, times=f" ({count} times)" if count > 1 else "")
            for what, count in self.left_out.items()
        )

    def tell(self, what: str) -> None:
        """Take down something that is not carried over."""
        self.left_out[what] += 1

    def styled(self, element: Element, parent: Style) -> dict[str, str]:
        """The style of an element under a parent's; the type size in px."""
        style = style_of(tag(element), plain(element), parent, self.sheet)
        if self.sheet.effort > MAX_EFFORT:
            raise unreadable("its style sheet is too complicated.")
        before = length(parent.get("font-size"), otherwise=16.0)
        size = style.get("font-size", "16")
        style["font-size"] = repr(length(size, of=before, em=before, otherwise=before))
        return style

    def children(self, element: Element, matrix: Matrix, style: Style, space: Viewport, depth: int) -> list[AnyItem]:
        """The items of all that stands in an element."""
        items: list[AnyItem] = []
        for child in element:
            items += self._item(child, matrix, style, space, depth + 1)
        return items

    def _sheet(self, element: Element) -> None:
        before = len(self.sheet.skipped)
        words = "".join(element.itertext())
        self.sheet.add(words)
        if "@import" in words:
            self.tell("style sheets of other files")
        for selector in self.sheet.skipped[before:]:
            self.tell(f"the style rule “{selector}”")

    def _item(self, element: Element, matrix: Matrix, parent: Style, space: Viewport, depth: int) -> list[AnyItem]:
        kind = tag(element)
        if not kind or kind in _SILENT:
            return []
        if kind in HIDDEN_PARTS:
            self.tell(HIDDEN_PARTS[kind])
            return []
        self.count += 1
        if self.count > MAX_ELEMENTS or depth > MAX_DEPTH:
            what = f"more than {MAX_ELEMENTS} elements" if self.count > MAX_ELEMENTS else "what is nested too deeply"
            raise (
                unreadable(f"it has {what}.") if self.count > MAX_ELEMENTS else unreadable("it is nested too deeply.")
            )
        style = self.styled(element, parent)
        if style.get("display") == "none":
            if layer_name(element):
                self.tell("layers that are hidden")
            return []
        inner = matrix @ transform(element.get("transform"))
        draw = self._draws(kind)
        if draw is None:
            self.tell(f"“{kind[:40]}” elements")
            return []
        try:
            items = draw(element, inner, style, space, depth)
        except (PathFault, ValidationError):
            self.tell(f"a “{kind}” that is faulty or far too large")
            return []
        return self._wrapped(items, element, inner, style, space, depth)

    def _draws(self, kind: str) -> Callable[[Element, Matrix, Style, Viewport, int], list[AnyItem]] | None:
        if kind in SHAPES:
            return self._shape
        return {
            "g": self.children, "a": self.children, "switch": self._first, "svg": self._viewport,
            "use": self._use, "text": self._text, "image": self._image,
        }.get(kind)  # fmt: skip

    def _wrapped(
        self, items: list[AnyItem], element: Element, matrix: Matrix, style: Style, space: Viewport, depth: int
    ) -> list[AnyItem]:
        """The items of one element under its opacity, blend mode, clip, mask and shadow; a group where these need one.

        A layer stays a group, by its name.
        """
        if any(style.get(f"marker-{end}", "none") != "none" for end in ("start", "mid", "end")):
            self.tell("markers")
        effects: dict[str, Any] = {}
        if clip := self._clip(style.get("clip-path", "none"), matrix, space):
            effects["clip"] = clip
        if mask := self._mask(style.get("mask", "none"), matrix, space, depth):
            effects["mask"] = mask
        if shadow := self._shadow(style.get("filter", "none"), matrix):
            effects["shadow"] = shadow
        if (faded := opacity(style.get("opacity"))) < 1:
            effects["opacity"] = faded
        if (blend := style.get("mix-blend-mode", "normal")) != "normal":
            if blend in get_args(BlendName):
                effects["blend"] = cast(BlendName, blend)
            else:
                self.tell(f"the blend mode “{blend[:20]}”")
        if not items or not (effects or layer_name(element)):
            return items
        return [GroupItem(type="group", name=name_of(element), items=tuple(items), **effects)]

    def _shadow(self, word: str, matrix: Matrix) -> Any:
        if word in ("none", ""):
            return None
        target = self.named.get(reference(word) or "")
        shadow = (
            shadow_of(target, likeness(matrix).scale, lambda part: self.styled(part, {}))
            if target is not None
            else None
        )
        if shadow is None:
            self.tell("filters")
            return None
        # A filter lies in the element's own space: what is turned there has its shadow turned with it.
        away = Matrix.turn(likeness(matrix).angle).apply(Point(shadow.x, shadow.y))
        return shadow.changed({"x": away.x, "y": away.y})

    def _mask(self, word: str, matrix: Matrix, space: Viewport, depth: int) -> ItemMask | None:
        if word in ("none", ""):
            return None
        target = self.named.get(reference(word) or "")
        if target is None or tag(target) != "mask" or target.get("maskContentUnits") == "objectBoundingBox":
            self.tell("masks")
            return None
        style = self.styled(target, {})
        inner = self.children(target, matrix, style, space, depth + 1)
        if not inner or len(inner) > 100:
            inner = [GroupItem(type="group", items=tuple(inner))]
        by = "alpha" if style.get("mask-type") == "alpha" or target.get("mask-type") == "alpha" else "luminosity"
        return ItemMask(by=cast(Literal["alpha", "luminosity"], by), items=tuple(inner))

    def _clip(self, word: str, matrix: Matrix, space: Viewport) -> PathClip | None:
        if word in ("none", ""):
            return None
        target = self.named.get(reference(word) or "")
        if target is None or tag(target) != "clipPath" or target.get("clipPathUnits") == "objectBoundingBox":
            self.tell("a clip of an unknown kind")
            return None
        own = matrix @ transform(target.get("transform"))
        parts, even_odd = [], False
        for child in target:
            if tag(child) in SHAPES:
                style = self.styled(child, {})
                even_odd = even_odd or style.get("clip-rule") == "evenodd"
                commands = outline(tag(child), plain(child), space, 16.0)
                parts.append(written(commands, own @ transform(child.get("transform"))))
            elif tag(child) not in _SILENT:
                self.tell(f"“{tag(child)[:40]}” in a clip")
        data = "".join(parts)
        # A clip without area hides everything: a path of one point does so.
        return PathClip(type="path", path=data[:MAX_PATH] or "M0 0Z", even_odd=even_odd)

    def _first(self, element: Element, matrix: Matrix, style: Style, space: Viewport, depth: int) -> list[AnyItem]:
        for child in element:
            if tag(child) and not child.get("requiredExtensions"):
                return self._item(child, matrix, style, space, depth + 1)
        return []

    def _viewport(self, element: Element, matrix: Matrix, style: Style, space: Viewport, depth: int) -> list[AnyItem]:
        x, y = length(element.get("x"), of=space.width), length(element.get("y"), of=space.height)
        width = length(element.get("width", "100%"), of=space.width)
        height = length(element.get("height", "100%"), of=space.height)
        inner, own = view(element.get("viewBox"), element.get("preserveAspectRatio"), x, y, width, height)
        return self.children(element, matrix @ inner, style, own, depth)

    def _use(self, element: Element, matrix: Matrix, style: Style, space: Viewport, depth: int) -> list[AnyItem]:
        name = element.get("href") or element.get(_XLINK) or ""
        target = self.named.get(name)
        if target is None:
            self.tell("links to other files" if not name.startswith("#") else "a “use” of something that is not there")
            return []
        moved = matrix @ Matrix.move(
            length(element.get("x"), of=space.width), length(element.get("y"), of=space.height)
        )
        if tag(target) != "symbol":
            return self._item(target, moved, style, space, depth + 1)
        width = length(element.get("width", "100%"), of=space.width)
        height = length(element.get("height", "100%"), of=space.height)
        inner, own = view(target.get("viewBox"), target.get("preserveAspectRatio"), 0, 0, width, height)
        return self.children(target, moved @ inner, self.styled(target, style), own, depth + 1)

    def _shape(self, element: Element, matrix: Matrix, style: Style, space: Viewport, _: int) -> list[AnyItem]:
        if style.get("visibility") in ("hidden", "collapse"):
            return []
        em = float(style["font-size"])
        kind = tag(element)
        commands = outline(kind, plain(element), space, em)
        if not commands:
            return []
        data = written(commands, matrix)
        if len(data) > MAX_PATH:
            raise PathFault("a path is too long.")
        elsewhere = any("url(" in style.get(name, "") for name in ("fill", "stroke"))
        surface = Surface(matrix, tight_box(commands), path_box(data)) if elsewhere else None
        painted = painting(
            style, space, em, self.named.get, lambda stop: self.styled(stop, style), self.tell, surface
        )  # fmt: skip
        shape = likeness(matrix)
        if painted.stroke and not shape.even and abs(_stretch(matrix)) > 0.02:
            self.tell("strokes that are thicker in one direction")
        name, even_odd = name_of(element), style.get("fill-rule") == "evenodd"
        fill = painted.fill if kind != "line" else None
        line = painted.stroke and stroke(painted, painted.stroke[0], shape.scale, space, em)
        if fill and line and painted.stroke and fill[1] == painted.stroke[1] == 1.0:
            return [PathItem(type="path", name=name, path=data, fill=fill[0], stroke=line, even_odd=even_odd)]
        items: list[AnyItem] = []
        if fill:
            items.append(PathItem(type="path", name=name, path=data, fill=fill[0], opacity=fill[1], even_odd=even_odd))
        if line and painted.stroke:
            items.append(PathItem(type="path", name=name, path=data, stroke=line, opacity=painted.stroke[1]))
        return items

    def _text(self, element: Element, matrix: Matrix, style: Style, space: Viewport, _: int) -> list[AnyItem]:
        if style.get("visibility") in ("hidden", "collapse"):
            return []
        chunks = Chunks(space, self.styled)
        chunks.read(element, style)
        if not likeness(matrix).even:
            chunks.left_out.add("stretched, slanted or mirrored text (it is set straight)")
        for what in sorted(chunks.left_out):
            self.tell(what)
        found = [item for chunk in chunks.done if (item := self._set(chunk, matrix, space)) is not None]
        name = (element.get("data-field") or "").strip("{} ")[:100]
        return self._bound_text(found, name) if name and found and self.bound else list(found)

    def _set(self, chunk: Chunk, matrix: Matrix, space: Viewport) -> TextItem | None:
        """A chunk as an item, on its path where it has one."""

        def inked(style: Style) -> tuple[Color, float] | None:
            painted = painting(style, space, 16.0, self.named.get, lambda stop: self.styled(stop, style), self.tell)
            if painted.stroke:
                self.tell("outlines of letters")
            fill = painted.fill
            return (fill[0], fill[1]) if fill and isinstance(fill[0], RgbColor | CmykColor) else None

        along = None
        if chunk.along is not None and chunk.words.strip():
            name = chunk.along.get("href") or chunk.along.get(_XLINK) or ""
            along = rail(chunk.along, self.named.get(name), matrix, space, chunk.style)
            if along is None:
                self.tell("text along a path that is not there")
                return None
        return text_item(chunk, matrix, inked, along)

    def _bound_text(self, found: list[TextItem], name: str) -> list[AnyItem]:
        """A text that is bound to a field: one item that asks for it; its lines are the field's default."""
        assert self.bound is not None
        first, words = found[0], "\n".join(item.words for item in found)
        changes: dict[str, Any] = {"text": self.bound(name, "text", words), "runs": ()}
        if len(found) > 1:
            apart = abs(found[1].y - found[0].y) * PT_PER_INCH / MM_PER_INCH / first.size
            changes["line_height"] = min(max(apart, 0.01), 10.0)
        if any(item.runs for item in found):
            self.tell("styles within a text that is bound to a field")
        return [TextItem(**{**first.model_dump(exclude_unset=True), **changes})]

    def _image(self, element: Element, matrix: Matrix, style: Style, space: Viewport, _: int) -> list[AnyItem]:
        src = (element.get("href") or element.get(_XLINK) or "").strip()
        width = length(element.get("width"), of=space.width)
        height = length(element.get("height"), of=space.height)
        if not src.startswith("data:image/") or src.startswith("data:image/svg"):
            self.tell("pictures of other files")
            return []
        if self.bound and (name := (element.get("data-field") or "").strip("{} ")[:100]):
            src = self.bound(name, "image", src)
        shape = likeness(matrix)
        if not shape.even:
            self.tell("stretched or mirrored pictures (they are set straight)")
        across, down = width * shape.scale, height * shape.scale
        corner = Point(length(element.get("x"), of=space.width), length(element.get("y"), of=space.height))
        centre = matrix.apply(Point(corner.x + width / 2, corner.y + height / 2))
        ratio = element.get("preserveAspectRatio", "xMidYMid meet")
        fit = "stretch" if ratio.startswith("none") else "cover" if "slice" in ratio else "contain"
        if not 0 < across <= MAX_SIDE or not 0 < down <= MAX_SIDE or max(abs(centre.x), abs(centre.y)) > MAX_PLACE:
            return []
        return [
            ImageItem(
                type="image", name=name_of(element), src=src, x=centre.x - across / 2,
                y=centre.y - down / 2, width=across, height=down, rotation=shape.angle,
                fit=cast(Literal["cover", "contain", "stretch"], fit),
            )
        ]  # fmt: skip


def _stretch(matrix: Matrix) -> float:
    """How unlike a matrix scales in its two directions: 0 is evenly."""
    across, down = matrix.a**2 + matrix.b**2, matrix.c**2 + matrix.d**2
    return (across - down) / max(across, down, 1e-12)
