"""Webhooks: which systems are told of what, how each message went, and sending again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect

from makeready.office import keyset
from makeready.office.accounts.rights import Right
from makeready.office.errors import OfficeError
from makeready.office.keyset import Order as Sorting
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.wishes import version_seen
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.webhooks import outbox, sender, subscriptions
from makeready.office.webhooks.events import CATALOGUE
from makeready.office.webhooks.models import Delivery, DeliveryState, Subscription

NEWEST = Sorting("-pk", "pk", descending=True)


@page("webhooks", allow=Right.SEE_CONNECTIONS)
def webhooks(request: PanelRequest) -> Page:
    """Every webhook, those that are off or fail said so."""
    return Page("webhooks/list.html", webhooks=Subscription.objects.order_by("name"))


@page("webhooks/new", allow=Right.CONNECT)
def new_webhook(request: PanelRequest) -> Page:
    """The empty form."""
    return Page("webhooks/form.html", given={"events": []}, catalogue=_catalogue())


@page("webhooks/new", allow=Right.CONNECT, method="POST")
def make_webhook(request: PanelRequest) -> Page:
    """Make a webhook; its secret is shown this once."""
    try:
        made, secret = subscriptions.create(**_read(request.POST), by=request.actor)
    except OfficeError as why:
        given = {**request.POST.dict(), "events": request.POST.getlist("events")}
        return Page("webhooks/form.html", status=why.status, given=given, faults=Faults(why), catalogue=_catalogue())
    return Page("webhooks/secret.html", webhook=made, secret=secret)


@page("webhooks/<webhook>", allow=Right.SEE_CONNECTIONS)
def webhook(request: PanelRequest, webhook: Subscription) -> Page:
    """What was told to it and what waits, newest first."""
    state = request.GET.get("state", "all")
    rows = webhook.deliveries.select_related("event")
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    shown = keyset.page(rows, NEWEST, cursor=request.GET.get("cursor"))
    views: list[dict[str, Any]] = [{"word": "All", "state": "all", "here": state == "all"}]
    views += [{"word": one.label, "state": one.value, "here": state == one.value} for one in DeliveryState]
    return Page(
        "webhooks/page.html", webhook=webhook, deliveries=shown.items, next_cursor=shown.next_cursor, views=views,
        state=state,
    )  # fmt: skip


@page("webhooks/<webhook>/change", allow=Right.CONNECT)
def edit_webhook(request: PanelRequest, webhook: Subscription) -> Page:
    """Its form; the secret is not in it."""
    given = {
        "name": webhook.name, "url": webhook.url, "events": webhook.events, "version": webhook.version,
        "on": not webhook.off_because,
    }  # fmt: skip
    return Page("webhooks/form.html", webhook=webhook, given=given, catalogue=_catalogue())


@page("webhooks/<webhook>/change", allow=Right.CONNECT, method="POST")
def change_webhook(request: PanelRequest, webhook: Subscription) -> Page | HttpResponseBase:
    """Change a webhook, or turn it on or off."""
    form = request.POST
    try:
        subscriptions.change(
            webhook, **_read(form), on="on" in form, by=request.actor, expected_version=version_seen(form)
        )
    except OfficeError as why:
        given = {**form.dict(), "events": form.getlist("events")}
        return Page(
            "webhooks/form.html", status=why.status, webhook=webhook, given=given, faults=Faults(why),
            catalogue=_catalogue(),
        )  # fmt: skip
    say(request, f"Saved: {form.get('name', '')}.")
    return redirect("webhook", webhook.pk)


@page("webhooks/<webhook>/test", allow=Right.CONNECT, method="POST")
def test_webhook(request: PanelRequest, webhook: Subscription) -> HttpResponseBase:
    """Send a ping now and say how it went."""
    tried = sender.send(subscriptions.ping(webhook, by=request.actor))
    well = tried.status is not None and 200 <= tried.status < 300
    answered = f"It answered {tried.status} in {tried.milliseconds} ms." if tried.status else tried.said
    say(request, answered, "" if well else tried.said if tried.status else "", good=well)
    return redirect("webhook", webhook.pk)


@page("webhooks/<webhook>/secret", allow=Right.CONNECT, method="POST")
def change_webhook_secret(request: PanelRequest, webhook: Subscription) -> Page:
    """Make a new secret; it is shown this once."""
    secret = subscriptions.change_secret(webhook, by=request.actor)
    return Page("webhooks/secret.html", webhook=webhook, secret=secret, again=True)


@page("webhooks/<webhook>/remove", allow=Right.CONNECT, method="POST")
def remove_webhook(request: PanelRequest, webhook: Subscription) -> HttpResponseBase:
    """Remove a webhook with its log."""
    name = webhook.name
    subscriptions.remove(webhook, by=request.actor)
    say(request, f"“{name}” is told nothing any more.")
    return redirect("webhooks")


@page("webhooks/deliveries/<delivery>", allow=Right.SEE_CONNECTIONS)
def webhook_delivery(request: PanelRequest, delivery: Delivery) -> Page:
    """One message: its body, and how each try went."""
    return Page("webhooks/delivery.html", delivery=delivery, log=delivery.log.order_by("number"))


@page("webhooks/deliveries/<delivery>/send", allow=Right.CONNECT, method="POST")
def send_webhook_delivery(request: PanelRequest, delivery: Delivery) -> HttpResponseBase:
    """Send a message once more."""
    again = outbox.send_again(delivery)
    say(request, "It is sent again." if again else "It waits to be sent anyway.")
    return redirect("webhook_delivery", delivery.pk)


def _read(form: QueryDict) -> dict[str, Any]:
    return {"name": form.get("name", ""), "url": form.get("url", ""), "events": form.getlist("events")}


def _catalogue() -> dict[str, str]:
    return {name: sentence for name, sentence in CATALOGUE.items() if name != "ping"}
