"""Whatever is sent, the answer is one that the OpenAPI document knows: never a fault of ours."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.api.conftest import Caller
from tests.office.shop import document

from makeready.office.api.site import api

DOCUMENT: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema()))
CALLS = [
    (method, path)
    for path, item in DOCUMENT["paths"].items()
    for method in item
    if not path.endswith(("/events", "/test"))
]

words = st.text(max_size=20) | st.sampled_from(
    ["", "0", "-1", "1e9", "null", "true", "prj_x", "..", "*", "%", "\x00", "\ud800", "é", "2026-13-45T00:00:00Z",
     "9999-12-31T23:59:59.999999Z", "0001-01-01T00:00:00+23:59", "dsn_none", "x" * 5000]
)  # fmt: skip
numbers = st.integers() | st.sampled_from([2**31, 2**63, 2**64, -(2**63), 10**30]) | st.floats(allow_nan=False)
anything = st.recursive(
    st.none() | st.booleans() | numbers | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        place: Any = DOCUMENT
        for part in schema["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        schema = place
    return schema


def like(schema: dict[str, Any], depth: int = 0) -> st.SearchStrategy[Any]:
    """Values that are nearly right: of the schema's shape, with odd ones in between."""
    schema = resolved(schema)
    if depth > 4:
        return anything
    if "enum" in schema:
        right: st.SearchStrategy[Any] = st.sampled_from(schema["enum"])
    elif "anyOf" in schema:
        right = st.one_of(*(like(one, depth + 1) for one in schema["anyOf"]))
    elif schema.get("type") == "object" and schema.get("properties"):
        properties = {name: like(one, depth + 1) for name, one in schema["properties"].items()}
        needed = {name: properties[name] for name in schema.get("required", ())}
        rest = {name: one for name, one in properties.items() if name not in needed}
        right = st.fixed_dictionaries(needed, optional=rest)
    elif schema.get("type") == "array":
        right = st.lists(like(schema.get("items", {}), depth + 1), max_size=3)
    else:
        right = {
            "string": words, "integer": st.integers(-3, 300) | numbers, "number": numbers, "boolean": st.booleans(),
            "null": st.none(),
        }.get(str(schema.get("type")), anything)  # fmt: skip
    return st.one_of(right, right, right, anything) if depth else right | anything


@pytest.fixture
def things(call: Caller) -> dict[str, str]:
    """One of each, so that what comes after the id is reached as well."""
    storefront = call.made("/storefronts", {"name": "Shop", "platform": "custom"})["id"]
    design = call.made("/designs", {"name": "Card", "document": document()})["id"]
    lines = [{"external_id": "1", "quantity": 1, "design": {"document": document(words="Anna")}}]
    order = call.made("/orders", {"storefront": storefront, "external_id": "1", "lines": lines})
    tasks = [
        {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {"name": "end", "type": "finalize", "finalArtifacts": ["design"]},
    ]
    return {
        "storefront_id": storefront, "design_id": design, "order_id": order["id"], "line": "1",
        "project_id": order["projects"][0]["id"],
        "product_id": call.made("/products", {"name": "Card", "design": design})["id"],
        "pipeline_id": call.made("/pipelines", {"name": "To press", "tasks": tasks})["id"],
        "connection_id": call.made("/connections", {"name": "press", "type": "ftp", "host": "press.example"})["id"],
        "key_id": call.made("/api-keys", {"name": "shop"})["id"],
        "person_id": call.made("/people", {"name": "ada"})["id"],
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), CALLS, ids=[f"{method} {path}" for method, path in CALLS])
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_no_request_is_a_fault_of_ours(
    call: Caller, things: dict[str, str], method: str, path: str, data: st.DataObject
) -> None:
    operation = DOCUMENT["paths"][path][method]
    query, address = {}, path.removeprefix("/api/v1")
    for parameter in (resolved(one) for one in operation["parameters"]):
        known = things.get(parameter["name"]) if parameter["in"] == "path" else None
        right = [st.just(known)] * 4 if known else []
        value = data.draw(st.one_of(*right, like(parameter["schema"], 1), words), label=parameter["name"])
        text = value if isinstance(value, str) else json.dumps(value)
        text = text.encode("utf-8", "replace").decode()
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", quote(text or "x", safe=""))
        elif parameter["in"] == "query" and data.draw(st.booleans()):
            query[parameter["name"]] = text
    headers = {"If_Match": "*"}
    body = next(iter(operation.get("requestBody", {}).get("content", {}).values()), None)
    sent = json.dumps(data.draw(like(body["schema"]), label="body")).encode() if body else None

    answer = call(method.upper(), f"{address}?{urlencode(query)}", data=sent, **headers)

    assert answer.status < 500 or answer.json["code"] == "not_built", answer.text
    if answer.status >= 400:
        told = answer.problem(answer.status)
        assert str(answer.status) in operation["responses"] or answer.status in (405, 415), told
