"""What is in a raster image? Format, upright size, colours, profile, resolution: from the bytes, not the name."""

from __future__ import annotations

from dataclasses import dataclass

import pyvips

from makeready.press.findings import Finding, PressError
from makeready.press.geometry import MM_PER_INCH
from makeready.press.sources import SourceFile, remembered

MAX_PIXELS = 300_000_000
"""More than a 3 m × 2 m poster at 150 dpi; a bomb promises ten times that in a few hundred kilobytes."""

DEFAULT_DPI = 300.0
"""The resolution at which a picture has its own size where nothing else gives one."""


class ImageUnreadable(Finding):
    """A picture's bytes cannot be used."""

    code = "image-unreadable"
    sentence = "The image cannot be used: {why}"
    fix = "Replace the image by a PNG, JPEG, TIFF, WebP or AVIF file that opens in other programs."


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What the header says.

    width, height: px, upright (EXIF orientation applied). space: `gray`, `rgb`, `cmyk` or `lab`.
    dpi: as the file states it, or None. orientation: EXIF 1–8. icc_space: the colours that the
    embedded profile is for (`RGB`, `CMYK`, `GRAY`), or "". srgb: its RGB is sRGB, by profile or for want of one.
    gray_light: its grey is said to be light (a gamma), not black ink (dot gain, or nothing said).
    """

    media_type: str
    width: int
    height: int
    space: str
    bits: int
    alpha: bool
    icc_space: str
    srgb: bool
    gray_light: bool
    dpi: float | None
    orientation: int
    pages: int

    @property
    def width_mm(self) -> float:
        """Its own width: at 300 dpi, whatever the file states (cameras and screens write 72 without meaning it)."""
        return self.width * MM_PER_INCH / DEFAULT_DPI

    @property
    def height_mm(self) -> float:
        """Its own height, likewise."""
        return self.height * MM_PER_INCH / DEFAULT_DPI


def media_type(data: bytes) -> str | None:
    """The media type of a raster image that we print, by its first bytes; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "image/tiff"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return None


def probe(file: SourceFile, *, path: str = "", page: int | None = None) -> ImageFacts:
    """The facts of a PNG, JPEG, TIFF, WebP or AVIF file; only its header is read.

    Raises:
        PressError: with `ImageUnreadable` at `path`, where the file is none of these or too large.
    """
    try:
        return _facts(file)
    except Unusable as why:
        raise PressError([ImageUnreadable(path=path, page=page, why=str(why))]) from why


def check_pixels(file: SourceFile, *, path: str = "", page: int | None = None) -> ImageFacts:
    """The same after decoding every pixel: finds files that are cut off or damaged.

    Raises:
        PressError: as `probe`, and where a pixel cannot be had.
    """
    facts = probe(file, path=path, page=page)
    try:
        decode_all(file)
    except Unusable as why:
        raise PressError([ImageUnreadable(path=path, page=page, why=str(why))]) from why
    return facts


class Unusable(ValueError):
    """A picture that cannot be used; the message is a sentence for a person."""


def open_image(file: SourceFile, *, sequential: bool = True, shrink: int = 1) -> pyvips.Image:
    """The decoded image, lazily. shrink: 1, 2, 4 or 8, done while a JPEG is decoded.

    A file that ends too early is an error, never a grey area.
    """
    options: dict[str, object] = {"access": "sequential" if sequential else "random", "fail_on": "error"}
    if shrink > 1:
        options["shrink"] = shrink
    try:
        return pyvips.Image.new_from_buffer(file.data, "", **options)
    except pyvips.Error as why:
        raise Unusable("It is damaged, or of a kind that cannot be read.") from why


_SPACES = {
    "b-w": "gray",
    "grey16": "gray",
    "srgb": "rgb",
    "rgb": "rgb",
    "rgb16": "rgb",
    "scrgb": "rgb",
    "cmyk": "cmyk",
    "lab": "lab",
    "labs": "lab",
    "labq": "lab",
}


@remembered(4096)
def _facts(file: SourceFile) -> ImageFacts:
    kind = media_type(file.data)
    if kind is None:
        raise Unusable(f"It is {_what_it_is(file.data)}, not a PNG, JPEG, TIFF, WebP or AVIF image.")
    image = open_image(file)
    check_size(image.width, image.height)
    space = _SPACES.get(image.interpretation)
    if space is None or image.bands > 5 or (image.format not in ("uchar", "ushort") and space in ("gray", "cmyk")):
        raise Unusable("Its colours are of a kind that cannot be printed.")
    orientation = _field(image, "orientation", 1)
    sideways = orientation >= 5
    icc = bytes(image.get("icc-profile-data")) if image.get_typeof("icc-profile-data") else b""
    return ImageFacts(
        media_type=kind,
        width=image.height if sideways else image.width,
        height=image.width if sideways else image.height,
        space=space,
        bits=_field(image, "bits-per-sample", 8),
        alpha=bool(image.hasalpha()),
        icc_space=icc[16:20].decode("latin-1").strip(),
        gray_light=icc[16:20] == b"GRAY" and icc[12:16] in (b"mntr", b"scnr", b"spac"),
        srgb=icc[16:20] != b"RGB " or b"sRGB" in icc[:2048],
        dpi=round(image.xres * MM_PER_INCH, 2) if abs(image.xres - 1) > 1e-6 else None,
        orientation=orientation,
        pages=_field(image, "n-pages", 1),
    )


def check_size(width: int, height: int) -> None:
    """Refuse what has no pixels, or more than can be used; raises `Unusable`."""
    if width < 1 or height < 1:
        raise Unusable("It has no pixels.")
    if width * height > MAX_PIXELS:
        raise Unusable(
            f"It is too large: {width} × {height} pixels; at most {MAX_PIXELS // 1_000_000} million can be used."
        )


@remembered(4096)
def decode_all(file: SourceFile) -> None:
    """Look at every pixel; raises `Unusable` where one cannot be had."""
    try:
        open_image(file).avg()
    except pyvips.Error as why:
        raise Unusable("It is damaged or cut off: not all of its pixels are there.") from why


def _field(image: pyvips.Image, name: str, otherwise: int) -> int:
    return int(image.get(name)) if image.get_typeof(name) else otherwise


_KINDS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a sound or a film"),
    (b"BM", "a BMP image"),
    (b"8BPS", "a Photoshop file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\0\0\0\x0cjP", "a JPEG 2000 image"),
)


def _what_it_is(data: bytes) -> str:
    """In words, for a person who thought it was an image."""
    start = data[:512].lstrip().lower()
    if not data:
        return "an empty file"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a web page (HTML)"
    if start.startswith((b"<svg", b"<?xml")):
        return "an XML or SVG file"
    if data[4:8] == b"ftyp":
        return "a HEIC image or a film"
    return next((name for magic, name in _KINDS if data.startswith(magic)), "a file of an unknown kind")
