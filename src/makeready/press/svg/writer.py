"""Front door: one finished page → one SVG, safe to put into a web page.

Nothing of a document's text gets in as markup, nothing is loaded from elsewhere, nothing runs. Millimetres
are the SVG's units. Colours are shown as the output condition prints them, RGB too; overprint is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from xml.sax.saxutils import quoteattr

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import as_printed, to_gray, to_srgb
from makeready.press.displaylist.extent import extent
from makeready.press.displaylist.items import (
    Close,
    CurveTo,
    DisplayItem,
    GlyphRun,
    Group,
    LineTo,
    Mask,
    MaskBy,
    MoveTo,
    Path,
    Picture,
    PlacedPage,
    Segment,
)
from makeready.press.displaylist.page import Page, Step, TechnicalLayer
from makeready.press.displaylist.paint import Blend, Cap, Gradient, Ink, Join, Paint, Stroke
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import IDENTITY, Matrix, Point, Rect
from makeready.press.images.convert import Target
from makeready.press.svg import proxies
from makeready.press.svg.glyphs import outlines
from makeready.press.svg.gradients import element
from makeready.press.svg.numbers import short

Href = Callable[[Picture | PlacedPage], str | None]
"""An address for a picture's or placed page's pixels, or None: then they are put into the SVG."""


def write(
    page: Page,
    *,
    fonts: FontLibrary,
    condition: OutputCondition,
    bleed: bool = False,
    href: Href | None = None,
    screen: bool = False,
) -> str:
    """The page as a complete `<svg>`: its trim, or with the bleed around it. Same page, same string.

    A group that is one item of the design carries its path as `data-item`; ids begin with it, so that
    several pages can stand in one web page. A layer is said as `data-layer`, a technical one's purpose as
    `data-step`. Blending needs the style sheet that comes inside. screen: the file is for screens alone, its RGB
    stays as it is.

    Raises:
        PressError: where a picture or a placed PDF cannot be read.
    """
    shown = page.bleed if bleed else page.trim
    steps = {layer.name: layer.step for layer in page.technical}
    drawing = _Drawing(fonts, condition, href, steps, screen=screen)
    body = "".join(drawing.items(page.items, "page"))
    style = f"<style>{_blending(drawing.blends)}</style>" if drawing.blends else ""
    box = " ".join(short(v) for v in (shown.x, shown.y, shown.width, shown.height))
    size = f'width="{short(shown.width)}mm" height="{short(shown.height)}mm"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="{box}">{style}{body}</svg>'


def write_item(
    item: DisplayItem,
    *,
    fonts: FontLibrary,
    condition: OutputCondition,
    href: Href | None = None,
    technical: Iterable[TechnicalLayer] = (),
) -> str:
    """One item as it stands in the page's SVG: what the editor puts in its place after a change.

    technical: the page's technical layers.

    Raises:
        PressError: as `write`.
    """
    steps = {layer.name: layer.step for layer in technical}
    return "".join(_Drawing(fonts, condition, href, steps).items([item], "page"))


@dataclass
class _Drawing:
    """Turns items into elements; knows which blend modes occurred. masking: what is drawn is a mask, in grey."""

    fonts: FontLibrary
    condition: OutputCondition
    href: Href | None
    steps: dict[str, Step]
    screen: bool = False
    masking: bool = False
    blends: set[Blend] = field(default_factory=set)
    _ids: dict[str, int] = field(default_factory=dict)

    def items(self, items: Sequence[DisplayItem], owner: str) -> Iterator[str]:
        """The elements of items in order. owner: path of the design's item they belong to."""
        for alike, run in groupby(items, _alike):
            together = list(run)
            if alike is not None:
                yield self._text([item for item in together if isinstance(item, GlyphRun)], owner)
                continue
            for item in together:
                match item:
                    case Path():
                        yield self._path(item, owner)
                    case Group():
                        yield self._group(item, owner)
                    case Picture():
                        yield self._picture(item, owner)
                    case PlacedPage():
                        yield self._placed(item, owner)

    def _text(self, runs: Sequence[GlyphRun], owner: str) -> str:
        transform, data = outlines(runs, self.fonts.load(runs[0].font))
        if not data:
            return ""
        first, em = runs[0], self.fonts.load(runs[0].font).units_per_em
        unit = first.size / em
        defined, fill = self._paint(first.ink, owner, Matrix(1 / unit, 0, 0, -1 / unit, 0, 0), first.origin)
        return f'{defined}<path transform="{transform}" fill="{fill}" d="{data}"/>'

    def _path(self, path: Path, owner: str) -> str:
        defined, fill = self._paint(path.fill, owner) if path.fill else ("", "none")
        rule = ' fill-rule="evenodd"' if path.even_odd and path.fill else ""
        line, stroke = self._stroke(path.stroke, owner) if path.stroke else ("", "")
        return f'{defined}{line}<path fill="{fill}"{rule}{stroke} d="{_data(path.segments)}"/>'

    def _stroke(self, stroke: Stroke, owner: str) -> tuple[str, str]:
        defined, color = self._paint(stroke.ink, owner)
        words = [f' stroke="{color}" stroke-width="{short(stroke.width)}"']
        if stroke.cap is not Cap.BUTT:
            words.append(f' stroke-linecap="{stroke.cap}"')
        if stroke.join is not Join.MITER:
            words.append(f' stroke-linejoin="{stroke.join}"')
        else:
            words.append(f' stroke-miterlimit="{short(stroke.miter_limit)}"')
        if stroke.dashes:
            dashes = " ".join(short(dash) for dash in stroke.dashes)
            words.append(f' stroke-dasharray="{dashes}" stroke-dashoffset="{short(stroke.dash_phase)}"')
        return defined, "".join(words)

    def _group(self, group: Group, owner: str) -> str:
        owner = group.item or owner
        before, attributes = "", []
        if group.item is not None:
            attributes.append(f"data-item={quoteattr(group.item)}")
        if group.layer is not None:
            attributes.append(f"data-layer={quoteattr(group.layer)}")
            if group.layer in self.steps:
                attributes.append(f'data-step="{self.steps[group.layer]}"')
        if not group.matrix.is_identity:
            attributes.append(f'transform="{_matrix(group.matrix)}"')
        if group.clip is not None:
            name = self._id(owner)
            rule = ' clip-rule="evenodd"' if group.clip.even_odd else ""
            before = f'<clipPath id="{name}"><path{rule} d="{_data(group.clip.segments)}"/></clipPath>'
            attributes.append(f'clip-path="url(#{name})"')
        if group.mask is not None:
            name = self._id(owner)
            before += self._mask(group.mask, name, owner)
            attributes.append(f'mask="url(#{name})"')
        if group.opacity < 1:
            attributes.append(f'opacity="{short(group.opacity, 4)}"')
        # What overprints in a layer of its own must not hide the art below it, as white ink would.
        over = group.overprint and group.layer in self.steps
        blend = Blend.MULTIPLY if over and group.blend is Blend.NORMAL else group.blend
        if blend is not Blend.NORMAL:
            self.blends.add(blend)
            attributes.append(f'class="blend-{css_name(blend)}"')
        inside = "".join(self.items(group.items, owner))
        start = " ".join(["<g", *attributes])
        return f"{start}>{before}{inside}</g>"

    def _mask(self, mask: Mask, name: str, owner: str) -> str:
        """A mask's elements; blurred as the press's are, by a Gaussian, within what it can reach."""
        reach = (extent(mask.items) or Rect(0, 0, 0, 0)).grown(4 * mask.blur)
        where = f'x="{short(reach.x)}" y="{short(reach.y)}" width="{short(reach.width)}" height="{short(reach.height)}"'
        inside = "".join(replace(self, masking=True).items(mask.items, owner))
        kind = ' mask-type="alpha"' if mask.by is MaskBy.ALPHA else ""
        opening = f'<mask id="{name}" maskUnits="userSpaceOnUse" {where}{kind}>'
        if mask.blur == 0:
            return f"{opening}{inside}</mask>"
        blur = f'<feGaussianBlur stdDeviation="{short(mask.blur, 4)}"/>'
        filtering = f'<filter id="{name}-blur" filterUnits="userSpaceOnUse" {where} color-interpolation-filters="sRGB">'
        return f'{opening}{filtering}{blur}</filter><g filter="url(#{name}-blur)">{inside}</g></mask>'

    def _picture(self, picture: Picture, owner: str) -> str:
        address = self.href(picture) if self.href and not self.masking else None
        proxy = proxies.Proxy(address) if address else self._pixels(picture, owner)
        return self._image(picture.box, proxy, owner, picture.alt)

    def _pixels(self, picture: Picture, owner: str) -> proxies.Proxy:
        target: Target = "gray" if self.masking else "rgb" if self.screen else "proof"
        return proxies.of_picture(picture, self.condition, path=owner, target=target)

    def _placed(self, placed: PlacedPage, owner: str) -> str:
        address = self.href(placed) if self.href else None
        return self._image(
            placed.box, proxies.Proxy(address) if address else proxies.of_page(placed, self.condition), owner
        )

    def _image(self, box: Rect, proxy: proxies.Proxy, owner: str, alt: str = "") -> str:
        where = f'x="{short(box.x)}" y="{short(box.y)}" width="{short(box.width)}" height="{short(box.height)}"'
        label = f" aria-label={quoteattr(alt)}" if alt else ""
        image = f'<image {where} preserveAspectRatio="none"{label} href={quoteattr(proxy.href)}'
        if proxy.mask is None:
            return f"{image}/>"
        name = self._id(owner)
        mask = f'<image {where} preserveAspectRatio="none" href={quoteattr(proxy.mask)}/>'
        return f'<mask id="{name}" maskUnits="userSpaceOnUse" {where}>{mask}</mask>{image} mask="url(#{name})"/>'

    def _paint(
        self, paint: Paint, owner: str, to_shape: Matrix = IDENTITY, origin: Point | None = None
    ) -> tuple[str, str]:
        """What must be defined before the shape, and the word that paints it.

        to_shape, origin: from the item's space, seen from `origin`, to that in which the shape is drawn.
        """
        if not isinstance(paint, Gradient):
            return "", self._color(paint)
        name = self._id(owner)
        matrix = (to_shape @ Matrix.move(-origin.x, -origin.y) if origin else to_shape) @ paint.matrix
        return element(paint, name, matrix, self.condition, masking=self.masking, screen=self.screen), f"url(#{name})"

    def _color(self, ink: Ink) -> str:
        if self.masking:
            level = round(to_gray(ink, self.condition) * 255)
            return f"#{level:02x}{level:02x}{level:02x}"
        look = to_srgb if self.screen else as_printed
        r, g, b = (round(max(0.0, min(1.0, value)) * 255) for value in look(ink, self.condition))
        return f"#{r:02x}{g:02x}{b:02x}"

    def _id(self, owner: str) -> str:
        """An identifier that no other page or item has: the item's path, and a number within it."""
        number = self._ids[owner] = self._ids.get(owner, 0) + 1
        return f"{''.join(c if c.isalnum() else '-' for c in owner)}-{number}"


def _alike(item: DisplayItem) -> object:
    """What runs of text have in common that can be one path; None for anything else."""
    return (item.font, item.size, item.ink) if isinstance(item, GlyphRun) and item.glyphs else None


def _data(segments: Iterable[Segment]) -> str:
    return "".join(_segment(segment) for segment in segments)


def _segment(segment: Segment) -> str:
    match segment:
        case MoveTo(to):
            return "M" + _points(to)
        case LineTo(to):
            return "L" + _points(to)
        case CurveTo(control1, control2, to):
            return "C" + _points(control1, control2, to)
        case Close():
            return "Z"


def _points(*points: Point) -> str:
    return " ".join(f"{short(p.x)} {short(p.y)}" for p in points)


def _matrix(m: Matrix) -> str:
    turned = " ".join(short(v, 6) for v in (m.a, m.b, m.c, m.d))
    return f"matrix({turned} {short(m.e, 4)} {short(m.f, 4)})"


def _blending(blends: Iterable[Blend]) -> str:
    names = sorted(css_name(blend) for blend in blends)
    return "".join(f".blend-{name}{{mix-blend-mode:{name}}}" for name in names)


def css_name(blend: Blend) -> str:
    """What CSS calls a blend mode: ColorDodge is `color-dodge`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", blend.value).lower()
