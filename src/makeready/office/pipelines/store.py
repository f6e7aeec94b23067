"""How are pipelines kept? Versions that never change; secrets in them become connections before anything is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from makeready.office.accounts.actor import Actor
from makeready.office.connections.store import names_connections
from makeready.office.errors import Fault, Invalid, NotFound, Refused, StaleVersion
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.pipelines import definition
from makeready.office.pipelines.models import Pipeline, PipelineVersion
from makeready.office.pipelines.places import MOST_LETTERS
from makeready.office.pipelines.secrets import every, into_connections
from makeready.office.pipelines.validation import validate


class PipelineInvalid(Invalid):
    """A pipeline is at fault; every place is named."""

    code = "pipeline_invalid"
    title = "The pipeline is not valid"
    fix = "Correct the places named. GET /task-types tells what each task takes."


class PipelineNameTaken(Refused):
    """Another pipeline has this name."""

    code = "pipeline_name_taken"
    fix = "Choose another name, or change the pipeline that has it."


class NoSuchPipeline(NotFound):
    """There is no such pipeline or version."""

    code = "pipeline_not_found"
    fix = "Check the id, or create the pipeline first."


def save(
    name: str,
    tasks: Iterable[Mapping[str, Any]],
    *,
    by: Actor,
    pipeline: Pipeline | None = None,
    expected_version: int | None = None,
) -> Pipeline:
    """Keep a new pipeline, or a new version of one. The same name and tasks again make no new version.

    Raises:
        PipelineInvalid: with every fault. PipelineNameTaken. StaleVersion: somebody saved in between.
    """
    name, raw = name.strip(), [dict(task) if isinstance(task, Mapping) else task for task in tasks]
    _check(name, raw)
    try:
        with transaction.atomic():
            return _save(name, into_connections(raw, by=by), by, pipeline, expected_version)
    except IntegrityError as why:
        raise PipelineNameTaken(f"There is a pipeline named “{name}” already.") from why


def load(identity: str) -> Pipeline:
    """The pipeline of an id or a name.

    Raises:
        NoSuchPipeline: there is none.
    """
    found = Pipeline.objects.filter(pk=identity).first() or Pipeline.objects.filter(name=identity).first()
    if found is None:
        raise NoSuchPipeline(f"There is no pipeline “{identity}”.")
    return found


def version(pipeline: Pipeline, number: int | None = None) -> PipelineVersion:
    """A version of a pipeline, the newest unless a number is given.

    Raises:
        NoSuchPipeline: there is none of this number.
    """
    wanted = pipeline.current if number is None else number
    found = pipeline.versions.filter(number=wanted).first()
    if found is None:
        raise NoSuchPipeline(f"The pipeline has no version {wanted}: its newest is {pipeline.current}.")
    return found


def tasks_of(kept: PipelineVersion) -> tuple[definition.Step, ...]:
    """The tasks of a version, typed and named."""
    return definition.Pipeline.model_validate({"tasks": kept.definition["tasks"]}).named()


def as_json(pipeline: Pipeline, number: int | None = None) -> dict[str, Any]:
    """A pipeline as api.md shows it: id, name, version, tasks."""
    kept = version(pipeline, number)
    return {"id": pipeline.pk, "name": pipeline.name, "version": kept.number, "tasks": kept.definition["tasks"]}


@names_connections
def naming(connection: str) -> list[str]:
    """The pipelines whose newest version names a connection."""
    found = []
    for pipeline in Pipeline.objects.order_by("name"):
        for task in every(version(pipeline).definition["tasks"]):
            if (task.get("parameters") or {}).get("connection") == connection:
                found.append(f"pipeline “{pipeline.name}”")
                break
    return found


def _check(name: str, raw: list[Any]) -> None:
    if len(json.dumps(raw, default=str)) > MOST_LETTERS:
        sentence = f"A pipeline may have at most {MOST_LETTERS:,} letters."
        raise PipelineInvalid(sentence, fix="Leave something out.", errors=[Fault("tasks", sentence)])
    faults = [Fault(fault.path, fault.message) for fault in validate({"tasks": raw})]
    if not name:
        faults.insert(0, Fault("name", "A pipeline needs a name."))
    if len(name) > 200:
        faults.insert(0, Fault("name", "The name must have at most 200 characters."))
    if faults:
        count = "One place" if len(faults) == 1 else f"{len(faults)} places"
        raise PipelineInvalid(f"{count} in the pipeline cannot be used: {faults[0].message}", errors=faults)


def _save(
    name: str, raw: list[dict[str, Any]], by: Actor, pipeline: Pipeline | None, expected_version: int | None
) -> Pipeline:
    tasks = definition.Pipeline.model_validate({"tasks": raw}).as_json()
    if pipeline is None:
        kept = Pipeline(name=name)
    else:
        kept = Pipeline.objects.select_for_update().get(pk=pipeline.pk)
        if expected_version is not None and kept.current != expected_version:
            raise StaleVersion(f"Somebody saved version {kept.current} of this pipeline in between.")
        if kept.name == name and version(kept).definition["tasks"] == tasks:
            return kept
        kept.name = name
    kept.current += 1
    kept.save()
    PipelineVersion.objects.create(
        pipeline=kept, number=kept.current, definition={"name": name, "tasks": tasks}, created_by=by.name
    )
    told = f"Pipeline saved: {name}, version {kept.current}"
    record(Kind.SETUP, by=by, subject=kept.pk, now=f"version {kept.current}", because=told)
    return kept
