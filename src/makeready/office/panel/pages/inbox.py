"""The inbox: what the stores sent, what became of it, and trying again."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect

from makeready.office import keyset
from makeready.office.accounts.rights import Right
from makeready.office.intake.models import Hook, HookState
from makeready.office.intake.process import process_again
from makeready.office.keyset import Order as Sorting
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.projects.arrival import fetch_soon
from makeready.office.storefronts.models import Storefront

NEWEST = Sorting("-received_at", "received_at", descending=True)
COUNTED = 9_999


@page("inbox", allow=Right.SEE_INBOX)
def inbox(request: PanelRequest) -> Page:
    """Events newest first, the failed ones before all others are asked for."""
    failed = _count(HookState.FAILED)
    state = request.GET.get("state", HookState.FAILED if failed else "all")
    rows = Hook.objects.defer("body").select_related("storefront")
    if state in HookState.values:
        rows = rows.filter(state=state)
    if storefront := request.GET.get("storefront", ""):
        rows = rows.filter(storefront=storefront)
    shown = keyset.page(rows, NEWEST, cursor=request.GET.get("cursor"))
    views: list[dict[str, Any]] = [{"word": "All", "state": "all", "here": state == "all"}]
    views += [
        {"word": one.label, "state": one.value, "here": state == one.value, "count": _count(one)}
        for one in (HookState.FAILED, HookState.RECEIVED, HookState.PROCESSED, HookState.IGNORED)
    ]
    return Page(
        "inbox/list.html", hooks=shown.items, next_cursor=shown.next_cursor, views=views, state=state,
        storefronts=Storefront.objects.order_by("name"), storefront=storefront,
    )  # fmt: skip


@page("inbox/<event>", allow=Right.SEE_INBOX)
def event(request: PanelRequest, event: Hook) -> Page:
    """One event as it came, and why it failed."""
    return Page("inbox/page.html", event=event, body=readable(bytes(event.body)), size=len(event.body))


@page("inbox/<event>/process", allow=Right.TAKE_ORDERS, method="POST")
def process_event(request: PanelRequest, event: Hook) -> HttpResponseBase:
    """Process an event once more."""
    hook = process_again(event.pk, by=request.actor)
    fetch_soon()
    why = (hook.error or {}).get("message", "")
    if hook.state == HookState.FAILED:
        say(request, "It failed again.", why, good=False)
    else:
        say(request, f"Processed: {hook.outcome or hook.get_state_display()}.".replace("..", "."))
    return redirect("event", event.pk)


def readable(body: bytes) -> str:
    """A body for reading: JSON indented, text as it is, else its bytes in hexadecimal."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return body[:20_000].hex(" ")
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _count(state: HookState) -> int:
    return Hook.objects.filter(state=state).values("pk")[: COUNTED + 1].count()
