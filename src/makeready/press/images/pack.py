"""How are pixels packed for the file? Photos as JPEG of high quality, everything else without loss."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pyvips
from isal import isal_zlib

SMALL = 90_000
"""Pictures of up to this many pixels (300 × 300) are packed without loss: nothing is won by losing quality."""

GRAPHIC = 0.35
"""A picture whose sample packs to less than this part of its size is drawn, not photographed."""

JPEG_QUALITY = 90


@dataclass(frozen=True, eq=False)
class Packed:
    """Pixels ready for a PDF image object. Two of the same bytes are equal.

    components: 1 grey (0 black), 3 RGB, 4 CMYK. coding: `jpeg`, or `flate` with PNG's “up” predictor.
    inverted: full ink is stored as 0 (JPEG in Adobe's way). mask: opacity as grey, 255 opaque.
    """

    width: int
    height: int
    components: int
    data: bytes
    coding: Literal["jpeg", "flate"]
    inverted: bool = False
    mask: Packed | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.data) + (self.mask.size if self.mask else 0)

    @cached_property
    def sha256(self) -> str:
        """Identity of what is drawn, hexadecimal."""
        head = f"{self.width} {self.height} {self.components} {self.coding} {self.inverted} "
        mask = self.mask.sha256 if self.mask else ""
        return hashlib.sha256(head.encode() + mask.encode() + self.data).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Packed) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


def is_photo(image: pyvips.Image, *, from_jpeg: bool) -> bool:
    """Whether JPEG suits a picture: large, and photographed rather than drawn. In memory, unless from a JPEG."""
    if image.width * image.height <= SMALL:
        return False
    if from_jpeg:
        return True
    rows = max(1, min(image.height, 400_000 // (image.width * image.bands)))
    # Three bands of rows over the height: a drawing's empty middle must not decide alone.
    tops = sorted({round((image.height - rows) * place) for place in (0.1, 0.5, 0.9)})
    samples = [_raw(image.crop(0, top, image.width, rows)) for top in tops]
    packed = sum(len(isal_zlib.compress(_up(sample), 1)) for sample in samples)
    return packed > GRAPHIC * sum(sample.size for sample in samples)


def as_jpeg(image: pyvips.Image, mask: Packed | None = None) -> Packed:
    """JPEG, quality 90, without colour subsampling: sharp red type in a photo stays sharp.

    Codes are not optimised: that would take as long as all the rest, for a few per cent of size.
    """
    data = image.jpegsave_buffer(Q=JPEG_QUALITY, subsample_mode="off", optimize_coding=False, keep="none")
    # libjpeg's way with CMYK is Adobe's: inverted.
    return Packed(image.width, image.height, image.bands, bytes(data), "jpeg", inverted=image.bands == 4, mask=mask)


def as_lossless(image: pyvips.Image, mask: Packed | None = None) -> Packed:
    """Deflate, every row as the difference to the one above."""
    pixels = _raw(image)
    height, width, bands = pixels.shape
    return Packed(width, height, bands, bytes(isal_zlib.compress(_up(pixels), 2)), "flate", mask=mask)


def _raw(image: pyvips.Image) -> np.ndarray:
    """The pixels as height × width × bands, 8 bits."""
    memory = image.write_to_memory()
    return np.frombuffer(memory, dtype=np.uint8).reshape(image.height, image.width, image.bands)


_UP = 2
"""PNG's filter type “up” (PNG specification, 9.2)."""


def _up(pixels: np.ndarray) -> bytes:
    rows = pixels.reshape(pixels.shape[0], -1)
    filtered = np.empty((rows.shape[0], rows.shape[1] + 1), dtype=np.uint8)
    filtered[:, 0] = _UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    return filtered.tobytes()
