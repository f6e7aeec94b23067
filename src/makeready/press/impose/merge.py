"""How do several files become one? Their pages one after another in one PDF; pictures become pages first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from makeready.press import confine
from makeready.press.findings import Finding, PressError, Severity
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import Dictionary, Pdf, Stream

PDF = "application/pdf"

PageOf = Callable[[str, bytes], bytes]
"""Media type and bytes of a picture → a PDF of one page. `press.render` has one."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One PDF of all pages, and what should be known about it."""

    data: bytes
    pages: int
    findings: tuple[Finding, ...] = ()


class NothingToMerge(Finding):
    """No file at all."""

    code = "nothing-to-merge"
    sentence = "There is no file to merge."
    fix = "Name at least one PDF or picture."


class NoPage(Finding):
    """A file that cannot become a page."""

    code = "no-page"
    sentence = "File {number} is {media_type}, which cannot become a page of the PDF."
    fix = "Use PDF, PNG, JPEG or TIFF files."


class ConditionsDiffer(Finding):
    """The merged file cannot claim what its parts claim, since they are made for different presses."""

    code = "conditions-differ"
    severity = Severity.WARNING
    sentence = "File {number} is not made for the same printing condition as file 1, so the merged PDF claims none."
    fix = "Render all parts for one output profile to get a PDF/X-4."


def merge_pdfs(files: Sequence[tuple[str, bytes]], page_of: PageOf | None = None) -> Merged:
    """All pages of (media type, bytes) in order, as exactly one PDF; layers keep their state.

    page_of: makes pages of pictures; without it pictures are refused. Output intent and metadata are those
    of the first file where all agree on the printing condition.

    Raises:
        PressError: where there is no file, or one cannot be read.
    """
    if not files:
        raise PressError([NothingToMerge()])
    strange = [
        n for n, (kind, _) in enumerate(files, 1) if kind != PDF and (page_of is None or not kind.startswith("image/"))
    ]
    if strange:
        raise PressError([NoPage(number=n, media_type=files[n - 1][0] or "of an unknown kind") for n in strange])
    parts = [data if kind == PDF or page_of is None else page_of(kind, data) for kind, data in files]
    return confine.run(_merge, parts, seconds=120.0)


def _merge(parts: list[bytes]) -> Merged:
    findings: list[Finding] = []
    with reader.opened(parts[0]) as whole:
        condition = _condition(whole)
        for number, data in enumerate(parts[1:], 2):
            with reader.opened(data) as part:
                if _condition(part) != condition:
                    findings.append(ConditionsDiffer(number=number))
                rewrite.append_pages(whole, part)
        if findings:
            for key in ("/OutputIntents", "/Metadata"):
                if key in whole.Root:
                    del whole.Root[key]
        return Merged(rewrite.save(whole), len(whole.pages), tuple(findings))


def _condition(pdf: Pdf) -> tuple[str, bytes]:
    """What the file claims to be, and the output profile that it is made for."""
    for intent in pdf.Root.get("/OutputIntents", []):
        profile = intent.get("/DestOutputProfile") if isinstance(intent, Dictionary) else None
        if isinstance(profile, Stream):
            return reader.pdfx_version(pdf), profile.read_bytes()
    return reader.pdfx_version(pdf), b""
