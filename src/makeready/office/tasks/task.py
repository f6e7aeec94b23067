"""What is a task type? Parameters, one sentence, one `run`; it sees a job only through `JobContext`.

One file per type in this folder; `task_types()` finds them by reading the folder. See docs/recipes.md.
"""

from __future__ import annotations

import importlib
import inspect
import logging
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import entry_points
from typing import Any, ClassVar, Protocol, TypeVar

from makeready.office.connections.store import Receiver
from makeready.office.delivery.receipts import Effect
from makeready.office.errors import OfficeError
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.quoting import Written, plain

R = TypeVar("R")
log = logging.getLogger(__name__)


class TaskFailed(OfficeError):
    """A task cannot do its work. transient: it may well work a little later, so it is tried again by itself."""

    code = "task_failed"
    status = 422
    title = "The task failed"
    fix = "Correct what the sentence names, then press Retry: it goes on from this task."
    transient = False


class InputUnsuitable(TaskFailed):
    """An artifact is no file that this task can work on."""

    code = "input_unsuitable"
    fix = "Give the task another artifact: correct inputArtifacts in the pipeline, then start the job again."


@dataclass(frozen=True)
class File:
    """A file in the storage that a task made: what it is and how its name ends."""

    sha256: str
    media_type: str
    size: int
    suggested_name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def as_input(self) -> Input:
        """The file as if it had been handed to a task: for what is made in several steps."""
        name = self.suggested_name or "file"
        return Input("", name, name, self.sha256, self.media_type, self.size, self.facts)


@dataclass(frozen=True)
class Input:
    """An artifact handed to a task. collection: `page*` and index (from 1), where it belongs to one."""

    id: str
    alias: str
    name: str
    sha256: str
    media_type: str
    size: int
    facts: Mapping[str, Any]
    collection: str = ""
    index: int = 0


@dataclass(frozen=True)
class Decision:
    """What a person decided: `approved`, `rejected`, or "" where nobody has by the deadline."""

    decision: str
    by: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Picture:
    """How a page is to be output: what `press.render.Wish` takes. None: as the product says, else the default.

    width: pixels of a picture's trim; dpi then does not count. text: `text` in fonts, or `outlines`.
    """

    format: str | None = None
    dpi: float | None = None
    color: str | None = None
    pages: str | None = None
    profile: str | None = None
    width: int | None = None
    text: str | None = None


class JobContext(Protocol):
    """All that a task may know and do. The real one is `jobs/context.py`."""

    @property
    def inputs(self) -> Sequence[Input]:
        """The artifacts of `inputArtifacts`, collections spread out in order."""
        ...

    @property
    def wanted(self) -> Sequence[str]:
        """The names in `outputArtifacts`."""
        ...

    def deliver(self, files: Iterable[File]) -> None:
        """Hand in what was made: it takes the names of `outputArtifacts` in order, `*` counting from 1."""
        ...

    def design(self, item: str = "", index: int = 0) -> File:
        """The project's design: the document, or the customer's file as it came."""
        ...

    def resources(self, kind: str = "", name: str = "", item: str = "") -> list[File]:
        """The project's files: General (pinned pictures), Preview, Hires (the customer's print-ready file)."""
        ...

    def render(self, artifact: Input, picture: Picture) -> File:
        """Output a design artifact, or a file, through the print engine, in a process of its own."""
        ...

    def draw(self, document: Mapping[str, Any], picture: Picture) -> File:
        """Output a design document of the task's own; its pictures are assets and `sha256:…`."""
        ...

    def merge(self, artifact: Input, data: Input, picture: Picture, *, skip: bool) -> File:
        """A design printed with every record of a CSV, JSON-lines or XLSX file. skip: leave bad records out."""
        ...

    def populate(self, artifact: Input, items: Mapping[str, Mapping[str, Any]]) -> File:
        """A design artifact with values put into its named items and fields."""
        ...

    def stored(self, kind: str, identity: str) -> File:
        """An asset (`Image`) or a stored design (`Design`) of the shop, by id or name."""
        ...

    def images(self, artifact: Input, *, customers_only: bool = False) -> list[File]:
        """The picture files that a design places; customers_only: those that fill its fields."""
        ...

    def page_count(self, artifact: Input) -> int:
        """How many pages a design artifact or file has."""
        ...

    def page_size(self, artifact: Input) -> tuple[float, float]:
        """Width and height of its first page (the trim) in mm."""
        ...

    def work(self, function: Callable[..., R], *arguments: Any) -> R:
        """Call a module-level function in a process of its own: for everything that takes the processor's time."""
        ...

    def keep(self, data: bytes, media_type: str = "", name: str = "") -> File:
        """Put bytes into the storage."""
        ...

    def fetch(self, url: str) -> File:
        """Fetch an address through the guarded client into the storage."""
        ...

    def fill(self, text: str, *, written: Written = plain, **more: str) -> str:
        """Put values into a text; `more` are values of the moment, such as `file`. written: how they stand there."""
        ...

    def receiver(self, connection: str) -> Receiver:
        """A named connection with its secret (which from now on is masked in this job's log)."""
        ...

    def effect(self, name: str) -> Effect:
        """The key under which one effect outside is done once; the same over attempts and retries."""
        ...

    def only_told(self, kind: str, to: str, what: str = "") -> bool:
        """In a trial: write down an effect that no receipt stands for, and answer True: then leave it undone."""
        ...

    @property
    def begun(self) -> datetime:
        """When the task began, the first time."""
        ...

    def wait(self, until: datetime) -> None:
        """Go on no earlier than this; until then the job has no worker (the task is begun anew)."""
        ...

    def wait_for_status(self, status: str, deadline: float) -> bool:
        """Go on once the project has a status: True; False: it has not by the deadline (seconds)."""
        ...

    def ask(self, question: str, deadline: float) -> Decision:
        """What a person has decided; while nobody has, the job waits. deadline: seconds from the first asking."""
        ...

    def move(self, status: str) -> None:
        """Move the project to a status, as this pipeline."""
        ...

    def about(self) -> Mapping[str, Any]:
        """What there is to say of the project: numbers, names, quantity, the customer's fields."""
        ...

    def tell_store(self, note: str, link: str, status: str) -> str:
        """Write news into the order in its store, once: a sentence."""
        ...

    def call_pipeline(self, pipeline: str, *, wait: bool) -> tuple[str, str]:
        """Start another pipeline for the project, once: the job's id and status. wait: come back when it has ended."""
        ...

    def rename(self, artifact: Input, name: str) -> None:
        """Give an artifact's file another name; the ending stays."""
        ...

    def mark(self, artifact: Input, *, final: bool | None = None, anonymous: bool | None = None) -> None:
        """Set an artifact's properties."""
        ...

    def finalize(self) -> None:
        """Keep the artifacts that `finalArtifacts` names with the project; all others of the job go."""
        ...

    def log(self, sentence: str, level: str = "info") -> None:
        """Write a line into the job's log."""
        ...

    def check(self) -> None:
        """Stop here (by an exception) where the job was cancelled or taken over; call it in long loops."""
        ...


@dataclass(frozen=True)
class Count:
    """How many artifacts a task takes or makes: from, to (None: any number)."""

    least: int = 0
    most: int | None = None

    def fault(self, names: Sequence[str], what: str) -> str:
        """The sentence where the number is wrong, or ""."""
        if len(names) < self.least:
            return f"This task needs {self._words(self.least)} {what}."
        if self.most is not None and len(names) > self.most:
            return f"This task has {self._words(self.most) if self.most else 'no'} {what}, not {len(names)}."
        return ""

    @staticmethod
    def _words(number: int) -> str:
        return "one" if number == 1 else "at least " + str(number)


NONE, ONE, ANY, SOME = Count(0, 0), Count(1, 1), Count(0, None), Count(1, None)


class Task:
    """One task type. The docstring's first line is its sentence for people."""

    name: ClassVar[str]
    Params: ClassVar[type[TaskParams]] = TaskParams
    inputs: ClassVar[Count] = NONE
    outputs: ClassVar[Count] = NONE
    values_of_the_moment: ClassVar[frozenset[str]] = frozenset()
    """Names such as `file` that its texts may use; they are filled by the task itself."""
    filled_later: ClassVar[frozenset[str]] = frozenset()
    """Parameters that the task fills itself, beside those named after artifacts."""
    sends: ClassVar[bool] = False
    """Whether it has an effect outside, which a restart does again."""

    @classmethod
    def sentence(cls) -> str:
        """What it does, for people."""
        return inspect.cleandoc(cls.__doc__ or "").partition("\n")[0]

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """(path under `parameters`, sentence) of faults that the model alone cannot tell."""
        return iter(())

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """(path, connection's name, types that will do) of the connections it names."""
        return iter(())

    def run(self, params: Any, job: JobContext) -> None:
        """Do the work."""
        raise NotImplementedError


ENTRY_POINTS = "makeready.tasks"
"""The group in which an installed package names its own task types."""


def task_types() -> dict[str, Task]:
    """Every task type by name: whatever file lies in this folder, and what installed packages bring."""
    package = importlib.import_module("makeready.office.tasks")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    own = {kind.name: kind for kind in _all(Task) if kind.__module__.startswith(f"{package.__name__}.")}
    kinds = {**_installed(), **own}
    return {name: kinds[name]() for name in sorted(kinds)}


@cache
def _installed() -> dict[str, type[Task]]:
    """The task types of installed packages. One that cannot be loaded is left out and told, never a reason to stop."""
    found: dict[str, type[Task]] = {}
    for point in entry_points(group=ENTRY_POINTS):
        try:
            kind = point.load()
        except Exception:
            log.exception("The task type %s (%s) cannot be loaded and is left out.", point.name, point.value)
            continue
        if isinstance(kind, type) and issubclass(kind, Task) and isinstance(getattr(kind, "name", None), str):
            found[kind.name] = kind
        else:
            log.error("The entry point %s (%s) is no task type and is left out.", point.name, point.value)
    return found


def _all(kind: type[Task]) -> Iterator[type[Task]]:
    for sub in kind.__subclasses__():
        if "name" in vars(sub):
            yield sub
        yield from _all(sub)
