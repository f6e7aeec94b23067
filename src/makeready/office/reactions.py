"""What follows from what? One table, fed by the ledger.

    a status reached      → the product's pipeline starts (once per project; storefront or product say at which status)
    a design new or mended → print files made before are stale; a start that waited happens
    a problem gone         → a start that waited happens
    a product set up       → lines that matched none are matched again

Each reaction may run twice or in two processes at once and does its work once. It is run right after the change is
committed, by the process that made it; what a crash left is found by the workers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from makeready.office.accounts.actor import SYSTEM, ActorKind
from makeready.office.history import ledger
from makeready.office.history.models import Entry, Kind
from makeready.office.jobs import waking
from makeready.office.jobs.models import Artifact, Job, JobStatus
from makeready.office.jobs.start import start
from makeready.office.projects import creation, notes, problems, search
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import OPEN, Status
from makeready.office.storefronts.models import StartOn

logger = logging.getLogger(__name__)

Reaction = Callable[[Entry], None]
START_WAITS = problems.Code.START_WAITS
PATIENCE = timedelta(seconds=3)
"""How long the process that made a change has to react to it before the workers do."""


def listen() -> None:
    """From now on react to this process's own changes as soon as they are committed."""
    ledger.hear(react)


def react(entry: Entry) -> None:
    """Do what follows from an entry, then note that it is done."""
    for reaction in REACTIONS.get(Kind(entry.kind), ()):
        reaction(entry)
    Entry.objects.filter(pk=entry.pk, reacted_at=None).update(reacted_at=timezone.now())


def react_waiting(limit: int = 100) -> bool:
    """React to what a crash left; whether there may be more."""
    left = Entry.objects.filter(reacted_at=None, at__lte=timezone.now() - PATIENCE).order_by("id")
    found = list(left[:limit])
    for entry in found:
        try:
            react(entry)
        except Exception:
            # One entry that cannot be dealt with must not hold up those after it; the next round tries it again.
            logger.exception("nothing could follow from ledger entry %s", entry.pk)
    return len(found) == limit


def start_when_reached(entry: Entry) -> None:
    """A project reached a status: is it the one that starts its pipeline?"""
    project = _project(entry)
    if project is None:
        return
    if project.status not in OPEN:
        _wait_no_more(project)
    elif project.product is None:
        _wait(project)
    elif entry.actor_kind != ActorKind.PIPELINE and _passes(entry, _start_on(project)):
        _start_or_wait(project, Status(entry.now))


def wake_jobs(entry: Entry) -> None:
    """A project has another status: jobs that wait for it go on."""
    waking.wake_for_status(entry.project)


def start_what_waited(entry: Entry) -> None:
    """Something about a project changed: can a start that waited happen now?"""
    project = _project(entry)
    if project is not None and project.start_waits and project.status in OPEN:
        _start_or_wait(project, Status(project.status))


def mark_stale(entry: Entry) -> None:
    """The design changed: print files made before show another one."""
    Artifact.objects.filter(project=entry.project, stale=False, created_at__lte=entry.at).update(stale=True)


def match_again(entry: Entry) -> None:
    """A product was set up or changed: match the lines that none matched, and start what waited for it."""
    if not entry.subject.startswith("prd_"):
        return
    if "name" in entry.facts.get("changed", ()):
        search.index_product(entry.subject)
    if creation.match_waiting():
        creation.fetch_soon()
    for project in Project.objects.filter(product=entry.subject, start_waits=True, status__in=OPEN):
        _start_or_wait(project, Status(project.status))


REACTIONS: dict[Kind, tuple[Reaction, ...]] = {
    Kind.STATUS: (start_when_reached, wake_jobs),
    Kind.DESIGN: (mark_stale, start_what_waited),
    Kind.ORDER: (start_what_waited,),
    Kind.NOTE: (start_what_waited,),
    Kind.SETUP: (match_again,),
}


def _project(entry: Entry) -> Project | None:
    related = ("product__pipeline", "storefront")
    return Project.objects.select_related(*related).filter(pk=entry.project).first()


def _passes(entry: Entry, start_on: str) -> bool:
    """Whether a project reached this status by the entry, or went past it: no end does so, nor any way back."""
    if start_on == StartOn.MANUAL or entry.now not in OPEN or (entry.was and entry.was not in OPEN):
        return False
    before = _rank(Status(entry.was)) if entry.was else -1
    return before < _rank(Status(start_on)) <= _rank(Status(entry.now))


def _rank(status: Status) -> int:
    return OPEN.index(status) if status in OPEN else len(OPEN)


def _start_on(project: Project) -> str:
    """The status that starts its pipeline: the product's word, else the storefront's."""
    return (project.product.start_on if project.product else "") or project.storefront.start_on


def _start_or_wait(project: Project, reached: Status) -> None:
    product, start_on = project.product, _start_on(project)
    if project.started or start_on == StartOn.MANUAL or _rank(reached) < _rank(Status(start_on)):
        return
    if product is None:
        _wait(project)
    elif product.pipeline is None:
        _wait_no_more(project)
    elif _in_the_way(project):
        _wait(project)
        _start_after_all_or_say(project, product.pipeline.name)
    else:
        _start(project)


def _start_after_all_or_say(project: Project, pipeline: str) -> None:
    """Once the start is marked as waiting, look again: what was in the way may have gone before anybody saw the mark.

    A design that is on its way is no problem yet: it either comes, or says itself why it does not.
    """
    project.refresh_from_db()
    obstacle = _in_the_way(project)
    if not obstacle:
        _start(project)
    elif not project.design_waits or problems.hold_start(project):
        problems.raise_problem(
            project, START_WAITS, f"The pipeline “{pipeline}” waits: {obstacle}",
            "It starts by itself once that is mended.", pipeline=project.product.pipeline_id if project.product else "",
        )  # fmt: skip


def _in_the_way(project: Project) -> str:
    """The sentence why no pipeline may begin, or ""."""
    held = problems.hold_start(project)
    if held:
        return held[0].message
    return "" if project.design_id else "the project has no design yet."


def _start(project: Project) -> None:
    assert project.product
    assert project.product.pipeline
    pipeline = project.product.pipeline
    with transaction.atomic():
        if not Project.objects.filter(pk=project.pk, started=False).update(started=True):
            return
        _wait_no_more(project)
        done = Job.objects.filter(project=project, pipeline=pipeline, trial=False).exclude(
            status__in=(JobStatus.FAILED, JobStatus.CANCELLED)
        )
        if done.exists():
            notes.add(project, f"“{pipeline.name}” was run by hand already; it is not started again.", by=SYSTEM)
            return
        start(
            project, pipeline, by=SYSTEM, cause=f"started because the project is {project.status}",
            start_key=f"status/{project.pk}",
        )  # fmt: skip


def _wait(project: Project) -> None:
    Project.objects.filter(pk=project.pk, started=False).update(start_waits=True)


def _wait_no_more(project: Project) -> None:
    Project.objects.filter(pk=project.pk, start_waits=True).update(start_waits=False)
    problems.clear(project, START_WAITS)
