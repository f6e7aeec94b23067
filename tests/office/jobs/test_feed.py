"""A job told live: what is new, from where one left off, to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest
from django.utils import timezone
from tests.office.workshop import DESIGN, end

from makeready.office.jobs import feed
from makeready.office.jobs.models import Job, LogLine


def tell(news: feed.News) -> Iterable[bytes]:
    for line in news.lines:
        yield feed.event("log", line.pk, line.text)
    if news.changed:
        yield feed.event("job", news.last_line, "changed")


async def told(job: str, after: int = 0, most: int = 100) -> list[str]:
    found: list[str] = []
    async for piece in feed.follow(job, tell, after):
        found.append(piece.decode())
        if len(found) >= most:
            break
    return found


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(feed, "LOOK_SECONDS", 0.02)


def test_a_job_that_is_over_is_told_whole_and_ends(workshop):
    job = workshop.done(DESIGN, end("design"))
    first, *events = asyncio.run(told(job.pk))
    assert first.startswith("retry:")
    lines = [event for event in events if event.startswith("event: log")]
    assert [line.split("data: ")[1].strip() for line in lines] == ["The design's revision 1.", "Done.", "Done."]
    assert events[-1].startswith("event: job")


def test_a_watcher_that_comes_back_gets_only_what_it_missed(workshop):
    job = workshop.done(DESIGN, end("design"))
    ids = list(LogLine.objects.filter(job=job).order_by("pk").values_list("pk", flat=True))
    events = asyncio.run(told(job.pk, after=ids[1]))
    assert [event for event in events if event.startswith("event: log")] == [
        f"event: log\nid: {ids[2]}\ndata: Done.\n\n"
    ]


def test_more_lines_than_go_at_once_all_come(workshop, monkeypatch):
    monkeypatch.setattr(feed, "MOST_LINES", 3)
    job = workshop.done(end())
    LogLine.objects.bulk_create(LogLine(job=job, at=timezone.now(), text=f"{n}") for n in range(10))
    events = asyncio.run(told(job.pk))
    assert sum(event.startswith("event: log") for event in events) == 11
    assert events[-1].startswith("event: job")


def test_what_happens_while_one_watches_is_told(workshop):
    job = workshop.job(DESIGN, end("design"))

    async def watch_and_run() -> list[str]:
        watching = asyncio.create_task(told(job.pk))
        await asyncio.sleep(0.2)
        await asyncio.to_thread(workshop.runner.run, job.pk, job.run)
        return await asyncio.wait_for(watching, 20)

    events = asyncio.run(watch_and_run())
    assert Job.objects.get(pk=job.pk).status == "succeeded"
    assert sum(event.startswith("event: job") for event in events) >= 2
    assert sum(event.startswith("event: log") for event in events) == 3


def test_silence_is_filled_so_that_no_proxy_hangs_up(workshop, monkeypatch):
    monkeypatch.setattr(feed, "KEEP_ALIVE_SECONDS", 0.05)
    job = workshop.job(end())
    assert ": still here\n\n" in asyncio.run(told(job.pk, most=4))


def test_a_job_that_is_gone_ends_the_feed(db):
    assert asyncio.run(told("job_gone")) == ["retry: 2000\n\n"]


@pytest.mark.parametrize("given", ["", "-1", "x", "9" * 30, "²"])
def test_a_last_event_id_that_is_none_is_no_matter(rf, given):
    assert feed._last_line(rf.get("/", headers={"Last-Event-ID": given})) == 0
