"""What did the webhooks miss? Ask the store what changed; what the inbox has not seen in that state goes into it.

Stores do not promise delivery (Shopify), or never try twice (WooCommerce). From the last complete sweep minus ten
minutes, oldest first; the watermark moves only at the end, so that a sweep which breaks off is done again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from makeready.config import config
from makeready.office.accounts.actor import SYSTEM
from makeready.office.errors import OfficeError
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.intake.keeping import Message, keep
from makeready.office.intake.models import Hook
from makeready.office.intake.process import wake
from makeready.office.outgoing import store_client
from makeready.office.storefronts import setup
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent
from makeready.office.storefronts.models import Storefront
from makeready.office.storefronts.storefront import Envelope, HookUnreadable, adapter
from makeready.office.storefronts.storefront import Storefront as Platform

log = logging.getLogger(__name__)

OVERLAP = timedelta(minutes=10)
"""How far before the watermark a sweep begins: for clocks that differ and orders that were being saved."""

ON_ITS_WAY = timedelta(minutes=2)
"""A change younger than this may have its webhook still under way: it is taken, but not called missed."""

AT_A_TIME = 50
NEWEST_HOOKS = 20
SHOWN = 50


@dataclass
class SweepReport:
    """What a sweep found. missed: numbers of the orders whose webhook had not come; early: how many were too fresh."""

    storefront: str
    since: datetime
    at: datetime
    looked_at: int = 0
    early: int = 0
    missed: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    error: dict[str, Any] | None = None

    @property
    def sentence(self) -> str:
        """The result for people."""
        if self.error:
            return f"The store could not be asked: {self.error['message']}"
        if not self.missed:
            return f"{self.looked_at} changed orders looked at; the webhooks had missed none."
        shown = ", ".join(self.missed[:10]) + (" …" if len(self.missed) > 10 else "")
        orders = "1 order" if len(self.missed) == 1 else f"{len(self.missed)} orders"
        return f"The webhooks had missed {orders}, taken in now: {shown}."

    def as_dict(self) -> dict[str, Any]:
        """As it is kept on the storefront."""
        return {
            "at": self.at.isoformat(),
            "since": self.since.isoformat(),
            "looked_at": self.looked_at,
            "missed": len(self.missed),
            "orders": self.missed[:SHOWN],
            "remarks": self.remarks,
            "error": self.error,
            "sentence": self.sentence,
        }


def sweep_due() -> list[SweepReport]:
    """Sweep every storefront whose time has come and whose API we may ask. Safe in several workers at once."""
    pause = timedelta(minutes=config().sweep_minutes)
    if not pause:
        return []
    reports = []
    for storefront in Storefront.objects.filter(_is_due()).exclude(sealed_credentials=None).exclude(base_url=""):
        claim = Storefront.objects.filter(pk=storefront.pk, sweep_due_at=storefront.sweep_due_at)
        if _can_be_asked(storefront) and claim.update(sweep_due_at=timezone.now() + pause):
            reports.append(sweep(storefront))
    return reports


def sweep(storefront: Storefront) -> SweepReport:
    """Ask one store now. A store that does not answer is told in the report; what was found until then is kept."""
    now = timezone.now()
    report = SweepReport(storefront.pk, (storefront.swept_until or storefront.created_at) - OVERLAP, now)
    try:
        _ask(storefront, report)
    except OfficeError as why:
        report.error = why.as_dict()
        log.warning("the sweep of %s broke off: %s", storefront.pk, why.sentence)
    _write_down(storefront, report)
    return report


def _is_due() -> Q:
    return Q(sweep_due_at=None) | Q(sweep_due_at__lte=timezone.now())


def _can_be_asked(storefront: Storefront) -> bool:
    platform = adapter(storefront.platform)
    return platform is not None and bool(platform.credential_names)


def _ask(storefront: Storefront, report: SweepReport) -> None:
    platform = adapter(storefront.platform)
    assert platform
    client = store_client(storefront.base_url, platform.api_headers(setup.credentials(storefront)))
    origin = platform.origin_headers(storefront.base_url)
    waiting: list[Message] = []
    try:
        for delivery in platform.changed_since(report.since, client):
            report.looked_at += 1
            whole = Delivery(delivery.body, {**delivery.headers, **origin})
            waiting += _unseen(storefront, platform, whole, report)
            if len(waiting) >= AT_A_TIME:
                waiting = _taken(waiting)
    finally:
        report.remarks = list(client.remarks)
        _taken(waiting)


def _unseen(storefront: Storefront, platform: Platform, delivery: Delivery, report: SweepReport) -> Iterator[Message]:
    """The order as a message for the inbox, unless the inbox has it in this state or a later one."""
    envelope = platform.envelope(delivery)
    try:
        event = platform.normalise(delivery)
    except HookUnreadable:
        # kept once (its key is its body), and shown among what could not be processed
        yield _message(storefront, envelope, delivery)
        return
    if event.no_order or event.sparse or _has_been_told(storefront, platform, event):
        return
    if event.updated_at and report.at - event.updated_at < ON_ITS_WAY:
        report.early += 1
    else:
        report.missed.append(event.number or event.external_id)
    key = f"sweep\0{event.external_id}\0{event.updated_at}\0{_state(event)}"
    yield _message(storefront, Envelope(_digest(key), envelope.topic, event.external_id), delivery)


def _has_been_told(storefront: Storefront, platform: Platform, event: OrderEvent) -> bool:
    """Whether one of the order's newest messages says the same, or something later."""
    hooks = Hook.objects.filter(storefront=storefront, order_key=event.external_id).order_by("-id")
    for hook in hooks.only("body", "headers")[:NEWEST_HOOKS]:
        try:
            told = platform.normalise(Delivery(bytes(hook.body), hook.headers))
        except HookUnreadable:
            continue
        if not told.sparse and not told.no_order and _covers(told, event):
            return True
    return False


def _covers(told: OrderEvent, event: OrderEvent) -> bool:
    """A later version does; one of the same second only if it says the same (paid may follow created within it)."""
    if told.updated_at and event.updated_at and told.updated_at != event.updated_at:
        return told.updated_at > event.updated_at
    return _state(told) == _state(event)


def _state(event: OrderEvent) -> str:
    """What of an order moves projects: money, shipping, and how many of which line."""
    lines = sorted((line.external_id, line.quantity, line.removed, line.fulfilled) for line in event.lines)
    return repr(
        (event.payment.value, event.fulfilment.value, event.cancelled, [(a, str(b), c, d) for a, b, c, d in lines])
    )


def _message(storefront: Storefront, envelope: Envelope, delivery: Delivery) -> Message:
    return Message(storefront.pk, envelope, delivery.body, dict(delivery.headers), source="sweep")


def _taken(messages: list[Message]) -> list[Message]:
    """Keep them and have them processed; what is left to take: nothing."""
    if messages:
        keep(messages)
        wake()
    return []


def _write_down(storefront: Storefront, report: SweepReport) -> None:
    """The report on the storefront; in the ledger where it says something new."""
    had_error = bool(storefront.sweep_report.get("error"))
    columns: dict[str, Any] = {"sweep_report": report.as_dict()}
    if not report.error:
        columns["swept_until"] = report.at
    with transaction.atomic():
        Storefront.objects.filter(pk=storefront.pk).update(**columns)
        if report.missed or (report.error and not had_error):
            record(
                Kind.SETUP, by=SYSTEM, subject=storefront.pk, now=storefront.name, because=report.sentence,
                orders=report.missed[:SHOWN],
            )  # fmt: skip
    for name, value in columns.items():
        setattr(storefront, name, value)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
