"""What is wrong with a project's design? The engine's findings and missing pictures, as problems on the project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from makeready.office.designs.fetching import PinFailure
from makeready.office.designs.sources import pin_key
from makeready.office.projects import problems
from makeready.office.projects.models import Problem, Project
from makeready.office.projects.problems import Code
from makeready.press.findings import Finding, Severity

PREFIX = "design:"
"""Problems with such a key are about the design as it is, and are found anew whenever it changes."""


def say_what_is_wrong(project: Project, found: Iterable[Finding], failures: Sequence[PinFailure] = ()) -> None:
    """Replace what is said of the design by what is wrong with it now, inside the caller's transaction.

    What forbids printing holds the pipeline's start; warnings (low resolution, text that was shrunk) are shown only.
    found: `designs.output.findings` of the revision, asked for before the transaction, since it takes its time.
    """
    unfetched = [failure.src for failure in failures]
    wanted = _of_findings(finding for finding in found if not _is_of(finding, unfetched)) | _of_pictures(failures)
    there = set(Problem.objects.filter(project=project, key__startswith=PREFIX).values_list("code", "key"))
    for code, key in there - wanted.keys():
        problems.clear(project, code, key=key)
    for (code, key), words in wanted.items():
        problems.raise_problem(project, code, key=key, **words)


IMPORT_PREFIX = "import:"
"""Problems with such a key tell what of another program's design was not carried over."""


def say_what_was_left_out(project: Project, found: Iterable[Finding]) -> None:
    """Replace what is said to be missing since the design was imported: for people to look at, it holds nothing."""
    for code, key in Problem.objects.filter(project=project, key__startswith=IMPORT_PREFIX).values_list("code", "key"):
        problems.clear(project, code, key=key)
    for number, finding in enumerate(found):
        problems.raise_problem(
            project, finding.code, finding.message, finding.hint, key=f"{IMPORT_PREFIX}{number}",
            severity=str(finding.severity),
        )  # fmt: skip


_Wanted = dict[tuple[str, str], dict[str, Any]]


def _of_findings(found: Iterable[Finding]) -> _Wanted:
    return {
        (finding.code, f"{PREFIX}{finding.path}"[:200]): {
            "message": finding.message,
            "hint": finding.hint,
            "holds_start": finding.severity is Severity.ERROR,
            "severity": str(finding.severity),
            "path": finding.path,
            "page": finding.page,
        }
        for finding in found
        if finding.severity is not Severity.INFO
    }


def _is_of(finding: Finding, addresses: Iterable[str]) -> bool:
    """Whether the engine misses a picture of which we know better why it is not there."""
    shown = str(finding.facts.get("src", "")).removesuffix("…")
    return finding.code == "source-missing" and any(address.startswith(shown) for address in addresses)


def _of_pictures(failures: Iterable[PinFailure]) -> _Wanted:
    return {
        (Code.PICTURE_MISSING.value, f"{PREFIX}{pin_key(failure.src)}"): {
            "message": f"The picture at {_shown(failure.src)} cannot be used: {failure.error.sentence}",
            "hint": f"{failure.error.hint} Then fetch the design again.",
            "holds_start": True,
            "cause": failure.error.code,
        }
        for failure in failures
    }


def _shown(src: str) -> str:
    """An address without its query, which may hold somebody's token."""
    plain = src.split("?")[0].split("#")[0]
    return plain if len(plain) <= 120 else f"{plain[:117]}…"
