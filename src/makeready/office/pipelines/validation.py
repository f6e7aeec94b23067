"""Is a pipeline right, and if not, what is wrong where? Everything at once, with path, line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from makeready.office.connections import store as connections
from makeready.office.pipelines import language, places, vocabulary
from makeready.office.pipelines.definition import Pipeline, Step
from makeready.office.pipelines.secrets import CREDENTIALS
from makeready.office.tasks.by_artifact import is_or_belongs_to
from makeready.office.tasks.params import faults as parameter_faults
from makeready.office.tasks.task import Task, task_types

ARTIFACT_NAME = re.compile(r"[^{}:?/\\*\x00-\x1f]*\*?[^{}:?/\\*\x00-\x1f]*")
"""One `*` at most; no braces, colons, question marks or slashes, which mean something elsewhere."""


@dataclass(frozen=True)
class PipelineFault:
    """One fault: path like `tasks/1/parameters/url`, a sentence, and where it stands in the text that was given."""

    path: str
    message: str
    line: int | None = None
    column: int | None = None


def validate(raw: str | Mapping[str, Any]) -> list[PipelineFault]:
    """All that is wrong with a pipeline, as JSON text or as a value; nothing is stored."""
    if not isinstance(raw, str):
        return list(dict.fromkeys(_of_value(raw)))
    try:
        given = places.read(raw)
    except places.NotJson as why:
        return [PipelineFault("pipeline", why.sentence, why.line, why.column)]
    doubled = [PipelineFault(path, f"{path.rpartition('/')[2]} is given twice.") for path in given.doubled]
    found = dict.fromkeys([*doubled, *_of_value(given.value)])
    return [replace(fault, line=line, column=column) for fault in found
            for line, column in [given.line_and_column(fault.path)]]  # fmt: skip


def _of_value(raw: Any) -> Iterator[PipelineFault]:
    if not isinstance(raw, Mapping):
        yield PipelineFault("pipeline", "A pipeline is an object with “tasks”.")
        return
    yield from _of_shape(raw)
    steps = _readable_steps(raw)
    yield from _of_names(steps)
    yield from _of_end(raw, steps)
    made: list[str] = []
    for index, step in steps:
        yield from _of_step(f"tasks/{index}", step, made)
        made.extend(step.output_artifacts)
    yield from _of_connections(steps)


def _of_shape(raw: Mapping[str, Any]) -> Iterator[PipelineFault]:
    try:
        Pipeline.model_validate({key: value for key, value in raw.items() if key not in ("id", "version")})
    except ValidationError as why:
        for fault in why.errors():
            path = "/".join(map(str, fault["loc"]))
            name = str(fault["loc"][-1]) if fault["loc"] else "pipeline"
            match fault["type"]:
                case "missing":
                    message = f"{name} is missing."
                case "extra_forbidden":
                    known = [field.alias or key for key, field in Step.model_fields.items()]
                    near = difflib.get_close_matches(name, known, 1, 0.6)
                    message = f"“{name}” is not known here" + (f"; did you mean {near[0]}?" if near else ".")
                case "too_short":
                    message = "A pipeline needs at least one task."
                case _:
                    message = f"{name}: {fault['msg'][0].lower()}{fault['msg'][1:]}."
            yield PipelineFault(path or "pipeline", message)


def _readable_steps(raw: Mapping[str, Any]) -> list[tuple[int, Step]]:
    """The tasks that have the right shape, with their places; faults of the others are told by `_of_shape`."""
    tasks = raw.get("tasks")
    found = []
    for index, one in enumerate(tasks if isinstance(tasks, list | tuple) else ()):
        try:
            found.append((index, Step.model_validate(one)))
        except ValidationError:
            continue
    return found


def _of_names(steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    seen: set[str] = set()
    for index, step in steps:
        if step.name and step.name in seen:
            yield PipelineFault(f"tasks/{index}/name", f"Two tasks are named “{step.name}”; names must differ.")
        seen.add(step.name)


def _of_end(raw: Mapping[str, Any], steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    count = len(raw["tasks"]) if isinstance(raw.get("tasks"), list | tuple) else 0
    ends = [index for index, step in steps if step.type == "finalize"]
    if count and (not ends or ends[-1] != count - 1):
        yield PipelineFault(f"tasks/{count - 1}", "The last task must be finalize: it says what stays.")
    for index in ends[:-1] if ends and ends[-1] == count - 1 else ends:
        yield PipelineFault(f"tasks/{index}", "finalize can only be the last task.")


def _of_step(path: str, step: Step, made: list[str]) -> Iterator[PipelineFault]:
    yield from _of_artifacts(path, step, made)
    kind = task_types().get(step.type)
    if kind is None:
        near = difflib.get_close_matches(step.type, list(task_types()), 1, 0.6)
        hint = f" Did you mean {near[0]}?" if near else " GET /task-types lists what there is."
        yield PipelineFault(f"{path}/type", f"There is no task “{step.type}” in this version.{hint}")
        yield from _of_texts(path, step, made, frozenset())
        return
    for names, count, what in (
        (step.input_artifacts, kind.inputs, "inputArtifacts"), (step.output_artifacts, kind.outputs, "outputArtifacts"),
    ):  # fmt: skip
        if fault := count.fault(names, what):
            yield PipelineFault(f"{path}/{what}" if names else path, fault)
    yield from _of_parameters(path, step, kind)
    yield from _of_texts(path, step, made, kind.values_of_the_moment)


def _of_artifacts(path: str, step: Step, made: list[str]) -> Iterator[PipelineFault]:
    for what, names in (("inputArtifacts", step.input_artifacts), ("finalArtifacts", step.final_artifacts)):
        for index, name in enumerate(names):
            if not _is_made(name, made):
                near = difflib.get_close_matches(name, made, 1, 0.5)
                hint = f" Did you mean “{near[0]}”?" if near else " No task before this one makes it."
                yield PipelineFault(f"{path}/{what}/{index}", f"There is no artifact “{name}” here.{hint}")
    if step.final_artifacts and step.type != "finalize":
        yield PipelineFault(f"{path}/finalArtifacts", "Only finalize has finalArtifacts.")
    for index, name in enumerate(step.output_artifacts):
        if not name.strip() or not ARTIFACT_NAME.fullmatch(name):
            yield PipelineFault(
                f"{path}/outputArtifacts/{index}",
                f"“{name}” cannot name an artifact: no braces, colons, question marks or slashes, and one * at most.",
            )
        elif name in made or step.output_artifacts.index(name) != index:
            yield PipelineFault(f"{path}/outputArtifacts/{index}", f"The artifact “{name}” is made twice.")


def _of_parameters(path: str, step: Step, kind: Task) -> Iterator[PipelineFault]:
    conditions, parameters = language.split_conditions(step.parameters)
    for place, message in parameter_faults(kind.Params, parameters):
        yield PipelineFault(_joined(f"{path}/parameters", place), message)
    for place, message in kind.check(parameters, step.input_artifacts):
        yield PipelineFault(_joined(f"{path}/parameters", place), message)
    for name, raw in conditions.items():
        try:
            language.read_conditions(name, raw)
        except language.LanguageFault as why:
            yield PipelineFault(f"{path}/parameters/{name}", f"{name}: {why.sentence}")


def _of_texts(path: str, step: Step, made: list[str], moment: frozenset[str]) -> Iterator[PipelineFault]:
    for place, text in language.texts(step.parameters):
        here = f"{path}/parameters/{place}"
        try:
            asked = language.values(text)
        except language.LanguageFault as why:
            yield PipelineFault(here, why.sentence)
            continue
        for value in asked:
            if fault := _of_value_asked(value, made, moment):
                yield PipelineFault(here, fault)


def _of_value_asked(value: language.Value, made: list[str], moment: frozenset[str]) -> str:
    if value.root:
        return vocabulary.fault_of(value)
    if value.path in moment:
        return ""
    if not _is_made(value.path, made):
        if "." in value.path:
            return f"{{{{{value.path}}}}} can never have a value: it begins with none of {', '.join(language.ROOTS)}."
        return f"{{{{{value.text}}}}} names no artifact of a task before this one."
    if value.asked not in vocabulary.ARTIFACT:
        known = ", ".join(name for name in vocabulary.ARTIFACT if name)
        return f"{{{{{value.text}}}}}: of an artifact one may ask {known}."
    return ""


def _of_connections(steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    named = [
        (f"tasks/{index}/parameters/{place}", name, allowed)
        for index, step in steps if (kind := task_types().get(step.type))
        for place, name, allowed in kind.connections(step.parameters)
    ]  # fmt: skip
    yield from _of_credentials(steps)
    known = connections.known_types({name for _, name, _ in named})
    for path, name, allowed in named:
        if "{{" in name:
            yield PipelineFault(path, "A connection is named as it is, without values.")
        elif not name:
            yield PipelineFault(path, f"Which connection? Name one of type {', '.join(allowed)}.")
        elif name not in known:
            yield PipelineFault(path, f"There is no connection “{name}”. Create it under Connections first.")
        elif known[name] not in allowed:
            yield PipelineFault(path, f"“{name}” is a connection of type {known[name]}, not {' or '.join(allowed)}.")


def _of_credentials(steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    """Host and credentials become a connection when the pipeline is saved: before any value is there to be put in."""
    for index, step in steps:
        for word in CREDENTIALS.get(step.type, ()):
            if "{{" in str(step.parameters.get(word, "")):
                path = f"tasks/{index}/parameters/{word}"
                yield PipelineFault(path, f"{word} becomes part of a connection and cannot hold values.")


def _is_made(name: str, made: list[str]) -> bool:
    return any(is_or_belongs_to(name, one) for one in made)


def _joined(path: str, place: str) -> str:
    return f"{path}/{place}" if place else path
