"""Inbox: the stores' messages as they came, what became of each, and why one failed."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Listed, Time, Told, utc, utc_or_none
from makeready.office.intake.models import Hook, HookState
from makeready.office.intake.process import NoSuchHook, process_again
from makeready.office.projects.arrival import fetch_soon

router = Router()


class EventError(Told):
    """Why processing failed."""

    code: str
    message: str
    hint: str
    errors: list[dict[str, str]] = Field(description="The places in the message, where they can be told.")


class EventSummary(Told):
    """A store's message as lists show it."""

    id: str = Field(examples=["evt_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    storefront: str
    topic: str = Field(examples=["orders/paid"])
    source: str = Field(description="hook: the store sent it; sweep: we found it missing and asked.")
    state: str = Field(description="received, processed, ignored or failed.")
    outcome: str = Field(description="What became of it, in words.")
    error: EventError | None
    attempts: int
    order: str | None
    received_at: Time
    processed_at: Time | None


class EventShown(EventSummary):
    """A store's message as it came."""

    headers: dict[str, str]
    body: str = Field(description="As text; bytes that are no UTF-8 are shown as �.")


def shown_summary(hook: Hook) -> dict[str, Any]:
    """A message as a list tells it."""
    error = hook.error or None
    return {
        "id": hook.pk,
        "storefront": hook.storefront_id,
        "topic": hook.topic,
        "source": hook.source,
        "state": hook.state,
        "outcome": hook.outcome,
        "error": {key: error.get(key) or ([] if key == "errors" else "") for key in EventError.model_fields}
        if error
        else None,
        "attempts": hook.attempts,
        "order": hook.order or None,
        "received_at": utc(hook.received_at),
        "processed_at": utc_or_none(hook.processed_at),
    }


def shown(hook: Hook) -> dict[str, Any]:
    """A message as it came."""
    return {**shown_summary(hook), "headers": hook.headers, "body": bytes(hook.body).decode("utf-8", "replace")}


@router.get("/inbox", response=Listed[EventSummary])
@needs(Right.SEE_INBOX)
def list_all(
    request: HttpRequest,
    limit: Limit,
    cursor: Cursor,
    state: Annotated[HookState | None, Query(None)],
    storefront: Annotated[str | None, Query(None), Field(max_length=80)],
) -> Any:
    """List the stores' messages, newest first."""
    rows = Hook.objects.defer("body", "headers")
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(storefront=storefront) if storefront else rows
    return listed(rows, shown_summary, limit=limit, cursor=cursor)


@router.get("/inbox/{event_id}", response=EventShown)
@needs(Right.SEE_INBOX)
def show(request: HttpRequest, event_id: str) -> Any:
    """Show a message as it came."""
    return shown(_find(event_id))


@router.post("/inbox/{event_id}/process", response=EventShown)
@needs(Right.TAKE_ORDERS)
def process(request: HttpRequest, event_id: str) -> Any:
    """Process a message once more; the answer shows what became of it."""
    process_again(event_id, by=caller(request).actor)
    fetch_soon()
    return shown(_find(event_id))


def _find(event_id: str) -> Hook:
    found = Hook.objects.filter(pk=event_id).first()
    if found is None:
        raise NoSuchHook(f"There is no event {event_id} in the inbox.")
    return found
