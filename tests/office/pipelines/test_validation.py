"""A pipeline is checked as a whole before it is kept: everything that is wrong, each with its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.accounts.actor import SYSTEM
from makeready.office.connections import store as connections
from makeready.office.pipelines import library
from makeready.office.pipelines.validation import validate

pytestmark = pytest.mark.django_db

DESIGN = {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]}
END = {"name": "end", "type": "finalize", "finalArtifacts": ["print"]}


def printed(**parameters: Any) -> dict[str, Any]:
    return {"name": "print", "type": "render-hires", "inputArtifacts": ["design"], "parameters": parameters,
            "outputArtifacts": ["print"]}  # fmt: skip


def told(**parameters: Any) -> dict[str, Any]:
    return {"name": "tell", "type": "invoke-url", "parameters": {"url": "https://x.example/", **parameters}}


def sent(**parameters: Any) -> dict[str, Any]:
    return {"name": "send", "type": "upload-to-ftp", "inputArtifacts": ["print"], "parameters": parameters}


@pytest.fixture
def press() -> None:
    connections.save(name="press", type="ftp", host="ftp.press.example", by=SYSTEM)
    connections.save(name="mail", type="smtp", host="mail.press.example", by=SYSTEM)


def faults(*tasks: Any) -> dict[str, str]:
    return {fault.path: fault.message for fault in validate({"tasks": list(tasks)})}


@pytest.mark.usefixtures("press")
@pytest.mark.parametrize("name", library.ready_made())
def test_the_ready_made_pipelines_are_right(name: str) -> None:
    tasks = library.ready_made("press", "mail")[name]

    assert validate({"name": name, "tasks": tasks}) == []
    assert validate(json.dumps({"name": name, "tasks": tasks})) == []


FIRST, SECOND = "tasks/1/parameters/", "tasks/2/parameters/"


@pytest.mark.parametrize(
    ("tasks", "path", "words"),
    [
        ([{"name": "x", "type": "brew-coffee"}, {**END, "finalArtifacts": []}], "tasks/0/type", "brew-coffee"),
        ([{"type": "render-hire"}, END], "tasks/0/type", "Did you mean render-hires?"),
        ([DESIGN, {**printed(), "inputArtifacts": ["desing"]}, END],
         "tasks/1/inputArtifacts/0", "Did you mean “design”?"),
        ([DESIGN, printed(), {**END, "finalArtifacts": ["poster"]}], "tasks/2/finalArtifacts/0", "poster"),
        ([DESIGN, printed()], "tasks/1", "finalize"),
        ([DESIGN, END, printed(), END], "tasks/1", "finalize can only be the last task"),
        ([DESIGN, DESIGN, printed(), END], "tasks/1/name", "Two tasks are named “design”"),
        ([DESIGN, DESIGN, printed(), END], "tasks/1/outputArtifacts/0", "made twice"),
        ([DESIGN, printed(hiResOutputFileFormat=7), END],
         FIRST + "hiResOutputFileFormat", "must be one of"),
        ([DESIGN, printed(hiResOutputDpi="many"), END],
         FIRST + "hiResOutputDpi", "must be a number"),
        ([DESIGN, printed(Dpi=300), END],
         FIRST + "Dpi", "did you mean hiResOutputDpi?"),
        ([DESIGN, printed(hiResOutputPdfKeepOriginalColors=True), END],
         FIRST + "hiResOutputPdfKeepOriginalColors", "this version"),
        ([DESIGN, printed(hiResOutputPrintAreaFilter="2 to 3"), END],
         FIRST + "hiResOutputPrintAreaFilter", "pages"),
        ([DESIGN, printed(skipIf="a = b = c"), END],
         FIRST + "skipIf", "2 operators"),
        ([DESIGN, {**printed(), "outputArtifacts": ["a/b"]}, END],
         "tasks/1/outputArtifacts/0", "cannot name an artifact"),
        ([DESIGN, {**printed(), "outputArtifacts": ["p*q*"]}, END], "tasks/1/outputArtifacts/0", "one * at most"),
        ([DESIGN, {**printed(), "inputArtifacts": []}, END], "tasks/1", "needs one inputArtifacts"),
        ([DESIGN, {**printed(), "finalArtifacts": ["design"]}, END], "tasks/1/finalArtifacts", "Only finalize"),
        ([DESIGN, printed(), told(body="{{projekt.id}}"), END],
         SECOND + "body", "projekt.id"),
        ([DESIGN, printed(), told(body="{{project.ordernumber}}"), END],
         SECOND + "body", "orderNumber"),
        ([DESIGN, printed(), told(body="{{sheet:url}}"), END],
         SECOND + "body", "no artifact"),
        ([DESIGN, printed(), told(body="{{print:size}}"), END],
         SECOND + "body", "one may ask"),
        ([DESIGN, printed(), told(body="{{print"), END],
         SECOND + "body", "not closed"),
        ([DESIGN, printed(), told(queryHeaders={"Authorization": "Bearer x"}), END],
         SECOND + "queryHeaders/Authorization", "HTTP connection"),
        ([DESIGN, printed(), told(connection="nobody"), END],
         SECOND + "connection", "no connection “nobody”"),
        ([DESIGN, printed(), told(connection="press"), END],
         SECOND + "connection", "of type ftp, not http"),
        ([DESIGN, printed(), sent(connection="press"), END], "tasks/2/parameters", "Where to?"),
        ([DESIGN, printed(), sent(print="/x.pdf"), END],
         SECOND + "connection", "Which connection?"),
        ([DESIGN, printed(), sent(connection="press", sheet="/x.pdf"), END],
         SECOND + "sheet", "inputArtifacts"),
        ([DESIGN, printed(), sent(connection="{{project.id}}", print="/x"), END],
         SECOND + "connection", "as it is"),
        ([DESIGN, printed(), {"type": "set-project-status", "parameters": {"status": "active"}}, END],
         SECOND + "status", "“active” is no status"),
        ([DESIGN, {**printed(), "inputs": ["design"]}, END], "tasks/1/inputs", "not known here"),
        ([DESIGN, {"name": "x"}, END], "tasks/1/type", "type is missing"),
        ([DESIGN, "print", END], "tasks/1", ""),
        ([], "tasks", "at least one task"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("press")
def test_a_fault_is_told_where_it_is(tasks: list[Any], path: str, words: str) -> None:
    found = faults(*tasks)

    assert path in found, found
    assert words in found[path]


def test_all_faults_are_told_at_once() -> None:
    found = faults(
        {"name": "a", "type": "brew-coffee"}, {**printed(), "inputArtifacts": ["desing"]},
        sent(connection="nobody", print="/x"), {**END, "finalArtifacts": ["poster"]},
    )  # fmt: skip

    assert {
        "tasks/0/type",
        "tasks/1/inputArtifacts/0",
        "tasks/2/parameters/connection",
        "tasks/3/finalArtifacts/0",
    } <= set(found)


def test_faults_in_a_text_have_line_and_column() -> None:
    first = '{"type": "extract-project-design", "outputArtifacts": ["d"], "type": "finalize"}'
    text = f'{{"tasks": [\n  {first},\n  {{"type": "x"}}\n]}}'
    found = {fault.path: (fault.line, fault.column) for fault in validate(text)}

    assert found["tasks/0/type"] == (2, 64), "given twice: the second place"
    assert found["tasks/1/type"] == (3, 4)


def test_a_text_that_is_no_json_is_one_fault_with_its_place() -> None:
    (fault,) = validate('{"tasks": [}')

    assert (fault.line, fault.column) == (1, 12)


def test_a_value_in_a_number_is_judged_when_it_is_put_in() -> None:
    assert faults(DESIGN, printed(hiResOutputDpi="{{project.items.@.fields.Dpi}}"), END) == {}


def test_elements_of_a_collection_may_be_named() -> None:
    pages = {**printed(hiResOutputToSeparateFiles="true"), "outputArtifacts": ["page*"]}

    assert faults(DESIGN, pages, {**END, "finalArtifacts": ["page1", "page*"]}) == {}
    assert "tasks/2/finalArtifacts/0" in faults(DESIGN, pages, {**END, "finalArtifacts": ["page0"]})


WORDS = ["type", "name", "parameters", "inputArtifacts", "outputArtifacts", "finalArtifacts", "x"]
TYPES = ["render-hires", "upload-to-ftp", "invoke-url", "send-email", "finalize", "impose", "set-project-status"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner),
    max_leaves=12,
)
TASK = st.fixed_dictionaries({"type": st.sampled_from(TYPES), "parameters": JSON})


@given(st.lists(JSON | TASK) | JSON)
def test_whatever_is_handed_in_is_told_never_a_crash(tasks: Any) -> None:
    for fault in validate({"tasks": tasks}):
        assert fault.path
        assert fault.message
