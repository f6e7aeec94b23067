"""What is a pipeline? Its tasks in order: the vendor's JSON shape unchanged, as typed values."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel


class Step(BaseModel):
    """One task of a pipeline as it is written down."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    name: str = Field("", description="Its name in this pipeline; missing: the type, numbered.", max_length=200)
    type: str = Field(description="What is done: one of the task types.")
    description: str = Field("", description="A label for people.")
    input_artifacts: tuple[str, ...] = Field((), description="Artifacts it works on; `page*` is a collection.")
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="The task type's parameters, and conditions (skipIf, runIf, …)."
    )
    output_artifacts: tuple[str, ...] = Field((), description="Names of what it makes; `page*` is a collection.")
    final_artifacts: tuple[str, ...] = Field((), description="Only finalize: what stays with the project.")

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, given: Any) -> Any:
        return {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else given


class Pipeline(BaseModel):
    """A list of tasks, run from the first to the last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field("", description="The pipeline's name.", max_length=200)
    tasks: tuple[Step, ...] = Field(description="From the first to the last; the last is finalize.", min_length=1)

    def named(self) -> tuple[Step, ...]:
        """The tasks, each with a name: those without one take their type, numbered."""
        taken = {step.name for step in self.tasks if step.name}
        count: Counter[str] = Counter()
        steps = []
        for step in self.tasks:
            name = step.name
            while not name:
                count[step.type] += 1
                numbered = f"{step.type}-{count[step.type]}"
                name = "" if numbered in taken else numbered
            steps.append(step.model_copy(update={"name": name}))
        return tuple(steps)

    def as_json(self) -> list[dict[str, Any]]:
        """The tasks as plain values, by the vendor's names, without what was not given."""
        return [step.model_dump(mode="json", by_alias=True, exclude_unset=True) for step in self.tasks]


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a pipeline."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Pipeline.model_json_schema(by_alias=True),
        "title": "Makeready pipeline",
    }
