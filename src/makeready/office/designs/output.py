"""How does a stored design become a file? The one bridge from the office to the print engine.

On demand, queued, preview, thumbnail and editor all come through here, so that they cannot differ.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Min

from makeready import __version__
from makeready.config import config
from makeready.office.designs.conditions import fonts, output_condition
from makeready.office.designs.models import Pin, Revision
from makeready.office.designs.sources import source_files
from makeready.office.designs.store import check_document
from makeready.office.errors import Fault, Invalid, NotFound
from makeready.office.storage import blobs
from makeready.press.displaylist.page import Page
from makeready.press.findings import Finding, PressError
from makeready.press.layout.page import lay_out
from makeready.press.pdf.metadata import Stamp
from makeready.press.render import PrintFile, Wish, reading_pdf, render, render_file
from makeready.press.sources import SourceFile
from makeready.press.svg.writer import write as write_svg


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


def print_file(revision: Revision, wish: Wish, print_settings: Mapping[str, Any] | None = None) -> PrintFile:
    """The print file of a revision. print_settings: a product's (`profile`).

    Raises:
        CannotPrint: with every finding. ProfileUnknown: the profile is not here.
    """
    condition = output_condition(str((print_settings or {}).get("profile") or ""))
    try:
        if revision.document is not None:
            return render(
                check_document(revision.document), revision.record, wish, fonts=fonts(),
                sources=source_files(revision.design), condition=condition, stamp=_stamp(revision),
            )  # fmt: skip
        return render_file(
            SourceFile(blobs.read(str(revision.file_id))), wish, size=_page_size(revision),
            bleed=revision.page_bleed_mm, fonts=fonts(), condition=condition, stamp=_stamp(revision),
        )  # fmt: skip
    except PressError as why:
        raise CannotPrint(why.findings) from why


def fingerprint(revision: Revision, wish: Wish, print_settings: Mapping[str, Any] | None = None) -> str:
    """A hash of all that decides the bytes of the print file: equal ones need not be made again."""
    condition = output_condition(str((print_settings or {}).get("profile") or ""))
    pins = Pin.objects.filter(design=revision.design).order_by("src_hash").values_list("src_hash", "file_id")
    parts = [__version__, revision.digest, asdict(wish), condition.sha256, fonts().identity, list(pins)]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def findings(revision: Revision) -> tuple[Finding, ...]:
    """What is to be said about a document revision before it is printed: low resolution, text that does not fit …"""
    if revision.document is None:
        return ()
    try:
        return tuple(finding for page in pages(revision) for finding in page.findings)
    except PressError as why:
        return why.findings


def pages(
    revision: Revision, document: Mapping[str, Any] | None = None, only: Collection[int] | None = None
) -> tuple[Page, ...]:
    """A document revision laid out. document: an unsaved change of it, for the editor. only: page numbers wanted.

    Raises:
        DesignInvalid: the change is at fault. PressError: it cannot be laid out.
    """
    wanted = check_document(revision.document if document is None else document)  # type: ignore[arg-type]
    sources = reading_pdf(source_files(revision.design))
    return lay_out(wanted, revision.record, fonts=fonts(), sources=sources, only=only)


def page_svg(revision: Revision, number: int, document: Mapping[str, Any] | None = None, *, bleed: bool = False) -> str:
    """One page (from 1) of a document as SVG. document: an unsaved change of it.

    Raises:
        NoSuchPage, DesignInvalid, CannotPrint.
    """
    try:
        laid_out = pages(revision, document, only={number})
    except PressError as why:
        raise CannotPrint(why.findings) from why
    if not laid_out:
        raise NoSuchPage(f"There is no page {number} in the design.")
    return write_svg(laid_out[0], fonts=fonts(), condition=output_condition(), bleed=bleed)


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
