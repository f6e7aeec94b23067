"""Every example of docs/pipelines.md is right as it stands, and is tried out on a real project."""

from __future__ import annotations

import json

import pytest
from tests.docs.pipeline_book import examples
from tests.office.workshop import Workshop, errors, log, states

from makeready.office.connections import store as connections
from makeready.office.jobs.models import TaskRun
from makeready.office.pipelines.validation import validate


@pytest.fixture(autouse=True)
def _connections(workshop: Workshop) -> None:
    by = workshop.shop.staff
    connections.save(name="press-ftp", type="ftp", host="ftp.press.example", by=by)
    connections.save(name="mail", type="smtp", host="mail.press.example", username="us@press.example", by=by)
    connections.save(name="mis", type="http", host="mis.press.example", by=by)


@pytest.mark.parametrize("name", examples())
def test_the_example_is_right_and_does_what_it_says(workshop: Workshop, name: str) -> None:
    text = examples()[name]
    assert validate(text) == []

    tasks = json.loads(text)["tasks"]
    job = workshop.run(workshop.job(*tasks, trial=True))
    assert job.status == "succeeded", (errors(job), log(job))
    assert set(states(job).values()) <= {"succeeded", "skipped"}
    sends = {task["name"] for task in tasks if task["type"] in ("upload-to-ftp", "invoke-url", "send-email")}
    told = {one.name.partition("[")[0] for one in TaskRun.objects.filter(job=job, status="succeeded") if one.would}
    assert {one for one in sends if states(job)[one] == "succeeded"} <= told


def test_there_is_an_example_for_each_part_of_the_language() -> None:
    whole = "".join(examples().values())

    words = ("needs", "forEach", "retry", "timeout", "onFailure", "approval", "wait-until", "runIf", "skipIfNot")
    assert [word for word in (*words, "failed.", "approval.", "matches", " in ") if word not in whole] == []
