"""What comes next in a job? Told from its tasks' states alone: values in, values out.

A task is a row of its own (element 0, handler 0). With forEach each element has one beside it (element 1, 2, …),
and what is done after a failure has one, too (handler 1, 2, …): each is begun and ended by itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from makeready.office.jobs.models import JobStatus, TaskRun, TaskStatus
from makeready.office.pipelines.definition import Step, needs

DONE = (TaskStatus.SUCCEEDED, TaskStatus.SKIPPED)
OPEN = (JobStatus.QUEUED, JobStatus.RUNNING)
ENDED = (*DONE, TaskStatus.FAILED, TaskStatus.CANCELLED)


Key = tuple[int, int, int]


def key(row: TaskRun) -> Key:
    """Which row of its job this is."""
    return row.position, row.element, row.handler


class Verdict(Enum):
    """How the job stands."""

    GOES_ON = auto()
    SUCCEEDED = auto()
    FAILED = auto()


@dataclass
class Moves:
    """What may be done now.

    begin: tasks, elements and handlers to run. spread: tasks whose elements are to be found. settle: tasks whose
    elements have come to their end. waiting: what could begin were it not for its pause, its time or a person.
    failed: the task that stopped the job.
    """

    begin: list[TaskRun] = field(default_factory=list)
    spread: list[TaskRun] = field(default_factory=list)
    settle: list[TaskRun] = field(default_factory=list)
    waiting: list[TaskRun] = field(default_factory=list)
    verdict: Verdict = Verdict.GOES_ON
    failed: TaskRun | None = None

    @property
    def anything(self) -> bool:
        """Whether there is something to do at once."""
        return bool(self.begin or self.spread or self.settle)


class Course:
    """A pipeline's tasks and which wait for which."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = tuple(steps)
        self.needs = needs(self.steps)

    def next(self, rows: Iterable[TaskRun], busy: frozenset[Key], now: datetime) -> Moves:
        """What may be done now, where `busy` is being worked on."""
        whole: dict[int, TaskRun] = {}
        elements: dict[int, list[TaskRun]] = defaultdict(list)
        handlers: dict[int, list[TaskRun]] = defaultdict(list)
        for row in rows:
            if row.handler:
                handlers[row.position].append(row)
            elif row.element:
                elements[row.position].append(row)
            else:
                whole[row.position] = row
        moves: Moves = Moves()
        for position, task in whole.items():
            if task.status == TaskStatus.FAILED:
                open_ones = [one for one in handlers[position] if one.status not in ENDED]
                moves.begin += open_ones[:1]
                if not task.continued and moves.failed is None:
                    moves.failed = task
        if moves.failed is None:
            through = {at for at, task in whole.items() if _is_through(task, handlers[at])}
            for position, task in whole.items():
                if task.status not in ENDED and self.needs[position] <= through:
                    self._of_task(task, elements[position], busy, moves)
            if len(through) == len(whole):
                moves.verdict = Verdict.SUCCEEDED
        self._sort_out(moves, busy, now)
        if moves.failed is not None and not busy and not moves.begin and not moves.waiting:
            moves.verdict = Verdict.FAILED
        return moves

    def _of_task(self, task: TaskRun, elements: list[TaskRun], busy: frozenset[Key], moves: Moves) -> None:
        each = self.steps[task.position].for_each
        if each is None:
            moves.begin.append(task)
        elif not elements:
            moves.spread.append(task)
        else:
            failure = self.steps[task.position].on_failure
            stopped = not (failure and failure.then == "continue") and any(
                one.status == TaskStatus.FAILED for one in elements
            )
            at_work = [one for one in elements if key(one) in busy]
            left = [] if stopped else [one for one in elements if one.status not in ENDED and key(one) not in busy]
            if left:
                moves.begin += left
            elif not at_work:
                moves.settle.append(task)

    def _sort_out(self, moves: Moves, busy: frozenset[Key], now: datetime) -> None:
        """Take out what is being worked on, what has to wait, and of each forEach what is beyond its bound."""
        idle = [one for one in moves.begin if key(one) not in busy]
        moves.waiting = [one for one in idle if one.waits_until is not None and one.waits_until > now]
        at_work = Counter(position for position, element, _ in busy if element)
        moves.begin = []
        for one in idle:
            if one.waits_until is not None and one.waits_until > now:
                continue
            each = self.steps[one.position].for_each
            if one.element and each:
                if at_work[one.position] >= each.at_once:
                    continue
                at_work[one.position] += 1
            moves.begin.append(one)


def _is_through(task: TaskRun, handlers: Iterable[TaskRun]) -> bool:
    """Whether what needs the task may begin."""
    if task.status == TaskStatus.FAILED and task.continued:
        return all(one.status in ENDED for one in handlers)
    return task.status in DONE
