"""What has a crash left lying? Runs that nobody handed to the engine, and runs that the engine is done with."""

from __future__ import annotations

import logging

from django.db.models import Q
from django.utils import timezone

from makeready.office.jobs import engine
from makeready.office.jobs.course import OPEN
from makeready.office.jobs.endings import hand_back
from makeready.office.jobs.models import Job
from makeready.office.jobs.start import hand_over

logger = logging.getLogger(__name__)

AT_ONCE = 100


def hand_over_due() -> bool:
    """Give the engine every run that is due and that it does not have; whether there may be more."""
    due = Q(waits_until=None) | Q(waits_until__lte=timezone.now())
    waiting = Job.objects.filter(due, enqueued_at=None, status__in=OPEN).order_by("id").values_list("pk", "run")
    found = list(waiting[:AT_ONCE])
    for job, run in found:
        hand_over(job, run)
    return len(found) == AT_ONCE


def forget_ended() -> bool:
    """Empty the engine's tables of what is over: ours keep the history. Whether there may be more.

    A run that is over there and open here broke off without a word (the database did not answer): it goes on.
    """
    ended = engine.ended(AT_ONCE)
    still_open = Job.objects.filter(pk__in=[job for job, _ in ended], status__in=OPEN).values_list("pk", "run")
    for job, run in set(ended) & set(still_open):
        logger.warning("%s broke off in run %s; it is handed on", job, run)
        hand_back(job, run)
    engine.forget(ended)
    return len(ended) == AT_ONCE
