"""How does `serve` keep a worker? As a child process, started anew when it dies, gone when the parent is gone.

The child's standard input is a pipe from the parent that nothing is ever written to: when the parent ends, be it
by kill -9, the system closes the pipe and the child hears of it (`worker --until-stdin-closes`).
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time

log = logging.getLogger("makeready.serve")

LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0
PATIENCE = 10.0


class WorkerChild:
    """One worker process and the thread that watches over it."""

    def __init__(self, *more: str) -> None:
        self._command = [sys.executable, "-m", "makeready.cli", "worker", "--until-stdin-closes", *more]
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._watcher = threading.Thread(target=self._watch, name="worker-watcher", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._watcher.start()

    def stop(self) -> None:
        """End the worker: asked first, then made to."""
        self._stopping.set()
        with self._lock:
            process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._watcher.join(PATIENCE)

    def _watch(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            began = time.monotonic()
            process = self._begin()
            if process is None:
                return
            code = process.wait()
            if self._stopping.is_set():
                return
            lived = time.monotonic() - began
            pause = 0.5 if lived > HEALTHY_AFTER or pause == 0 else min(pause * 2, LONGEST_PAUSE)
            log.warning(
                "The worker ended by itself (code %s) after %.0f s; a new one starts in %.1f s", code, lived, pause
            )

    def _begin(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            self._process = subprocess.Popen(self._command, stdin=subprocess.PIPE)
            return self._process
