"""What does a task see of its job? `JobContext` for real: artifacts, the print engine, values, effects, the log.

What a task makes is written when it has succeeded, in one transaction with its outcome: a crash before
leaves nothing half-made.
"""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils import timezone

from makeready.config import config
from makeready.office import outgoing
from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.connections import store as connections
from makeready.office.connections.store import Receiver
from makeready.office.delivery.receipts import Effect
from makeready.office.delivery.trial import Would
from makeready.office.jobs import approvals, artwork, fence, keeping, material, merging, reach, waking
from makeready.office.jobs.log import Log
from makeready.office.jobs.models import Approval, Artifact, Job, TaskRun
from makeready.office.jobs.processes import Helpers
from makeready.office.jobs.values import Values, about
from makeready.office.pipelines.definition import Step
from makeready.office.pipelines.language import fill
from makeready.office.projects import transitions
from makeready.office.projects.models import Project
from makeready.office.projects.printing import print_settings
from makeready.office.storage import blobs
from makeready.office.storefronts.storefront import News
from makeready.office.tasks.quoting import Written, plain
from makeready.office.tasks.task import Decision, File, Input, Picture, TaskFailed

if TYPE_CHECKING:
    from makeready.office.jobs.elements import Element

R = TypeVar("R")

CHECK_SECONDS = 0.5
LONGEST_KEY = 200


class ArtifactMissing(TaskFailed):
    """A task needs an artifact that is not there."""

    code = "artifact_missing"
    fix = "The task that makes it was skipped or made fewer: correct the pipeline, then start the job again."


@dataclass
class Context:
    """One attempt of one task.

    each, words: the element that it is done for, and values that only it may ask for. stop_at: on the monotonic
    clock, when `too_late` is raised. left: nobody waits for it any more; nothing it does counts.
    """

    job: Job
    task: TaskRun
    step: Step
    helpers: Helpers
    log_book: Log
    ending: Callable[[], bool]
    artifacts: list[Artifact]
    each: Element | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    stop_at: float | None = None
    too_late: TaskFailed | None = None
    left: bool = False
    changes: list[Callable[[], None]] = field(default_factory=list)
    _checked_at: float = 0.0
    _telling: threading.Lock = field(default_factory=threading.Lock)

    # what the task works on

    @property
    def inputs(self) -> Sequence[Input]:
        """The artifacts of `inputArtifacts`, collections spread out in order."""
        found: list[Input] = []
        for name in self.step.input_artifacts:
            chosen = keeping.of_name(self.artifacts, self._of_element(name))
            if not chosen:
                raise ArtifactMissing(f"There is no artifact “{name}” for “{self.task.name}”.")
            found.extend(keeping.as_input(artifact) for artifact in chosen)
        return found

    @property
    def wanted(self) -> Sequence[str]:
        """The names in `outputArtifacts`; for an element of forEach with its number."""
        names = self.step.output_artifacts
        return [name.replace("*", str(self.each.index)) for name in names] if self.each else names

    def deliver(self, files: Iterable[File]) -> None:
        """Hand in what was made; it is written with the task's success."""
        named = keeping.named(files, self.wanted)
        if self.each:
            named = keeping.of_element(named, self.step.output_artifacts, self.wanted, self.each.index)
        for one in named:
            for remark in one.file.remarks:
                self.log(remark, "warning")
        short = [name for name in self.wanted if "*" not in name and name not in {one.alias for one in named}]
        if short:
            self.log(f"Nothing was made for {', '.join(short)}.", "warning")
        self.changes.append(lambda: keeping.keep(self.job, named, whole=self.each is None))

    # where it comes from

    def design(self, item: str = "", index: int = 0) -> File:
        """The project's design: the document, or the customer's file as it came."""
        material.check_item(self.job, item, index)
        file = material.design(self.job.project)
        self.log(f"The design's revision {file.facts['revision']}.")
        return file

    def resources(self, kind: str = "", name: str = "", item: str = "") -> list[File]:
        """The project's files: General, Preview, Hires."""
        material.check_item(self.job, item, 0)
        wanted = [kind] if kind else ["General", "Hires"]
        found = [file for one in wanted for file in self._resources(one)]
        return [file for file in found if not name or file.suggested_name in (name, PurePosixPath(name).name)]

    def render(self, artifact: Input, picture: Picture) -> File:
        """Output a design artifact, or a file, through the print engine, in a process of its own."""
        settings = self._print_settings()
        if "filled" in artifact.facts:
            return self.work(artwork.of_filled, dict(artifact.facts), picture, settings)
        if "design" in artifact.facts:
            from_design = (artifact.facts["design"], artifact.facts["revision"], picture, settings)
            return self.work(material.of_design, *from_design)
        return self.work(material.of_file, artifact.sha256, picture, settings, self.job.project.created_at)

    def draw(self, document: Mapping[str, Any], picture: Picture) -> File:
        """Output a design document of the task's own; its pictures are assets and `sha256:…`."""
        profile = str(picture.profile or self._print_settings().get("profile") or "")
        return self.work(artwork.drawn, dict(document), picture, profile, self.job.project.created_at)

    def merge(self, artifact: Input, data: Input, picture: Picture, *, skip: bool) -> File:
        """A design printed with every record of a CSV, JSON-lines or XLSX file. skip: leave bad records out."""
        document = artwork.document_of(artifact)
        design = self.keep(json.dumps(document, ensure_ascii=False).encode(), "application/json").sha256
        told = (dict(artifact.facts), design, data.sha256, data.name, picture, self._print_settings(), skip)
        return self.work(merging.of_records, *told)

    def populate(self, artifact: Input, items: Mapping[str, Mapping[str, Any]]) -> File:
        """A design artifact with values put into its named items and fields."""
        return artwork.populated(artifact, items)

    def stored(self, kind: str, identity: str) -> File:
        """An asset (`Image`) or a stored design (`Design`) of the shop, by id or name."""
        return artwork.stored(kind, identity)

    def images(self, artifact: Input, *, customers_only: bool = False) -> list[File]:
        """The picture files that a design places; customers_only: those that fill its fields."""
        return artwork.images(artifact, customers_only=customers_only)

    def page_count(self, artifact: Input) -> int:
        """How many pages a design artifact or file has."""
        return self._page_facts(artifact)[0]

    def page_size(self, artifact: Input) -> tuple[float, float]:
        """Width and height of its first page (the trim) in mm."""
        _, width, height = self._page_facts(artifact)
        return width, height

    def work(self, function: Callable[..., R], *arguments: Any) -> R:
        """Call a module-level function in a process of its own."""
        return self.helpers.work(function, *arguments, check=self.check)

    def keep(self, data: bytes, media_type: str = "", name: str = "") -> File:
        """Put bytes into the storage."""
        blob = blobs.put(data, media_type or None)
        return File(blob.sha256, blob.media_type, blob.size, name)

    def fetch(self, url: str) -> File:
        """Fetch an address through the guarded client into the storage."""
        came = outgoing.fetch(url, max_bytes=config().max_upload)
        name = PurePosixPath(came.url.partition("?")[0]).name
        self.log(f"{name or 'The file'}: {len(came.data)} bytes fetched.")
        return self.keep(came.data, name=name)

    # words and values

    def fill(self, text: str, *, written: Written = plain, **more: str) -> str:
        """Put values into a text; `more` are values of the moment. written: how a value stands in this text."""
        return fill(text, Values(self.job, self.artifacts, {**more, **self.words}).look_up, written)

    def log(self, sentence: str, level: str = "info") -> None:
        """Write a line into the job's log."""
        if not self.left:
            self.log_book.write(sentence, task=self.task.name, level=level)

    # effects

    def receiver(self, connection: str) -> Receiver:
        """A named connection with its secret, which from now on is masked in this job's log."""
        found = connections.receiver(connections.by_name(connection))
        if self.job.trial:
            return replace(found, password="", trial=True)
        self.log_book.mask(found.password)
        self.log_book.mask(base64.b64encode(f"{found.username}:{found.password}".encode()).decode())
        return found

    def effect(self, name: str) -> Effect:
        """The key under which one effect outside is done once."""
        job = self.job.pk
        key = f"{job}/{self._place()}/{name}"
        if len(key) > LONGEST_KEY:  # two long names may begin alike
            key = f"{key[:100]}…{hashlib.sha256(key.encode()).hexdigest()}"
        return Effect(
            key=key, job=job, task=self.task.name,
            guard=self._guard, check=self.check, tell=self.would if self.job.trial else None,
        )  # fmt: skip

    def would(self, effect: Would) -> None:
        """Tell an effect that a trial does not have."""
        with self._telling:
            self.task.would = [*self.task.would, effect.as_json()]
        size = f", {effect.size} bytes" if effect.size else ""
        self.log(f"Would go out ({effect.kind}): {effect.what} → {effect.to}{size}.")

    def only_told(self, kind: str, to: str, what: str = "") -> bool:
        """In a trial: write down an effect that no receipt stands for; True: leave it undone."""
        if self.job.trial:
            self.would(Would(kind, to, what))
        return self.job.trial

    # waiting

    @property
    def begun(self) -> datetime:
        """When the task began, the first time."""
        return self.task.started_at or timezone.now()

    def wait(self, until: datetime) -> None:
        """Go on no earlier than this; until then the job has no worker."""
        if until <= timezone.now():
            return
        sentence = f"Waits until {until:%Y-%m-%d %H:%M} UTC."
        if self.job.trial:
            self.would(Would("wait", sentence))
            return
        raise fence.Waits(until, "time", sentence)

    def wait_for_status(self, status: str, deadline: float) -> bool:
        """Go on once the project has a status: True; False: it has not by the deadline (seconds from its beginning)."""
        sentence = f"Waits until the project is {status}."
        if self.job.trial:
            self.would(Would("wait", sentence))
            return True

        def has_come() -> bool:
            return Project.objects.filter(pk=self.job.project_id, status=status).exists()

        if has_come():
            return True
        until = self.begun + timedelta(seconds=deadline)
        if until <= timezone.now():
            return False
        raise fence.Waits(until, waking.FOR_STATUS, sentence, has_come, status=status)

    def ask(self, question: str, deadline: float) -> Decision:
        """What a person has decided; while nobody has, the job waits. deadline: seconds from the first asking."""
        if self.job.trial:
            self.would(Would("approval", "whoever may decide", question))
            return Decision("approved", "nobody: tried out")
        asked = approvals.ask(self.job, self.task.name, question, deadline)
        if not asked.decision and asked.deadline > timezone.now():

            def has_come() -> bool:
                return Approval.objects.filter(pk=asked.pk).exclude(decision="").exists()

            raise fence.Waits(
                asked.deadline, "approval", f"Waits for a person: {question}", has_come, approval=asked.pk
            )
        return Decision(asked.decision, asked.decided_by, asked.comment)

    def move(self, status: str) -> None:
        """Move the project to a status, as this pipeline."""
        by = Actor(ActorKind.PIPELINE, self.job.pipeline.name, self.job.pk)
        self._not_left()
        if self.job.trial:
            self.would(Would("status", status, "The project's status."))
            return
        with fence.held(self.job.pk, self.job.run):
            moved = transitions.move(self.job.project, status, by=by, because=f"Task “{self.task.name}”.")
        self.log(f"The project is {status} now." if moved else f"The project was {status} already.")

    def about(self) -> Mapping[str, Any]:
        """What there is to say of the project: numbers, names, quantity, the customer's fields."""
        return about(self.job)

    def tell_store(self, note: str, link: str, status: str) -> str:
        """Write news into the order in its store, once: a sentence."""
        return reach.tell_store(self.job.project, News(note, link, status), self.effect("store"))

    def call_pipeline(self, pipeline: str, *, wait: bool) -> tuple[str, str]:
        """Start another pipeline for the project, once: the job's id and status. wait: come back when it has ended."""
        called = reach.call(self.job, pipeline, self._place())
        if wait and not reach.has_ended(called):
            sentence = f"Waits for “{called.pipeline.name}” ({called.pk}) to end."
            until = reach.look_again(called)
            raise fence.Waits(until, "pipeline", sentence, lambda: reach.has_ended(called), job=called.pk)
        return called.pk, called.status

    # artifacts

    def rename(self, artifact: Input, name: str) -> None:
        """Give an artifact's file another name; the ending stays."""
        full = keeping.file_name(name, artifact.media_type)
        self.changes.append(lambda: keeping.change(artifact, name=full))

    def mark(self, artifact: Input, *, final: bool | None = None, anonymous: bool | None = None) -> None:
        """Set an artifact's properties."""
        columns: Mapping[str, bool | None] = {"final": final, "anonymous_access": anonymous}
        if self.job.trial:
            columns = {}
        given = {name: value for name, value in columns.items() if value is not None}
        if given:
            self.changes.append(lambda: keeping.change(artifact, **given))

    def finalize(self) -> None:
        """Keep the artifacts that `finalArtifacts` names with the project; all others of the job go."""
        for name in self.step.final_artifacts:
            if not keeping.of_name(self.artifacts, name):
                self.log(f"There is no artifact “{name}” to keep: the task that makes it was skipped.", "warning")
        if not self.job.trial:
            self.changes.append(lambda: keeping.finalize(self.job, self.step.final_artifacts))

    def check(self) -> None:
        """Stop here where the job was cancelled or taken over, the time is up, or the worker ends.

        Asks the database at most twice a second.
        """
        self._not_left()
        if self.ending():
            raise fence.WorkerEnding
        now = time.monotonic()
        if self.too_late and self.stop_at is not None and now > self.stop_at:
            raise self.too_late
        if now - self._checked_at >= CHECK_SECONDS:
            self._checked_at = now
            fence.check(self.job.pk, self.job.run)

    def _print_settings(self) -> dict[str, Any]:
        return print_settings(self.job.project)

    def _of_element(self, name: str) -> str:
        """The collection that forEach goes through means this element alone."""
        return self.each.value if self.each and name == self.each.collection else name

    def _place(self) -> str:
        """Which of the job's effects these are; after a failure, those of this retry."""
        task = self.task
        if task.handler:
            return f"{task.position}!{task.handler}.{self.job.attempt}"
        return f"{task.position}.{task.element}" if task.element else str(task.position)

    def _guard(self) -> None:
        self._not_left()
        fence.guard(self.job.pk, self.job.run)

    def _not_left(self) -> None:
        if self.left:
            raise fence.Left

    def _resources(self, kind: str) -> list[File]:
        if kind == "Preview":
            design = material.design(self.job.project)
            pages = range(1, int(design.facts["pages"]) + 1)
            made = [(page, self._preview(design, page)) for page in pages]
            return [File(file.sha256, file.media_type, file.size, f"preview-{page}.png") for page, file in made]
        return material.resources(self.job.project, kind)

    def _preview(self, design: File, page: int) -> File:
        look = Picture(format="png", color="rgb", pages=str(page), width=1000)
        return self.work(material.of_design, design.facts["design"], design.facts["revision"], look, {})

    def _page_facts(self, artifact: Input) -> tuple[int, float, float]:
        if "design" in artifact.facts:
            return int(artifact.facts["pages"]), float(artifact.facts["width"]), float(artifact.facts["height"])
        return self.work(material.page_facts, artifact.sha256)
