"""What stands in a job's log: sentences without secrets, in order, in batches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.office.workshop import end

from makeready.office.jobs import log as module
from makeready.office.jobs.log import Log
from makeready.office.jobs.models import Job, LogLine

secrets = st.text(min_size=4, max_size=20).filter(lambda text: "•" not in text)


@given(known=st.lists(secrets, min_size=1, max_size=3), around=st.text(max_size=20))
def test_a_known_secret_never_stands_in_a_text(known, around):
    log = Log("job_1")
    for secret in known:
        log.mask(secret)
    shown = log.masked(around.join(["", *known, ""]))
    assert not any(secret in shown for secret in known)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("ftp://press:pa55@host/in", "pa55"),
        ("password=pa55&x=1", "pa55"),
        ('{"api_key": "pa55", "order": 7}', "pa55"),
        ("Token: pa55", "pa55"),
        ("Authorization: pa55", "pa55"),
        ("Authorization: Bearer pa55", "pa55"),
        ("authorization: Basic cGE1NQ==", "cGE1NQ"),
    ],
)
def test_what_looks_like_a_secret_is_masked_though_nobody_named_it(text, hidden):
    shown = Log("job_1").masked(text)
    assert hidden not in shown
    assert "•••" in shown


def test_ordinary_words_stay(db):
    text = "ftp://127.0.0.1:21/in/a.pdf: 12 bytes delivered to anna@shop.example."
    assert Log("job_1").masked(text) == text


def test_lines_are_written_together_and_the_viewers_told(workshop):
    job = workshop.job(end())
    before = Job.objects.get(pk=job.pk).changes
    log = Log(job.pk)
    for number in range(5):
        log.write(f"line {number}", task="print")
    assert not LogLine.objects.filter(job=job).exists()
    log.flush()
    assert [line.text for line in LogLine.objects.filter(job=job).order_by("pk")] == [f"line {n}" for n in range(5)]
    assert Job.objects.get(pk=job.pk).changes == before + 1
    log.flush()
    assert Job.objects.get(pk=job.pk).changes == before + 1


def test_a_long_task_shows_its_lines_while_it_runs(workshop, monkeypatch):
    job = workshop.job(end())
    log = Log(job.pk)
    monkeypatch.setattr(module, "SECONDS", -1)
    log.write("page 1 of 900")
    assert LogLine.objects.get(job=job).text == "page 1 of 900"
