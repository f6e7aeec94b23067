"""How does a design come from an address? Fetched once through the guarded client, then pinned for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from makeready.office import outgoing
from makeready.office.accounts.actor import Actor
from makeready.office.designs.files import as_document, examine, kind_in_words
from makeready.office.designs.importing import taken_over
from makeready.office.designs.models import Design, Pin
from makeready.office.designs.sources import addresses, pin_key
from makeready.office.designs.store import PageSize, create_document_design, create_file_design, revision
from makeready.office.errors import Invalid, OfficeError
from makeready.office.storage import blobs
from makeready.office.storage.media_types import sniff
from makeready.press.findings import Finding

MAX_BYTES = 500 << 20
PINNABLE = ("image/png", "image/jpeg", "image/tiff", "image/webp", "image/avif", "image/svg+xml", "application/pdf")


class PictureUnusable(Invalid):
    """What an address in a design holds is no picture or PDF."""

    code = "picture_unusable"
    title = "The picture cannot be used"
    fix = "Ask the customer for the file, or replace the picture in the editor."


@dataclass(frozen=True, slots=True)
class PinFailure:
    """An address in a design that could not be fetched or used: why, in words, and whether later may be better."""

    src: str
    error: OfficeError
    transient: bool


def design_from_address(
    url: str,
    *,
    name: str,
    project: str,
    by: Actor,
    record: Mapping[str, str] | None = None,
    page: PageSize | None = None,
) -> tuple[Design, tuple[Finding, ...]]:
    """Fetch what an address holds, a print-ready file or design JSON, and keep it as the project's design.

    Answers the design, and what of another program's design was not carried over.

    Raises:
        outgoing.FetchFailed, outgoing.AddressForbidden: it cannot be had.
        FileUnusable, DesignInvalid: it cannot be used.
    """
    data = outgoing.fetch(url, max_bytes=MAX_BYTES).data
    document = as_document(data)
    if document is not None:
        ours, left_out = taken_over(document, page)
        return create_document_design(name, ours, by=by, project=project, record=record), left_out
    return create_file_design(name, data, file_name=file_name_of(url), by=by, project=project, page=page), ()


def pin_sources(design: Design) -> list[PinFailure]:
    """Fetch every address that the current revision refers to and that is not pinned yet; what failed, in words."""
    shown = revision(design)
    if shown.document is None:
        return []
    failures = []
    pinned = set(Pin.objects.filter(design=design).values_list("src_hash", flat=True))
    for src in addresses(shown.document, shown.record):
        if pin_key(src) not in pinned:
            try:
                pin(design, src)
            except OfficeError as why:
                failures.append(PinFailure(src, why, bool(getattr(why, "transient", False))))
    return failures


def pin(design: Design, src: str) -> None:
    """Fetch one address and pin what it holds now.

    Raises:
        outgoing.FetchFailed, outgoing.AddressForbidden, PictureUnusable, FileUnusable.
    """
    data = outgoing.fetch(src, max_bytes=MAX_BYTES).data
    kind = sniff(data)
    if kind not in PINNABLE:
        raise PictureUnusable(f"What {_shown(src)} holds is {kind_in_words(data, kind)}, not a picture or PDF.")
    examine(data)
    blob = blobs.put(data, kind)
    Pin.objects.get_or_create(design=design, src_hash=pin_key(src), defaults={"src": src, "file": blob})


def file_name_of(url: str) -> str:
    """The last part of an address's path, as a file name for people."""
    return unquote(PurePosixPath(urlsplit(url).path).name)[:200] or "design"


def _shown(src: str) -> str:
    return src if len(src) <= 100 else src[:97] + "…"
