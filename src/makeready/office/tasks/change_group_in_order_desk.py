"""Task `change-group-in-order-desk`: an order into another folder of Order Desk (API v2)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from makeready.office.connections.store import Receiver
from makeready.office.delivery.http import Call, ask, call_once
from makeready.office.tasks.params import TaskParams
from makeready.office.tasks.task import ANY, NONE, JobContext, Task, TaskFailed


class OrderNotFound(TaskFailed):
    """Order Desk does not know the order."""

    code = "order_desk_order_missing"
    fix = "Look whether the order has reached Order Desk, and correct orderLookupId; then press Retry."


class ChangeGroupInOrderDeskParams(TaskParams):
    """The vendor's parameters. Address and key given here become a connection when the pipeline is saved."""

    connection: str = Field("", description="An HTTP connection to Order Desk, its password the API key.")
    store_url: str = Field("", description="The vendor's way: Order Desk's address, such as https://app.orderdesk.me.")
    store_id: str = Field(description="The store's id in Order Desk.", min_length=1)
    store_api_key: str = Field("", description="The vendor's way: the API key; never kept in the pipeline.")
    order_lookup_id: str = Field("{{project.orderId}}", description="The order as the store calls it.", min_length=1)
    destination_group_name: str = Field("Prepared", description="The folder; it must be there.", min_length=1)


class ChangeGroupInOrderDesk(Task):
    """Moves the whole order into another folder of Order Desk."""

    name = "change-group-in-order-desk"
    Params = ChangeGroupInOrderDeskParams
    inputs = ANY
    outputs = NONE
    sends = True
    filled_later = frozenset({"orderLookupId"})  # its default holds a value

    def connections(self, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """The connection; needed unless a key is given."""
        name = parameters.get("connection")
        if name or not parameters.get("storeApiKey"):
            yield "connection", str(name or ""), ("http",)

    def run(self, params: ChangeGroupInOrderDeskParams, job: JobContext) -> None:
        """Find the order by the store's id, then move it; moving it again changes nothing there."""
        receiver = job.receiver(params.connection)
        headers = {"ORDERDESK-STORE-ID": params.store_id, "Content-Type": "application/json"}
        lookup = job.fill(params.order_lookup_id)
        order = _order(lookup, receiver, headers)
        body = json.dumps({"order_id_list": [order], "destination_folder_name": params.destination_group_name})
        call = Call("POST", "move-orders", headers, body=body, judge=lambda answer: _refusal(answer.body))
        call_once(call, job.effect("move"), receiver)
        job.log(f"Order {lookup} is in the folder “{params.destination_group_name}” of Order Desk.")


def _order(lookup: str, receiver: Receiver, headers: Mapping[str, str]) -> str:
    answer = ask(Call("GET", "orders", headers, {"source_id": lookup}), receiver).json()
    orders = answer.get("orders") if isinstance(answer, dict) else None
    if not isinstance(orders, list) or not orders or not isinstance(orders[0], dict):
        raise OrderNotFound(f"Order Desk has no order “{lookup}”.")
    return str(orders[0].get("id", ""))


def _refusal(body: bytes) -> str | None:
    """What Order Desk says against it: it answers 200 with a status of its own."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    if isinstance(told, dict) and str(told.get("status", "success")).lower() not in ("success", "ok"):
        return f"Order Desk says: {str(told.get('message', told['status']))[:300]}"
    return None
