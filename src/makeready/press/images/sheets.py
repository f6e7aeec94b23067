"""Which pictures of a TIFF are its pages? All of full size: what is much smaller is a preview of another one."""

from __future__ import annotations

import pyvips

from makeready.press.findings import PressError
from makeready.press.images.probe import ImageUnreadable, Unusable, check_size, probe
from makeready.press.sources import SourceFile, remembered

SHEETS_AT_MOST = 500
"""Pages; a fax of a whole book has fewer."""

PREVIEW = 0.5
"""A picture of less than this part of the largest one's width and height is a preview."""


@remembered(256)
def sheets(file: SourceFile) -> tuple[int, ...]:
    """The numbers of the pictures (from 0) that are pages, in the file's order; only headers are read.

    Raises:
        PressError: ImageUnreadable, where the file cannot be read, or has too many.
    """
    count = probe(file).pages
    if count > SHEETS_AT_MOST:
        raise PressError([ImageUnreadable(why=f"It holds {count} pictures; at most {SHEETS_AT_MOST} can be used.")])
    if count <= 1 or probe(file).media_type != "image/tiff":
        return (0,)
    try:
        sizes = [_size(file, number) for number in range(count)]
    except (pyvips.Error, Unusable) as why:
        raise PressError([ImageUnreadable(why="One of its pictures is damaged or too large.")]) from why
    width, height = max(w for w, _ in sizes), max(h for _, h in sizes)
    return tuple(n for n, (w, h) in enumerate(sizes) if w >= width * PREVIEW or h >= height * PREVIEW)


def sheet(file: SourceFile, number: int) -> SourceFile:
    """One picture of a TIFF (from 0) as a file of its own, pixel for pixel, with its profile and resolution.

    Raises:
        PressError: ImageUnreadable, where a pixel cannot be had.
    """
    try:
        image = pyvips.Image.new_from_buffer(file.data, "", page=number, access="sequential", fail_on="error")
        one_bit = image.get_typeof("bits-per-sample") and int(image.get("bits-per-sample")) == 1
        data = image.tiffsave_buffer(compression="deflate", predictor="none", **({"bitdepth": 1} if one_bit else {}))
    except pyvips.Error as why:
        reason = f"Picture {number + 1} of it is damaged or cut off."
        raise PressError([ImageUnreadable(page=number + 1, why=reason)]) from why
    return SourceFile(bytes(data))


def _size(file: SourceFile, number: int) -> tuple[int, int]:
    image = pyvips.Image.new_from_buffer(file.data, "", page=number, access="sequential")
    check_size(image.width, image.height)
    return image.width, image.height
