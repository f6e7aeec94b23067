"""What stands for a picture or a placed page on the screen? Fewer pixels in sRGB, as a `data:` URI.

Placed pages are drawn by PDFium. That is the one place where a writer asks the rasteriser: a screen cannot
show a PDF, and what it shows must be what the PDF looks like.
"""

from __future__ import annotations

import base64
import struct
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass

from makeready.press.color.condition import OutputCondition
from makeready.press.displaylist.items import Picture, PlacedPage
from makeready.press.geometry import MM_PER_INCH, Rect
from makeready.press.images.convert import Target, prepare
from makeready.press.images.pack import Packed
from makeready.press.raster.pixels import rasterise_part

SCREEN_PPI = 150.0
"""A design at its size on a common screen has about 100; the rest is for zooming in."""

PIXELS_ACROSS = 1600
"""More than a screen shows of one picture."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A picture for the screen: address of its pixels, and of its opacity (grey, white is opaque) or None."""

    href: str
    mask: str | None = None


def of_picture(picture: Picture, condition: OutputCondition, *, path: str, target: Target = "proof") -> Proxy:
    """The shown part of a picture, as the condition prints it; rgb: as a screen shows it; gray: as it counts in a mask.

    Raises:
        PressError: ImageUnreadable at `path`.
    """
    packed = prepare(
        picture.file,
        placed=(picture.box.width, picture.box.height),
        target=target,
        condition=condition,
        crop=picture.crop,
        ppi=_ppi(max(picture.box.width, picture.box.height)),
        path=path,
    )
    return Proxy(_data_uri(packed), _data_uri(packed.mask) if packed.mask else None)


def of_page(placed: PlacedPage, condition: OutputCondition) -> Proxy:
    """The shown part of a placed page as the condition prints it, without paper behind it.

    Raises:
        PressError: where it cannot be drawn.
    """
    width = max(1, min(PIXELS_ACROSS, round(placed.box.width / MM_PER_INCH * _ppi(placed.box.width))))
    key = (placed.file.sha256, placed.number, placed.source_box, width, condition.sha256)
    found = _pages.get(key)
    if found is None:
        png = rasterise_part(placed.file.data, placed.number, placed.source_box, width_px=width, condition=condition)
        found = f"data:image/png;base64,{base64.b64encode(png).decode()}"
        _pages.put(key, found)
    return Proxy(found)


def _ppi(length: float) -> float:
    return min(SCREEN_PPI, PIXELS_ACROSS / (length / MM_PER_INCH)) if length > 0 else SCREEN_PPI


def _data_uri(packed: Packed) -> str:
    kind, data = ("jpeg", packed.data) if packed.coding == "jpeg" else ("png", _as_png(packed))
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def _as_png(packed: Packed) -> bytes:
    """The same bytes as a file: what `press.images` packs without loss is already what PNG's IDAT holds."""
    header = struct.pack(">IIBBBBB", packed.width, packed.height, 8, 2 if packed.components == 3 else 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed.data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_Key = tuple[str, int, Rect, int, str]


class _Kept:
    """Pages drawn lately: the editor asks for the same ones at every keystroke."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = threading.Lock()
        self._drawn: OrderedDict[_Key, str] = OrderedDict()

    def get(self, key: _Key) -> str | None:
        with self._lock:
            if key in self._drawn:
                self._drawn.move_to_end(key)
            return self._drawn.get(key)

    def put(self, key: _Key, href: str) -> None:
        with self._lock:
            if key in self._drawn:
                return
            self._drawn[key] = href
            self._size += len(href)
            while self._size > self._most and len(self._drawn) > 1:
                _, oldest = self._drawn.popitem(last=False)
                self._size -= len(oldest)


_pages = _Kept(64 * 1024 * 1024)
