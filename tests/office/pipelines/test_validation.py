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


def each(**more: Any) -> dict[str, Any]:
    return {"name": "each", "type": "configure-artifacts", "inputArtifacts": ["page*"], **more}


PAGES = {"name": "pages", "type": "render-hires", "inputArtifacts": ["design"], "outputArtifacts": ["page*"]}
NO_END = {"name": "end", "type": "finalize"}


@pytest.mark.parametrize(
    ("tasks", "path", "words"),
    [
        ([DESIGN, {**printed(), "needs": ["desing"]}, END], "tasks/1/needs/0", "Did you mean “design”?"),
        ([DESIGN, {**printed(), "needs": ["print"]}, END], "tasks/1/needs/0", "cannot wait for itself"),
        ([DESIGN, {**printed(), "needs": []}, END], "tasks/1/inputArtifacts/0", "No task before this one makes it"),
        ([{**DESIGN, "needs": ["print"]}, printed(), END], "tasks/0/needs", "“design” → “print” → “design”"),
        ([DESIGN, printed(), {**END, "needs": ["print"]}], "tasks/2/needs", "waits for all tasks"),
        ([DESIGN, each(forEach="page*"), NO_END], "tasks/1/forEach", "no collection “page*”"),
        ([DESIGN, PAGES, each(forEach={"in": "page*", "atOnce": 99}), NO_END],
         "tasks/2/forEach/atOnce", "less than or equal to 32"),
        ([DESIGN, PAGES, each(forEach={"on": "page*"}), NO_END], "tasks/2/forEach/on", "not known here"),
        ([DESIGN, PAGES, {**each(forEach="page*"), "type": "merge-separate-pages", "outputArtifacts": ["one"]}, NO_END],
         "tasks/2/outputArtifacts/0", "name it “one*”"),
        ([told(body="{{item}}"), NO_END], "tasks/0/parameters/body", "only in a task with forEach"),
        ([told(body="{{failed.message}}"), NO_END], "tasks/0/parameters/body", "only in the tasks of onFailure"),
        ([told(body="{{approval.proof}}"), NO_END], "tasks/0/parameters/body", "no approval task named “proof”"),
        ([{**told(), "timeout": "soon"}, NO_END], "tasks/0/timeout", "a time span is seconds"),
        ([{**told(), "retry": {"attempts": 0}}, NO_END], "tasks/0/retry/attempts", "greater than or equal to 1"),
        ([{**told(), "retry": {"atempts": 2}}, NO_END], "tasks/0/retry/atempts", "did you mean attempts?"),
        ([{**told(), "onFailure": {"tasks": [{"type": "finalize"}]}}, NO_END],
         "tasks/0/onFailure/tasks/0/type", "has no place in onFailure"),
        ([{**told(), "onFailure": {"tasks": [{**told(), "name": "b", "needs": ["a"]}]}}, NO_END],
         "tasks/0/onFailure/tasks/0/needs", "done in order"),
        ([{**told(), "onFailure": {"tasks": [told()]}}, NO_END],
         "tasks/0/onFailure/tasks/0/name", "Two tasks are named “tell”"),
        ([{**told(), "onFailure": {"then": "pray"}}, NO_END], "tasks/0/onFailure/then", "stop"),
        ([told(skipIf="a matches ["), NO_END], "tasks/0/parameters/skipIf", "is no pattern"),
    ],
)  # fmt: skip
def test_what_is_ours_is_checked_like_the_vendors(tasks: list[Any], path: str, words: str) -> None:
    found = faults(*tasks)

    assert path in found, found
    assert words in found[path]


def test_a_pipeline_with_all_that_is_ours_is_right() -> None:
    tasks = [
        DESIGN,
        {**PAGES, "timeout": "10m", "notes": "The RIP wants single pages."},
        each(forEach={"in": "page*", "atOnce": 2}, parameters={"name": "{{project.orderNumber}}-{{index}}"}),
        {**told(), "needs": ["design"], "retry": {"attempts": 3, "firstPause": "5s", "on": "any"},
         "onFailure": {"tasks": [{**told(body="{{failed.message}}"), "name": "mourn"}], "then": "continue"}},
        {**told(body="{{item}}"), "name": "sizes", "needs": [], "forEach": ["A4", "{{project.name}}"],
         "namespace": "x", "processingTimeout": "00:05:00", "maxAutoRetryCount": 2},
        NO_END,
    ]  # fmt: skip

    assert validate({"tasks": tasks}) == []


def test_every_fault_of_a_text_is_told_at_once_with_its_line_and_column() -> None:
    text = """{"tasks": [
      {"name": "a", "type": "invoke-url", "parameters": {"url": "https://x.example/{{item}}"}},
      {"name": "b", "type": "invoke-url", "timeout": "soon",
       "parameters": {"url": "https://x.example/{{nothing.there}}"}},
      {"type": "finalize", "finalArtifacts": ["c"]}]}"""

    assert [(fault.line, fault.column, fault.path.rpartition("/")[2]) for fault in validate(text)] == [
        (3, 43, "timeout"), (2, 58, "url"), (4, 23, "url"), (5, 47, "0"),
    ]  # fmt: skip


def test_an_unknown_parameter_is_told_whatever_it_holds(db):
    tasks = [{"type": "finalize", "name": "end", "parameters": {"nonsense": "{{project.id}}"}}]

    assert any("“nonsense” is no parameter" in fault.message for fault in validate({"tasks": tasks}))
