"""Task `invoke-dynamic-image`: a picture made by the vendor's Dynamic Image server, over plain HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from makeready.office.delivery.http import Call, call_once
from makeready.office.storage import blobs
from makeready.office.tasks.addresses import filled_address
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.quoting import in_json
from makeready.office.tasks.task import ANY, ONE, InputUnsuitable, JobContext, Task


class InvokeDynamicImageParams(TaskParams):
    """The vendor's parameters; the server's address, a setting there, is a connection here."""

    connection: str = Field(description="An HTTP connection to the Dynamic Image server.", min_length=1)
    command: str = Field(description="The command, the address's last part.", min_length=1)
    command_prefix: str = Field("api/v2/rendering", description="What stands before it in the address.")
    command_args: str = Field("", description="The address's query.")
    body: str | dict[str, Any] = Field("", description="The call's body, JSON; values in it are escaped.")


class InvokeDynamicImage(Task):
    """Has a Dynamic Image server make a file, and takes it."""

    name = "invoke-dynamic-image"
    Params = InvokeDynamicImageParams
    inputs = ANY
    outputs = ONE
    sends = True
    filled_later = frozenset({"command", "commandPrefix", "commandArgs", "command_prefix", "command_args", "body"})

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The server."""
        yield "connection", str(parameters.get("connection") or ""), ("http",)

    def run(self, params: InvokeDynamicImageParams, job: JobContext) -> None:
        """Call, and hand in what is answered; a retry takes the answer that its receipt has."""
        given = params.body if isinstance(params.body, str) else json.dumps(params.body, ensure_ascii=False)
        path = "/".join(part.strip("/") for part in (params.command_prefix, params.command) if part.strip("/"))
        query = params.command_args.lstrip("?")
        address = filled_address(f"{path}?{query}" if query else path, job, with_connection=True)
        call = Call("POST", address, body=job.fill(given, written=in_json), keeps_answer=True)
        receipt = call_once(call, job.effect("call"), job.receiver(params.connection))
        if "answer" not in receipt.answer:  # a trial: nothing was made
            job.deliver([job.keep(b"tried-out", "text/plain")])
            return
        data = blobs.read(receipt.answer["answer"])
        if not data:
            raise InputUnsuitable(f"{receipt.to} answered with nothing.", fix="Correct the command and its body.")
        job.deliver([job.keep(data)])
