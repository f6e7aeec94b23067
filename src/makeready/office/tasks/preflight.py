"""Task `preflight`: a gate that lets only files through that will print well."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import SOME, Count, Input, InputUnsuitable, JobContext, Task, TaskFailed
from makeready.press.preflight.check import preflight
from makeready.press.preflight.profiles import PROFILES

PDF = "application/pdf"


class NotFitToPrint(TaskFailed):
    """A file did not pass the gate."""

    code = "not_fit_to_print"
    fix = "Look at the findings: mend the design or ask the customer for another file, then press Retry."


class StopOn(Word):
    """What closes the gate."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class PreflightParams(TaskParams):
    """Against what a file is held, and what closes the gate."""

    profile: str = Field("pdfx4", description=f"One of {', '.join(PROFILES)}.")
    stop_on: StopOn = Field(
        StopOn.ERROR, description="error: errors close the gate; warning: warnings too; never: they are only told."
    )


class Preflight(Task):
    """Checks PDFs against a profile and stops the job where one would not print well."""

    name = "preflight"
    Params = PreflightParams
    inputs = SOME
    outputs = Count(0, 1)

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """An unknown profile can be told beforehand."""
        profile = parameters.get("profile", "pdfx4")
        if isinstance(profile, str) and "{{" not in profile and profile not in PROFILES:
            yield "profile", f"There is no preflight profile “{profile}”; there are {', '.join(PROFILES)}."

    def run(self, params: PreflightParams, job: JobContext) -> None:
        """Check all files, tell all findings, and stop at the end where one forbids printing."""
        found = {artifact.alias: _findings(artifact, params.profile, job) for artifact in job.inputs}
        if job.wanted:
            report = json.dumps({"profile": params.profile, "files": found}, ensure_ascii=False, indent=1)
            job.deliver([job.keep(report.encode(), "application/json", "preflight.json")])
        closing = {"error": ("error",), "warning": ("error", "warning"), "never": ()}[params.stop_on]
        stopping = [one for findings in found.values() for one in findings if one["severity"] in closing]
        if stopping:
            more = f" (and {len(stopping) - 1} more)" if len(stopping) > 1 else ""
            raise NotFitToPrint(f"{stopping[0]['message']}{more}", findings=stopping)


def _findings(artifact: Input, profile: str, job: JobContext) -> list[dict[str, Any]]:
    if artifact.media_type != PDF:
        raise InputUnsuitable(f"{artifact.name} is {artifact.media_type}; only PDF is checked.")
    findings = job.work(checked, artifact.sha256, profile)
    count = {level: sum(one["severity"] == level for one in findings) for level in ("error", "warning")}
    job.log(f"{artifact.name}: {count['error']} errors, {count['warning']} warnings ({profile}).")
    for one in findings:
        if one["severity"] != "info":
            job.log(f"{artifact.name}: {one['message']}", "warning")
    return findings


def checked(sha256: str, profile: str) -> list[dict[str, Any]]:
    """The findings of a PDF in the storage (called in a helper process)."""
    return [finding.as_dict() for finding in preflight(blobs.read(sha256), profile)]
