"""What is published of the task types is what the tasks take."""

from __future__ import annotations

import jsonschema
import pytest

from makeready.office.pipelines import definition
from makeready.office.pipelines.library import VENDOR_DEFAULT
from makeready.office.pipelines.task_types import parameters_schema, published
from makeready.office.tasks.task import task_types


@pytest.mark.parametrize("one", published(), ids=lambda one: str(one["type"]))
def test_every_schema_is_a_schema_and_every_parameter_is_explained(one: dict[str, object]) -> None:
    schema = one["parameters"]
    assert isinstance(schema, dict)
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["type"] == "object"
    assert one["description"]
    for name, parameter in schema["properties"].items():
        assert parameter.get("description") or "items" in parameter, f"{name} is not explained"


def test_the_schema_takes_numbers_as_text_values_in_braces_and_conditions() -> None:
    schema = parameters_schema(task_types()["render-hires"])
    parameters = {
        "hiResOutputDpi": "{{project.items.@.fields.Dpi}}", "hiResOutputToSeparateFiles": "true", "skipIf": "a = b",
        "skipIfAny": ["a = b"],
    }  # fmt: skip

    jsonschema.validate(parameters, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"Dpi": 300}, schema)


def test_the_vendors_default_pipeline_fits_the_pipelines_schema() -> None:
    jsonschema.validate({"name": "Default", "tasks": VENDOR_DEFAULT}, definition.json_schema())
