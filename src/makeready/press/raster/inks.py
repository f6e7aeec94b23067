"""Which colours shall PDFium see? A press's, told in a way that it cannot misunderstand: as they print, or ink by ink.

PDFium guesses at DeviceCMYK and knows neither default spaces nor output intents, overprint nor plates. So the
page is rewritten first (`press.pdf.recolor`), in the same confined child.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from makeready.press.color.condition import OutputCondition
from makeready.press.color.make_profile import (
    black_looks,
    plate_profile,
    rgb_paper_profile,
    rgb_plate_profile,
    screen_profile,
)
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import Dictionary, Pdf
from makeready.press.pdf.recolor import Recolored
from makeready.press.pdf.recolor_spaces import PROCESS, Palette

__all__ = ["PROCESS", "Palette", "as_printed", "only_page", "plate_of", "screen"]


def screen(condition: OutputCondition) -> Palette:
    """All inks as the condition prints them, for a screen; RGB stays what it is."""
    return Palette("", screen_profile(condition), gray=black_looks(condition))


def plate_of(ink: str, condition: OutputCondition) -> Palette:
    """One ink as grey: a process ink by PDF's name for it, or a spot ink."""
    return Palette(ink, plate_profile(ink), rgb_plate_profile(ink, condition))


def paper(channels: int) -> bytes:
    """A profile to which everything is paper."""
    return plate_profile("") if channels == 4 else rgb_paper_profile()


def as_printed(data: bytes, numbers: Sequence[int] | None, palette: Palette) -> bytes:
    """The PDF with these pages (from 1; all where None) in the palette's colours; in a confined child.

    Other pages stay as they are.

    Raises:
        PressError: where it cannot be read.
    """
    with reader.opened(data) as pdf:
        recolored = Recolored(pdf, palette)
        pages = [page for _, page in reader.pages_of(pdf)]
        made = [recolored.page(page) if numbers is None or n in numbers else page for n, page in enumerate(pages, 1)]
        rewrite.replace_pages(pdf, [pdf.make_indirect(page) for page in made])
        return saved(pdf)


def only_page(pdf: Pdf, page: Dictionary) -> bytes:
    """An opened file with this page alone."""
    rewrite.replace_pages(pdf, [pdf.make_indirect(page)])
    return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """For PDFium in the same process: nothing packed that would only be unpacked again."""
    out = io.BytesIO()
    pdf.save(
        out,
        static_id=True,
        encryption=False,
        compress_streams=False,
        object_stream_mode=reader.ObjectStreamMode.disable,
        stream_decode_level=reader.StreamDecodeLevel.none,
        fix_metadata_version=False,
    )
    return out.getvalue()
