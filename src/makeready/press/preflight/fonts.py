"""Can the text be printed and read? Every font in the file, and every letter with its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from makeready.press.findings import Finding, Severity
from makeready.press.preflight.subject import CheckedPage, Subject
from makeready.press.preflight.walk import paints


class FontNotEmbedded(Finding):
    """The press would set another font."""

    code = "font-not-embedded"
    sentence = "Page {number} uses the font {font}, which is not embedded; the press would print another one."
    fix = "Embed all fonts when you export, or turn the text into outlines."


class FontMissing(Finding):
    """Text in a font that the page does not have."""

    code = "font-not-in-file"
    sentence = "Page {number} has text in a font that is not in the file at all."
    fix = "Export the file again."


class FontWithoutUnicode(Finding):
    """Text that cannot be searched or copied."""

    code = "font-without-unicode"
    severity = Severity.INFO
    sentence = "Page {number}: the text in {font} prints, but cannot be searched or copied (no ToUnicode)."
    fix = "Export it with searchable text if that matters."


def check(subject: Subject) -> Iterator[Finding]:
    """The findings of this family."""
    for page in subject.pages:
        yield from _check(page)


def _check(page: CheckedPage) -> Iterator[Finding]:
    at: dict[str, Any] = {"page": page.number, "number": page.number}
    used = dict.fromkeys(paint.font for paint in paints(page.met) if paint.kind == "text")
    for font in used:
        if font is None:
            yield FontMissing(**at)
        elif not font.embedded:
            yield FontNotEmbedded(**at, font=font.name)
        elif not font.unicode:
            yield FontWithoutUnicode(**at, font=font.name)
