"""Task `populate-design`: values into a design's items, by the names they have there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field, model_validator

from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ONE, JobContext, Task


class PopulateDesignParams(TaskParams):
    """The vendor's structure: a name → what is set on it; or values grouped by page and placeholder."""

    items_data: dict[str, Any] = Field(
        description='"Name": {"text": "…"}, "Photo": {"image": "ast_… or sha256:…"}, "Code": {"data": "…"}, '
        '"Badge": {"visible": false}; a name is an item’s, on every page, else a field’s. '
        '{"surfaces": {page: {name: …}}, "placeholders": {name: text}} is taken, too.',
        min_length=1,
    )

    @model_validator(mode="after")
    def _readable(self) -> PopulateDesignParams:
        self.values_by_name()
        return self

    def values_by_name(self) -> dict[str, Mapping[str, Any]]:
        """Name → what is set on it; what stands under `surfaces` and `placeholders` with the rest."""
        found: dict[str, Mapping[str, Any]] = {}
        for name, value in self.items_data.items():
            if name == "surfaces" and isinstance(value, Mapping):
                for surface in value.values():
                    found |= {item: _values(item, given) for item, given in dict(surface or {}).items()}
            elif name == "placeholders" and isinstance(value, Mapping):
                found |= {item: _values(item, given) for item, given in value.items()}
            else:
                found[name] = _values(name, value)
        return found


class PopulateDesign(Task):
    """Puts values into a design's items and fields; the project's own design stays as it is."""

    name = "populate-design"
    Params = PopulateDesignParams
    inputs = ONE
    outputs = ONE

    def run(self, params: PopulateDesignParams, job: JobContext) -> None:
        """Fill; a name that the design does not have is a failure."""
        job.deliver([job.populate(job.inputs[0], params.values_by_name())])


def _values(name: str, given: Any) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        return given
    if isinstance(given, str):
        return {"text": given}
    raise ValueError(f"“{name}” needs an object such as {{“text”: “…”}}.")
