"""What is on a canvas of Fabric.js 5 to 7? Items of ours in mm, the page's size, and what could not be carried over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from makeready.press.design.items import (
    MAX_PATH,
    AnyItem,
    GroupItem,
    ImageItem,
    ItemMask,
    PathClip,
    PathItem,
    RectangleItem,
    SvgItem,
)
from makeready.press.design.path_data import PathFault
from makeready.press.findings import Finding
from makeready.press.geometry import MM_PER_INCH, Matrix, Rect
from makeready.press.importers.fabric import outline as shapes
from makeready.press.importers.fabric import text as texts
from makeready.press.importers.fabric.paint import blend, brush, shadow, stroke
from makeready.press.importers.fabric.pose import kind_of, own_matrix
from makeready.press.importers.fields import Fields
from makeready.press.importers.given import Given, field_name
from makeready.press.importers.left_out import LeftOut, unreadable
from makeready.press.importers.page import ImportedPage
from makeready.press.importers.pictures import named, picture, turned_svg
from makeready.press.importers.placing import boxed, path_box, pose
from makeready.press.importers.svg.shapes import written

KIND = "the Fabric.js design"
MAX_OBJECTS = 50_000
MAX_DEPTH = 40
_PAGE_IDS = {"workspace", "workarea", "artboard"}
"""Under these an editor keeps a rectangle that stands for the page on a larger canvas."""


def recognised(values: Mapping[str, Any]) -> bool:
    """Whether JSON is a canvas, or one object of it, as Fabric.js writes them."""
    objects = values.get("objects")
    return isinstance(objects, list) and all(isinstance(thing, Mapping) for thing in objects)


def read(
    values: Mapping[str, Any], *, size_mm: tuple[float, float] | None, dpi: float, bleed: float, fields: Fields
) -> tuple[ImportedPage, tuple[Finding, ...]]:
    """The canvas as a page.

    size_mm: the trim that the whole canvas is; else its pixels are `dpi` to an inch.

    Raises:
        PressError: with `ImportUnreadable`.
    """
    canvas, left_out = Given(values), LeftOut(KIND)
    area, page_object = _area(canvas, left_out, size_mm, dpi)
    scale = size_mm[0] / area.width if size_mm else MM_PER_INCH / dpi
    if size_mm and abs(size_mm[0] / size_mm[1] - area.width / area.height) > 0.01 * area.width / area.height:
        left_out.tell(f"the canvas's proportions ({area.width:g} × {area.height:g} px): it fills the page's width")
    to_page = Matrix.scale(scale) @ Matrix.move(-area.x, -area.y)
    width, height = size_mm or (round(area.width * scale, 3), round(area.height * scale, 3))
    origin = "center" if _version(canvas) >= 7 else "corner"
    walk = _Walk(left_out, fields, origin, scale)
    trim = Rect(0.0, 0.0, width, height)
    items = [
        *walk.ground(canvas, page_object, trim.grown(bleed), to_page),
        *walk.children(
            [thing for thing in canvas.each("objects") if thing.values is not page_object.values], to_page, 0
        ),
        *walk.objects([canvas.given("overlayImage")], to_page, 0),
    ]
    if canvas.values.get("overlay") or canvas.values.get("overlayColor"):
        left_out.tell("the canvas's overlay colour")
    if canvas.given("clipPath").values:
        items = walk.clipped(items, canvas.given("clipPath"), to_page, 0)
    return ImportedPage(width, height, bleed, tuple(items), canvas.words("name")), left_out.findings()


def _version(canvas: Given) -> int:
    head = canvas.words("version", "5").partition(".")[0]
    return int(head) if head.isdecimal() else 5


def _area(canvas: Given, left_out: LeftOut, size_mm: tuple[float, float] | None, dpi: float) -> tuple[Rect, Given]:
    """The part of the canvas that is the page, px: as the file says, or as what is on it lets one guess."""
    for thing in canvas.each("objects"):
        if kind_of(thing) == "rect" and thing.words("id").lower() in _PAGE_IDS:
            origin = "center" if _version(canvas) >= 7 else "corner"
            commands, size = shapes.outline(thing)
            box = own_matrix(thing, size, origin).box(Rect(-size[0] / 2, -size[1] / 2, *size))
            if commands and box.width > 0 and box.height > 0:
                return box, thing
    for place in (canvas, canvas.given("canvas"), canvas.given("dimensions"), canvas.given("size")):
        width, height = place.number("width"), place.number("height")
        if width > 0 and height > 0:
            return Rect(0.0, 0.0, width, height), Given({})
    if size_mm:
        left_out.guess("how large its canvas is", f"{dpi:g} of its pixels were taken for an inch")
        return Rect(0.0, 0.0, size_mm[0] / MM_PER_INCH * dpi, size_mm[1] / MM_PER_INCH * dpi), Given({})
    found = _Walk(LeftOut(KIND), Fields(), "center" if _version(canvas) >= 7 else "corner", 1.0).extent(canvas)
    if found is None or found.right <= 0 or found.bottom <= 0:
        raise unreadable("it does not say how large its canvas is, and nothing is on it; say a size in mm.")
    box = Rect(0.0, 0.0, found.right, found.bottom)
    left_out.guess(
        "how large its canvas is", f"the page reaches as far as its objects, {box.width:g} × {box.height:g} px"
    )
    return box, Given({})


@dataclass(frozen=True, slots=True)
class _Made:
    """An object's items before opacity, shadow and clip; turned: how the one item is rotated, degrees."""

    items: list[AnyItem]
    turned: float = 0.0


class _Walk:
    """The way through a canvas: fields met, what was left out."""

    def __init__(self, left_out: LeftOut, fields: Fields, origin: str, page: float) -> None:
        self.left_out, self.fields, self.origin, self.page = left_out, fields, origin, page
        self.count = 0

    @property
    def tell(self) -> Callable[[str], None]:
        """Takes down what is not carried over."""
        return self.left_out.tell

    def extent(self, canvas: Given) -> Rect | None:
        """The box around everything on a canvas, px."""
        boxes = []
        for thing in [*canvas.each("objects"), canvas.given("backgroundImage")]:
            if thing.values:
                size = self._size(thing)
                matrix = own_matrix(thing, size, self.origin)
                boxes.append(matrix.box(Rect(-size[0] / 2, -size[1] / 2, *size)))
        if not boxes:
            return None
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)

    def ground(self, canvas: Given, page_object: Given, reach: Rect, matrix: Matrix) -> Iterator[AnyItem]:
        """The canvas's background over the bleed, then its background picture."""
        for value in (
            page_object.values.get("fill"),
            canvas.values.get("background"),
            canvas.values.get("backgroundColor"),
        ):
            size = (reach.width / self.page, reach.height / self.page)
            centre = Matrix.move(reach.centre.x, reach.centre.y) @ Matrix.scale(self.page)
            found = brush(value, size, centre, reach, self.tell)
            if found:
                place = {"x": reach.x, "y": reach.y, "width": reach.width, "height": reach.height}
                solid = {"opacity": found.solid} if found.solid < 1 else {}
                yield RectangleItem(
                    type="rectangle", name="Background", locked=True, fill=found.paint, **place, **solid
                )
                break
        yield from self.objects([canvas.given("backgroundImage")], matrix, 0)

    def children(self, things: list[Given], matrix: Matrix, depth: int) -> list[AnyItem]:
        """The items of all objects of a canvas or group."""
        return [item for thing in things for item in self.objects([thing], matrix, depth)]

    def objects(self, things: list[Given], matrix: Matrix, depth: int) -> list[AnyItem]:
        """The items of some objects; none for what is not there."""
        return [item for thing in things if thing.values for item in self._object(thing, matrix, depth)]

    def clipped(self, items: list[AnyItem], clip: Given, matrix: Matrix, depth: int) -> list[AnyItem]:
        """Items of which only what lies inside another object is shown (or outside, where it is inverted)."""
        if not items:
            return []
        own = matrix @ own_matrix(clip, self._size(clip), self.origin)
        outer = clip.given("clipPath")
        if kind_of(clip) in shapes.KINDS and not outer.values and not clip.number("strokeWidth") * ("stroke" in clip):
            commands, _ = shapes.outline(clip)
            data = written(commands, own) or "M0 0Z"
            inverted = clip.flag("inverted")
            if inverted:
                data = f"M-9999 -9999L9999 -9999L9999 9999L-9999 9999Z{data}"
            if len(data) <= MAX_PATH:
                window = PathClip(type="path", path=data, even_odd=inverted or clip.words("fillRule") == "evenodd")
                return [GroupItem(type="group", items=tuple(items), clip=window)]
        shape = self.objects([Given({**clip.values, "inverted": False, "opacity": 1})], matrix, depth + 1)
        if not shape:
            self.tell("a clip of an unknown kind")
            return items
        if clip.flag("inverted"):
            self.tell("an inverted clip that is no plain shape")
            return items
        return [GroupItem(type="group", items=tuple(items), mask=ItemMask(by="alpha", items=tuple(shape[:100])))]

    def _object(self, thing: Given, matrix: Matrix, depth: int) -> list[AnyItem]:
        self.count += 1
        if self.count > MAX_OBJECTS:
            raise unreadable(f"it has more than {MAX_OBJECTS} objects.")
        if depth > MAX_DEPTH:
            raise unreadable("its groups are nested too deeply.")
        kind = kind_of(thing)
        if not thing.flag("visible", True) and kind != "activeselection":
            self.tell("objects that are hidden")
            return []
        try:
            own = matrix @ own_matrix(thing, self._size(thing), self.origin)
            made = self._made(kind, thing, own, depth)
            return self._finished(made, thing, own, matrix, depth) if made else []
        except (PathFault, ValidationError, OverflowError):
            self.tell(f"a “{kind[:30]}” that is faulty or far too large")
            return []

    def _made(self, kind: str, thing: Given, own: Matrix, depth: int) -> _Made | None:
        name = _name(thing)
        if kind in shapes.KINDS:
            return self._shape(kind, thing, own, name)
        if kind in texts.KINDS:
            item = texts.text_item(thing, own, self.fields, self.tell, name=name)
            return _Made([item], item.rotation) if item else None
        if kind == "image":
            return self._image(thing, own, name)
        if kind in ("group", "activeselection"):
            inner = self.children(list(thing.each("objects")), own, depth + 1)
            if not inner:
                return None
            return _Made([GroupItem(type="group", **named(name), items=tuple(inner))])
        self.tell(f"objects of the kind “{thing.words('type')[:30] or 'without a kind'}”")
        return None

    def _size(self, thing: Given) -> tuple[float, float]:
        kind = kind_of(thing)
        if kind in shapes.KINDS:
            try:
                return shapes.outline(thing)[1]
            except PathFault:
                return 0.0, 0.0
        return texts.size_of(thing) if kind in texts.KINDS else (thing.number("width"), thing.number("height"))

    def _shape(self, kind: str, thing: Given, own: Matrix, name: str) -> _Made | None:
        commands, size = shapes.outline(thing)
        if not commands:
            return None
        data = written(commands, own)
        if len(data) > MAX_PATH:
            raise PathFault("a path is too long.")
        box = path_box(data)
        black = None if kind in shapes.OPEN else "rgb(0,0,0)"
        inside = brush(thing.values.get("fill", black), size, own, box, self.tell) if kind not in shapes.OPEN else None
        around = brush(thing.values.get("stroke"), size, own, box, self.tell)
        line = stroke(thing, around.paint, own, self.page, self.tell) if around else None
        if not inside and not line:
            return None
        parts: list[tuple[dict[str, Any], float]] = []
        if inside:
            parts.append(({"fill": inside.paint}, inside.solid))
        if line and around:
            parts.append(({"stroke": line}, around.solid))
        if len(parts) == 2 and parts[0][1] == parts[1][1] and thing.words("paintFirst") != "stroke":
            parts = [({**parts[0][0], **parts[1][0]}, parts[0][1])]
        elif thing.words("paintFirst") == "stroke":
            parts.reverse()
        gradients = any(part is not None and part.is_gradient for part in (inside, around))
        plain_box = self._plain_box(kind, thing, own) if not gradients else None
        items: list[AnyItem] = []
        for looks, solid in parts:
            said: dict[str, Any] = {**named(name), **looks, **({"opacity": solid} if solid < 1 else {})}
            if plain_box is not None:
                items.append(RectangleItem(type="rectangle", **plain_box, **said))
            else:
                even_odd = {"even_odd": True} if thing.words("fillRule") == "evenodd" else {}
                items.append(PathItem(type="path", path=data, **said, **even_odd))
        return _Made(items, float(plain_box.get("rotation", 0.0)) if plain_box is not None else 0.0)

    def _plain_box(self, kind: str, thing: Given, own: Matrix) -> dict[str, float] | None:
        """The box of a rectangle that stays one: neither skewed nor with corners that are no quarter circles."""
        how, rx, ry = pose(own), thing.number("rx"), thing.number("ry")
        if kind != "rect" or how.skewed or abs(rx * how.across - ry * how.down) > 0.001:
            return None
        box = Rect(
            -thing.number("width") / 2, -thing.number("height") / 2, thing.number("width"), thing.number("height")
        )
        return boxed(box, own) | ({"radius": round(rx * how.across, 4)} if rx > 0 else {})

    def _image(self, thing: Given, own: Matrix, name: str) -> _Made | None:
        src, width, height = thing.words("src"), thing.number("width"), thing.number("height")
        bound = field_name(thing, thing.given("data"))
        if not src and not bound:
            self.tell("pictures without an address")
            return None
        filters = [part.words("type", "?") for part in thing.each("filters") if part.values]
        if filters:
            self.tell(f"picture filters ({', '.join(sorted(set(filters)))[:80]})")
        if pose(own).mirrored or pose(own).skewed:
            self.tell("mirrored or skewed pictures (they are set straight)")
        if "stroke" in thing and thing.number("strokeWidth"):
            self.tell("lines around pictures")
        if width <= 0 or height <= 0:
            self.tell("pictures without a size")
            return None
        place = boxed(Rect(-width / 2, -height / 2, width, height), own)
        if turned_svg(src):
            return _Made(
                [SvgItem(type="svg", **named(name), src=src, fit="stretch", **place)], place.get("rotation", 0.0)
            )
        shown = {"left": thing.number("cropX"), "top": thing.number("cropY"), "width": width, "height": height}
        item: ImageItem = picture(src, place, name=name, bound=bound, fields=self.fields, tell=self.tell, part=shown)
        return _Made([item], item.rotation)

    def _finished(self, made: _Made, thing: Given, own: Matrix, outer: Matrix, depth: int) -> list[AnyItem]:
        """An object's items with its background, opacity, blend mode, shadow and clip."""
        items, clip = made.items, thing.given("clipPath")
        if word := thing.words("backgroundColor"):
            size = self._size(thing)
            box = Rect(-size[0] / 2, -size[1] / 2, *size)
            ground = brush(word, size, own, box, self.tell)
            if ground and box.width > 0 and box.height > 0:
                solid = {"opacity": ground.solid} if ground.solid < 1 else {}
                items = [RectangleItem(type="rectangle", fill=ground.paint, **boxed(box, own), **solid), *items]
        if clip.values:
            items = self.clipped(items, clip, outer if clip.flag("absolutePositioned") else own, depth)
        if len(items) > 1 or clip.values:
            made = replace(made, items=items, turned=0.0)
        effects: dict[str, Any] = {}
        if (faded := min(max(thing.number("opacity", 1.0), 0.0), 1.0)) < 1:
            effects["opacity"] = faded
        if (mode := blend(thing, self.tell)) != "normal":
            effects["blend"] = mode
        if below := shadow(thing, own, self.page, made.turned, self.tell):
            effects["shadow"] = below
        if not effects:
            return items
        if len(items) > 1:
            return [GroupItem(type="group", **named(_name(thing)), items=tuple(items), **effects)]
        (item,) = items
        if "opacity" in effects:
            effects["opacity"] *= item.opacity
        return [item.changed(effects)]


def _name(thing: Given) -> str:
    return (thing.words("name") or thing.words("label") or thing.words("id"))[:200]
