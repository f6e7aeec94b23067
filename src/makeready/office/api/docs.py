"""Readable docs at `/api/v1/docs`: one page drawn from the OpenAPI document, without anything from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from makeready.office.api.openapi import METHODS, slug
from makeready.office.errors import OfficeError


class ReadableDocs(DocsBase):
    """The page."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page as HTML; no script, so that the strictest content policy holds."""
        document = api.get_openapi_schema()
        page = render_to_string(
            "api/docs.html",
            {
                "title": document["info"]["title"],
                "version": document["info"]["version"],
                "introduction": document["info"]["description"].split("\n\n"),
                "groups": list(_groups(document)),
                "problems": _problems(),
            },
        )
        response = HttpResponse(page)
        response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
        return response


def _groups(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for tag in document["tags"]:
        calls = [
            _call(document, method, path, item[method])
            for path, item in document["paths"].items()
            for method in METHODS
            if method in item and tag["name"] in item[method].get("tags", ())
        ]
        if calls:
            yield {"name": tag["name"], "slug": slug(tag["name"]), "sentence": tag["description"], "calls": calls}


def _call(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = [_resolved(document, one) for one in operation.get("parameters", ())]
    body = operation.get("requestBody", {}).get("content", {})
    return {
        "method": method.upper(),
        "path": path.removeprefix("/api/v1"),
        "slug": slug(f"{method} {path}"),
        "summary": operation["summary"],
        "description": [part for part in operation["description"].split("\n\n") if part],
        "parameters": [
            {**one, "kind": _kind(document, one["schema"]), "about": one.get("description", "")} for one in parameters
        ],
        "bodies": [{"media_type": kind, **_shape(document, said["schema"])} for kind, said in body.items()],
        "answers": [
            {
                "status": status,
                "sentence": _resolved(document, told).get("description", ""),
                "shapes": [
                    {"media_type": kind, **_shape(document, said["schema"])}
                    for kind, said in _resolved(document, told).get("content", {}).items()
                ]
                if status.startswith("2")
                else [],
            }
            for status, told in operation["responses"].items()
        ],
    }


def _shape(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    whole = _resolved(document, schema)
    needed = whole.get("required", ())
    fields = [
        {"name": name, "kind": _kind(document, one), "about": one.get("description", ""), "needed": name in needed}
        for name, one in whole.get("properties", {}).items()
    ]
    examples = whole.get("examples") or ([whole["example"]] if "example" in whole else [])
    example = json.dumps(examples[0], indent=2, ensure_ascii=False) if examples else ""
    return {"kind": _kind(document, schema), "fields": fields, "example": example}


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        whole = _resolved(document, schema)
        return str(whole.get("title", "object")) if "enum" not in whole else " | ".join(map(str, whole["enum"]))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(document, one) for one in schema[several]))
    if schema.get("type") == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or "anything")


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        place: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        schema = place
    return schema


def _problems() -> list[dict[str, Any]]:
    """Every kind of refusal that this server knows, by status; values, since templates would call the classes."""
    kinds = {kind.code: kind for kind in _kinds(OfficeError)}
    told = [{"code": kind.code, "status": kind.status, "title": kind.title, "fix": kind.fix} for kind in kinds.values()]
    return sorted(told, key=lambda one: (one["status"], one["code"]))


def _kinds(kind: type[OfficeError]) -> Iterator[type[OfficeError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)
