"""What can be wrong with a design or a file? One `Finding` each: code, severity, place, sentence, way out.

The family tree: subclasses stand beside the code that finds them (`design/check.py`, `layout/…`,
`preflight/…`); each has a stable `code`, a `sentence` with the facts to fill in, and a `fix`.

    class GlyphMissing(Finding):
        \"\"\"No font of the chain has a character (would print as an empty box).\"\"\"
        code = "glyph-missing"
        severity = Severity.ERROR
        sentence = "No font has “{character}” (U+{code_point}) in {item}."
        fix = "Upload a font with this character, or change the text."

    GlyphMissing(path="pages/0/items/2/text", page=1, character="ẞ", code_point="1E9E", item="text 3")
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar


class Severity(StrEnum):
    """How bad: an error must not be printed; a warning should be looked at; info is good to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Finding:
    """One fault or remark, with its place.

    path: place in the document, JSON-pointer like without the leading slash (`pages/0/items/2/x`), or "".
    page: page number counted from 1, or None where it concerns the whole file.
    facts: what fills the sentence.
    """

    code: ClassVar[str] = "finding"
    severity: Severity = Severity.ERROR
    sentence: ClassVar[str] = "{message}"
    fix: ClassVar[str] = "Correct it and try again."

    def __init__(
        self, *, path: str = "", page: int | None = None, severity: Severity | None = None, **facts: Any
    ) -> None:
        self.path = path
        self.page = page
        self.facts = facts
        if severity is not None:
            self.severity = severity

    @property
    def message(self) -> str:
        """The sentence for a person."""
        return self.sentence.format(**self.facts)

    @property
    def hint(self) -> str:
        """What to do."""
        return self.fix.format(**self.facts)

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain values for JSON: code, severity, path, page, message, hint."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "path": self.path,
            "page": self.page,
            "message": self.message,
            "hint": self.hint,
        }

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self.as_dict() == other.as_dict()

    def __hash__(self) -> int:
        return hash((self.code, self.path, self.page, self.message))

    def __repr__(self) -> str:
        place = f" at {self.path}" if self.path else ""
        return f"<{self.code}{place}: {self.message}>"


class PressError(Exception):
    """The work cannot be done; `findings` say why, all of them at once, and never without one."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        super().__init__("; ".join(f.message for f in self.findings))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that forbid printing."""
    return tuple(f for f in findings if f.severity is Severity.ERROR)
