"""What of a foreign design was not carried over, or cannot be read at all? Counted by kind, told in words."""

from __future__ import annotations

from collections import Counter

from makeready.press.findings import Finding, PressError, Severity


class ImportUnreadable(Finding):
    """A file that is no design of a kind that can be imported."""

    code = "import-unreadable"
    sentence = "The file cannot be imported: {why}"
    fix = "Import Fabric.js JSON, Polotno JSON, SVG or PDF, or a picture; export it again from its editor."


class ImportNotCarried(Finding):
    """Something of a foreign design that is left out or only approximated."""

    code = "import-not-carried"
    severity = Severity.WARNING
    sentence = "Not carried over from {kind}: {what}{times}."
    fix = "Look at the result; put in what is missing, or change it in the program where the design was made."


class ImportGuessed(Finding):
    """Something that the file does not say and that was chosen instead."""

    code = "import-guessed"
    severity = Severity.INFO
    sentence = "The {kind} does not say {what}: {choice}."
    fix = "Look at the result; import it again with the right size if it is wrong."


class LeftOut:
    """A list of what is not carried over from one file; the same words are told once, with their number."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._counted: Counter[str] = Counter()
        self._guessed: list[Finding] = []

    def tell(self, what: str) -> None:
        """Take down something that is left out or approximated."""
        self._counted[" ".join(what.split())[:200]] += 1

    def guess(self, what: str, choice: str) -> None:
        """Take down what was chosen because the file does not say it."""
        self._guessed.append(ImportGuessed(kind=self.kind, what=what, choice=choice))

    def findings(self) -> tuple[Finding, ...]:
        """Everything taken down."""
        return (*self._guessed, *(
            ImportNotCarried(kind=self.kind, what=what, times=f" ({count} times)" if count > 1 else "")
            for what, count in self._counted.items()
        ))  # fmt: skip


def unreadable(why: str) -> PressError:
    """The error of a file that cannot be imported; `why` is a sentence in lower case with a full stop."""
    return PressError([ImportUnreadable(why=why)])
