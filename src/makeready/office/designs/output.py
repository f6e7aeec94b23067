"""How does a stored design become a file? The one bridge from the office to the print engine.

On demand, queued, preview, thumbnail and editor all come through here, so that they cannot differ.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Min

from makeready import __version__
from makeready.config import config
from makeready.office.designs.conditions import materials
from makeready.office.designs.models import Pin, Revision
from makeready.office.designs.sources import stock
from makeready.office.designs.store import check_document
from makeready.office.errors import Fault, Invalid, NotFound, Unavailable
from makeready.press import confine, walled
from makeready.press.findings import Finding, PressError
from makeready.press.output.merged import Merged
from makeready.press.output.printfile import PrintFile
from makeready.press.output.wish import Wish, marks_of
from makeready.press.pdf.metadata import Stamp
from makeready.press.walled import Drawing, Limits, Materials, UsedFont

QUEUED_SECONDS = 540.0
"""How long a queued design may take to draw: less than a job's helper is waited for."""

SPARE_THREADS = 4
"""Threads of the web process that never wait for a print file: lists, orders and pages go on."""

COME_BACK_SECONDS = 5
"""When one who was sent away for want of a free place should ask again."""


class CannotPrint(Invalid):
    """A design cannot be printed as it is; the findings say why."""

    code = "cannot_print"
    title = "The design cannot be printed"
    fix = "Mend what the findings name, in the editor or by fetching missing files again."

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[0]
        super().__init__(
            first.message,
            fix=first.hint,
            errors=[Fault(f.path or "design", f.message) for f in findings],
            findings=[f.as_dict() for f in findings],
        )


class NoSuchPage(NotFound):
    """The design has fewer pages."""

    code = "page_not_found"
    fix = "Ask for a page from 1 to the number of pages."


SETTINGS = ("format", "dpi", "color", "marks", "slug", "slug_code")
"""What a product's settings may say of how a file is wanted."""


def wished(said: Mapping[str, Any], print_settings: Mapping[str, Any]) -> Wish:
    """A wish: what is said (None: nothing), else as the product says, else the engine's default.

    Raises:
        PressError: with a finding for each value that cannot be, its `path` the value's name.
    """
    usual = {name: value for name in SETTINGS if (value := print_settings.get(name)) is not None}
    wanted = {**usual, **{name: value for name, value in said.items() if value is not None}}
    if "marks" in wanted:
        wanted["marks"] = marks_of(wanted["marks"])
    return Wish(**wanted)


class TooManyAtOnce(Unavailable):
    """More is to be drawn on demand than this machine can draw: the wish was not begun."""

    code = "too_many_renders"
    title = "Too much is drawn at this moment"
    fix = "Ask again in some seconds, or let a pipeline make the file: a job waits for its turn."


def print_file(
    revision: Revision, wish: Wish, print_settings: Mapping[str, Any] | None = None, *, limits: Limits | None = None
) -> PrintFile:
    """The print file of a revision. print_settings: a product's (`profile`). limits: those of wishes on demand.

    Raises:
        CannotPrint: with every finding. ProfileUnknown: the profile is not here. TooManyAtOnce.
    """
    made_with = stock(revision.design, materials(str((print_settings or {}).get("profile") or "")))
    limits = limits or on_demand()
    with _refusals():
        if revision.document is not None:
            return walled.print_file(_design(revision), wish, _stamp(revision), made_with, limits)
        return walled.print_customer_file(
            str(revision.file_id), wish, _page_size(revision), revision.page_bleed_mm, _stamp(revision), made_with,
            limits,
        )  # fmt: skip


def print_document(document: Mapping[str, Any], wish: Wish, profile: str, stamp: Stamp) -> PrintFile:
    """A document that is no stored design, as a file; of pictures it may use what the shop keeps.

    Raises:
        CannotPrint: with every finding. ProfileUnknown: the profile is not here.
    """
    with _refusals():
        return walled.print_file(walled.Design(document, {}), wish, stamp, stock(None, materials(profile)), queued())


def print_records(
    filled: Revision, records: tuple[Mapping[str, str], ...], wish: Wish, profile: str = ""
) -> tuple[bytes, Merged]:
    """One PDF of a document revision and all records, and what became of them.

    Raises:
        CannotPrint: the design itself is at fault. ProfileUnknown: the profile is not here.
    """
    with _refusals():
        shop = stock(filled.design, materials(profile))
        return walled.print_records(_design(filled), records, wish, _stamp(filled), shop, queued())


def fingerprint(revision: Revision, wish: Wish, print_settings: Mapping[str, Any] | None = None) -> str:
    """A hash of all that decides the bytes of the print file: equal ones need not be made again."""
    made_with = materials(str((print_settings or {}).get("profile") or ""))
    pins = Pin.objects.filter(design=revision.design).order_by("src_hash").values_list("src_hash", "file_id")
    parts = [__version__, revision.digest, asdict(wish), asdict(made_with), list(pins)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def findings(revision: Revision) -> tuple[Finding, ...]:
    """What is to be said about a document revision before it is printed: low resolution, text that does not fit …"""
    if revision.document is None:
        return ()
    try:
        return walled.findings(_design(revision), stock(revision.design, materials()), queued())
    except PressError as why:
        return why.findings


def fonts_used(revision: Revision) -> list[UsedFont]:
    """The fonts that a document revision is set in.

    Raises:
        CannotPrint: it cannot be laid out.
    """
    with _refusals():
        return walled.fonts_used(_design(revision), stock(revision.design, materials()), queued())


def families() -> tuple[str, ...]:
    """The names of the font families that may be chosen, the shop's own first.

    Raises:
        CannotPrint: a font of the shop cannot be read.
    """
    with _refusals():
        return _families(materials())


def page_drawn(revision: Revision, number: int, *, bleed: bool = False, only: Collection[str] | None = None) -> Drawing:
    """One page (from 1) of a document for the screen, or some of its items by their paths; with what is wrong on it.

    Raises:
        NoSuchPage, DesignInvalid, CannotPrint, TooManyAtOnce.
    """
    check_document(revision.document)  # type: ignore[arg-type]  # an unsaved one may be at fault
    with _refusals():
        drawn = walled.page_drawn(
            _design(revision), number, stock(revision.design, materials()), on_demand(), bleed=bleed,
            only=None if only is None else tuple(only),
        )  # fmt: skip
    if drawn is None:
        raise NoSuchPage(f"There is no page {number} in the design.")
    return drawn


def page_svg(revision: Revision, number: int) -> str:
    """One page (from 1) of a document as SVG, its trim.

    Raises:
        NoSuchPage, CannotPrint, TooManyAtOnce.
    """
    return page_drawn(revision, number).svg


def get_ready(threads: int) -> None:
    """At the start of the web process: as many children as draw at a time, warm before anybody asks for a file.

    threads: those that answer requests. Some of them always stay free for everything else.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2
    renders = config().renders or min(8, processors)
    confine.settle(renders, walled.READY, line=max(1, threads - renders - SPARE_THREADS))
    confine.warm(renders)


def on_demand() -> Limits:
    """For one who waits for it."""
    settings = config()
    return Limits(settings.render_seconds, settings.render_memory, patience=settings.render_wait)


def queued() -> Limits:
    """For work that nobody waits for: it gets its turn, and more time."""
    return Limits(QUEUED_SECONDS, config().render_memory)


def preview_png(revision: Revision, number: int, width: int) -> bytes:
    """A picture of one page's trim, `width` px wide, in sRGB; made once, then kept beside the data.

    Raises:
        NoSuchPage, CannotPrint.
    """
    _check_page(number, revision.pages)
    wish = Wish(format="png", color="rgb", pages=str(number), width=width)
    kept = _cache_folder() / f"{fingerprint(revision, wish)}.png"
    if kept.is_file():
        return kept.read_bytes()
    data = print_file(revision, wish).data
    _keep(kept, data)
    return data


@lru_cache(maxsize=4)
def _families(made_with: Materials) -> tuple[str, ...]:
    return tuple(family.name for family in walled.families(stock(None, made_with)))


@contextmanager
def _refusals() -> Iterator[None]:
    """What the engine refuses, as refusals of ours."""
    try:
        yield
    except PressError as why:
        raise CannotPrint(why.findings) from why
    except confine.Busy as why:
        raise TooManyAtOnce(
            f"So many files are being drawn that the turn of this one did not come ({why}).", seconds=COME_BACK_SECONDS
        ) from why


def _design(revision: Revision) -> walled.Design:
    return walled.Design(revision.document or {}, revision.record)


def _check_page(number: int, count: int) -> None:
    if not 1 <= number <= count:
        raise NoSuchPage(f"There is no page {number}: the design has {count}.")


def _page_size(revision: Revision) -> tuple[float, float] | None:
    if revision.page_width_mm and revision.page_height_mm:
        return revision.page_width_mm, revision.page_height_mm
    return None


def _stamp(revision: Revision) -> Stamp:
    """The day this content was first known here: it prints the same bytes, whoever ordered it."""
    first = Revision.objects.filter(digest=revision.digest).aggregate(first=Min("created_at"))["first"]
    return Stamp(
        created=(first or revision.created_at).astimezone(UTC).replace(microsecond=0), identifier=revision.digest
    )


@cache
def _cache_folder() -> Path:
    folder = config().data.resolve() / "cache" / "previews"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(place: Path, data: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=place.parent, prefix=".making-")
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    Path(temporary).replace(place)
