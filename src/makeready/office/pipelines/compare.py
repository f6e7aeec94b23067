"""What differs between two versions of a pipeline? Told by task: added, removed, moved, changed, and what in it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from makeready.office.pipelines.definition import Pipeline

ADDED, REMOVED, MOVED, CHANGED = "added", "removed", "moved", "changed"


@dataclass(frozen=True)
class Change:
    """One place in a task: its path (`parameters/url`), and what stood and stands there; None: nothing."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """One task that is not the same: how, and what in it; a task may be moved and changed."""

    task: str
    kind: str
    changes: tuple[Change, ...] = ()


def compare(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """The differences between two lists of tasks, in the order of the later one; what is gone comes first."""
    old, new = _by_name(before), _by_name(after)
    stayed = _in_order([name for name in old if name in new], [name for name in new if name in old])
    found = [Difference(name, REMOVED) for name in old if name not in new]
    for name, task in new.items():
        if name not in old:
            found.append(Difference(name, ADDED, tuple(_changes({}, task))))
            continue
        if name not in stayed:
            found.append(Difference(name, MOVED))
        if changes := tuple(_changes(old[name], task)):
            found.append(Difference(name, CHANGED, changes))
    return found


def as_json(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    """As the API tells them."""
    return [
        {
            "task": one.task,
            "kind": one.kind,
            "changes": [{"path": two.path, "before": two.before, "after": two.after} for two in one.changes],
        }
        for one in differences
    ]


def _by_name(tasks: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    names = [step.name for step in Pipeline.model_validate({"tasks": list(tasks)}).named()]
    plain = [{key: value for key, value in task.items() if key != "name"} for task in tasks]
    return dict(zip(names, plain, strict=True))


def _in_order(old: list[str], new: list[str]) -> set[str]:
    """The tasks that kept their place among one another."""
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {name for block in blocks for name in old[block.a : block.a + block.size]}


def _changes(old: Any, new: Any, path: str = "") -> Iterator[Change]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _changes(old.get(key), new.get(key), f"{path}/{key}" if path else str(key))
    elif old != new:
        if isinstance(new, Mapping) and old is None:
            yield from _changes({}, new, path)
        elif isinstance(old, Mapping) and new is None:
            yield from _changes(old, {}, path)
        else:
            yield Change(path, old, new)
