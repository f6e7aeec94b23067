"""Which task types are there, told to programs? Each with its sentence and the JSON Schema of its parameters."""

from __future__ import annotations

from typing import Any

from makeready.office.pipelines.conditions import CONDITIONS, OPERATORS
from makeready.office.tasks.task import Count, Task, task_types

_CONDITION = {
    "type": "string",
    "description": f"“left = right”; the sides may hold {{{{values}}}}. Operators: {', '.join(OPERATORS)}.",
}


def published() -> list[dict[str, Any]]:
    """Every task type as `GET /task-types` shows it, in order of their names."""
    return [
        {
            "type": name,
            "description": kind.sentence(),
            "parameters": parameters_schema(kind),
            "inputArtifacts": _bounds(kind.inputs),
            "outputArtifacts": _bounds(kind.outputs),
        }
        for name, kind in task_types().items()
    ]


def parameters_schema(kind: Task) -> dict[str, Any]:
    """JSON Schema (2020-12) of a task's parameters: numbers and booleans also as text, and the conditions."""
    schema = _tolerant(kind.Params.model_json_schema(by_alias=True))
    conditions = {
        name: {"type": "array", "items": _CONDITION, "minItems": 1} if takes_list else _CONDITION
        for name, (takes_list, _) in CONDITIONS.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "type": "object",
        "properties": {**schema.get("properties", {}), **conditions},
    }


def _tolerant(schema: Any) -> Any:
    """`integer`, `number` and `boolean` may be text, too: values in braces, and the vendor's way of writing."""
    if isinstance(schema, list):
        return [_tolerant(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: _tolerant(value) for key, value in schema.items()}
    if changed.get("type") in ("integer", "number", "boolean"):
        changed["type"] = [changed["type"], "string"]
    return changed


def _bounds(count: Count) -> dict[str, int | None]:
    return {"least": count.least, "most": count.most}
