"""How does a task reach beyond its job? News for the store that the order came from, and other pipelines."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.delivery import receipts
from makeready.office.delivery.receipts import Effect
from makeready.office.jobs.models import Job, JobStatus
from makeready.office.outgoing import store_client
from makeready.office.pipelines import store as pipelines
from makeready.office.projects.models import Project
from makeready.office.storefronts import setup
from makeready.office.storefronts.storefront import News, adapter
from makeready.office.tasks.task import TaskFailed

DEEPEST = 5
"""Pipelines that may call one another in a row."""

CALLED = "call:"
"""What the start keys of called jobs begin with; the calling job's id follows."""


SOONEST, LATEST = timedelta(seconds=1), timedelta(minutes=1)


class StoreUnknown(TaskFailed):
    """The order's store cannot be told anything."""

    code = "store_unknown"
    fix = "Enter the shop's address and API credentials in the storefront's settings, then press Retry."


class CallsItself(TaskFailed):
    """A pipeline is called by itself, or by too many in a row."""

    code = "pipeline_calls_itself"
    fix = "Take the call out of one of the pipelines named, then start the job again."


def tell_store(project: Project, news: News, effect: Effect) -> str:
    """Write news into the project's order in its store, once: a sentence.

    Raises:
        StoreUnknown, NotBuilt, FetchFailed: in words.
    """
    shop = project.storefront
    spoken, given = adapter(shop.platform), setup.credentials(shop)
    if spoken is None or not shop.base_url or any(not given.get(name) for name in spoken.credential_names):
        raise StoreUnknown(f"“{shop.name}” has no address or API credentials by which its orders could be written.")
    client = store_client(shop.base_url, spoken.api_headers(given))
    order = project.order.external_id
    to = f"{shop.base_url.rstrip('/')} order {project.order.number}"
    receipt = receipts.once(
        "store",
        to,
        effect,
        lambda: {"note": spoken.write_back(order, news, client)},
        what="; ".join(part for part in (news.note, news.link, news.status) if part),
    )
    return str(receipt.answer.get("note", ""))


def call(job: Job, pipeline: str, place: str) -> Job:
    """Start another pipeline for the same project, as this one; the same place again is the job started first.

    Raises:
        NoSuchPipeline. CallsItself: it is among those that led here, or there are too many.
    """
    from makeready.office.jobs.start import start  # the runner's own beginning: known only when it is needed

    wanted = pipelines.load(pipeline)
    line = list(_callers(job))
    if wanted.pk in {one.pipeline_id for one in line}:
        names = " → ".join([*(f"“{one.pipeline.name}”" for one in reversed(line)), f"“{wanted.name}”"])
        raise CallsItself(f"The pipelines call one another in a circle: {names}.")
    if len(line) >= DEEPEST:
        raise CallsItself(f"More than {DEEPEST} pipelines call one another in a row, the last one “{wanted.name}”.")
    by = Actor(ActorKind.PIPELINE, job.pipeline.name, job.pk)
    cause = f"called by “{job.pipeline.name}”"
    return start(job.project, wanted, by=by, cause=cause, start_key=f"{CALLED}{job.pk}:{place}",
                 trial=job.trial)  # fmt: skip


def has_ended(called: Job) -> bool:
    """Whether a called job has come to its end by now, well or not."""
    return not Job.objects.filter(pk=called.pk, status__in=(JobStatus.QUEUED, JobStatus.RUNNING)).exists()


def look_again(called: Job) -> datetime:
    """When to look next whether a called job has ended: soon at first, then less and less often."""
    now = timezone.now()
    return now + max(SOONEST, min((now - called.created_at) / 4, LATEST))


def _callers(job: Job | None) -> list[Job]:
    """This job, the one that called it, and so on."""
    found: list[Job] = []
    while job is not None and len(found) <= DEEPEST:
        found.append(job)
        key = job.start_key or ""
        caller = key.removeprefix(CALLED).partition(":")[0] if key.startswith(CALLED) else ""
        if not caller and job.restarts is not None:
            key = job.restarts.start_key or ""
            caller = key.removeprefix(CALLED).partition(":")[0] if key.startswith(CALLED) else ""
        job = Job.objects.select_related("pipeline", "restarts").filter(pk=caller).first() if caller else None
    return found
