"""Helper processes: work is done elsewhere, refusals come back in words, a death is a transient fault."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from makeready.office.jobs.processes import HelperDied, HelperFault, Helpers, WorkFailed
from makeready.office.projects.transitions import status_called


@pytest.fixture(scope="module")
def pool():
    one = Helpers(limit=1)
    yield one
    one.end()


def test_work_is_done_in_another_process_of_low_priority(pool):
    assert pool.work(os.getpid) != os.getpid()
    assert pool.work(os.nice, 0) >= 10


def test_a_helper_is_used_again(pool):
    assert pool.work(os.getpid) == pool.work(os.getpid)


def test_a_refusal_comes_back_in_words(pool):
    with pytest.raises(WorkFailed) as why:
        pool.work(status_called, "Printed")
    assert why.value.as_dict()["code"] == "status_unknown"
    assert "“Printed” is no status." in why.value.sentence


def test_a_fault_of_ours_comes_back_for_the_log_and_the_helper_lives(pool):
    before = pool.work(os.getpid)
    with pytest.raises(HelperFault) as why:
        pool.work(divmod, 1, 0)
    assert "ZeroDivisionError" in str(why.value)
    assert pool.work(os.getpid) == before


def test_a_helper_that_dies_is_a_matter_of_time_and_is_replaced(pool):
    before = pool.work(os.getpid)
    with pytest.raises(HelperDied) as why:
        pool.work(os._exit, 137)
    assert why.value.transient
    assert pool.work(os.getpid) != before


def test_an_idle_helper_that_was_killed_is_replaced(pool):
    before = pool.work(os.getpid)
    os.kill(before, signal.SIGKILL)
    time.sleep(0.2)
    assert pool.work(os.getpid) != before


def test_a_job_that_must_stop_ends_its_helper(pool):
    class Enough(Exception):
        pass

    def check() -> None:
        raise Enough

    began = time.monotonic()
    with pytest.raises(Enough):
        pool.work(time.sleep, 30, check=check)
    assert time.monotonic() - began < 5
    assert pool.work(os.getpid)


def test_who_comes_when_all_are_busy_waits_for_one(pool):
    pool.work(os.getpid)
    busy = threading.Thread(target=pool.work, args=(time.sleep, 0.5))
    busy.start()
    began = time.monotonic()
    time.sleep(0.1)
    pool.work(os.getpid)
    assert time.monotonic() - began >= 0.45
    busy.join()
