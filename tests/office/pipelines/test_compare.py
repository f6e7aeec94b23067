"""What differs between two versions: told by task, whole and nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from makeready.office.pipelines.compare import Change, Difference, compare


def task(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "type": "invoke-url", **more}


A, B, C = task("a", parameters={"url": "https://a"}), task("b"), task("c")


def test_the_same_is_no_difference() -> None:
    assert compare([A, B], [A, B]) == []


def test_tasks_come_and_go() -> None:
    assert [(one.task, one.kind) for one in compare([A, B], [A, C])] == [("b", "removed"), ("c", "added")]


def test_a_change_is_told_with_its_place() -> None:
    changed = {**A, "parameters": {"url": "https://b", "body": "x"}, "timeout": "5m"}

    assert compare([A, B], [changed, B]) == [
        Difference("a", "changed", (
            Change("parameters/url", "https://a", "https://b"), Change("parameters/body", None, "x"),
            Change("timeout", None, "5m"),
        )),
    ]  # fmt: skip


def test_only_the_task_that_was_moved_is_told() -> None:
    assert compare([A, B, C], [B, C, A]) == [Difference("a", "moved")]


def test_tasks_without_a_name_go_by_their_type_and_number() -> None:
    assert [one.task for one in compare([{"type": "x"}], [{"type": "x"}, {"type": "x"}])] == ["x-2"]


names = st.lists(st.sampled_from("abcdef"), unique=True, min_size=1)


@given(names, names)
def test_every_task_that_differs_is_told_and_none_that_does_not(before: list[str], after: list[str]) -> None:
    found = {one.task: one.kind for one in compare([task(n) for n in before], [task(n) for n in after])}

    assert {name for name, kind in found.items() if kind == "removed"} == set(before) - set(after)
    assert {name for name, kind in found.items() if kind == "added"} == set(after) - set(before)
    stayed = [name for name in after if name in before and found.get(name) != "moved"]
    assert stayed == [name for name in before if name in stayed]
