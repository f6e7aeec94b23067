"""docs/statuses.md, from the table of legal moves."""

from __future__ import annotations

from makeready.office.projects.statuses import BACK, FORWARD, Status
from tests.docs.markdown import GENERATED, table

FILE = "statuses.md"
BEFORE = """# Statuses

A project has one of five statuses. They follow the store by themselves, or are set by hand, or by a pipeline.

![The legal moves](pictures/moves.svg)

Solid arrows are moves that store events, pipelines and people may make; dashed ones lead back and take a person with a
reason. A store event never moves a project backwards and never overwrites what a person set later; it leaves a note.
"""


def text() -> str:
    rows = [(str(now), _listed(FORWARD[now]), _listed(BACK[now])) for now in Status]
    head = ("status", "onwards", "back, by a person with a reason")
    return "\n".join([GENERATED, "", BEFORE, table(head, rows), ""])


def _listed(moves: tuple[Status, ...]) -> str:
    return ", ".join(moves) or "nowhere"
