"""docs/tasks.md, from the task types and the words of the pipeline language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from makeready.office.pipelines import vocabulary
from makeready.office.pipelines.conditions import CONDITIONS, OPERATORS
from makeready.office.pipelines.definition import Step
from makeready.office.pipelines.task_types import published
from tests.docs.markdown import GENERATED, default_of, kind_of, table

FILE = "tasks.md"
BEFORE = """# Tasks

A pipeline is a list of tasks. Each has a `type`, usually a `name`, `inputArtifacts` (what it works on),
`outputArtifacts` (what its files are called afterwards) and `parameters`; the last one is `finalize`. A name with
`*`, such as `page*`, is a collection: `page1`, `page2`, … A further task type is one file
([recipes.md](recipes.md#add-a-task)).

Pipelines of Customer's Canvas run as they are: types, parameters and artifacts have the names of its published printer
guide. What it has and this version has not (Photoshop files, 7z archives, colour behind a page) is refused in words
when the pipeline is saved. Where the guide leaves something open, what stands here counts: mock-ups are stored
designs, cut patterns are PDF or SVG assets, records for variable data are a second input, and marks are always 5 mm
in every ink.

Where a number or a yes/no is asked for, the same as text is taken, and so are words in any letter case.
`POST /api/v1/pipelines/validate` names everything that is wrong with a pipeline; `GET /api/v1/task-types` tells
programs what stands here.
"""
STEP_BEFORE = """## What any task may say

Beside its type's parameters a task may say these; examples stand in [pipelines.md](pipelines.md). A span of time is
seconds or a text such as `90s`, `5m`, `2h`, `3d`.
"""
CONDITIONS_BEFORE = """## Conditions

Any task may carry these among its parameters. A condition is one comparison such as `left = right`; the operator is
found before values are put in, so that no value can change what is asked. Where a text holds one `=` or `!=`, that is
the operator, as the vendor has it.
"""
OPERATORS_BEFORE = "### Operators\n"
VALUES_BEFORE = """## Values

`{{project.orderNumber}}` in a parameter is replaced by the value when the task runs. Where it has none, the task
fails and names it; with a question mark, `{{project.items.@.fields.Finish?}}`, it is empty then. Nothing is ever
evaluated.
"""


def text() -> str:
    return "\n".join([GENERATED, BEFORE, *_types(), *_step(), *_conditions(), *_values()])


def _step() -> Iterator[str]:
    """What may stand in a task, and in each part of it that has parts of its own."""
    yield STEP_BEFORE
    schema = Step.model_json_schema(by_alias=True)
    defs = schema["$defs"]
    yield table(
        ("name", "value", "default", "what for"), _fields(schema if "properties" in schema else defs["Step"], defs)
    )
    for heading, part in (("forEach", "ForEach"), ("retry", "Retry"), ("onFailure", "OnFailure")):
        yield f"\n### {heading}\n"
        yield table(("name", "value", "default", "what for"), _fields(defs[part], defs))
    yield ""


def _fields(schema: dict[str, Any], defs: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for name, one in schema["properties"].items():
        yield f"`{name}`", kind_of(one, defs, _part), default_of(name, one, schema), one.get("description", "")


def _part(key: str) -> str:
    """A part of a task by the heading that it has."""
    words = {"ForEach": "[forEach](#foreach)", "Retry": "[retry](#retry)", "OnFailure": "[onFailure](#onfailure)",
             "RetryOn": "`passing` · `any`", "Then": "`stop` · `continue`", "Step": "task"}  # fmt: skip
    return words[key]


def _types() -> Iterator[str]:
    for kind in published():
        yield f"## {kind['type']}\n"
        yield f"{kind['description']} Takes {_count(kind['inputArtifacts'])}; {_made(kind['outputArtifacts'])}.\n"
        rows = list(parameters(kind["parameters"]))
        if rows:
            yield table(("parameter", "value", "default", "what for"), rows) + "\n"
        extra = kind["parameters"].get("additionalProperties")
        if extra:
            yield "Further parameters are named after the task's artifacts and are texts.\n"


def parameters(schema: dict[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    defs = schema.get("$defs", {})
    for name, one in schema["properties"].items():
        if name not in CONDITIONS:
            yield f"`{name}`", kind_of(one, defs), default_of(name, one, schema), one.get("description", "")


def _conditions() -> Iterator[str]:
    yield CONDITIONS_BEFORE
    rows = [
        (f"`{name}`", "list of conditions" if many else "condition", _skipped(many, skips))
        for name, (many, skips) in CONDITIONS.items()
    ]
    yield table(("parameter", "value", "the task is skipped when"), rows) + "\n"
    yield OPERATORS_BEFORE
    yield table(
        ("operator", "holds when left and right are"), [(f"`{sign}`", what) for sign, what in OPERATORS.items()]
    )
    yield ""


def _skipped(many: bool, skips: Callable[[list[bool]], bool]) -> str:
    """When a task is skipped, by what the rule answers to each case."""
    if not many:
        return "it holds" if skips([True]) else "it does not hold"
    cases = tuple(skips(list(holds)) for holds in ((True, True), (True, False), (False, False)))
    return {
        (True, True, False): "any of them holds",
        (True, False, False): "all of them hold",
        (False, False, True): "none of them holds",
        (False, True, True): "any of them does not hold",
    }[cases]


def _values() -> Iterator[str]:
    yield VALUES_BEFORE
    rows: list[tuple[str, str]] = []
    for root, known in (
        ("project", vocabulary.PROJECT), ("project.items.@", vocabulary.ITEM), ("product", vocabulary.PRODUCT),
        ("job", vocabulary.JOB), ("pipeline", vocabulary.PIPELINE),
    ):  # fmt: skip
        rows += [(f"`{{{{{root}.{name}}}}}`", sentence) for name, sentence in known.items()]
        rows += [
            (f"`{{{{{root}.{name}.…}}}}`", "any name may follow: it depends on the order or the product")
            for name in vocabulary.OPEN.get(root.removesuffix(".@"), ())
        ]
    for asked, sentence in vocabulary.ARTIFACT.items():
        rows.append(
            (f"`{{{{artifact:{asked}}}}}`" if asked else "`{{artifact}}`", sentence + ", by the artifact's name")
        )
    rows.append(("`{{approval.<task>}}`", "the link by which whoever has it answers that approval task"))
    rows += [(f"`{{{{{name}}}}}`", f"with forEach: {sentence}") for name, sentence in vocabulary.EACH.items()]
    rows += [(f"`{{{{failed.{name}}}}}`", f"in onFailure: {sentence}") for name, sentence in vocabulary.FAILED.items()]
    yield table(("value", "what it is"), rows) + "\n"


def _count(bounds: dict[str, int | None]) -> str:
    match bounds["least"], bounds["most"]:
        case 0, 0:
            return "no artifact"
        case 1, 1:
            return "one artifact"
        case least, None:
            return f"{least} artifact or more" if least else "any number of artifacts"
        case least, most:
            return f"{least} to {most} artifacts"
    raise AssertionError(bounds)


def _made(bounds: dict[str, int | None]) -> str:
    return f"makes {_count(bounds)}"
