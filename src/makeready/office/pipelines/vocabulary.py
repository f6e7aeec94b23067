"""Which values may a pipeline ask for? Every path with a sentence; `jobs/values.py` knows what each is.

The vendor's names are kept (reference: pipelines written for it run unchanged); what is ours stands beside them.
"""

from __future__ import annotations

import difflib

from makeready.office.pipelines.language import Value

PROJECT = {
    "id": "the project's id",
    "number": "the project's number, for people",
    "name": "the project's name",
    "status": "the project's status",
    "quantity": "how many are to be made",
    "customerId": "the customer's id in the store",
    "customerName": "the customer's name",
    "customerEmail": "the customer's e-mail address",
    "orderId": "the order's id in the store",
    "orderNumber": "the order's number as people know it",
    "orderUrl": "the order's page in the store",
    "orderLineItemId": "the line item's id in the store",
    "orderLineItemIndex": "the line item's place in the order, from 0",
    "templateId": "the design that the product is made from",
    "storefront": "the storefront's name",
}
ITEM = {
    "id": "the project's id",
    "name": "the line item's title",
    "quantity": "how many are to be made",
    "key": "the line item's id in the store",
    "sku": "the line item's SKU",
    "userId": "the customer's id in the store",
    "stateId": "the id of the project's design",
}
PRODUCT = {"id": "the product's id", "name": "the product's name"}
JOB = {"id": "the job's id", "attempt": "which attempt this is, from 1"}
PIPELINE = {"id": "the pipeline's id", "name": "the pipeline's name", "version": "the pipeline's version"}

FAILED = {
    "task": "the name of the task that failed",
    "code": "the failure's code",
    "message": "the failure in a sentence",
    "hint": "what can be done about it",
}
"""Only in the tasks of `onFailure`."""

EACH = {
    "item": "this element: an artifact's link, or the text",
    "item:name": "this element's file name",
    "index": "which element this is, from 1",
    "count": "how many elements there are",
}
"""Only in a task with `forEach`."""

OPEN = {"project.items": ("fields", "hidden"), "product": ("customFields", "tags")}
"""Under these, any name may follow: it depends on the order or the product."""

ARTIFACT = {
    "": "the artifact's link",
    "url": "the artifact's link",
    "name": "its file name",
    "text": "what it says, of a small text file",
}
"""What may be asked of an artifact: `{{print}}`, `{{print:url}}`, `{{page*:url}}`."""

_TABLES = {"project": PROJECT, "product": PRODUCT, "job": JOB, "pipeline": PIPELINE, "failed": FAILED}


def fault_of(value: Value) -> str:
    """The sentence why a path can never have a value, or "" when it may. Only for paths with a root."""
    root, _, rest = value.path.partition(".")
    if root == "project" and rest.startswith("items."):
        return _fault_of_item(value, rest)
    if root == "product" and rest.partition(".")[0] in OPEN["product"] and "." in rest:
        return ""
    return "" if rest in _TABLES[root] else _unknown(value.path, [f"{root}.{name}" for name in _TABLES[root]])


def _fault_of_item(value: Value, rest: str) -> str:
    _, which, *more = rest.split(".", 2)
    if which != "@" and not which.isdecimal():
        return f"{{{{{value.text}}}}}: after “project.items.” stands @ (this item) or a number."
    name = more[0] if more else ""
    if name.partition(".")[0] in OPEN["project.items"] and "." in name:
        return ""
    return "" if name in ITEM else _unknown(value.path, [f"project.items.{which}.{known}" for known in ITEM])


def _unknown(path: str, known: list[str]) -> str:
    near = difflib.get_close_matches(path, known, 1, 0.6)
    return f"{{{{{path}}}}} can never have a value" + (f"; did you mean {{{{{near[0]}}}}}?" if near else ".")
