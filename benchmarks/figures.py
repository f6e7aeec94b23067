"""What is a figure? A median with its spread, unit and goal, and the sentence on what limits it."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value. spread: lowest and highest of the runs. at_most: whether smaller is better.

    name: dotted, stable over releases. limit: what stands in the way of a better one.
    """

    name: str
    value: float
    unit: str
    goal: float | None
    spread: tuple[float, float]
    limit: str = ""
    at_most: bool = True
    peers: Mapping[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def as_json(self) -> dict[str, Any]:
        """The line of `build/bench.jsonl`."""
        return {
            "name": self.name,
            "value": round(self.value, 4),
            "unit": self.unit,
            "goal": self.goal,
            "spread": [round(self.spread[0], 4), round(self.spread[1], 4)],
            "peers": dict(self.peers),
        }


def figure_of(name: str, runs: Sequence[float], unit: str, goal: float | None, **more: Any) -> Figure:
    """The median of several runs."""
    return Figure(name, statistics.median(runs), unit, goal, (min(runs), max(runs)), **more)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of them do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, min(len(ranked) - 1, round(share * len(ranked)) - 1))]
