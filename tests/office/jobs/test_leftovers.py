"""Files that jobs made and did not keep go; whatever is of use to anybody stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.office.workshop import DESIGN, PRINT, Workshop, artifacts, end

from makeready.office.accounts.actor import SYSTEM
from makeready.office.designs import assets
from makeready.office.jobs import leftovers
from makeready.office.jobs.models import Artifact, JobStatus, Leftover
from makeready.office.storage import blobs
from makeready.office.storage.models import Blob

CROPPED = {"name": "crop", "type": "draw-crop-marks", "inputArtifacts": ["print"], "outputArtifacts": ["marked"]}


def later() -> None:
    """The time of grace is over."""
    Leftover.objects.update(since=timezone.now() - leftovers.GRACE - timedelta(seconds=1))


def made_in_between(workshop: Workshop) -> str:
    """The print file of a job that kept only the one with crop marks."""
    job = workshop.job(DESIGN, PRINT, CROPPED, end("marked"))
    steps = list(job.tasks.order_by("position"))
    workshop.run(job)
    assert job.status == JobStatus.SUCCEEDED, [step.error for step in steps]
    assert list(artifacts(job)) == ["marked"]
    waiting = set(Leftover.objects.values_list("sha256", flat=True))
    pdf = Blob.objects.filter(pk__in=waiting, media_type="application/pdf")
    return pdf.get().sha256


def test_a_file_made_in_between_goes_after_a_while(workshop: Workshop) -> None:
    in_between = made_in_between(workshop)

    leftovers.clear()
    assert blobs.exists(in_between), "somebody may be downloading it"

    later()
    leftovers.clear()
    assert not blobs.exists(in_between)
    assert not Leftover.objects.exists()
    for kept in Artifact.objects.all():
        assert blobs.exists(kept.file_id)


def test_a_file_that_has_found_a_use_stays(workshop: Workshop) -> None:
    in_between = made_in_between(workshop)
    assets.add("The same, as an asset", blobs.read(in_between), by=SYSTEM)

    later()
    leftovers.clear()

    assert blobs.exists(in_between)


def test_a_file_that_another_job_is_about_to_use_stays_until_that_is_over(workshop: Workshop) -> None:
    in_between = made_in_between(workshop)
    other = Artifact.objects.get()
    passing = Artifact.objects.create(
        job=other.job, project=other.project, alias="print", name="print.pdf", file_id=in_between,
        media_type="application/pdf", size=1,
    )  # fmt: skip

    later()
    leftovers.clear()
    assert blobs.exists(in_between)

    passing.delete()
    later()
    leftovers.clear()
    assert not blobs.exists(in_between)


def test_a_file_that_was_here_before_the_job_is_not_the_jobs_to_delete(workshop: Workshop) -> None:
    in_between = made_in_between(workshop)
    Leftover.objects.all().delete()
    Blob.objects.filter(sha256=in_between).update(created_at=timezone.now() - timedelta(days=1))

    made_again = workshop.done(DESIGN, PRINT, CROPPED, end("marked"), project=Artifact.objects.get().project)

    assert in_between not in Leftover.objects.values_list("sha256", flat=True)
    assert list(artifacts(made_again)) == ["marked"]


@pytest.mark.parametrize(("days", "stays"), [(29, True), (31, False)])
def test_a_failed_job_keeps_what_a_retry_goes_on_from_for_a_month(workshop: Workshop, days: int, stays: bool) -> None:
    broken = {"name": "tell", "type": "invoke-url", "parameters": {"url": "http://192.168.77.77/", "body": "x"}}
    job = workshop.run(workshop.job(DESIGN, PRINT, broken, end("print")))
    assert job.status == JobStatus.FAILED
    job.finished_at = timezone.now() - timedelta(days=days)
    job.save()

    leftovers.clear()

    assert ("print" in artifacts(job)) is stays
