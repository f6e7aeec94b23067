"""Task `invoke-url`: tells another system, once, with an Idempotency-Key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from makeready.office.delivery.http import Call, call_once
from makeready.office.delivery.models import Receipt
from makeready.office.storage import blobs
from makeready.office.tasks import answers
from makeready.office.tasks.addresses import filled_address
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.quoting import for_media_type
from makeready.office.tasks.task import ANY, JobContext, Task

SECRET_HEADERS = ("authorization", "proxy-authorization", "x-api-key", "api-key", "cookie")


class Method(Word):
    """HTTP methods."""

    GET = "GET"
    POST = "POST"
    PUT = "PUT"
    DELETE = "DELETE"


class InvokeUrlParams(TaskParams):
    """The vendor's parameters, and a connection for what must stay secret."""

    url: str = Field(
        description="Address; with a connection a path is enough. Values are percent-encoded, but for one that begins "
        "the address of a call without a connection.",
        min_length=1,
    )
    body: str | dict[str, Any] | list[Any] = Field(
        "",
        description="Body; a JSON object or list may be given as it is. Values are escaped as JSON, XML, HTML or a "
        "form needs it, told from the header Content-Type (JSON where there is none and the body begins with { or [).",
    )
    http_method: Method = Field(Method.POST, description="Method.")
    query_headers: dict[str, str] = Field(default_factory=dict, description="Headers.")
    query_parameters: dict[str, str] = Field(default_factory=dict, description="Parameters put after the ?.")
    connection: str = Field(
        "", description="An HTTP connection: its host is trusted; its credentials are sent, or sign the call."
    )
    success: str = Field("", description="Statuses that are a success, such as “200-299, 409”; empty: 200-299.")
    success_when: str = Field(
        "", description="What a JSON answer must say, too, such as “result.status = accepted” (= or !=)."
    )
    answer: dict[str, str] = Field(
        default_factory=dict,
        description="Output artifact → what it takes from a JSON answer: a path such as “jobs[0].id”; without one the "
        "answer as it came. {{artifact:text}} is its value for later tasks.",
    )

    @field_validator("success", "success_when", mode="after")
    @classmethod
    def _readable(cls, given: str, told: ValidationInfo) -> str:
        (answers.statuses if told.field_name == "success" else answers.demand)(given)
        return given

    @field_validator("body", mode="before")
    @classmethod
    def _text_or_json(cls, given: Any) -> Any:
        if not isinstance(given, str | dict | list):
            raise ValueError("must be text, or a JSON object or list.")  # noqa: TRY004 (what pydantic tells on)
        return given

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
    outputs = ANY
    sends = True
    filled_later = frozenset({"url", "body"})

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
        call = Call(
            method=params.http_method.value,
            url=filled_address(params.url, job, with_connection=bool(params.connection)),
            headers=params.query_headers,
            params=params.query_parameters,
            body=_body(params, job),
            judge=lambda answer: answers.verdict(answer.status, answer.body, params.success, params.success_when),
            keeps_answer=bool(job.wanted),
        )
        receipt = call_once(call, job.effect("call"), receiver)
        job.log(f"{params.http_method} {receipt.to}: answered {receipt.answer.get('status', 'before')}.")
        if job.wanted:
            made = [_taken(receipt, params.answer.get(name, "")) for name in job.wanted]
            job.deliver([job.keep(data, media_type) for data, media_type in made])


def _taken(receipt: Receipt, path: str) -> tuple[bytes, str]:
    """What an artifact takes from the answer; in a trial there is none, and a word stands for it."""
    if "answer" not in receipt.answer:
        return b"tried-out", "text/plain"
    return answers.taken(blobs.read(receipt.answer["answer"]), path)


def _body(params: InvokeUrlParams, job: JobContext) -> str:
    """The body with its values; JSON given as it is stays JSON whatever the values hold."""
    if not isinstance(params.body, str):
        return json.dumps(_filled(params.body, job), ensure_ascii=False)
    told = next((value for name, value in params.query_headers.items() if name.lower() == "content-type"), "")
    start = params.body.lstrip()
    json_by_itself = not told and start[:1] in ("{", "[") and not start.startswith("{{")
    return job.fill(params.body, written=for_media_type("application/json" if json_by_itself else told))


def _filled(thing: Any, job: JobContext) -> Any:
    if isinstance(thing, dict):
        return {key: _filled(value, job) for key, value in thing.items()}
    if isinstance(thing, list):
        return [_filled(value, job) for value in thing]
    return job.fill(thing) if isinstance(thing, str) else thing
