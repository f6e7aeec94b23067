"""Start a worker: it runs queued jobs, processes store events and sweeps; any number, on any machine."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time

from makeready.cli import DONE, InputAtFault
from makeready.config import config

LAST_WORDS_SECONDS = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """How much at a time."""
    parser.add_argument("--concurrency", type=int, help="jobs at a time (default: MAKEREADY_WORKER_CONCURRENCY, 2)")
    parser.add_argument("--until-stdin-closes", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Work until told to stop."""
    if args.concurrency is not None and args.concurrency < 1:
        raise InputAtFault("--concurrency must be 1 or more.")
    if args.until_stdin_closes:
        threading.Thread(target=_end_with_parent, name="parent-watcher", daemon=True).start()
    from makeready.office.site.prepare import prepare

    prepare(quiet=False)
    from makeready.office.worker import run_worker

    run_worker(args.concurrency or config().worker_concurrency)
    return DONE


def _end_with_parent() -> None:
    """Wait for the pipe from the parent to close; then ask ourselves to stop, and soon insist."""
    while os.read(0, 4096):  # unbuffered: a buffer's lock would be held when the process ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(LAST_WORDS_SECONDS)
    os._exit(1)
