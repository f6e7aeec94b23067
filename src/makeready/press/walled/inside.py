"""What happens behind the walls? The engine's work, on files that the child asks its caller for.

Every function here is called in a confined child (see `front`). What was fetched or opened once is kept for
the child's next design: fonts, profiles, files by their hash.
"""

from __future__ import annotations

import io
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import as_printed
from makeready.press.confine import ask
from makeready.press.design import document
from makeready.press.displaylist.items import DisplayItem, FontKey, GlyphRun, Group
from makeready.press.displaylist.page import Page
from makeready.press.displaylist.paint import Ink
from makeready.press.findings import Finding, PressError
from makeready.press.fonts.library import FontFamily, FontLibrary
from makeready.press.importers.front import Imported
from makeready.press.layout.page import lay_out
from makeready.press.output import imported as importing
from makeready.press.output.merged import Merged
from makeready.press.output.printfile import PrintFile
from makeready.press.output.wish import Wish
from makeready.press.pdf.metadata import Stamp
from makeready.press.render import merge, reading_pdf, render, render_file
from makeready.press.sources import SourceFile, SourceFiles, SourceMissing
from makeready.press.svg import writer as svg

Hash = str
"""The SHA-256 of a file that the caller has, hexadecimal."""

KEPT_BYTES = 64 * 1024 * 1024
"""Of files, so that a design drawn again need not be sent again."""


@dataclass(frozen=True, slots=True)
class Design:
    """A design as plain values: its document (JSON) and the record that fills it."""

    document: Mapping[str, Any]
    record: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Materials:
    """What everything is drawn with: the shop's own fonts, and the profile (empty: the built-in one)."""

    fonts: tuple[Hash, ...] = ()
    profile: Hash = ""


@dataclass(frozen=True, slots=True)
class UsedFont:
    """A font that a design is set in: its PostScript name, its file, and whether that may be passed on."""

    name: str
    embeddable: bool
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page for the screen: as a whole (`svg`) or item by item, with what is wrong on it."""

    svg: str
    items: Mapping[str, str]
    findings: tuple[Finding, ...]


def get_ready() -> None:
    """Load what every design needs, and draw one: engine, fonts, the built-in profile."""
    text = {"type": "text", "text": "Makeready", "x": 0, "y": 0, "width": 50, "height": 20}
    page = {"width": 50, "height": 20, "items": [text]}
    made = Design({"version": 1, "pages": [page]}, {})
    page_drawn(made, 1, Materials(), False, None)
    print_file(made, Wish(), Materials(), Stamp(datetime(2000, 1, 1, tzinfo=UTC), ""))


def print_file(design: Design, wish: Wish, materials: Materials, stamp: Stamp) -> PrintFile:
    """As `press.render.render`."""
    return render(
        document.read(design.document), design.record, wish, fonts=_fonts(materials.fonts), sources=_sources(),
        condition=_condition(materials.profile), stamp=stamp,
    )  # fmt: skip


def print_records(
    design: Design, records: tuple[Mapping[str, str], ...], wish: Wish, materials: Materials, stamp: Stamp
) -> tuple[bytes, Merged]:
    """As `press.render.merge`, and the PDF's bytes; each record over the design's own values."""
    out = io.BytesIO()
    merged = merge(
        document.read(design.document), [{**design.record, **record} for record in records], wish, out=out,
        fonts=_fonts(materials.fonts), sources=_sources(), condition=_condition(materials.profile), stamp=stamp,
    )  # fmt: skip
    return out.getvalue(), merged


def print_customer_file(
    file: Hash, wish: Wish, size: tuple[float, float] | None, bleed: float, materials: Materials, stamp: Stamp
) -> tuple[PrintFile, bool]:
    """As `press.render.render_file`; and whether the result is the file as it came, which then stays behind."""
    source = _file(file)
    made = render_file(
        source, wish, size=size, bleed=bleed, fonts=_fonts(materials.fonts),
        condition=_condition(materials.profile), stamp=stamp,
    )  # fmt: skip
    if made.data is source.data:
        return PrintFile(b"", made.kind, made.page_count, made.findings), True
    return made, False


def imported(
    data: bytes | Mapping[str, Any], size_mm: tuple[float, float] | None, dpi: float, bleed: float, name: str
) -> Imported:
    """As `press.output.imported.imported`."""
    return importing.imported(data, size_mm=size_mm, dpi=dpi, bleed=bleed, name=name)


def findings(design: Design, materials: Materials) -> tuple[Finding, ...]:
    """What is to be said about a design before it is printed."""
    return tuple(finding for page in _pages(design, materials) for finding in page.findings)


def page_drawn(
    design: Design, number: int, materials: Materials, bleed: bool, only: tuple[str, ...] | None
) -> Drawing | None:
    """A page (from 1) as SVG, or those of its items whose paths (`pages/0/items/2`) are wanted; None: no such page."""
    laid_out = _pages(design, materials, number)
    if not laid_out:
        return None
    (page,) = laid_out
    fonts, condition = _fonts(materials.fonts), _condition(materials.profile)
    if only is None:
        return Drawing(svg.write(page, fonts=fonts, condition=condition, bleed=bleed), {}, page.findings)
    shown = [item for item in page.items if isinstance(item, Group) and item.item in only]
    drawn = {
        str(item.item): svg.write_item(item, fonts=fonts, condition=condition, technical=page.technical)
        for item in shown
    }
    return Drawing("", drawn, page.findings)


def fonts_used(design: Design, materials: Materials) -> list[UsedFont]:
    """The fonts that a design is set in, each file once; without bytes where they may not be passed on."""
    library, used = _fonts(materials.fonts), dict[str, UsedFont]()
    for key in (key for page in _pages(design, materials) for key in _font_keys(page.items)):
        if key.sha256 not in used:
            font = library.load(key)
            data = font.data if font.embeddable else b""
            used[key.sha256] = UsedFont(font.postscript_name, font.embeddable, key.sha256, data)
    return list(used.values())


def families(materials: Materials) -> list[FontFamily]:
    """The families that may be chosen."""
    return _fonts(materials.fonts).families()


def scripts_covered(letters: Mapping[str, str], materials: Materials) -> list[str]:
    """Which scripts can be set, of each some letters."""
    library = _fonts(materials.fonts)
    like = library.choose(None, 400, italic=False)
    return [
        script
        for script, some in letters.items()
        if all(library.covers(like, letter) or library.fallback(letter, like) for letter in some)
    ]


def on_screen(inks: tuple[Ink, ...], materials: Materials) -> list[tuple[float, float, float]]:
    """How inks look on a screen, as they will be printed: sRGB, 0 to 1."""
    return [as_printed(ink, _condition(materials.profile)) for ink in inks]


def _pages(design: Design, materials: Materials, number: int | None = None) -> tuple[Page, ...]:
    return lay_out(
        document.read(design.document), design.record, fonts=_fonts(materials.fonts), sources=reading_pdf(_sources()),
        only=None if number is None else {number},
    )  # fmt: skip


def _font_keys(items: tuple[DisplayItem, ...]) -> Iterator[FontKey]:
    for item in items:
        if isinstance(item, GlyphRun):
            yield item.font
        elif isinstance(item, Group):
            yield from _font_keys(item.items)


def _sources() -> SourceFiles:
    return SourceFiles(lambda src: _bytes(ask("source", src)))


def _file(sha256: Hash) -> SourceFile:
    return SourceFile(_had("file", sha256))


def _had(kind: str, sha256: Hash) -> Any:
    try:
        return _bytes(sha256) if kind == "file" else ask(kind, sha256)
    except LookupError as why:
        raise PressError([SourceMissing(src=f"sha256:{sha256}", why=str(why))]) from why


@lru_cache(maxsize=4)
def _fonts(files: tuple[Hash, ...]) -> FontLibrary:
    return FontLibrary([_file(sha256) for sha256 in files])


@lru_cache(maxsize=8)
def _condition(profile: Hash) -> OutputCondition:
    if not profile:
        return OutputCondition.default()
    path = str(_had("profile", profile))
    return OutputCondition.from_icc(Path(path).read_bytes(), path)


_kept: OrderedDict[Hash, bytes] = OrderedDict()


def _bytes(sha256: Hash) -> bytes:
    """A file of the caller's, the last ones kept."""
    if sha256 in _kept:
        _kept.move_to_end(sha256)
        return _kept[sha256]
    data: bytes = ask("file", sha256)
    if len(data) <= KEPT_BYTES // 2:
        _kept[sha256] = data
        while sum(map(len, _kept.values())) > KEPT_BYTES:
            _kept.popitem(last=False)
    return data
