"""Is it the kind of file a press takes? Standard, output intent, identifiers, and nothing that acts or leads elsewhere.

Clauses: ISO 15930-7:2010 (PDF/X-4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from makeready.press.findings import Finding, Severity
from makeready.press.pdf import reader
from makeready.press.pdf.reader import Array, Dictionary, Stream
from makeready.press.preflight.subject import CheckedPage, Subject
from makeready.press.preflight.walk import Oddity


class NotPdfX(Finding):
    """The file does not claim the standard."""

    code = "not-pdfx"
    sentence = "The file does not say that it is PDF/X-4 (it says {claim})."
    fix = "Export it as PDF/X-4."


class NoOutputIntent(Finding):
    """Nobody said for which press the colours are."""

    code = "no-output-intent"
    sentence = "The file does not say for which printing condition it is made: it has {count} output intents for print."
    fix = "Export it as PDF/X-4 with the profile of the press as output intent."


class OutputProfileWrong(Finding):
    """The output intent's profile is missing or of no printing press."""

    code = "output-profile-wrong"
    sentence = "The output intent {fault}."
    fix = "Choose the CMYK profile of the press as output intent, and embed it."


class Encrypted(Finding):
    """Encryption, even where it opens."""

    code = "encrypted"
    sentence = "The file is encrypted."
    fix = "Save it without security settings."


class NoIdentifier(Finding):
    """No /ID."""

    code = "no-file-identifier"
    sentence = "The file has no identifier (ID in its trailer)."
    fix = "Export it again as PDF/X-4."


class TrappedUnknown(Finding):
    """Whether trapping was done is not said."""

    code = "trapped-unknown"
    sentence = "The file does not say whether it is trapped."
    fix = "Export it again as PDF/X-4, with Trapped set to yes or no."


class MetadataMissing(Finding):
    """XMP that PDF/X-4 wants."""

    code = "metadata-missing"
    severity = Severity.WARNING
    sentence = "The metadata lack {names}."
    fix = "Export it again as PDF/X-4."


class Damaged(Finding):
    """Mended while reading."""

    code = "damaged-structure"
    severity = Severity.WARNING
    sentence = "The file's structure is damaged; we could mend it, another program may not."
    fix = "Export it again."


class Script(Finding):
    """Something that acts."""

    code = "script"
    sentence = "The file holds scripts or actions ({what}), which have no place in a print file."
    fix = "Export it again as PDF/X-4, or print it to a new PDF."


class Annotation(Finding):
    """Comments, links or form fields on the printed area."""

    code = "annotation"
    sentence = "Page {number} has {kinds} on its printed area."
    fix = "Remove comments, links and form fields, or flatten them into the page."


class ExternalContent(Finding):
    """Content that lies in another file."""

    code = "external-content"
    sentence = "Page {number} uses content of another file."
    fix = "Embed all content, and export the file again."


class PostScript(Finding):
    """PostScript in a PDF."""

    code = "postscript"
    sentence = "Page {number} holds PostScript, which a PDF press cannot print."
    fix = "Print the file to a new PDF."


class TransferFunction(Finding):
    """Tone curves inside the file."""

    code = "transfer-function"
    sentence = "Page {number} changes the press's tones (transfer function)."
    fix = "Export it again without transfer functions."


def check(subject: Subject) -> Iterator[Finding]:
    """The findings of this family."""
    yield from _standard(subject)
    yield from _output_intent(subject)
    yield from _actions(subject)
    for page in subject.pages:
        yield from _annotations(page)
        yield from _oddities(page)


_WANTED_IN_XMP = {
    "the title": rb"<dc:title[ >]",
    "the date of creation": rb"xmp:CreateDate",
    "the date of the last change": rb"xmp:ModifyDate",
    "a document identifier": rb"xmpMM:DocumentID",
}


def _standard(subject: Subject) -> Iterator[Finding]:
    pdf = subject.pdf
    claim = reader.pdfx_version(pdf)
    if claim != "PDF/X-4":
        yield NotPdfX(claim=claim or "nothing")
    if pdf.is_encrypted:
        yield Encrypted()
    if pdf.get_warnings():
        yield Damaged()
    if pdf.trailer.get("/ID") is None:
        yield NoIdentifier()
    metadata = pdf.Root.get("/Metadata")
    xmp = metadata.read_bytes() if isinstance(metadata, Stream) else b""
    info = pdf.trailer.get("/Info")
    trapped = str(info.get("/Trapped")) if isinstance(info, Dictionary) else ""
    if trapped not in ("/True", "/False") and not re.search(rb"Trapped\s*(=\s*[\"']|>)\s*(True|False)", xmp):
        yield TrappedUnknown()
    missing = [name for name, sign in _WANTED_IN_XMP.items() if not re.search(sign, xmp)]
    if missing:
        yield MetadataMissing(names=", ".join(missing))


def _output_intent(subject: Subject) -> Iterator[Finding]:
    intents = subject.intents
    if len(intents) != 1:
        yield NoOutputIntent(count=len(intents) or "no")
    for intent in intents:
        fault = _fault_of(intent)
        if fault:
            yield OutputProfileWrong(fault=fault)


def _fault_of(intent: Dictionary) -> str:
    if "/OutputConditionIdentifier" not in intent:
        return "does not name its printing condition"
    profile = intent.get("/DestOutputProfile")
    if not isinstance(profile, Stream):
        return "embeds no profile"
    head = profile.read_bytes()[:128]
    if head[36:40] != b"acsp":
        return "embeds something that is no ICC profile"
    if head[12:16] != b"prtr":
        return "embeds the profile of a device that does not print"
    if head[16:20] != b"CMYK" or int(profile.get("/N", 0)) != 4:
        return "is not for a CMYK press"
    return ""


def _actions(subject: Subject) -> Iterator[Finding]:
    root = subject.pdf.Root
    names = root.get("/Names")
    opens = root.get("/OpenAction")
    found = [
        word
        for word, there in (
            ("JavaScript", isinstance(names, Dictionary) and "/JavaScript" in names),
            ("an action when it is opened", isinstance(opens, Dictionary)),
            ("actions of the document", "/AA" in root),
            ("actions of pages", any("/AA" in page.page for page in subject.pages)),
        )
        if there
    ]
    if found:
        yield Script(what=", ".join(found))


_ALLOWED = {"/TrapNet", "/PrinterMark"}


def _annotations(page: CheckedPage) -> Iterator[Finding]:
    annotations = page.page.get("/Annots")
    if not isinstance(annotations, Array):
        return
    kinds = sorted({
        str(one.get("/Subtype"))[1:]
        for one in annotations
        if isinstance(one, Dictionary) and str(one.get("/Subtype")) not in _ALLOWED and _touches(one, page)
    })  # fmt: skip
    if kinds:
        yield Annotation(page=page.number, number=page.number, kinds=", ".join(kinds))


def _touches(annotation: Dictionary, page: CheckedPage) -> bool:
    """Whether it reaches into the bleed box; one without a place is taken to."""
    corners = annotation.get("/Rect")
    if not isinstance(corners, Array) or len(corners) != 4:
        return True
    x0, y0, x1, y1 = (float(v) for v in corners)
    bleed = page.boxes.bleed
    return min(x0, x1) < bleed.right and max(x0, x1) > bleed.x and min(y0, y1) < bleed.bottom and max(y0, y1) > bleed.y


_ODDITIES: dict[str, type[Finding]] = {
    "external": ExternalContent,
    "postscript": PostScript,
    "transfer": TransferFunction,
}


def _oddities(page: CheckedPage) -> Iterator[Finding]:
    for what in sorted({one.what for one in page.met if isinstance(one, Oddity)}):
        yield _ODDITIES[what](page=page.number, number=page.number)
