"""How does a pipeline travel? As a JSON file; read back it becomes a pipeline or its next version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from makeready.office.accounts.actor import Actor
from makeready.office.pipelines import store
from makeready.office.pipelines.models import Pipeline
from makeready.office.pipelines.validation import PipelineFault, validate

KIND = "pipeline"


@dataclass(frozen=True)
class Brought:
    """What became of a file: the pipeline, and whether it is a new one, a new version, or the same as before."""

    pipeline: Pipeline
    what: str


def as_file(pipeline: Pipeline, number: int | None = None) -> str:
    """A version as a file; secrets are in no pipeline, so in no file either."""
    kept = store.version(pipeline, number)
    told: dict[str, Any] = {"makeready": KIND, "name": pipeline.name, "version": kept.number}
    return json.dumps({**told, "tasks": kept.definition["tasks"]}, indent=2, ensure_ascii=False) + "\n"


def faults(text: str) -> list[PipelineFault]:
    """All that is wrong with a file's text, each with line and column."""
    return validate(text)


def bring(text: str, *, by: Actor, name: str = "") -> Brought:
    """Keep what a file holds, under its own name or another one. The text is known to be without faults.

    Raises:
        PipelineInvalid: it has no name, and none was given.
    """
    given = json.loads(text)
    wanted = (name or str(given.get("name", ""))).strip()
    there = Pipeline.objects.filter(name=wanted).first()
    before = there.current if there else 0
    kept = store.save(wanted, given["tasks"], by=by, pipeline=there)
    what = "new" if not before else "the same as before" if kept.current == before else "a new version"
    return Brought(kept, what)
