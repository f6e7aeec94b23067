"""Is a PDF that a test made fit for the press? Our own checker on every one of them."""

from __future__ import annotations

from makeready.press.findings import Finding, Severity
from makeready.press.preflight.check import preflight


def assert_pdfx4(data: bytes, *, expected: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """The PDF is PDF/X-4 in the press's inks only; returns all findings.

    expected: codes of findings that the test brought about on purpose.
    """
    findings = preflight(data, "pdfx4-cmyk")
    wrong = [f for f in findings if f.severity is not Severity.INFO and f.code not in expected]
    assert not wrong, "\n".join(f"{f.severity} {f.code}: {f.message} {f.path}" for f in wrong)
    missing = set(expected) - {f.code for f in findings}
    assert not missing, f"expected findings that were not found: {sorted(missing)}"
    return findings


def assert_no_errors(data: bytes) -> None:
    """The same without the warnings: for drawings that are odd on purpose."""
    wrong = [f for f in preflight(data, "pdfx4-cmyk") if f.severity is Severity.ERROR]
    assert not wrong, "\n".join(f"{f.code}: {f.message} {f.path}" for f in wrong)
