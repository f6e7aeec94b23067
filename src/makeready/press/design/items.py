"""Which kinds of item are there? Text, image, placed PDF and SVG, shapes, barcode, group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

from pydantic import Discriminator, Field, Tag

from makeready.press.barcodes import encode
from makeready.press.design.conditions import Condition
from makeready.press.design.effects import BlendName, Shadow
from makeready.press.design.paint import BLACK, Color, Flag, Fraction, InkName, Model, Number, Paint, Stroke, Whole
from makeready.press.design.paint import Place as Spot
from makeready.press.design.table import MAX_COLUMNS, MAX_ROWS, Column, HeaderLook, Row, TableLook
from makeready.press.design.text import (
    MAX_RUNS,
    MAX_TEXT,
    Axes,
    Features,
    Gap,
    Language,
    ParagraphStyle,
    TextPath,
    TextRun,
)

MAX_SIDE = 5000.0
"""Largest side of a page or item, mm."""
MAX_PLACE = 20_000.0
"""Farthest from the page's corner that anything may be put, mm."""
MAX_SRC = 64 * 1024 * 1024
"""Longest `src`, characters: `data:` URIs carry whole pictures."""
MAX_PATH = 1_000_000
"""Longest path data, characters."""

Place = Annotated[Number, Field(ge=-MAX_PLACE, le=MAX_PLACE)]
Side = Annotated[Number, Field(gt=0, le=MAX_SIDE)]
Radius = Annotated[Number, Field(ge=0, le=MAX_SIDE)]
Source = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_SRC,
        description="An asset (`ast_…`, `sha256:…`), a `data:` URI, an http(s) address, a file beside the document "
        "(command line only), or `{{Field}}`.",
    ),
]
PathData = Annotated[str, Field(min_length=1, max_length=MAX_PATH)]

if TYPE_CHECKING:
    Symbology = str
else:
    Symbology = Literal[encode.names()]


class Item(Model):
    """What every item has."""

    name: str = Field("", max_length=200, description="What people call it.")
    rotation: Number = Field(0.0, ge=-3600, le=3600, description="Turned clockwise about its centre, degrees.")
    opacity: Fraction = Field(1.0, description="0 invisible to 1 solid.")
    blend: BlendName = Field("normal", description="How it mixes with what lies below.")
    shadow: Shadow | None = Field(None, description="A soft shadow behind it.")
    mask: ItemMask | None = Field(None, description="How much of it is seen where, by other items.")
    visible: Flag = Field(True, description="False: neither shown nor printed.")
    visible_if: Condition | None = Field(None, description="Shown only where the record says so.")
    locked: Flag = Field(False, description="True: the editor does not let it be changed.")
    layer: InkName | None = Field(
        None, description="A layer of its own in the PDF, for technical inks (cut, white, varnish): see `layers`."
    )
    overprint: Flag = Field(False, description="True: prints over what lies below instead of knocking it out.")


class Box(Item):
    """An item in a box."""

    x: Place = Field(description="Left edge, mm from the trim's left (or the group's).")
    y: Place = Field(description="Top edge, mm from the trim's top (or the group's), downwards.")
    width: Side = Field(description="Width, mm.")
    height: Side = Field(description="Height, mm.")
    clip: Clip | None = Field(
        None, description="Only what lies inside is shown; its places are from the item's corner."
    )


class Painted(Item):
    """An item with an inside and an outline."""

    fill: Paint | None = Field(None, description="Ink of its inside, or a gradient of inks.")
    stroke: Stroke | None = Field(None, description="Its outline.")


class TextItem(Box):
    """Text in a box, wrapped at its width. Give its words as `text`, or as `runs` where parts of it look different."""

    type: Literal["text"]
    text: str = Field("", max_length=MAX_TEXT, description="The words; `{{Field}}` is filled from the record.")
    runs: tuple[TextRun, ...] = Field(
        (), max_length=MAX_RUNS, description="The words in stretches, each with a look of its own, instead of `text`."
    )
    size: Number = Field(12.0, ge=0.5, le=2000, description="Type size, points.")
    font: str | None = Field(None, max_length=200, description="Font family; none is the default font.")
    weight: Whole = Field(400, ge=1, le=1000, description="400 is regular, 700 bold.")
    italic: Flag = Field(False, description="Slanted.")
    fill: Paint = Field(BLACK, description="Ink of the letters, or a gradient of inks over the item's box.")
    underline: Flag = Field(False, description="A line below the letters.")
    strike: Flag = Field(False, description="A line through the letters.")
    features: Features = Field({})
    axes: Axes = Field({})
    align: Literal["start", "end", "left", "center", "right", "justify"] = Field(
        "start", description="Where lines stand; `start` is left, in right-to-left paragraphs right."
    )
    vertical_align: Literal["top", "middle", "bottom", "baseline"] = Field(
        "top", description="Where the text stands in its box; `baseline`: the first baseline is the box's top edge."
    )
    line_height: Number = Field(1.2, gt=0, le=10, description="Baseline to baseline, in type sizes.")
    letter_spacing: Number = Field(0.0, ge=-500, le=5000, description="Space added after letters, 1/1000 em.")
    paragraph: ParagraphStyle | None = Field(None, description="Spacing, indents, tabs, markers, hyphenation.")
    columns: Whole = Field(1, ge=1, le=20, description="How many columns the text runs through.")
    column_gap: Gap = Field(4.0, description="Space between columns, mm.")
    fit: Literal["none", "shrink"] = Field(
        "none", description="`shrink`: set smaller, down to `min_size`, until it fits its box."
    )
    min_size: Number = Field(4.0, ge=0.5, le=2000, description="Smallest size that `shrink` may come to, points.")
    wrap: Flag = Field(True, description="False: lines break only where the text says so.")
    direction: Literal["auto", "ltr", "rtl"] = Field(
        "auto", description="Direction of paragraphs; `auto` follows the first letter."
    )
    writing: Literal["horizontal", "vertical-rl"] = Field(
        "horizontal", description="`vertical-rl`: lines run downwards and follow each other from right to left."
    )
    along: TextPath | None = Field(
        None, description="A path on which the text stands, as one line, instead of in the box."
    )
    outlines: Flag = Field(False, description="True: the file has the letters as shapes, not as text.")
    language: Language = Field("", description="BCP 47 tag, such as `de`.")

    @property
    def words(self) -> str:
        """All its words, in whatever stretches they stand."""
        return "".join(run.text for run in self.runs) if self.runs else self.text


class Point(Model):
    """A place in an image, in fractions of its width and height from the top left."""

    x: Fraction = Field(0.5, description="0 left to 1 right.")
    y: Fraction = Field(0.5, description="0 top to 1 bottom.")


class Crop(Model):
    """A part of an image, in fractions of its upright width and height."""

    x: Fraction = Field(0.0, description="Left edge.")
    y: Fraction = Field(0.0, description="Top edge.")
    width: Annotated[Number, Field(gt=0, le=1)] = Field(1.0, description="Width.")
    height: Annotated[Number, Field(gt=0, le=1)] = Field(1.0, description="Height.")


class ImageItem(Box):
    """A picture: PNG, JPEG or TIFF."""

    type: Literal["image"]
    src: Source
    fit: Literal["cover", "contain", "stretch"] = Field(
        "cover", description="`cover` fills the box and cuts what is over; `contain` shows all; `stretch` distorts."
    )
    focus: Point = Field(Point(), description="What stays visible when `cover` cuts.")
    crop: Crop | None = Field(None, description="The part shown, before it is fitted.")
    min_dpi: Number = Field(
        0.0, ge=0, le=2400, description="Fewest pixels per inch as placed; with fewer nothing is printed."
    )
    alt: str = Field("", max_length=2000, description="What it shows, for those who cannot see it.")


class PdfItem(Box):
    """A page of a PDF, kept as vector and inks."""

    type: Literal["pdf"]
    src: Source
    page: Whole = Field(1, ge=1, le=100_000, description="Which page, from 1.")
    box: Literal["trim", "bleed", "crop", "media"] = Field("trim", description="Which part of it is placed.")
    fit: Literal["cover", "contain", "stretch"] = Field("contain", description="How the page fills the box.")


class SvgItem(Box):
    """A drawing in SVG, kept as vector; its text stays text."""

    type: Literal["svg"]
    src: Source
    fit: Literal["cover", "contain", "stretch"] = Field("contain", description="How the drawing fills the box.")


class RectangleItem(Box, Painted):
    """A rectangle."""

    type: Literal["rectangle"]
    radius: Radius = Field(0.0, description="Radius of its corners, mm.")
    radii: tuple[Radius, Radius, Radius, Radius] | None = Field(
        None, description="Each corner for itself instead: top left, top right, bottom right, bottom left, mm."
    )


class EllipseItem(Box, Painted):
    """An ellipse that touches its box."""

    type: Literal["ellipse"]


class PolygonItem(Box, Painted):
    """A regular polygon or a star that touches its box, or any polygon by its corners."""

    type: Literal["polygon"]
    sides: Whole = Field(6, ge=3, le=360, description="How many corners it has; of a star, how many points.")
    star: Annotated[Number, Field(gt=0, le=1)] | None = Field(
        None,
        description="Where the corners between the points lie, 0 in the middle to 1 at the points; none: no star.",
    )
    points: tuple[Spot, ...] = Field(
        (), max_length=10_000, description="Corners in fractions of the box instead, three or more, from the top left."
    )


class LineItem(Item):
    """A straight line."""

    type: Literal["line"]
    x: Place = Field(description="Where it begins, mm from the trim's left.")
    y: Place = Field(description="Where it begins, mm from the trim's top.")
    x2: Place = Field(description="Where it ends, mm from the trim's left.")
    y2: Place = Field(description="Where it ends, mm from the trim's top.")
    stroke: Stroke = Field(Stroke(color=BLACK), description="Its look.")


class PathItem(Painted):
    """A free outline."""

    type: Literal["path"]
    path: PathData = Field(description="SVG path data in mm, from the item's x and y.")
    x: Place = Field(0.0, description="Where the path's origin is, mm from the trim's left.")
    y: Place = Field(0.0, description="Where the path's origin is, mm from the trim's top.")
    even_odd: Flag = Field(False, description="True: overlapping parts are holes by the even-odd rule.")


class BarcodeItem(Box):
    """A barcode, as large as its box allows, quiet zone inside it."""

    type: Literal["barcode"]
    symbology: Symbology = Field(description="Which kind.")
    data: str = Field(max_length=4000, description="What it says; `{{Field}}` is filled from the record.")
    fill: Color = Field(BLACK, description="Ink of the bars.")
    background: Color | None = Field(None, description="Ink of the box behind it; none leaves what is there.")
    error_correction: Literal["L", "M", "Q", "H"] = Field("M", description="How much damage a QR code survives.")
    quiet_zone: Flag = Field(True, description="Keep the margin that its standard asks for inside the box.")
    show_text: Flag = Field(True, description="Write the data below Code 128 and EAN-13.")


class TableItem(Box):
    """A table: columns share its width, rows are as high as their text. Its height is what there is room for."""

    type: Literal["table"]
    columns: tuple[Column, ...] = Field(min_length=1, max_length=MAX_COLUMNS, description="From the left.")
    rows: tuple[Row, ...] = Field((), max_length=MAX_ROWS, description="From the top, the header first.")
    rows_from: str = Field(
        "", max_length=100, description="A field that lists more rows: one a line, cells between tabs or `separator`."
    )
    separator: str = Field(
        "|", min_length=1, max_length=10, description="What stands between the cells of such a line."
    )
    header: HeaderLook | None = Field(None, description="How the first rows look; none is as all others.")
    look: TableLook = Field(TableLook(), description="How cells and lines look.")


class RectangleClip(Model):
    """A rectangular window."""

    type: Literal["rectangle"]
    x: Place = Field(0.0, description="Left edge, mm in the group.")
    y: Place = Field(0.0, description="Top edge, mm in the group.")
    width: Side = Field(description="Width, mm.")
    height: Side = Field(description="Height, mm.")
    radius: Radius = Field(0.0, description="Radius of its corners, mm.")


class EllipseClip(Model):
    """An elliptic window."""

    type: Literal["ellipse"]
    x: Place = Field(0.0, description="Left edge, mm in the group.")
    y: Place = Field(0.0, description="Top edge, mm in the group.")
    width: Side = Field(description="Width, mm.")
    height: Side = Field(description="Height, mm.")


class PathClip(Model):
    """A window of any shape."""

    type: Literal["path"]
    path: PathData = Field(description="SVG path data in mm, in the group.")
    even_odd: Flag = Field(False, description="True: overlapping parts are holes by the even-odd rule.")


class ItemMask(Model):
    """Items that say how much of another one is seen where; they are in the same space as that item.

    For a group they are in the group's own space, as what is in it.
    """

    by: Literal["alpha", "luminosity"] = Field(
        "luminosity",
        description="`luminosity`: all of it where they are white, nothing where they are black or nothing is; "
        "`alpha`: all of it where they cover, whatever their colour.",
    )
    items: tuple[AnyItem, ...] = Field(min_length=1, max_length=100, description="Painted in order.")


class GroupItem(Item):
    """Items that belong together; their places are from the group's corner."""

    type: Literal["group"]
    x: Place = Field(0.0, description="Left edge, mm from the trim's left.")
    y: Place = Field(0.0, description="Top edge, mm from the trim's top.")
    clip: Clip | None = Field(None, description="Only what lies inside is shown.")
    items: tuple[AnyItem, ...] = Field((), description="Painted in order.")


def _by_type(kind: str) -> Discriminator:
    """A discriminator whose tags (`text item`) no property name can be: paths in findings rely on that."""

    def tag(value: Any) -> str | None:
        found = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
        return f"{found} {kind}" if isinstance(found, str) else None

    return Discriminator(tag)


AnyItem = Annotated[
    Annotated[TextItem, Tag("text item")]
    | Annotated[ImageItem, Tag("image item")]
    | Annotated[PdfItem, Tag("pdf item")]
    | Annotated[SvgItem, Tag("svg item")]
    | Annotated[RectangleItem, Tag("rectangle item")]
    | Annotated[EllipseItem, Tag("ellipse item")]
    | Annotated[PolygonItem, Tag("polygon item")]
    | Annotated[LineItem, Tag("line item")]
    | Annotated[PathItem, Tag("path item")]
    | Annotated[BarcodeItem, Tag("barcode item")]
    | Annotated[TableItem, Tag("table item")]
    | Annotated[GroupItem, Tag("group item")],
    _by_type("item"),
]

ITEM_KINDS: tuple[type[Item], ...] = tuple(get_args(kind)[0] for kind in get_args(get_args(AnyItem)[0]))
"""The same as classes, in this order."""

Clip = Annotated[
    Annotated[RectangleClip, Tag("rectangle clip")]
    | Annotated[EllipseClip, Tag("ellipse clip")]
    | Annotated[PathClip, Tag("path clip")],
    _by_type("clip"),
]

ItemMask.model_rebuild()
for _kind in ITEM_KINDS:
    _kind.model_rebuild()
