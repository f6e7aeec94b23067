"""What does a worker do? Puts one together: the engine's queue, the inbox, designs to fetch, reactions, sweeps.

Everything it looks for is in the database, and may be done by any worker: one that dies leaves nothing undone.
"""

from __future__ import annotations

import logging
import signal
import threading
from types import FrameType

from makeready.office import reactions
from makeready.office.background import Background
from makeready.office.intake import process
from makeready.office.intake import sweep as stores
from makeready.office.jobs import engine, leases, leftovers, sweep
from makeready.office.jobs.lost import LostRuns
from makeready.office.jobs.processes import Helpers
from makeready.office.jobs.runner import Runner
from makeready.office.projects import creation
from makeready.office.webhooks import sender
from makeready.press import confine, walled

logger = logging.getLogger(__name__)

GRACE_SECONDS = 8
"""What a running task gets to come to an end when the worker is told to stop; then another worker goes on."""

DESIGNS_AT_ONCE = 2
"""Designs that arrive are looked at in children of this process; jobs have theirs with their helpers."""


def run_worker(concurrency: int) -> None:
    """Work until SIGTERM or SIGINT, `concurrency` jobs at a time."""
    ending = threading.Event()
    _until_told(ending)
    reactions.listen()
    worker = leases.sign_on()
    helpers = Helpers(limit=concurrency)
    helpers.warm()
    confine.settle(DESIGNS_AT_ONCE, walled.READY)
    confine.warm()
    runner = Runner(worker, helpers, ending.is_set)
    rounds = _rounds(worker, runner)
    for one in rounds:
        one.wake()
    engine.begin(worker, concurrency, runner.run)
    logger.info("worker %s is ready, %s jobs at a time", worker, concurrency)
    ending.wait()
    engine.end(GRACE_SECONDS)
    for one in rounds:
        one.stop(2)
    leases.sign_off(worker)
    helpers.end()


def _rounds(worker: str, runner: Runner) -> list[Background]:
    """What is looked after beside the jobs: its name, the work, and every how many seconds."""
    watch = leases.Watch(worker)
    lost = LostRuns(worker, lambda: runner.busy)

    def heartbeat() -> bool:
        leases.beat(worker)
        return False

    def watch_others() -> bool:
        watch.look()
        return False

    def watch_myself() -> bool:
        lost.look()
        return False

    def sweep_stores() -> bool:
        stores.sweep_due()
        return False

    return [
        Background("heartbeat", heartbeat, seconds=leases.BEAT_SECONDS),
        Background("watch", watch_others, seconds=1),
        Background("lost", watch_myself, seconds=3),
        Background("hand-over", sweep.hand_over_due, seconds=0.5),
        Background("forget", sweep.forget_ended, seconds=30),
        Background("leftovers", leftovers.clear, seconds=600),
        Background("reactions", reactions.react_waiting, seconds=2),
        Background("inbox", lambda: process.process_waiting() > 0, seconds=1),
        Background("designs", lambda: creation.fetch_waiting() > 0, seconds=1),
        Background("stores", sweep_stores, seconds=30),
        Background("webhooks", sender.send_due, seconds=1, threads=2),
        Background("old webhooks", sender.forget_old, seconds=3600),
    ]


def _until_told(ending: threading.Event) -> None:
    def told(number: int, frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
