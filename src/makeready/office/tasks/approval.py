"""Task `approval`: a person decides whether the job goes on."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.spans import Span
from makeready.office.tasks.task import ANY, NONE, JobContext, Task, TaskFailed


class NotApproved(TaskFailed):
    """Somebody said no."""

    code = "not_approved"
    fix = "Mend what was found, then press Retry: the question is asked again."


class ApprovalOverdue(TaskFailed):
    """Nobody has decided by the deadline."""

    code = "approval_overdue"
    fix = "Press Retry to ask again, or ask whoever should have decided."


class AfterDeadline(Word):
    """What silence means."""

    FAIL = "fail"
    APPROVE = "approve"


class ApprovalParams(TaskParams):
    """The question and until when it may be answered."""

    question: str = Field("May this be printed?", description="What the person reads.", max_length=2000)
    deadline: Span = Field(7 * 86_400.0, gt=0, description="So long it may be answered; 7 days unless said otherwise.")
    after_deadline: AfterDeadline = Field(
        AfterDeadline.FAIL, description="fail: the task fails; approve: silence is a yes."
    )


class AskForApproval(Task):
    """Waits until a person approves: in the panel, by the API, or by the link `{{approval.<name of the task>}}`."""

    name = "approval"
    Params = ApprovalParams
    inputs = ANY
    outputs = NONE

    def run(self, params: ApprovalParams, job: JobContext) -> None:
        """Ask; while nobody has answered the job waits without a worker."""
        answer = job.ask(params.question, params.deadline)
        comment = f" {answer.comment}" if answer.comment else ""
        if answer.decision == "approved":
            job.log(f"Approved by {answer.by}.{comment}")
        elif answer.decision:
            raise NotApproved(f"{answer.by} did not approve it.{comment}")
        elif params.after_deadline is AfterDeadline.APPROVE:
            job.log("Nobody has answered by the deadline; the pipeline takes that for a yes.", "warning")
        else:
            raise ApprovalOverdue("Nobody has answered by the deadline.")
