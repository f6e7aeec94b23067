"""What is a pipeline? Its tasks: the vendor's JSON shape unchanged, and what is ours beside it, as typed values."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from makeready.office.tasks.spans import Span

LONGEST = 366 * 86_400.0
"""Seconds; nothing waits for more than a year."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_missing(cls, given: Any) -> Any:
        return {key: value for key, value in given.items() if value is not None} if isinstance(given, dict) else given


class RetryOn(StrEnum):
    """Which faults are tried again."""

    PASSING = "passing"
    ANY = "any"


class Retry(_Shape):
    """How often a task is tried, and how long the pauses between are: first, first × factor, … up to the cap."""

    attempts: int = Field(7, ge=1, le=100, description="Tries in all, the first one counted.")
    first_pause: Span = Field(2.0, ge=0, le=86_400, description="Pause before the second try.")
    factor: float = Field(2.5, ge=1, le=100, description="Each pause is so many times the one before.")
    longest_pause: Span = Field(600.0, ge=0, le=86_400, description="No pause is longer.")
    on: RetryOn = Field(
        RetryOn.PASSING,
        description="passing: faults that pass by themselves (a cut line, a timeout, a busy server); any: all faults.",
    )

    def pause(self, failures: int) -> float | None:
        """Seconds before the next try after so many failed ones; None: no further one."""
        if failures >= self.attempts:
            return None
        return float(min(self.first_pause * self.factor ** min(failures - 1, 60), self.longest_pause))


class ForEach(_Shape):
    """A task done once for each element of a collection, several at a time."""

    in_: str | tuple[str, ...] = Field(
        alias="in", description="A collection of artifacts (`page*`), a list of texts, or one text: `a, b, {{value}}`."
    )
    at_once: int = Field(4, ge=1, le=32, description="So many at the same time, at most.")

    @property
    def collection(self) -> str:
        """The collection of artifacts that it goes through, or "" where it goes through texts."""
        return self.in_.strip() if isinstance(self.in_, str) and "*" in self.in_ and "{{" not in self.in_ else ""


class Then(StrEnum):
    """What comes after a failure."""

    STOP = "stop"
    CONTINUE = "continue"


class OnFailure(_Shape):
    """What is done when a task has failed for good: further tasks, then the job stops or goes on."""

    tasks: tuple[Step, ...] = Field((), description="Done one after another; {{failed.message}} tells them why.")
    then: Then = Field(Then.STOP, description="stop: the job has failed; continue: it goes on as if nothing was.")


def _for_each(given: Any) -> Any:
    return {"in": given} if isinstance(given, str | list | tuple) else given


class Step(_Shape):
    """One task of a pipeline as it is written down."""

    name: str = Field("", description="Its name in this pipeline; missing: the type, numbered.", max_length=200)
    type: str = Field(description="What is done: one of the task types.")
    description: str = Field("", description="A label for people.")
    notes: str = Field("", description="What the next person should know; has no effect.", max_length=10_000)
    needs: tuple[str, ...] | None = Field(
        None, description="Tasks that must be done before; missing: the one before it. [] begins at once."
    )
    input_artifacts: tuple[str, ...] = Field((), description="Artifacts it works on; `page*` is a collection.")
    parameters: dict[str, Any] = Field(
        default_factory=dict, description="The task type's parameters, and conditions (skipIf, runIf, …)."
    )
    output_artifacts: tuple[str, ...] = Field((), description="Names of what it makes; `page*` is a collection.")
    final_artifacts: tuple[str, ...] = Field((), description="Only finalize: what stays with the project.")
    for_each: Annotated[ForEach, BeforeValidator(_for_each)] | None = Field(
        None, description="Done once for each element of a collection; `page*` alone is enough."
    )
    timeout: Span | None = Field(None, gt=0, le=LONGEST, description="After this the task is stopped and has failed.")
    retry: Retry | None = Field(None, description="How often it is tried again after a fault.")
    on_failure: OnFailure | None = Field(None, description="What is done when it has failed for good.")
    namespace: str = Field("", description="The vendor's; has no effect.", max_length=200)
    processing_timeout: Span | None = Field(None, ge=0, le=LONGEST, description="The vendor's word for timeout.")
    max_auto_retry_count: int | None = Field(
        None, ge=0, le=99, description="The vendor's word for retry: tries after the first."
    )

    @property
    def limit(self) -> float | None:
        """Seconds after which it is stopped; None: never for its own sake."""
        return self.timeout or self.processing_timeout or None

    @property
    def retries(self) -> Retry | None:
        """How it is tried again; None: the house's way."""
        if self.retry is None and self.max_auto_retry_count is not None:
            return Retry(attempts=self.max_auto_retry_count + 1)
        return self.retry

    @property
    def handlers(self) -> tuple[Step, ...]:
        """What is done when it has failed for good, named after it where they have no name."""
        tasks = self.on_failure.tasks if self.on_failure else ()
        return tuple(
            one if one.name else one.model_copy(update={"name": f"{self.name[:150]}, on failure {number}"})
            for number, one in enumerate(tasks, 1)
        )


class Pipeline(BaseModel):
    """A list of tasks, run from the first to the last, or as they need one another."""

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


def needs(steps: tuple[Step, ...]) -> tuple[frozenset[int], ...]:
    """For each task the places of those it waits for: what it names, else the one before it; the last waits for all."""
    place = {step.name: index for index, step in enumerate(steps)}
    found = []
    for index, step in enumerate(steps):
        if step.type == "finalize":
            found.append(frozenset(range(index)))
        elif step.needs is None:
            found.append(frozenset({index - 1} if index else ()))
        else:
            found.append(frozenset(place[name] for name in step.needs if name in place))
    return tuple(found)


def step_schema() -> dict[str, Any]:
    """JSON Schema of one task, its properties at the top."""
    schema = Step.model_json_schema(by_alias=True)
    return {**schema["$defs"]["Step"], "$defs": schema["$defs"]}


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a pipeline."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Pipeline.model_json_schema(by_alias=True),
        "title": "Makeready pipeline",
    }
