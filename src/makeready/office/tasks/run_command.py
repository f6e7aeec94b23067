"""Task `run-command`: a program of the shop's own, where the administrator has named it (MAKEREADY_PROGRAMS)."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from makeready.config import config
from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ANY, File, Input, JobContext, Task, TaskFailed

SECONDS_AT_MOST = 3600
MEMORY = 4 << 30
LARGEST_FILE = 4 << 30
"""Bytes that the program may use as memory, and write into one file."""

ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
"""What the program sees of ours: nothing, so that no secret of the server's is among it."""

TOLD = 4000
"""Characters of what a program prints that stay in the log."""


class ProgramNotAllowed(TaskFailed):
    """The administrator has not named such a program."""

    code = "program_not_allowed"
    fix = "Ask the administrator to name the program: MAKEREADY_PROGRAMS=name=/path/to/program."


class ProgramFailed(TaskFailed):
    """The program ended with an error, or did not end in time."""

    code = "program_failed"
    fix = "Look at what it printed (in the job's log), mend the cause, then press Retry."


class RunCommandParams(TaskParams):
    """A program by the name that the administrator gave it, and its arguments, each by itself: there is no shell."""

    program: str = Field(description="The program's name, as in MAKEREADY_PROGRAMS.", min_length=1)
    arguments: list[str] = Field(
        default_factory=list, description="Arguments; {{in}} and {{out}} are its folders.", max_length=200
    )
    seconds: int = Field(120, ge=1, le=SECONDS_AT_MOST, description="How long it may take.")


class RunCommand(Task):
    """Runs a program that the administrator allows, in a folder of its own; files that it leaves become artifacts."""

    name = "run-command"
    Params = RunCommandParams
    inputs = ANY
    outputs = ANY
    sends = True
    values_of_the_moment = frozenset({"in", "out"})
    filled_later = frozenset({"arguments"})

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The program must be one that is allowed."""
        name = parameters.get("program")
        if isinstance(name, str) and name and name not in programs():
            known = ", ".join(programs()) or "none is"
            yield "program", f"“{name}” is no program that the administrator allows (allowed: {known})."

    def run(self, params: RunCommandParams, job: JobContext) -> None:
        """Lay the inputs into `in`, run, and take what lies in `out` afterwards, by name."""
        program = programs().get(params.program)
        if program is None:
            raise ProgramNotAllowed(f"The administrator allows no program “{params.program}”.")
        with tempfile.TemporaryDirectory(prefix="makeready-run-") as folder:
            inward, outward = Path(folder) / "in", Path(folder) / "out"
            inward.mkdir()
            outward.mkdir()
            for artifact in job.inputs:
                _lay(artifact, inward)
            words: dict[str, Any] = {"in": str(inward), "out": str(outward)}
            arguments = [job.fill(argument, **words) for argument in params.arguments]
            if job.only_told("program", program, " ".join(arguments)):
                return  # who knows what it does elsewhere
            _run([program, *arguments], Path(folder), params.seconds, job)
            job.deliver(list(_left_in(outward)))


def programs() -> dict[str, str]:
    """The programs that the administrator allows: name → path."""
    pairs = (entry.partition("=") for entry in config().programs)
    return {name.strip(): path.strip() for name, _, path in pairs if name.strip() and path.strip().startswith("/")}


def _lay(artifact: Input, folder: Path) -> None:
    name = re.sub(r"[^\w.() -]", "_", artifact.name).lstrip(".-") or "file"
    with (folder / name).open("wb") as file:
        for piece in blobs.chunks(artifact.sha256):
            file.write(piece)


def _run(command: list[str], folder: Path, seconds: int, job: JobContext) -> None:
    """Run to the end, or end it: too late, cancelled, or handed to another worker."""
    with (folder / "printed").open("w+b") as printed:
        try:
            process = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT,
                env={**ENVIRONMENT, "HOME": str(folder), "TMPDIR": str(folder)}, start_new_session=True,
                preexec_fn=_limits,
            )  # fmt: skip
        except OSError as why:
            raise ProgramFailed(f"{command[0]} cannot be run: {why.strerror or why}.") from why
        try:
            _await(process, seconds, job)
        finally:
            _end(process)
        printed.seek(0)
        said = printed.read(TOLD * 4).decode("utf-8", "replace").strip()[:TOLD]
    for line in said.splitlines():
        job.log(line)
    if process.returncode:
        how = f"ended with {process.returncode}" if process.returncode > 0 else f"was ended by {-process.returncode}"
        last = said.splitlines()[-1] if said else "it printed nothing"
        raise ProgramFailed(f"{Path(command[0]).name} {how}: {last[:300]}")


def _await(process: subprocess.Popen[bytes], seconds: int, job: JobContext) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            process.wait(0.1)
            return
        except subprocess.TimeoutExpired:
            job.check()
            if time.monotonic() > end:
                raise ProgramFailed(f"The program did not end within {seconds} seconds and was ended.") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and all that it started; nothing stays behind."""
    with contextlib.suppress(ProcessLookupError):  # it and all of its own have ended
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _limits() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _left_in(folder: Path) -> Iterator[File]:
    """What the program left, by name; links are no files."""
    for place in sorted(folder.iterdir()):
        if place.is_file() and not place.is_symlink():
            blob = blobs.put_file(place)
            yield File(blob.sha256, blob.media_type, blob.size, place.name)
