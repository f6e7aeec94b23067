"""In what order do a pipeline's tasks come, and what may each see of the others? Needs, cycles, artifacts made before.

Plain values in and out: places of tasks are their numbers in the list, from 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from makeready.office.pipelines.definition import Step


def before(steps: Sequence[Step], needs: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """For each task the places of all that are done before it begins, by whatever way; cycles do no harm."""
    found: list[frozenset[int]] = []
    for index in range(len(steps)):
        seen: set[int] = set()
        left = list(needs[index])
        while left:
            one = left.pop()
            if one not in seen:
                seen.add(one)
                left.extend(needs[one])
        found.append(frozenset(seen))
    return tuple(found)


def cycles(needs: Sequence[frozenset[int]]) -> Iterator[tuple[int, ...]]:
    """Each circle of tasks that wait for one another, once, from its first task on."""
    done: set[int] = set()
    for first in range(len(needs)):
        path: list[int] = []
        if found := _circle(first, needs, path, done):
            start = found.index(min(found))
            yield (*found[start:], *found[:start])


def _circle(at: int, needs: Sequence[frozenset[int]], path: list[int], done: set[int]) -> list[int] | None:
    """Depth first, with a stack of its own: a pipeline may be a long chain."""
    stack: list[tuple[int, Iterator[int]]] = [(at, iter(sorted(needs[at])))] if at not in done else []
    path.extend(place for place, _ in stack)
    while stack:
        place, waiting = stack[-1]
        following = next((one for one in waiting if one not in done), None)
        if following is None:
            done.add(place)
            stack.pop()
            path.pop()
        elif following in path:
            found = path[path.index(following) :]
            done.update(path)
            return found
        else:
            path.append(following)
            stack.append((following, iter(sorted(needs[following]))))
    return None


def made_before(steps: Sequence[Step], earlier: Mapping[int, frozenset[int]]) -> dict[int, list[str]]:
    """For each task the artifacts that are there when it begins."""
    return {
        index: [name for place in sorted(places) for name in steps[place].output_artifacts]
        for index, places in earlier.items()
    }
