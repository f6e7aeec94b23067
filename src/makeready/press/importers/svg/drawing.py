"""What is in an SVG? Items of ours in mm, its size, and what could not be carried over: the front door.

Nothing outside the file is ever opened: no entities, no other files, no scripts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from pydantic import ValidationError

from makeready.press.design.items import (
    MAX_PATH,
    MAX_PLACE,
    MAX_SIDE,
    AnyItem,
    GroupItem,
    ImageItem,
    PathClip,
    PathItem,
)
from makeready.press.design.path_data import PathFault
from makeready.press.findings import Finding, PressError, Severity
from makeready.press.geometry import Matrix, Point
from makeready.press.importers.svg.css import Sheet, Style, style_of
from makeready.press.importers.svg.lengths import MM_PER_PX, Viewport, length, likeness, numbers, transform, view
from makeready.press.importers.svg.paint import opacity, painting, reference, stroke
from makeready.press.importers.svg.shapes import SHAPES, outline, written
from makeready.press.importers.svg.text import Chunks, text_item
from makeready.press.sources import SourceFile, remembered

MAX_BYTES = 16 * 1024 * 1024
"""Longest file; a megabyte of path data takes half a second."""
MAX_ELEMENTS = 50_000
"""Elements painted, `use` counted each time."""
MAX_DEPTH = 60
MAX_EFFORT = 5_000_000
"""Comparisons of style rules with elements: some seconds."""

_XLINK = "{http://www.w3.org/1999/xlink}href"
_SILENT = {"defs", "title", "desc", "metadata", "style", "namedview", "symbol", "clipPath", "mask", "marker", "view",
           "linearGradient", "radialGradient", "pattern", "filter", "animate", "animateTransform", "set",
           "animateMotion", "color-profile", "perspective", "grid", "guide"}  # fmt: skip
_HIDDEN_PARTS = {"foreignObject": "embedded web pages", "script": "scripts", "video": "films", "audio": "sounds",
                 "iframe": "embedded web pages"}  # fmt: skip


class SvgUnreadable(Finding):
    """A file that is no usable SVG."""

    code = "svg-unreadable"
    sentence = "The SVG cannot be used: {why}"
    fix = "Export it again as plain SVG, without scripts and links to other files."


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


@remembered(128)
def read(file: SourceFile) -> Drawing:
    """The drawing in a file.

    Raises:
        PressError: with `SvgUnreadable`.
    """
    root = _parse(file.data)
    attributes = _plain(root)
    box = numbers(attributes.get("viewBox"))
    sized = len(box) == 4 and box[2] > 0 and box[3] > 0
    width = length(attributes.get("width", "100%"), of=box[2] if sized else 300.0)
    height = length(attributes.get("height", "100%"), of=box[3] if sized else 150.0)
    if not (0 < width * MM_PER_PX <= MAX_SIDE and 0 < height * MM_PER_PX <= MAX_SIDE):
        raise _unreadable(f"its size is {width * MM_PER_PX:g} × {height * MM_PER_PX:g} mm.")
    walk = _Walk(root)
    matrix, space = view(attributes.get("viewBox"), attributes.get("preserveAspectRatio"), 0, 0, width, height)
    items = walk.children(root, Matrix.scale(MM_PER_PX) @ matrix, walk.styled(root, {}), space, 0)
    return Drawing(round(width * MM_PER_PX, 6), round(height * MM_PER_PX, 6), tuple(items), walk.findings())


def _parse(data: bytes) -> Element:
    if not data.strip():
        raise _unreadable("the file is empty.")
    if len(data) > MAX_BYTES:
        raise _unreadable(f"it is larger than {MAX_BYTES // 1024 // 1024} MB.")
    try:
        root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise _unreadable("it defines entities, which can reach for other files; they are not allowed.") from error
    except ParseError as error:
        line, column = error.position
        raise _unreadable(f"it is no well-formed XML (line {line}, column {column + 1}).") from error
    except (ValueError, LookupError) as error:
        raise _unreadable("its text is in an encoding that cannot be read.") from error
    if _tag(root) != "svg":
        raise _unreadable(f"it is XML, but its root is “{_tag(root)[:40]}”, not “svg”.")
    assert isinstance(root, Element)
    return root


def _unreadable(why: str) -> PressError:
    return PressError([SvgUnreadable(why=why)])


def _tag(element: Element) -> str:
    """The name of an element of SVG or of no namespace; that of strangers (editors' own data) is empty."""
    name = element.tag
    if not isinstance(name, str):
        return ""
    space, _, local = name.rpartition("}")
    return local if space in ("", "{http://www.w3.org/2000/svg") or local in _HIDDEN_PARTS else ""


def _plain(element: Element) -> Mapping[str, str]:
    attributes = {name: value for name, value in element.attrib.items() if not name.startswith("{")}
    if "{http://www.w3.org/XML/1998/namespace}space" in element.attrib:
        attributes["xml:space"] = element.attrib["{http://www.w3.org/XML/1998/namespace}space"]
    return attributes


class _Walk:
    """The way through a drawing: what has been found so far, and what was left out."""

    def __init__(self, root: Element) -> None:
        self.named: dict[str, Element] = {}
        self.sheet = Sheet()
        self.left_out: Counter[str] = Counter()
        self.count = 0
        for element in root.iter():
            if name := element.get("id"):
                self.named.setdefault(f"#{name}", element)
            if _tag(element) == "style":
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
        style = style_of(_tag(element), _plain(element), parent, self.sheet)
        if self.sheet.effort > MAX_EFFORT:
            raise _unreadable("its style sheet is too complicated.")
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
        tag = _tag(element)
        if not tag or tag in _SILENT:
            return []
        if tag in _HIDDEN_PARTS:
            self.tell(_HIDDEN_PARTS[tag])
            return []
        self.count += 1
        if self.count > MAX_ELEMENTS or depth > MAX_DEPTH:
            what = f"more than {MAX_ELEMENTS} elements" if self.count > MAX_ELEMENTS else "what is nested too deeply"
            raise (
                _unreadable(f"it has {what}.") if self.count > MAX_ELEMENTS else _unreadable("it is nested too deeply.")
            )
        style = self.styled(element, parent)
        if style.get("display") == "none":
            return []
        inner = matrix @ transform(element.get("transform"))
        draw = self._draws(tag)
        if draw is None:
            self.tell(f"“{tag[:40]}” elements")
            return []
        try:
            items = draw(element, inner, style, space, depth)
        except (PathFault, ValidationError):
            self.tell(f"a “{tag}” that is faulty or far too large")
            return []
        return self._wrapped(items, element, inner, style, space)

    def _draws(self, tag: str) -> Callable[[Element, Matrix, Style, Viewport, int], list[AnyItem]] | None:
        if tag in SHAPES:
            return self._shape
        return {
            "g": self.children, "a": self.children, "switch": self._first, "svg": self._viewport,
            "use": self._use, "text": self._text, "image": self._image,
        }.get(tag)  # fmt: skip

    def _wrapped(
        self, items: list[AnyItem], element: Element, matrix: Matrix, style: Style, space: Viewport
    ) -> list[AnyItem]:
        """The items of one element under its opacity, blend mode and clip; a group only where these need one."""
        for name in ("filter", "mask"):
            if style.get(name, "none") != "none":
                self.tell(f"{name}s")
        if any(style.get(f"marker-{end}", "none") != "none" for end in ("start", "mid", "end")):
            self.tell("markers")
        clip = self._clip(style.get("clip-path", "none"), matrix, space)
        faded = opacity(style.get("opacity"))
        blend = style.get("mix-blend-mode", "normal")
        if blend not in ("normal", "multiply", "screen", "overlay", "darken", "lighten"):
            self.tell(f"the blend mode “{blend[:20]}”")
            blend = "normal"
        if not items or (clip is None and faded == 1.0 and blend == "normal"):
            return items
        mode = cast(Literal["normal", "multiply", "screen", "overlay", "darken", "lighten"], blend)
        name = element.get("id", "")[:200]
        return [GroupItem(type="group", name=name, items=tuple(items), clip=clip, opacity=faded, blend=mode)]

    def _clip(self, word: str, matrix: Matrix, space: Viewport) -> PathClip | None:
        if word in ("none", ""):
            return None
        target = self.named.get(reference(word) or "")
        if target is None or _tag(target) != "clipPath" or target.get("clipPathUnits") == "objectBoundingBox":
            self.tell("a clip of an unknown kind")
            return None
        own = matrix @ transform(target.get("transform"))
        parts, even_odd = [], False
        for child in target:
            if _tag(child) in SHAPES:
                style = self.styled(child, {})
                even_odd = even_odd or style.get("clip-rule") == "evenodd"
                commands = outline(_tag(child), _plain(child), space, 16.0)
                parts.append(written(commands, own @ transform(child.get("transform"))))
            elif _tag(child) not in _SILENT:
                self.tell(f"“{_tag(child)[:40]}” in a clip")
        data = "".join(parts)
        # A clip without area hides everything: a path of one point does so.
        return PathClip(type="path", path=data[:MAX_PATH] or "M0 0Z", even_odd=even_odd)

    def _first(self, element: Element, matrix: Matrix, style: Style, space: Viewport, depth: int) -> list[AnyItem]:
        for child in element:
            if _tag(child) and not child.get("requiredExtensions"):
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
        if _tag(target) != "symbol":
            return self._item(target, moved, style, space, depth + 1)
        width = length(element.get("width", "100%"), of=space.width)
        height = length(element.get("height", "100%"), of=space.height)
        inner, own = view(target.get("viewBox"), target.get("preserveAspectRatio"), 0, 0, width, height)
        return self.children(target, moved @ inner, self.styled(target, style), own, depth + 1)

    def _shape(self, element: Element, matrix: Matrix, style: Style, space: Viewport, _: int) -> list[AnyItem]:
        if style.get("visibility") in ("hidden", "collapse"):
            return []
        em = float(style["font-size"])
        tag = _tag(element)
        commands = outline(tag, _plain(element), space, em)
        if not commands:
            return []
        data = written(commands, matrix)
        if len(data) > MAX_PATH:
            raise PathFault("a path is too long.")
        painted = painting(style, space, em, self.named.get, lambda stop: self.styled(stop, style), self.tell)
        shape = likeness(matrix)
        if painted.stroke and not shape.even and abs(_stretch(matrix)) > 0.02:
            self.tell("strokes that are thicker in one direction")
        name, even_odd = element.get("id", "")[:200], style.get("fill-rule") == "evenodd"
        fill = painted.fill if tag != "line" else None
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
        if any(chunk.mixed for chunk in chunks.done):
            chunks.left_out.add("several styles in one line of text (the first is taken)")
        for what in sorted(chunks.left_out):
            self.tell(what)
        items: list[AnyItem] = []
        for chunk in chunks.done:
            painted = painting(
                chunk.style, space, 16.0, self.named.get, lambda stop: self.styled(stop, style), self.tell
            )
            if painted.stroke:
                self.tell("outlines of letters")
            if painted.fill and (item := text_item(chunk, matrix, *painted.fill)):
                items.append(item)
        return items

    def _image(self, element: Element, matrix: Matrix, style: Style, space: Viewport, _: int) -> list[AnyItem]:
        src = (element.get("href") or element.get(_XLINK) or "").strip()
        width = length(element.get("width"), of=space.width)
        height = length(element.get("height"), of=space.height)
        if not src.startswith("data:image/") or src.startswith("data:image/svg"):
            self.tell("pictures of other files")
            return []
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
                type="image", name=element.get("id", "")[:200], src=src, x=centre.x - across / 2,
                y=centre.y - down / 2, width=across, height=down, rotation=shape.angle,
                fit=cast(Literal["cover", "contain", "stretch"], fit),
            )
        ]  # fmt: skip


def _stretch(matrix: Matrix) -> float:
    """How unlike a matrix scales in its two directions: 0 is evenly."""
    across, down = matrix.a**2 + matrix.b**2, matrix.c**2 + matrix.d**2
    return (across - down) / max(across, down, 1e-12)
