"""What does the OpenAPI document say beyond what the operations declare? The things all of them share.

Keys, problem documents, `Idempotency-Key`, `If-Match` and the right each call takes are the same everywhere, so
they are added here once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from makeready.office.accounts.rights import TABLE, Right
from makeready.office.api.problems import MEDIA_TYPE

METHODS = ("get", "post", "put", "patch", "delete")

PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "What was refused, in words, with a stable code and what to do (RFC 9457).",
    "required": ["type", "title", "status", "detail", "code", "hint", "log_id"],
    "properties": {
        "type": {"type": "string", "description": "Where this kind of problem is described."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, in one sentence."},
        "code": {"type": "string", "description": "Stable; decide by this one."},
        "hint": {"type": "string", "description": "What to do."},
        "log_id": {"type": "string", "description": "Under this id the server's log has it."},
        "errors": {
            "type": "array",
            "description": "Every place that is at fault, all at once.",
            "items": {
                "type": "object",
                "required": ["path", "message"],
                "properties": {"path": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
    "additionalProperties": True,
}

SHARED_RESPONSES: dict[str, tuple[str, dict[str, Any]]] = {
    "400": ("The request cannot be read.", {"code": "body_unreadable", "status": 400}),
    "401": ("No key, or an unknown one.", {"code": "unauthorised", "status": 401}),
    "403": ("The role or the key's scopes do not allow it.", {"code": "forbidden", "status": 403}),
    "404": ("There is no such thing.", {"code": "not_found", "status": 404}),
    "409": ("The state of things forbids it.", {"code": "refused", "status": 409}),
    "412": ("Somebody else changed it since (If-Match).", {"code": "stale_version", "status": 412}),
    "413": ("More bytes than are taken.", {"code": "too_large", "status": 413}),
    "422": ("The request is at fault; `errors` names every place.", {"code": "invalid", "status": 422}),
    "428": ("If-Match is missing.", {"code": "version_needed", "status": 428}),
    "500": ("A fault of ours; the log has it under `log_id`.", {"code": "internal_error", "status": 500}),
    "501": ("Not in this version.", {"code": "not_built", "status": 501}),
    "503": ("Something that this needs does not answer now.", {"code": "unavailable", "status": 503}),
}

KINDS_TO_COME = ("/api/v1/storefronts", "/api/v1/connections")
"""Where the contract names kinds that this version does not have yet."""

IDEMPOTENCY_KEY = {
    "in": "header", "name": "Idempotency-Key", "required": False, "schema": {"type": "string", "maxLength": 255},
    "description": "Sent again with the same key, the first answer is given and nothing is done twice.",
}  # fmt: skip
IF_MATCH = {
    "in": "header", "name": "If-Match", "required": True, "schema": {"type": "string"},
    "description": "The ETag of the version that was read, or `*` for whatever is there.",
}  # fmt: skip


def complete(document: dict[str, Any], rights: dict[str, Right], bodies: Iterable[type[BaseModel]]) -> dict[str, Any]:
    """The generated document with what all operations share. rights: by operationId. bodies: read by hand."""
    components = document["components"]
    for kind in bodies:
        schema = kind.model_json_schema(ref_template="#/components/schemas/{model}")
        components["schemas"].update({**schema.pop("$defs", {}), kind.__name__: schema})
    components["schemas"]["Problem"] = PROBLEM_SCHEMA
    components["responses"] = {f"Problem{status}": _response(status) for status in SHARED_RESPONSES}
    components["parameters"] = {"IdempotencyKey": IDEMPOTENCY_KEY, "IfMatch": IF_MATCH}
    components["securitySchemes"] = {
        "key": {
            "type": "http", "scheme": "bearer", "bearerFormat": "mr_…",
            "description": "An API key: `makeready apikey create NAME`, or the panel's page for API keys.",
        }
    }  # fmt: skip
    document["security"] = [{"key": []}]
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                item[method] = _completed(dict(item[method]), method, path, rights[item[method]["operationId"]])
    return document


def _completed(operation: dict[str, Any], method: str, path: str, right: Right) -> dict[str, Any]:
    summary, _, rest = operation.pop("description", operation["summary"]).partition("\n\n")
    row = TABLE[right]
    operation["summary"] = " ".join(summary.split()).rstrip(".")
    needed = f"Takes the role {row.least.label} or above and the scope `{row.scope}`."
    operation["description"] = f"{rest}\n\n{needed}".strip()
    parameters = [
        {key: value for key, value in one.items() if key != "examples"}  # a list belongs in the schema alone
        for one in operation.get("parameters", ())
        if one["in"] != "header"
    ]
    statuses = ["401", "403", "422", "500", "503"]
    if "{" in path:
        statuses.append("404")
    if "requestBody" in operation:
        statuses += ["400", "413"]
    if method == "post":
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
        statuses.append("409")
    if method in ("put", "patch"):
        parameters.append({"$ref": "#/components/parameters/IfMatch"})
        statuses += ["409", "412", "428"]
    if method == "delete":
        statuses.append("409")
    if method in ("post", "put") and path.startswith(KINDS_TO_COME):
        statuses.append("501")
    operation["parameters"] = parameters
    known = {str(status): told for status, told in operation["responses"].items()}
    for status in sorted(statuses):
        known.setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    operation["responses"] = known
    return operation


def _response(status: str) -> dict[str, Any]:
    sentence, facts = SHARED_RESPONSES[status]
    example = {
        "type": f"/api/v1/docs#problem-{facts['code']}", "title": sentence.rstrip("."), "detail": sentence,
        "hint": "What to do.", "log_id": "k7m2x9qp", **facts,
    }  # fmt: skip
    return {
        "description": sentence,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }


def file_response(*media_types: str, sentence: str, status: int = 200) -> dict[str, Any]:
    """What an operation that answers with a file declares (`openapi_extra`)."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types}
    return {"responses": {status: {"description": sentence, "content": content}}}


def slug(text: str) -> str:
    """A word for addresses within a page."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
