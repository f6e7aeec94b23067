"""What becomes of a delivery in the inbox? The adapter reads it, `apply` takes it over; a failure stays visible.

Safe in several processes at once: each delivery is claimed by moving its `claimed_until` on, which a crash lets run
out. Of one order the older delivery goes first; one that failed does not hold up those after it, since each carries
the whole order and the newest counts.
"""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import InterfaceError, OperationalError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.background import RUSH, Background
from makeready.office.errors import NotFound, OfficeError, Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.intake.apply import apply
from makeready.office.intake.models import Hook, HookState
from makeready.office.projects.arrival import fetch_soon
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.models import Storefront
from makeready.office.storefronts.storefront import adapter

logger = logging.getLogger(__name__)

CLAIM = timedelta(seconds=10)
"""How long one delivery may take before another process takes its holder for crashed. Should it still live, both
apply the same event, one after the other under the order's lock, and the second changes nothing."""
AT_A_TIME = 2
"""Deliveries before the background thread looks whether others wait to be kept, or a rush began."""
SOME_HELD = 50
"""How many deliveries are looked at beyond those wanted: some may have to wait for an older one that others hold."""
PAUSE = timedelta(seconds=5)
"""Pause before a delivery is tried again that failed for the database's sake."""


class NoSuchHook(NotFound):
    """There is no such event in the inbox."""

    code = "event_not_found"


class HookBusy(Refused):
    """Somebody is processing it at this moment."""

    code = "event_busy"
    title = "It is being processed"
    fix = "Look at it again in a moment."


class NoAdapter(OfficeError):
    """This version does not know the storefront's platform."""

    code = "no_adapter"
    status = 422
    title = "The platform is not supported"
    fix = "Process it again once a version with this platform is installed."


@dataclass(frozen=True, slots=True)
class Outcome:
    """How processing ended: the state, a sentence, the order's id, and what went wrong."""

    state: HookState
    sentence: str
    order: str = ""
    error: dict[str, Any] | None = None


def process(hook_id: str) -> Hook | None:
    """Process one delivery that waits; None where somebody else has it, or nothing is left to do."""
    hook = _claimed(Hook.objects.filter(pk=hook_id, state=HookState.RECEIVED))
    return _processed(hook) if hook else None


def process_again(hook_id: str, *, by: Actor) -> Hook:
    """A person has a delivery processed once more, whatever became of it before.

    Raises:
        NoSuchHook: there is none. HookBusy: it is being processed now.
    """
    if not Hook.objects.filter(pk=hook_id).exists():
        raise NoSuchHook(f"There is no event {hook_id[:50]} in the inbox.")
    hook = _claimed(Hook.objects.filter(pk=hook_id))
    if hook is None:
        raise HookBusy("This event is being processed at this moment.")
    record(Kind.SETUP, by=by, subject=hook.pk, because="Had a store's event processed again.")
    return _processed(hook) or hook


def process_waiting(limit: int = 100) -> int:
    """Process what waits, in order of arrival; how many were done. Those that others hold are left to them."""
    waiting = _free().filter(state=HookState.RECEIVED).order_by("id").values_list("pk", "storefront_id", "order_key")
    done = 0
    for hook_id, storefront_id, order_key in list(waiting[: limit + SOME_HELD]):
        if done == limit:
            break
        if not (order_key and _older_waits(hook_id, storefront_id, order_key)):
            done += process(hook_id) is not None
    return done


def wake() -> None:
    """Something came in: have it processed in the background of this process. Returns at once."""
    _background.wake()


def _work() -> bool:
    RUSH.let_pass()
    done = process_waiting(AT_A_TIME)
    if done:
        fetch_soon()
    return done > 0


_background = Background("inbox", _work, seconds=2)


def _claimed(hooks: QuerySet[Hook]) -> Hook | None:
    now = timezone.now()
    free = hooks.filter(_unclaimed())
    hook = free.select_related("storefront").first()
    if hook is None:
        return None
    same_claim = Q(claimed_until=hook.claimed_until) if hook.claimed_until else Q(claimed_until=None)
    claim = Hook.objects.filter(same_claim, pk=hook.pk, state=hook.state)
    if not claim.update(claimed_until=now + CLAIM, attempts=F("attempts") + 1):
        return None
    hook.attempts += 1
    return hook


def _processed(hook: Hook) -> Hook | None:
    try:
        outcome = _tried(hook)
    except (OperationalError, InterfaceError):
        logger.warning("event %s: the database does not answer now; it is tried again", hook.pk, exc_info=True)
        Hook.objects.filter(pk=hook.pk).update(claimed_until=timezone.now() + PAUSE)
        return None
    now = timezone.now()
    Hook.objects.filter(pk=hook.pk).update(
        state=outcome.state, outcome=outcome.sentence, order=outcome.order or F("order"), error=outcome.error,
        processed_at=now, claimed_until=None,
    )  # fmt: skip
    hook.refresh_from_db()
    return hook


def _tried(hook: Hook) -> Outcome:
    storefront: Storefront = hook.storefront
    try:
        platform = adapter(storefront.platform)
        if platform is None:
            raise NoAdapter(f"This version cannot read messages of {storefront.get_platform_display()}.")
        event = platform.normalise(Delivery(body=bytes(hook.body), headers=hook.headers))
        applied = apply(storefront, event, hook=hook)
    except OfficeError as why:
        return _failed(why)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # The border of the inbox: the delivery stays, and whoever looks finds the log by its number.
        log_id = uuid.uuid4().hex[:12]
        logger.exception("event %s could not be processed (%s)", hook.pk, log_id)
        return _failed(OfficeError(
            "The event could not be processed for a reason of ours.",
            fix=f"Process it again. If it fails again, tell your administrator the log's number {log_id}.",
            log=log_id,
        ))  # fmt: skip
    if applied.order is None:
        return Outcome(HookState.IGNORED, applied.outcome)
    return Outcome(HookState.PROCESSED, applied.outcome, applied.order.pk)


def _failed(why: OfficeError) -> Outcome:
    faults = [{"path": fault.path, "message": fault.message} for fault in why.errors]
    return Outcome(HookState.FAILED, why.sentence, error={**why.as_dict(), "errors": faults})


def _free() -> QuerySet[Hook]:
    return Hook.objects.filter(_unclaimed())


def _unclaimed() -> Q:
    return Q(claimed_until=None) | Q(claimed_until__lte=timezone.now())


def _older_waits(hook_id: str, storefront_id: str, order_key: str) -> bool:
    older = Hook.objects.filter(storefront=storefront_id, order_key=order_key, id__lt=hook_id)
    return older.filter(state=HookState.RECEIVED).exists()
