"""What are the values that a pipeline asks for? `pipelines/vocabulary.py` names them; here they are looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from makeready.config import config
from makeready.office.jobs import approvals
from makeready.office.jobs.models import Artifact, Job
from makeready.office.pipelines.language import Value
from makeready.office.storage import blobs
from makeready.office.tasks.task import TaskFailed

LONGEST_TEXT = 10_000
"""Bytes that an artifact may have whose text is asked for."""


class NoText(TaskFailed):
    """An artifact's text is asked for, and it has none."""

    code = "no_text"
    fix = "Ask for its url or name, or let the task before hand in a text; then start the job again."


@dataclass
class Values:
    """The values of one job, looked up when asked for; artifacts as they are at this moment."""

    job: Job
    artifacts: Sequence[Artifact] = ()
    moment: Mapping[str, str] = field(default_factory=dict)

    def look_up(self, value: Value) -> str | None:
        """A value as text, None where it is missing."""
        for word in (value.text, value.path):
            if word in self.moment:
                return self.moment[word]
        if value.root:
            return self._of_path(value.path)
        chosen = [one for one in self.artifacts if value.path in (one.alias, one.collection)]
        if not chosen:
            return None
        chosen.sort(key=lambda one: one.index)  # elements of a collection may have been made in any order
        if value.asked == "text":
            return ",".join(text_of(one) for one in chosen)
        return ",".join(one.name if value.asked == "name" else link(one) for one in chosen)

    def _of_path(self, path: str) -> str | None:
        root, _, rest = path.partition(".")
        if root == "project" and rest.startswith("items."):
            return self._of_item(rest)
        if root == "approval":
            return approvals.link(self.job, rest)
        if root == "product" and "." in rest:
            return None  # customFields, tags: products have none yet
        known = _FACTS.get(path)
        return _text(known(self.job)) if known else None

    def _of_item(self, rest: str) -> str | None:
        _, which, *more = rest.split(".", 2)
        if which not in ("@", "0") or not more:
            return None
        name, _, key = more[0].partition(".")
        if key:
            given = self.job.project.fields if name == "fields" else {}
            return str(given[key]) if key in given else None
        known = _ITEM_FACTS.get(more[0])
        return _text(known(self.job)) if known else None


def about(job: Job) -> dict[str, Any]:
    """What there is to say of a project at once, for a ticket: values by name, the customer's fields among them."""
    project, line = job.project, job.project.line
    told = {path: known(job) for path, known in _FACTS.items() if path.startswith("project.")}
    return {
        **{path.removeprefix("project."): one for path, one in told.items() if one not in (None, "")},
        "product": project.product.name if project.product else line.title,
        "sku": line.sku,
        "fields": {str(name): str(value) for name, value in project.fields.items()},
        "job": job.pk,
        "pipeline": job.pipeline.name,
    }


def link(artifact: Artifact) -> str:
    """An artifact's address."""
    return f"{config().base_url.rstrip('/')}/api/v1/artifacts/{artifact.pk}/file"


def text_of(artifact: Artifact) -> str:
    """What a small text artifact says: how a task's answer becomes a value for later ones.

    Raises:
        NoText: it is no text, or a long one.
    """
    if artifact.size > LONGEST_TEXT:
        raise NoText(f"“{artifact.name}” is longer than {LONGEST_TEXT} bytes and cannot stand in a text.")
    try:
        return blobs.read(artifact.file_id).decode("utf-8").strip()
    except UnicodeDecodeError as why:
        raise NoText(f"“{artifact.name}” is {artifact.media_type}, no text that could stand in another one.") from why


def _text(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)


Fact = Callable[[Job], Any]

_FACTS: dict[str, Fact] = {
    "project.id": lambda job: job.project.pk,
    "project.number": lambda job: job.project.number,
    "project.name": lambda job: job.project.name,
    "project.status": lambda job: job.project.status,
    "project.quantity": lambda job: job.project.quantity,
    "project.customerId": lambda job: job.project.order.customer.get("id"),
    "project.customerName": lambda job: job.project.customer_name,
    "project.customerEmail": lambda job: job.project.customer_email,
    "project.orderId": lambda job: job.project.order.external_id,
    "project.orderNumber": lambda job: job.project.order.number,
    "project.orderUrl": lambda job: job.project.order.url,
    "project.orderLineItemId": lambda job: job.project.line.external_id,
    "project.orderLineItemIndex": lambda job: job.project.line.position,
    "project.templateId": lambda job: job.project.product and job.project.product.design_id,
    "project.storefront": lambda job: job.project.storefront.name,
    "product.id": lambda job: job.project.product_id,
    "product.name": lambda job: job.project.product and job.project.product.name,
    "job.id": lambda job: job.pk,
    "job.attempt": lambda job: job.attempt,
    "pipeline.id": lambda job: job.pipeline_id,
    "pipeline.name": lambda job: job.pipeline.name,
    "pipeline.version": lambda job: job.version.number,
}

_ITEM_FACTS: dict[str, Fact] = {
    "id": lambda job: job.project.pk,
    "name": lambda job: job.project.line.title or job.project.name,
    "quantity": lambda job: job.project.quantity,
    "key": lambda job: job.project.line.external_id,
    "sku": lambda job: job.project.line.sku,
    "userId": lambda job: job.project.order.customer.get("id"),
    "stateId": lambda job: job.project.design_id,
}
