"""Everything that is wrong with a pipeline, at once, with its path, and line and column in a text."""

# ruff: noqa: E501  (a line per fault reads as a table)

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.workshop import DESIGN, PRINT, end, task

from makeready.office.connections import store as connections
from makeready.office.pipelines import library
from makeready.office.pipelines.definition import json_schema
from makeready.office.pipelines.task_types import published
from makeready.office.pipelines.validation import validate

pytestmark = pytest.mark.django_db


def faults(*tasks: Any) -> dict[str, str]:
    """Path → sentence."""
    return {fault.path: fault.message for fault in validate({"tasks": list(tasks)})}


def test_what_is_right_has_no_faults():
    assert faults(DESIGN, PRINT, end("print")) == {}


def test_the_vendors_default_is_right_as_it_is():
    assert validate({"tasks": library.VENDOR_DEFAULT}) == []


def test_what_comes_ready_made_is_right(ada):
    connections.save(name="press-ftp", type="ftp", host="press.example", by=ada)
    connections.save(name="mail", type="smtp", host="mail.example", by=ada)
    assert {name: validate({"tasks": tasks}) for name, tasks in library.ready_made().items()} == {
        name: [] for name in library.ready_made()
    }


@pytest.mark.parametrize(
    ("tasks", "path", "word"),
    [
        ([], "tasks", "at least one task"),
        ([DESIGN], "tasks/0", "must be finalize"),
        ([end(), DESIGN, end()], "tasks/0", "only be the last"),
        ([{"name": "x"}, end()], "tasks/0/type", "type is missing"),
        ([{**DESIGN, "inputArtefacts": []}, end()], "tasks/0/inputArtefacts", "did you mean inputArtifacts"),
        ([{"type": "render-highres"}, end()], "tasks/0/type", "Did you mean render-hires"),
        ([DESIGN, DESIGN | {"outputArtifacts": ["d2"]}, end()], "tasks/1/name", "names must differ"),
        ([DESIGN, {**PRINT, "inputArtifacts": ["desing"]}, end()], "tasks/1/inputArtifacts/0", "Did you mean “design”"),
        ([PRINT, DESIGN, end()], "tasks/0/inputArtifacts/0", "No task before this one"),
        ([DESIGN, end("print")], "tasks/1/finalArtifacts/0", "no artifact “print”"),
        ([{**DESIGN, "finalArtifacts": ["design"]}, end()], "tasks/0/finalArtifacts", "Only finalize"),
        ([DESIGN, {**PRINT, "outputArtifacts": ["design"]}, end()], "tasks/1/outputArtifacts/0", "made twice"),
        ([{**DESIGN, "outputArtifacts": ["a/b"]}, end()], "tasks/0/outputArtifacts/0", "cannot name an artifact"),
        ([{**DESIGN, "outputArtifacts": ["a**"]}, end()], "tasks/0/outputArtifacts/0", "cannot name an artifact"),
        ([{**DESIGN, "outputArtifacts": ["a", "b"]}, end()], "tasks/0/outputArtifacts", "not 2"),
        ([DESIGN, {**PRINT, "inputArtifacts": []}, end()], "tasks/1", "needs one inputArtifacts"),
        ([DESIGN, {**PRINT, "parameters": {"hiResOutputDpy": 1}}, end()], "tasks/1/parameters/hiResOutputDpy", "did you mean hiResOutputDpi"),
        ([DESIGN, {**PRINT, "parameters": {"hiResOutputDpi": "lots"}}, end()], "tasks/1/parameters/hiResOutputDpi", "must be a number"),
        ([DESIGN, {**PRINT, "parameters": {"hiResOutputFileFormat": "psd"}}, end()], "tasks/1/parameters/hiResOutputFileFormat", "one of"),
        ([DESIGN, {**PRINT, "parameters": {"hiResOutputFlipMode": "Both"}}, end()], "tasks/1/parameters/hiResOutputFlipMode", "in this version"),
        ([DESIGN, {**PRINT, "parameters": {"hiResOutputPrintAreaFilter": "front"}}, end()], "tasks/1/parameters/hiResOutputPrintAreaFilter", "no list of pages"),
        ([{**DESIGN, "parameters": {"skipIf": "a"}}, end()], "tasks/0/parameters/skipIf", "no operator"),
        ([{**DESIGN, "parameters": {"skipIfAny": []}}, end()], "tasks/0/parameters/skipIfAny", "a list of conditions"),
        ([{**DESIGN, "parameters": {"skipIf": "{{project.qantity}} = 1"}}, end()], "tasks/0/parameters/skipIf", "did you mean {{project.quantity}}"),
        ([task("invoke-url", url="{{project.nummer"), end()], "tasks/0/parameters/url", "not closed"),
        ([task("invoke-url", url="https://x.example/{{print:url}}"), end()], "tasks/0/parameters/url", "names no artifact"),
        ([DESIGN, task("invoke-url", url="https://x.example/{{design:size}}"), end()], "tasks/1/parameters/url", "one may ask"),
        ([task("invoke-url", url="https://x.example/{{order.number}}"), end()], "tasks/0/parameters/url", "can never have a value"),
        ([task("invoke-url", url="https://x.example", queryHeaders={"Authorization": "x"}), end()], "tasks/0/parameters/queryHeaders/Authorization", "a secret"),
        ([task("set-project-status", status="New"), end()], "tasks/0/parameters/status", "no status a pipeline can set"),
        ([DESIGN, task("upload-to-ftp", "design", connection="none", design="/in/"), end()], "tasks/1/parameters/connection", "no connection “none”"),
        ([DESIGN, task("upload-to-ftp", "design", design="/in/"), end()], "tasks/1/parameters/connection", "Which connection"),
        ([DESIGN, task("upload-to-ftp", "design", connection="{{project.name}}", design="/in/"), end()], "tasks/1/parameters/connection", "without values"),
        ([DESIGN, task("upload-to-ftp", "design", host="{{project.name}}", design="/in/"), end()], "tasks/1/parameters/host", "cannot hold values"),
        ([DESIGN, task("upload-to-ftp", "design", host="ftp.example", desing="/in/"), end()], "tasks/1/parameters/desing", "neither a parameter nor"),
        ([DESIGN, task("upload-to-ftp", "design", host="ftp.example"), end()], "tasks/1/parameters", "Where to?"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_place(tasks, path, word):
    found = faults(*tasks)
    assert word in found.get(path, str(found))
    assert path in found, found


def test_all_faults_are_told_at_once():
    found = faults(
        {**DESIGN, "parameters": {"designIndex": -1}}, {"type": "fold"}, task("set-project-status", status="Done"),
        {**PRINT, "inputArtifacts": ["x"], "name": "design"},
    )  # fmt: skip
    assert set(found) == {
        "tasks/0/parameters/designIndex", "tasks/1/type", "tasks/2/parameters/status", "tasks/3/inputArtifacts/0",
        "tasks/3/name", "tasks/3",
    }  # fmt: skip


def test_a_connection_of_another_kind_is_told(ada):
    connections.save(name="mail", type="smtp", host="mail.example", by=ada)
    found = faults(DESIGN, task("upload-to-ftp", "design", connection="mail", design="/in/"), end())
    assert "is a connection of type smtp" in found["tasks/1/parameters/connection"]


def test_faults_in_a_text_have_line_and_column():
    text = '{\n "tasks": [\n  {"type": "fold"},\n  {"type": "finalize",\n   "finalArtifacts": ["x"]}\n ]\n}'
    found = {fault.path: (fault.line, fault.column) for fault in validate(text)}
    assert found == {"tasks/0/type": (3, 4), "tasks/1/finalArtifacts/0": (5, 23)}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("{", 1, 2),
        ('{"tasks": [}', 1, 12),
        ('{\n"tasks": nope}', 2, 10),
        ("[" * 5000, 1, 1),
        ("1" * 5000, 1, 1),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text, line, column):
    (fault,) = validate(text)
    assert (fault.line, fault.column) == (line, column)


def test_a_key_given_twice_is_told():
    text = '{"tasks": [{"type": "finalize", "type": "impose"}]}'
    assert any("type is given twice" in fault.message for fault in validate(text))


@pytest.mark.parametrize(
    "raw",
    ["[]", "1", "null", '"x"', "{}", '{"tasks": 1}', '{"tasks": [1]}', '{"tasks": [null]}', '{"name": 1, "tasks": []}'],
)
def test_json_that_is_no_pipeline_is_told(raw):
    assert validate(raw)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10)
    | st.sampled_from(["{{project.id}}", "{{x", "finalize", "impose", "print", "a = b", "{{project.items.9.fields.}}"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["name", "type", "parameters", "inputArtifacts", "outputArtifacts", "finalArtifacts", "skipIf",
                         "url", "connection", "host", "status", "urls", "queryHeaders", "recipients", "print*"]) | st.text(max_size=5),
        inner, max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(kind=st.sampled_from([one["type"] for one in published()]), parameters=values, rest=values)
def test_no_value_whatever_brings_the_check_down(kind, parameters, rest):
    tasks = [{"type": kind, "parameters": parameters, "inputArtifacts": rest}, rest, {"type": "finalize"}]
    raw = {"tasks": tasks}
    validate(raw)
    for fault in validate(json.dumps(raw)):
        assert fault.message
        assert fault.line == 1


def test_schemas_of_pipeline_and_parameters_are_schemas():
    jsonschema.Draft202012Validator.check_schema(json_schema())
    for one in published():
        jsonschema.Draft202012Validator.check_schema(one["parameters"])
        assert one["description"]


def test_the_schema_takes_what_the_check_takes():
    jsonschema.validate({"tasks": library.VENDOR_DEFAULT}, json_schema())
    parameters = {one["type"]: one["parameters"] for one in published()}
    for step in library.VENDOR_DEFAULT:
        jsonschema.validate(step.get("parameters", {}), parameters[step["type"]])
