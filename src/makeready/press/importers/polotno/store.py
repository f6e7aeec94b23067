"""What is in a Polotno store? Pages of ours in mm, and what could not be carried over."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any, cast, get_args

from pydantic import TypeAdapter, ValidationError

from makeready.press.design.effects import BlendName
from makeready.press.design.items import (
    AnyItem,
    GroupItem,
    LineItem,
    RectangleClip,
    RectangleItem,
)
from makeready.press.findings import Finding
from makeready.press.geometry import MM_PER_INCH, Matrix, Point, Rect
from makeready.press.importers.fields import Fields
from makeready.press.importers.given import Given, field_name, number
from makeready.press.importers.left_out import LeftOut, unreadable
from makeready.press.importers.page import ImportedPage
from makeready.press.importers.pictures import named, picture, turned_svg
from makeready.press.importers.placing import boxed
from makeready.press.importers.polotno import text as texts
from makeready.press.importers.polotno.figures import NEARLY, figure
from makeready.press.importers.polotno.paint import fill, shadow, stroke
from makeready.press.sources import decode_data_uri

KIND = "the Polotno design"
DPI = 72.0
"""Pixels to an inch where the store says nothing."""
MAX_ELEMENTS = 50_000
MAX_DEPTH = 40
_MOVING = {"video": "films", "gif": "moving pictures", "lottie": "moving pictures", "audio": "sounds"}
_EFFECTS = {"blurEnabled": "blur", "brightnessEnabled": "brightness", "sepiaEnabled": "sepia",
            "grayscaleEnabled": "grey"}  # fmt: skip

_ITEM: TypeAdapter[AnyItem] = TypeAdapter(AnyItem)


def recognised(values: Mapping[str, Any]) -> bool:
    """Whether JSON is a store, as Polotno writes it."""
    pages = values.get("pages")
    return isinstance(pages, list) and bool(pages) and all(
        isinstance(page, Mapping) and isinstance(page.get("children"), list) for page in pages
    )  # fmt: skip


def read(
    values: Mapping[str, Any], *, size_mm: tuple[float, float] | None, dpi: float, bleed: float, fields: Fields
) -> tuple[list[ImportedPage], tuple[Finding, ...]]:
    """The store's pages. size_mm: the trim that a page is; else `dpi` pixels are an inch, or as many as it says.

    Raises:
        PressError: with `ImportUnreadable`.
    """
    store, left_out = Given(values), LeftOut(KIND)
    walk = _Walk(left_out, fields)
    pages = []
    for page in store.each("pages"):
        width = number(page.values.get("width"), store.number("width"))
        height = number(page.values.get("height"), store.number("height"))
        if width <= 0 or height <= 0:
            raise unreadable("it does not say how large its pages are.")
        scale = size_mm[0] / width if size_mm else MM_PER_INCH / (dpi or max(store.number("dpi"), 0.0) or DPI)
        if size_mm and abs(size_mm[0] / size_mm[1] - width / height) > 0.01 * width / height:
            left_out.tell(f"the page's proportions ({width:g} × {height:g} px): it fills the page's width")
        size = size_mm or (round(width * scale, 3), round(height * scale, 3))
        around = bleed or round(min(max(page.number("bleed"), 0.0) * scale, 200.0), 3)
        pages.append(ImportedPage(*size, around, tuple(walk.page(page, size, around, scale)), page.words("name")))
    used = walk.families
    own = {font.words("fontFamily") for font in store.each("fonts")} & used
    for name in sorted(own):
        left_out.tell(f"the file of the font “{name[:60]}” (upload it)")
    return pages, left_out.findings()


class _Walk:
    """The way through a store: fields met, fonts used, what was left out."""

    def __init__(self, left_out: LeftOut, fields: Fields) -> None:
        self.left_out, self.fields = left_out, fields
        self.families: set[str] = set()
        self.count = 0

    def page(self, page: Given, size: tuple[float, float], bleed: float, scale: float) -> list[AnyItem]:
        """The items of a page, its background over the bleed first."""
        reach = Rect(0.0, 0.0, *size).grown(bleed)
        items = self._ground(page.words("background", "white"), reach)
        return [*items, *self._children(page, Matrix.scale(scale), scale, 0)]

    def _ground(self, word: str, reach: Rect) -> list[AnyItem]:
        place = {"x": reach.x, "y": reach.y, "width": reach.width, "height": reach.height}
        if re.match(r"(https?:|data:|/|\./)", word):
            said: dict[str, Any] = {"type": "image", "src": word, "fit": "cover"}
        else:
            found = fill(word, reach.width, reach.height, self.left_out.tell)
            if found is None or word.strip().lower() in ("white", "#fff", "#ffffff", "rgb(255,255,255)"):
                return []
            said = {"type": "rectangle", "fill": found[0], **({"opacity": found[1]} if found[1] < 1 else {})}
        return [_ITEM.validate_python({"name": "Background", "locked": True, **place, **said})]

    def _children(self, parent: Given, matrix: Matrix, scale: float, depth: int) -> list[AnyItem]:
        return [item for child in parent.each("children") for item in self._element(child, matrix, scale, depth)]

    def _element(self, element: Given, matrix: Matrix, scale: float, depth: int) -> list[AnyItem]:
        self.count += 1
        if self.count > MAX_ELEMENTS or depth > MAX_DEPTH:
            raise unreadable("it has too many elements, or groups nested too deeply.")
        tell = self.left_out.tell
        if not element.flag("visible", True) or not element.flag("showInExport", True):
            tell("elements that are hidden or not exported")
            return []
        corner = Matrix.move(element.number("x"), element.number("y")) @ Matrix.turn(element.number("rotation"))
        try:
            items = self._made(element, matrix @ corner, matrix, scale, depth)
            return self._finished(items, element, scale)
        except (ValidationError, OverflowError):
            tell(f"a “{element.words('type')[:30]}” that is faulty or far too large")
            return []

    def _made(self, element: Given, own: Matrix, page: Matrix, scale: float, depth: int) -> list[AnyItem]:
        kind, tell = element.words("type"), self.left_out.tell
        if kind == "text":
            self.families.add(element.words("fontFamily"))
            item = texts.text_item(element, own, scale, self.fields, tell)
            below = texts.ground(element, own, scale, tell) if item else None
            return [part for part in (below, item) if part is not None]
        if kind == "group":  # has no place of its own: its children's count from the page's corner
            inner = self._children(element, page, scale, depth + 1)
            return [GroupItem(type="group", **named(element.words("name")[:200]), items=tuple(inner))] if inner else []
        if kind in ("image", "svg"):
            return self._picture(element, own, scale)
        if kind == "line":
            return self._line(element, own, scale)
        if kind == "figure":
            return self._figure(element, own, scale)
        tell(_MOVING.get(kind, f"elements of the kind “{kind[:30] or 'without a kind'}”"))
        return []

    def _box(self, element: Given, own: Matrix) -> dict[str, float]:
        return boxed(Rect(0.0, 0.0, element.number("width", 100.0), element.number("height", 100.0)), own)

    def _picture(self, element: Given, own: Matrix, scale: float) -> list[AnyItem]:
        tell, place, src = self.left_out.tell, self._box(element, own), element.words("src")
        bound = field_name(element.given("custom"), element)
        if not src and not bound:
            tell("pictures without an address")
            return []
        if element.flag("flipX") or element.flag("flipY"):
            tell("mirrored pictures (they are set straight)")
        if element.words("clipSrc") or element.words("maskSrc"):
            tell("pictures cut along a drawing")
        crop = _crop(element)
        radius = element.number("cornerRadius") * scale
        clip = RectangleClip(
            type="rectangle", width=place["width"], height=place["height"], radius=radius
        ) if radius > 0 else None  # fmt: skip
        more = {"clip": clip} if clip else {}
        if element.words("type") == "svg" or turned_svg(src):
            if crop != {"x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0}:
                tell("the cut of a drawing")
            fit = "contain" if element.flag("keepRatio") else "stretch"
            drawn: AnyItem = _ITEM.validate_python(
                {"type": "svg", **named(element.words("name")[:200]), "src": self._recolored(element), "fit": fit,
                 **place, **more}
            )  # fmt: skip
        else:
            shown = picture(
                src, place, name=element.words("name")[:200], bound=bound, fields=self.fields, tell=tell, crop=crop
            )  # fmt: skip
            drawn = shown.changed({"fit": "stretch" if element.flag("stretchEnabled") else "cover", **more})
        return [drawn, *self._border(element, place, radius, scale)]

    def _border(self, element: Given, place: dict[str, float], radius: float, scale: float) -> list[AnyItem]:
        line = stroke(element.words("borderColor", "black"), element.number("borderSize"), [], scale,
                      self.left_out.tell, align="inside")  # fmt: skip
        if line is None:
            return []
        corners = {"radius": radius} if radius > 0 else {}
        return [RectangleItem(type="rectangle", stroke=line, **place, **corners)]

    def _recolored(self, element: Given) -> str:
        """The drawing with other colours, where it is inside the file."""
        src, colors = element.words("src"), element.given("colorsReplace").values
        wanted = {old: new for old, new in colors.items() if isinstance(new, str) and old != new}
        if not wanted:
            return src
        try:
            words = decode_data_uri(src).decode() if src.startswith("data:") else ""
        except (LookupError, UnicodeDecodeError):
            words = ""
        if not words:
            self.left_out.tell("other colours for a drawing that is not inside the file")
            return src
        for old, new in wanted.items():
            words = words.replace(str(old), new)
        return "data:image/svg+xml;base64," + base64.b64encode(words.encode()).decode()

    def _line(self, element: Given, own: Matrix, scale: float) -> list[AnyItem]:
        thick, long = element.number("height", 1.0), element.number("width", 100.0)
        line = stroke(element.words("color", "black"), thick, element.numbers("dash"), scale, self.left_out.tell)
        if any(element.words(head, "none") not in ("", "none") for head in ("startHead", "endHead")):
            self.left_out.tell("heads of lines (arrows)")
        if line is None:
            return []
        a, b = own.apply(Point(0.0, thick / 2)), own.apply(Point(long, thick / 2))
        ends = {"x": a.x, "y": a.y, "x2": b.x, "y2": b.y}
        return [
            LineItem(
                type="line", **named(element.words("name")[:200]), stroke=line,
                **{name: round(value, 4) for name, value in ends.items()},
            )
        ]  # fmt: skip

    def _figure(self, element: Given, own: Matrix, scale: float) -> list[AnyItem]:
        tell, place, kind = self.left_out.tell, self._box(element, own), element.words("subType", "rect")
        shape = figure(kind)
        if shape is None:
            tell(f"figures of the kind “{kind[:30]}”")
            return []
        if kind in NEARLY:
            tell(f"the exact proportions of a “{kind}”")
        found = fill(element.words("fill", "black"), place["width"], place["height"], tell)
        line = stroke(element.words("stroke", "black"), element.number("strokeWidth"), element.numbers("dash"), scale,
                      tell, align="inside")  # fmt: skip
        if found is None and line is None:
            return []
        said = {**named(element.words("name")[:200]), **shape, **place}
        if found:
            said |= {"fill": found[0]} | ({"opacity": found[1]} if found[1] < 1 and line is None else {})
            if found[1] < 1 and line is not None:
                tell("a half transparent fill within a line (it is solid)")
        if line:
            said["stroke"] = line
        if (radius := element.number("cornerRadius") * scale) > 0:
            if shape["type"] == "rectangle":
                said["radius"] = round(radius, 4)
            elif shape["type"] == "polygon":
                tell("round corners of figures that are no rectangles")
        return [_ITEM.validate_python(said)]

    def _finished(self, items: list[AnyItem], element: Given, scale: float) -> list[AnyItem]:
        """An element's items under its opacity, blend mode and shadow."""
        tell = self.left_out.tell
        effects = [what for key, what in _EFFECTS.items() if element.flag(key)] + list(element.given("filters").values)
        if effects:
            tell(f"picture filters ({', '.join(sorted(map(str, effects)))[:80]})")
        if not items:
            return []
        changes: dict[str, Any] = {}
        if not element.flag("selectable", True) or not element.flag("draggable", True):
            changes["locked"] = True
        if (solid := min(max(element.number("opacity", 1.0), 0.0), 1.0)) < 1:
            changes["opacity"] = solid * (items[0].opacity if len(items) == 1 else 1.0)
        mode = element.words("blendMode", "normal")
        if mode in get_args(BlendName) and mode != "normal":
            changes["blend"] = cast(BlendName, mode)
        elif mode not in ("normal", ""):
            tell(f"the blend mode “{mode[:30]}”")
        turned = items[0].rotation if len(items) == 1 else 0.0
        if below := shadow(element, scale, turned, tell):
            changes["shadow"] = below
        if not changes:
            return items
        if len(items) > 1:
            return [GroupItem(type="group", **named(element.words("name")[:200]), items=tuple(items), **changes)]
        return [items[0].changed(changes)]


def _crop(element: Given) -> dict[str, float]:
    """The part of a picture that is shown, in fractions."""
    names = {"x": ("cropX", 0.0), "y": ("cropY", 0.0), "width": ("cropWidth", 1.0), "height": ("cropHeight", 1.0)}
    return {name: min(max(element.number(key, whole), 0.0), 1.0) for name, (key, whole) in names.items()}
