"""Is a pipeline right, and if not, what is wrong where? Everything at once, with path, line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from makeready.office.connections import store as connections
from makeready.office.pipelines import flow, language, places, vocabulary
from makeready.office.pipelines.conditions import read_conditions, split_conditions
from makeready.office.pipelines.definition import ForEach, OnFailure, Pipeline, Retry, Step, needs
from makeready.office.pipelines.secrets import CREDENTIALS
from makeready.office.tasks.by_artifact import is_or_belongs_to
from makeready.office.tasks.params import faults as parameter_faults
from makeready.office.tasks.task import Task, task_types

ARTIFACT_NAME = re.compile(r"[^{}:?/\\*\x00-\x1f]*\*?[^{}:?/\\*\x00-\x1f]*")
"""One `*` at most; no braces, colons, question marks or slashes, which mean something elsewhere."""

APPROVAL = "approval"
WHOLE = ("finalize", APPROVAL, "wait-until")
"""Tasks that a job does once and in its own course: neither for each element nor after a failure."""

NOT_OURS = ("id", "version", "makeready", "notes")
"""What an exported file says beside the tasks."""

_INNER = ("ForEach", "Retry", "OnFailure", "str", "float")


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


@dataclass(frozen=True)
class _Placed:
    """A task and where it stands. made: artifacts there before it. words: values that only it may ask for."""

    path: str
    step: Step
    made: list[str]
    words: frozenset[str] = frozenset()
    in_failure: bool = False


def _of_value(raw: Any) -> Iterator[PipelineFault]:
    if not isinstance(raw, Mapping):
        yield PipelineFault("pipeline", "A pipeline is an object with “tasks”.")
        return
    yield from _of_shape(raw)
    steps = _readable_steps(raw)
    yield from _of_names(steps)
    yield from _of_end(raw, steps)
    yield from _of_needs(steps)
    yield from _of_outputs(steps)
    placed = list(_placed(steps))
    approvals = frozenset(one.step.name for one in placed if one.step.type == APPROVAL)
    for one in placed:
        yield from _of_step(one, approvals)
    yield from _of_connections(placed)


def _of_shape(raw: Mapping[str, Any]) -> Iterator[PipelineFault]:
    try:
        Pipeline.model_validate({key: value for key, value in raw.items() if key not in NOT_OURS})
    except ValidationError as why:
        for fault in why.errors():
            loc = [str(one) for one in fault["loc"] if not _is_inner(one)]
            name = loc[-1] if loc else "pipeline"
            match fault["type"]:
                case "missing":
                    message = f"{name} is missing."
                case "extra_forbidden":
                    near = difflib.get_close_matches(name, _known_at(loc), 1, 0.6)
                    message = f"“{name}” is not known here" + (f"; did you mean {near[0]}?" if near else ".")
                case "too_short":
                    message = "A pipeline needs at least one task."
                case "value_error":
                    message = f"{name}: {fault['ctx']['error']}."
                case _:
                    message = f"{name}: {fault['msg'][0].lower()}{fault['msg'][1:]}."
            yield PipelineFault("/".join(loc) or "pipeline", message)


def _is_inner(step: int | str) -> bool:
    """Whether a step of pydantic's path is none of the document's: the name of a type or of a check."""
    return isinstance(step, str) and (step in _INNER or step.startswith(("function-", "tuple[", "constrained-")))


def _known_at(loc: list[str]) -> list[str]:
    """The names that may stand where a path leads."""
    inner: dict[str, type[BaseModel]] = {"forEach": ForEach, "retry": Retry, "onFailure": OnFailure}
    model = inner.get(loc[-2], Step) if len(loc) > 1 else Pipeline
    return [field.alias or key for key, field in model.model_fields.items()]


def _readable_steps(raw: Mapping[str, Any]) -> list[tuple[int, Step]]:
    """The tasks with their places, each without what has the wrong shape: that is told by `_of_shape`."""
    tasks = raw.get("tasks")
    found = []
    for index, one in enumerate(tasks if isinstance(tasks, list | tuple) else ()):
        step = _readable(one)
        if step is not None:
            found.append((index, step))
    return found


def _readable(raw: Any) -> Step | None:
    try:
        return Step.model_validate(raw)
    except ValidationError as why:
        wrong = {fault["loc"][0] for fault in why.errors() if fault["loc"]}
    if not isinstance(raw, Mapping) or "type" in wrong:
        return None
    return Step.model_validate({key: value for key, value in raw.items() if key not in wrong})


def _of_names(steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    seen: set[str] = set()
    for index, step in steps:
        path = f"tasks/{index}"
        for where, name in [(path, step.name), *(
            (f"{path}/onFailure/tasks/{number}", one.name)
            for number, one in enumerate(step.on_failure.tasks if step.on_failure else ())
        )]:  # fmt: skip
            if name and name in seen:
                yield PipelineFault(f"{where}/name", f"Two tasks are named “{name}”; names must differ.")
            seen.add(name)


def _of_end(raw: Mapping[str, Any], steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    count = len(raw["tasks"]) if isinstance(raw.get("tasks"), list | tuple) else 0
    ends = [index for index, step in steps if step.type == "finalize"]
    if count and (not ends or ends[-1] != count - 1):
        yield PipelineFault(f"tasks/{count - 1}", "The last task must be finalize: it says what stays.")
    for index in ends[:-1] if ends and ends[-1] == count - 1 else ends:
        yield PipelineFault(f"tasks/{index}", "finalize can only be the last task.")


def _of_needs(steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    names = [step.name for _, step in steps]
    for index, step in steps:
        if step.needs is not None and step.type == "finalize":
            yield PipelineFault(f"tasks/{index}/needs", "finalize waits for all tasks; needs has no place there.")
            continue
        for number, name in enumerate(step.needs or ()):
            path = f"tasks/{index}/needs/{number}"
            if name == step.name:
                yield PipelineFault(path, f"“{name}” cannot wait for itself.")
            elif name not in names:
                near = difflib.get_close_matches(name, [one for one in names if one], 1, 0.5)
                hint = f" Did you mean “{near[0]}”?" if near else " Give the task that is meant a name."
                yield PipelineFault(path, f"There is no task “{name}” here.{hint}")
    for circle in flow.cycles(needs(tuple(step for _, step in steps))):
        if len(circle) > 1:
            told = " → ".join(f"“{steps[place][1].name or steps[place][1].type}”" for place in (*circle, circle[0]))
            message = f"These tasks wait for one another, so none would ever begin: {told}."
            yield PipelineFault(f"tasks/{steps[circle[0]][0]}/needs", message)


def _of_outputs(steps: list[tuple[int, Step]]) -> Iterator[PipelineFault]:
    made: set[str] = set()
    for index, step in steps:
        for number, name in enumerate(step.output_artifacts):
            path = f"tasks/{index}/outputArtifacts/{number}"
            if not name.strip() or not ARTIFACT_NAME.fullmatch(name):
                rule = "no braces, colons, question marks or slashes, and one * at most"
                yield PipelineFault(path, f"“{name}” cannot name an artifact: {rule}.")
            elif name in made:
                yield PipelineFault(path, f"The artifact “{name}” is made twice.")
            elif step.for_each and "*" not in name:
                yield PipelineFault(path, f"“{name}” would be made once for each element: name it “{name}*”.")
            made.add(name)


def _placed(steps: list[tuple[int, Step]]) -> Iterator[_Placed]:
    """Every task with what is there when it begins, and those done when one fails, after it."""
    only = tuple(step for _, step in steps)
    made = flow.made_before(only, dict(enumerate(flow.before(only, needs(only)))))
    for place, (index, step) in enumerate(steps):
        path = f"tasks/{index}"
        yield _Placed(path, step, made[place], frozenset(vocabulary.EACH) if step.for_each else frozenset())
        there = list(made[place])
        for number, one in enumerate(step.on_failure.tasks if step.on_failure else ()):
            yield _Placed(f"{path}/onFailure/tasks/{number}", one, list(there), in_failure=True)
            there.extend(one.output_artifacts)


def _of_step(one: _Placed, approvals: frozenset[str]) -> Iterator[PipelineFault]:
    path, step = one.path, one.step
    yield from _of_artifacts(one)
    yield from _of_each(one)
    if one.in_failure:
        yield from _of_failure_task(one)
    kind = task_types().get(step.type)
    if kind is None:
        near = difflib.get_close_matches(step.type, list(task_types()), 1, 0.6)
        hint = f" Did you mean {near[0]}?" if near else " GET /task-types lists what there is."
        yield PipelineFault(f"{path}/type", f"There is no task “{step.type}” in this version.{hint}")
        yield from _of_texts(one, frozenset(), approvals)
        return
    for names, count, what in (
        (step.input_artifacts, kind.inputs, "inputArtifacts"), (step.output_artifacts, kind.outputs, "outputArtifacts"),
    ):  # fmt: skip
        if fault := count.fault(names, what):
            yield PipelineFault(f"{path}/{what}" if names else path, fault)
    yield from _of_parameters(path, step, kind)
    yield from _of_texts(one, kind.values_of_the_moment, approvals)


def _of_artifacts(one: _Placed) -> Iterator[PipelineFault]:
    path, step = one.path, one.step
    for what, names in (("inputArtifacts", step.input_artifacts), ("finalArtifacts", step.final_artifacts)):
        for index, name in enumerate(names):
            if not _is_made(name, one.made):
                near = difflib.get_close_matches(name, one.made, 1, 0.5)
                hint = f" Did you mean “{near[0]}”?" if near else " No task before this one makes it."
                yield PipelineFault(f"{path}/{what}/{index}", f"There is no artifact “{name}” here.{hint}")
    if step.final_artifacts and step.type != "finalize":
        yield PipelineFault(f"{path}/finalArtifacts", "Only finalize has finalArtifacts.")


def _of_each(one: _Placed) -> Iterator[PipelineFault]:
    each = one.step.for_each
    if each is None:
        return
    path = f"{one.path}/forEach"
    if one.step.type in WHOLE:
        yield PipelineFault(path, f"{one.step.type} is done once, not for each element.")
    if each.collection and each.collection not in one.made:
        near = difflib.get_close_matches(each.collection, one.made, 1, 0.5)
        hint = f" Did you mean “{near[0]}”?" if near else " No task before this one makes it."
        yield PipelineFault(path, f"There is no collection “{each.collection}” here.{hint}")
    if not each.in_:
        yield PipelineFault(path, "There is nothing to go through.")


def _of_failure_task(one: _Placed) -> Iterator[PipelineFault]:
    step = one.step
    if step.type in WHOLE:
        yield PipelineFault(f"{one.path}/type", f"{step.type} has no place in onFailure.")
    for name, given in (("needs", step.needs), ("forEach", step.for_each), ("onFailure", step.on_failure)):
        if given is not None:
            yield PipelineFault(f"{one.path}/{name}", f"A task of onFailure has no {name}: they are done in order.")


def _of_parameters(path: str, step: Step, kind: Task) -> Iterator[PipelineFault]:
    conditions, parameters = split_conditions(step.parameters)
    for place, message in parameter_faults(kind.Params, parameters):
        yield PipelineFault(_joined(f"{path}/parameters", place), message)
    for place, message in kind.check(parameters, step.input_artifacts):
        yield PipelineFault(_joined(f"{path}/parameters", place), message)
    for name, raw in conditions.items():
        try:
            read_conditions(name, raw)
        except language.LanguageFault as why:
            yield PipelineFault(f"{path}/parameters/{name}", f"{name}: {why.sentence}")


def _of_texts(one: _Placed, moment: frozenset[str], approvals: frozenset[str]) -> Iterator[PipelineFault]:
    each = one.step.for_each.in_ if one.step.for_each else ()
    for base, thing in (
        ("parameters", one.step.parameters),
        ("forEach", list(each) if isinstance(each, tuple) else each),
    ):
        for place, text in language.texts(thing):
            here = _joined(f"{one.path}/{base}", place)
            try:
                asked = language.values(text)
            except language.LanguageFault as why:
                yield PipelineFault(here, why.sentence)
                continue
            for value in asked:
                words = moment | (one.words if base == "parameters" else frozenset())
                if fault := _of_value_asked(value, one, words, approvals):
                    yield PipelineFault(here, fault)


def _of_value_asked(value: language.Value, one: _Placed, words: frozenset[str], approvals: frozenset[str]) -> str:
    if value.root == "approval":
        name = value.path.partition(".")[2]
        return "" if name in approvals else f"{{{{{value.text}}}}}: there is no approval task named “{name}”."
    if value.root == "failed" and not one.in_failure:
        return f"{{{{{value.text}}}}} has a value only in the tasks of onFailure."
    if value.root:
        return vocabulary.fault_of(value)
    if value.path in words or value.text in words:
        return ""
    if not _is_made(value.path, one.made):
        if value.path in vocabulary.EACH:
            return f"{{{{{value.text}}}}} has a value only in a task with forEach."
        if "." in value.path:
            return f"{{{{{value.path}}}}} can never have a value: it begins with none of {', '.join(language.ROOTS)}."
        return f"{{{{{value.text}}}}} names no artifact of a task before this one."
    if value.asked not in vocabulary.ARTIFACT:
        known = ", ".join(name for name in vocabulary.ARTIFACT if name)
        return f"{{{{{value.text}}}}}: of an artifact one may ask {known}."
    return ""


def _of_connections(placed: list[_Placed]) -> Iterator[PipelineFault]:
    named = [
        (f"{one.path}/parameters/{place}", name, allowed)
        for one in placed if (kind := task_types().get(one.step.type))
        for place, name, allowed in kind.connections(one.step.parameters)
    ]  # fmt: skip
    yield from _of_credentials(placed)
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


def _of_credentials(placed: list[_Placed]) -> Iterator[PipelineFault]:
    """Host and credentials become a connection when the pipeline is saved: before any value is there to be put in."""
    for one in placed:
        for word in CREDENTIALS.get(one.step.type, ()):
            if "{{" in str(one.step.parameters.get(word, "")):
                path = f"{one.path}/parameters/{word}"
                yield PipelineFault(path, f"{word} becomes part of a connection and cannot hold values.")


def _is_made(name: str, made: list[str]) -> bool:
    return any(is_or_belongs_to(name, one) for one in made)


def _joined(path: str, place: str) -> str:
    return f"{path}/{place}" if place else path
