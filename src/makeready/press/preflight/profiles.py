"""Against what is a file checked? Named profiles: which findings count how much, and the limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from makeready.press.findings import Finding, PressError, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@dataclass(frozen=True)
class Profile:
    """What is demanded.

    counts: code → severity where it differs from the finding's own; None: not asked for. image_ppi: least
    resolution of pictures as placed. line_pt: thinnest line. ink: most of all process inks together, per cent.
    text_ink_pt: black text smaller than this should be one ink.
    """

    name: str
    sentence: str
    counts: Mapping[str, Severity | None] = field(default_factory=dict)
    image_ppi: float = 150.0
    line_pt: float = 0.25
    ink: float = 330.0
    text_ink_pt: float = 24.0

    def judged(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that matter here, as severe as they are here."""
        kept = []
        for finding in findings:
            severity = self.counts.get(finding.code, finding.severity)
            if severity is not None:
                finding.severity = severity
                kept.append(finding)
        return kept


class UnknownProfile(Finding):
    """A profile that there is not."""

    code = "unknown-profile"
    sentence = "There is no preflight profile “{name}”."
    fix = "Choose one of {known}."


PDFX4 = Profile("pdfx4", "PDF/X-4 (ISO 15930-7), and what a press operator would call back about.")

PDFX4_CMYK = Profile(
    "pdfx4-cmyk",
    "PDF/X-4 with everything already in process, grey or spot inks, as Makeready itself writes it.",
    counts={"calibrated-colour": ERROR, "font-without-unicode": ERROR, "metadata-missing": ERROR},
)

PRINT_READY = Profile(
    "print-ready",
    "Files of customers: what would print wrong is an error, what the press can settle is a warning.",
    counts={
        "not-pdfx": None,
        "no-output-intent": INFO,
        "output-profile-wrong": WARNING,
        "profile-is-intent": None,
        "no-file-identifier": None,
        "trapped-unknown": None,
        "metadata-missing": None,
        "encrypted": WARNING,
        "no-trim": WARNING,
        "trim-and-art": WARNING,
        "device-rgb": WARNING,
        "calibrated-colour": INFO,
        "annotation": WARNING,
        "script": WARNING,
        "transfer-function": WARNING,
        "font-without-unicode": None,
    },
)

PROFILES = {profile.name: profile for profile in (PDFX4, PDFX4_CMYK, PRINT_READY)}


def profile_named(name: str) -> Profile:
    """The profile of that name.

    Raises:
        PressError: UnknownProfile.
    """
    if name not in PROFILES:
        raise PressError([UnknownProfile(name=name, known=", ".join(PROFILES))])
    return PROFILES[name]
