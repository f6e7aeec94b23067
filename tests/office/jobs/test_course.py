"""What comes next in a job, told from its rows alone: order, branches, elements, failures; every job ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from makeready.office.jobs.course import DONE, Course, Verdict, key
from makeready.office.pipelines.definition import Pipeline

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass
class Row:
    position: int
    element: int = 0
    handler: int = 0
    status: str = "pending"
    continued: bool = False
    waits_until: datetime | None = None


@dataclass
class Played:
    """A job played to its end: which rows were begun, in which order, and how many at once."""

    rows: list[Row]
    order: list[tuple[int, int, int]] = field(default_factory=list)
    most_at_once: int = 0
    verdict: Verdict = Verdict.GOES_ON


def steps(*tasks: dict[str, Any]) -> Course:
    named = [{"name": str(number), "type": "x", **task} for number, task in enumerate(tasks)]
    return Course(Pipeline.model_validate({"tasks": [*named, {"name": "end", "type": "finalize"}]}).named())


def play(course: Course, fails: frozenset[Any] = frozenset(), elements: int = 5, choose: Any = min) -> Played:
    """As the runner does it, one end at a time. choose: which of those at work ends next."""
    played = Played([Row(position) for position in range(len(course.steps))])
    busy: dict[Any, Row] = {}
    for _ in range(2000):
        moves = course.next(played.rows, frozenset(busy), NOW)
        if moves.verdict is not Verdict.GOES_ON:
            played.verdict = moves.verdict
            assert not busy
            return played
        for row in moves.spread:
            played.rows += [Row(row.position, number) for number in range(1, elements + 1)]
        for row in moves.settle:
            mine = [one for one in played.rows if one.position == row.position and one.element]
            end(course, played, row, any(one.status == "failed" for one in mine))
        for row in moves.begin:
            played.order.append(key(row))
            busy[key(row)] = row
        played.most_at_once = max(played.most_at_once, len(busy))
        if busy:
            chosen = choose(sorted(busy))
            end(course, played, busy.pop(chosen), chosen in fails or (chosen[0] in fails and not chosen[2]))
        else:
            assert moves.anything, "nothing can begin and nothing is at work"
    raise AssertionError("it never ends")


def end(course: Course, played: Played, row: Row, failed: bool) -> None:
    row.status = "failed" if failed else "succeeded"
    step = course.steps[row.position]
    if failed and not row.element and not row.handler:
        row.continued = bool(step.on_failure and step.on_failure.then == "continue")
        played.rows += [Row(row.position, 0, number) for number in range(1, len(step.handlers) + 1)]


def test_without_needs_tasks_are_done_one_after_another():
    played = play(steps({}, {}, {}))

    assert played.order == [(0, 0, 0), (1, 0, 0), (2, 0, 0), (3, 0, 0)]
    assert (played.most_at_once, played.verdict) == (1, Verdict.SUCCEEDED)


def test_branches_are_done_at_once_and_meet_where_both_are_needed():
    played = play(steps({}, {"needs": ["0"]}, {"needs": ["0"]}, {"needs": ["1", "2"]}))

    assert played.most_at_once == 2
    assert played.order[-2:] == [(3, 0, 0), (4, 0, 0)]


def test_elements_are_done_so_many_at_a_time():
    played = play(steps({"forEach": {"in": "page*", "atOnce": 3}}), elements=10)

    assert played.most_at_once == 3
    assert played.order[:-1] == [(0, number, 0) for number in range(1, 11)]


def test_after_a_failure_no_further_task_begins_and_what_is_said_of_it_is_done():
    failure = {"onFailure": {"tasks": [{"type": "x"}, {"type": "x"}]}}
    played = play(steps({**failure}, {}, {"needs": []}), frozenset({0}))

    assert played.verdict is Verdict.FAILED
    assert played.order == [(0, 0, 0), (2, 0, 0), (0, 0, 1), (0, 0, 2)]


def test_a_failure_may_be_gone_past():
    failure = {"onFailure": {"tasks": [{"type": "x"}], "then": "continue"}}
    played = play(steps({**failure}, {}), frozenset({0}))

    assert played.verdict is Verdict.SUCCEEDED
    assert played.order == [(0, 0, 0), (0, 0, 1), (1, 0, 0), (2, 0, 0)]


def test_a_failing_element_stops_those_after_it_unless_the_job_goes_past_it():
    stops = play(steps({"forEach": {"in": "page*", "atOnce": 1}}), frozenset({(0, 2, 0)}))
    goes_on = play(
        steps({"forEach": {"in": "page*", "atOnce": 1}, "onFailure": {"then": "continue"}}), frozenset({(0, 2, 0)})
    )

    assert (stops.verdict, len(stops.order)) == (Verdict.FAILED, 2)
    assert (goes_on.verdict, len(goes_on.order)) == (Verdict.SUCCEEDED, 6)


def test_what_waits_holds_nothing_up_but_the_end():
    course = steps({"needs": []}, {"needs": []})
    rows = [Row(0, waits_until=NOW + timedelta(hours=1)), Row(1), Row(2)]
    first = course.next(rows, frozenset(), NOW)
    rows[1].status = "succeeded"
    second = course.next(rows, frozenset(), NOW)
    third = course.next(rows, frozenset(), NOW + timedelta(hours=1))

    assert (first.begin, first.waiting) == ([rows[1]], [rows[0]])
    assert (second.begin, second.waiting, second.verdict) == ([], [rows[0]], Verdict.GOES_ON)
    assert third.begin == [rows[0]]


@st.composite
def pipelines(draw: Any) -> Course:
    tasks = []
    for number in range(draw(st.integers(1, 6))):
        task: dict[str, Any] = {}
        if draw(st.booleans()):
            task["needs"] = (
                draw(st.lists(st.sampled_from([str(n) for n in range(number)]), unique=True)) if number else []
            )
        if draw(st.booleans()):
            task["forEach"] = {"in": "page*", "atOnce": draw(st.integers(1, 4))}
        if draw(st.booleans()):
            task["onFailure"] = {"tasks": [{"type": "x"}] * draw(st.integers(0, 2)),
                                 "then": draw(st.sampled_from(["stop", "continue"]))}  # fmt: skip
        tasks.append(task)
    return steps(*tasks)


@given(pipelines(), st.frozensets(st.integers(0, 6)), st.integers(1, 6), st.randoms(use_true_random=False))
def test_every_job_ends_nothing_is_begun_twice_and_nothing_before_what_it_needs(course, fails, elements, dice):
    played = play(course, fails, elements, dice.choice)

    assert len(set(played.order)) == len(played.order)
    began = {place: min(n for n, one in enumerate(played.order) if one[0] == place) for place, *_ in played.order}
    for place, first in began.items():
        assert all(began[before] < first for before in course.needs[place])
    stopped = [
        row for row in played.rows if row.status == "failed" and not row.element | row.handler and not row.continued
    ]
    assert played.verdict is (Verdict.FAILED if stopped else Verdict.SUCCEEDED)
    if not stopped:
        assert all(row.status in (*DONE, "failed") for row in played.rows)
