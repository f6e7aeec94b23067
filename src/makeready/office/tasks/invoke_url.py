"""Task `invoke-url`: tells another system, once, with an Idempotency-Key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field, field_validator

from makeready.office.delivery.http import Call, call_once
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import ANY, NONE, JobContext, Task

SECRET_HEADERS = ("authorization", "proxy-authorization", "x-api-key", "api-key", "cookie")


class Method(Word):
    """HTTP methods."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"


class InvokeUrlParams(TaskParams):
    """The vendor's parameters, and a connection for what must stay secret."""

    url: str = Field(description="Address; with a connection a path is enough.", min_length=1)
    body: str = Field("", description="Body; a JSON object or list may be given as it is.")
    http_method: Method = Field(Method.POST, description="Method.")
    query_headers: dict[str, str] = Field(default_factory=dict, description="Headers.")
    query_parameters: dict[str, str] = Field(default_factory=dict, description="Parameters put after the ?.")
    connection: str = Field("", description="An HTTP connection: its host is trusted, its credentials are sent.")

    @field_validator("body", mode="before")
    @classmethod
    def _json_as_text(cls, given: Any) -> Any:
        return json.dumps(given, ensure_ascii=False) if isinstance(given, dict | list) else given

    @field_validator("query_headers", "query_parameters", mode="before")
    @classmethod
    def _values_as_text(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        plain = {True: "true", False: "false"}
        return {
            key: plain[value] if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value
            for key, value in given.items()
        }


class InvokeUrl(Task):
    """Calls another system by HTTP."""

    name = "invoke-url"
    Params = InvokeUrlParams
    inputs = ANY
    outputs = NONE
    sends = True

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A secret has no place in a pipeline."""
        headers = parameters.get("queryHeaders")
        for header in headers if isinstance(headers, Mapping) else ():
            if str(header).lower() in SECRET_HEADERS:
                yield (
                    f"queryHeaders/{header}",
                    (f"{header} is a secret and would stand open in the pipeline: put it into an HTTP connection."),
                )

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The HTTP connection."""
        if isinstance(name := parameters.get("connection"), str) and name:
            yield "connection", name, ("http",)

    def run(self, params: InvokeUrlParams, job: JobContext) -> None:
        """Call; a success has its receipt and is not repeated by a retry."""
        receiver = job.receiver(params.connection) if params.connection else None
        call = Call(params.http_method.value, params.url, params.query_headers, params.query_parameters, params.body)
        receipt = call_once(call, job.effect("call"), receiver)
        job.log(f"{params.http_method} {receipt.to}: answered {receipt.answer.get('status', 'before')}.")
