"""Who decides what a job asks? A person by panel, API or a signed link; once, by a deadline."""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from makeready.config import config
from makeready.office.accounts.actor import Actor
from makeready.office.errors import Invalid, NotFound, Refused
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.jobs import fence
from makeready.office.jobs.course import OPEN
from makeready.office.jobs.models import Approval, Job
from makeready.office.jobs.waking import wake

APPROVED, REJECTED = "approved", "rejected"
SALT = "makeready.approval"


class ApprovalOver(Refused):
    """It is decided already, or its job is over."""

    code = "approval_over"
    title = "There is nothing to decide any more"
    fix = "Look at the job: it has gone on or has ended."


class LinkWrong(NotFound):
    """The link is none of ours, or a letter of it is missing."""

    code = "approval_link_wrong"
    fix = "Open the link from the message whole, or ask for a new one."


class NotAsked(NotFound):
    """The job has not come to this question yet."""

    code = "approval_not_asked"
    fix = "Come back in a few minutes: the page can be opened again."


class DecisionWrong(Invalid):
    """Neither yes nor no."""

    code = "decision_wrong"
    fix = f"Send “{APPROVED}” or “{REJECTED}”."


def ask(job: Job, task: str, question: str, seconds: float) -> Approval:
    """The question, asked once; the deadline counts from the first asking."""
    with fence.held(job.pk, job.run):
        found, _ = Approval.objects.get_or_create(
            job=job, task=task,
            defaults={"question": question, "deadline": timezone.now() + timedelta(seconds=seconds)},
        )  # fmt: skip
    return found


def decide(approval: Approval, decision: str, *, by: Actor, comment: str = "") -> Approval:
    """Write down what somebody decided, and let the job go on.

    Raises:
        DecisionWrong. ApprovalOver: somebody was faster, or the job has ended.
    """
    if decision not in (APPROVED, REJECTED):
        raise DecisionWrong(f"“{decision[:40]}” is no decision.")
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=approval.job_id)
        row = Approval.objects.select_for_update().get(pk=approval.pk)
        if row.decision:
            raise ApprovalOver(f"It was {row.decision} by {row.decided_by}.")
        if row.deadline < timezone.now():
            raise ApprovalOver("Its time has run out.")
        if job.status not in OPEN or job.cancel_asked_at:
            raise ApprovalOver(f"The job is {job.status}.")
        row.decision, row.comment, row.decided_by, row.decided_at = decision, comment[:4000], by.name, timezone.now()
        row.save()
        wake(job, row.task)
        said = f": {row.comment}" if row.comment else "."
        record(Kind.JOB, by=by, project=job.project_id, subject=job.pk, now=job.status,
               because=f"“{row.task}” {decision}{said}")  # fmt: skip
    return row


def link(job: Job, task: str) -> str:
    """The address where whoever has it may decide; the same every time, also before the question is asked.

    After a retry it is another one: an old message does not decide on what was made anew.
    """
    return f"{config().base_url.rstrip('/')}/approvals/{Signer(salt=SALT).sign_object([job.pk, job.attempt, task])}"


def of_link(token: str) -> Approval:
    """The question that a signed link leads to.

    Raises:
        LinkWrong, NotAsked.
    """
    try:
        job, attempt, task = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError, TypeError) as why:
        raise LinkWrong("This link leads nowhere.") from why
    found = Approval.objects.select_related("job__project").filter(job=job, task=task).first()
    if found is None:
        raise NotAsked("There is nothing to decide yet.")
    if found.job.attempt != attempt:
        raise LinkWrong("The job was tried again since: this link is of the time before.", fix="Ask for the new link.")
    return found
