"""The OpenAPI document and the docs page: valid, complete, nothing from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from openapi_spec_validator import validate
from tests.office.api.conftest import Caller

from makeready.office.api.problems import problem_document
from makeready.office.errors import OfficeError


@pytest.fixture
def document(nobody: Caller) -> Any:
    return nobody("GET", "/openapi.json").json


def operations(document: Any) -> list[tuple[str, str, Any]]:
    return [(method, path, one) for path, item in document["paths"].items() for method, one in item.items()]


def test_it_is_valid(document: Any) -> None:
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_every_reference_leads_somewhere(document: Any) -> None:
    for reference in set(re.findall(r"'\$ref': '#/([^']+)'", str(document))):
        place = document
        for part in reference.split("/"):
            place = place[part]


def test_every_operation_says_what_it_does_and_what_can_go_wrong(document: Any) -> None:
    for method, path, operation in operations(document):
        assert len(operation["summary"].split()) >= 2, f"{method} {path}"
        assert not operation["summary"].endswith(".")
        assert {"401", "403", "500"} <= operation["responses"].keys(), f"{method} {path}"
        assert any(status.startswith("2") for status in operation["responses"])
        if method in ("put", "patch"):
            assert {"412", "428"} <= operation["responses"].keys(), f"{method} {path}"


def test_names_of_operations_are_unique(document: Any) -> None:
    names = [operation["operationId"] for _, _, operation in operations(document)]

    assert len(names) == len(set(names))


def test_keys_are_asked_for_everywhere(document: Any) -> None:
    assert document["security"] == [{"key": []}]
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"


def test_every_body_has_an_example(document: Any) -> None:
    for method, path, operation in operations(document):
        for kind, said in operation.get("requestBody", {}).get("content", {}).items():
            if kind != "application/json":
                continue
            schema = said["schema"]
            whole = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
            plain = all("default" in one for one in whole.get("properties", {}).values()) or "examples" in str(whole)
            assert plain or "example" in said, f"{method} {path} shows no example"


def test_the_docs_can_be_read_without_anything_from_elsewhere(nobody: Caller) -> None:
    page = nobody("GET", "/docs")

    assert page.status == 200
    assert page.header("Content-Type").startswith("text/html")
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", page.text)
    assert "<script" not in page.text
    for words in ("Hand in an order", "illegal_transition", "Idempotency-Key", "POST /projects/{project_id}/jobs"):
        assert words in page.text


def test_every_problem_that_is_told_is_explained(nobody: Caller) -> None:
    page = nobody("GET", "/docs").text

    assert problem_document(OfficeError("x"), "1")["type"] == "/api/v1/docs#problem-error"
    for code in ("not_found", "stale_version", "idempotency_key_reused", "internal_error", "cannot_print"):
        assert f'id="problem-{code}"' in page
