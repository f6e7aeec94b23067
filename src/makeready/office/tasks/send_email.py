"""Task `send-email`: a mail to people, with links to artifacts rather than attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from makeready.office.delivery.mail import Mail, send_once
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.quoting import in_markup, plain
from makeready.office.tasks.task import ANY, NONE, JobContext, Task, TaskFailed


class NoRecipient(TaskFailed):
    """There is nobody to write to."""

    code = "no_recipient"
    fix = "Give at least one address under recipients, then start the job again."


class SendEmailParams(TaskParams):
    """The vendor's parameters. Host and credentials given here become a connection when the pipeline is saved."""

    recipients: str = Field(description="Addresses, separated by commas.")
    subject: str = Field("", description="Subject.")
    body: str = Field("", description="Text; {{artifact:url}} are links. Values in an HTML body are escaped.")
    use_html_body: bool = Field(False, description="Whether the body is HTML.")
    connection: str = Field("", description="The SMTP connection that sends it.")
    host: str = Field("", description="The vendor's way: mail server.")
    port: int | None = Field(None, ge=1, le=65535, description="The vendor's way: port.")
    account: str = Field("", description="The vendor's way: sender's address.")
    username: str = Field("", description="The vendor's way: user name.")
    password: str = Field("", description="The vendor's way: password; never kept in the pipeline.")
    use_ssl: bool | None = Field(None, description="The vendor's way: TLS.")


class SendEmail(Task):
    """Sends a mail."""

    name = "send-email"
    Params = SendEmailParams
    inputs = ANY
    outputs = NONE
    sends = True
    filled_later = frozenset({"recipients", "body"})

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The SMTP connection; needed unless a host is given."""
        name = parameters.get("connection")
        if isinstance(name, str) and (name or not parameters.get("host")):
            yield "connection", name, ("smtp",)
        elif name is None and not parameters.get("host"):
            yield "connection", "", ("smtp",)

    def run(self, params: SendEmailParams, job: JobContext) -> None:
        """Send; what the mail server has taken is not sent again by a retry."""
        recipients = _recipients(params.recipients, job)
        body = job.fill(params.body, written=in_markup if params.use_html_body else plain)
        mail = Mail(recipients, params.subject, body, params.use_html_body)
        receipt = send_once(mail, job.receiver(params.connection), job.effect("mail"))
        job.log(f"Mail to {', '.join(recipients)}: {receipt.answer.get('message_id', 'sent before')}.")


def _recipients(text: str, job: JobContext) -> list[str]:
    """The addresses: split first, then filled, so that a customer's value is one address and never two."""
    found = [job.fill(part.strip()).strip() for part in re.split(r"[,;]+", text) if part.strip()]
    found = [address for address in found if address]
    if not found:
        raise NoRecipient("Nobody is named under recipients.")
    for address in found:
        if re.search(r"[,;\s]", address):
            raise NoRecipient(f"“{address[:80]}” is not one mail address.")
    return found
