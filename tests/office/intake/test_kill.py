"""What was answered with 200 is there after kill -9; a real server, real senders."""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.servers.stores import signature

ROOT = Path(__file__).resolve().parents[3]
SENDERS = 8


@dataclass
class Server:
    """A process that takes webhooks in, in a data folder of its own."""

    data: Path
    process: subprocess.Popen[str] | None = None
    answered: set[int] = field(default_factory=set)
    hook: str = ""

    def start(self) -> None:
        environment = {**os.environ, "MAKEREADY_DATA": str(self.data), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.servers.hook_server"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        shop, url = self.process.stdout.readline().split()
        self.hook = f"{url}/hooks/{shop}"

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def send_until_it_dies(self, first: int) -> None:
        place = urlsplit(self.hook)
        line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=10)
        for number in range(first, first + 100_000):
            body = json.dumps({"id": number, "updated_at": "2026-03-01T09:00:00Z", "line_items": []}).encode()
            headers = {"X-Shopify-Topic": "orders/create", "X-Shopify-Hmac-Sha256": signature(body, "s3cret")}
            try:
                line.request("POST", place.path, body, headers)
                answer = line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return
            assert answer.status == 200
            self.answered.add(number)

    def until_it_has_answered(self, count: int, within: float = 60) -> None:
        """Wait for so many answers in all, however slow the machine; the senders go on meanwhile."""
        end = time.monotonic() + within
        while len(self.answered) < count:
            assert time.monotonic() < end, f"{len(self.answered)} answers in {within:g} s"
            time.sleep(0.01)

    def kept(self) -> list[int]:
        with sqlite3.connect(self.data / "makeready.sqlite3") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            return [int(key) for (key,) in database.execute("SELECT order_key FROM intake_hook")]


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    one = Server(tmp_path / "data")
    yield one
    one.kill()


@pytest.mark.crash
def test_what_was_answered_survives_kill_9(server):
    for life in range(3):
        server.start()
        senders = [
            threading.Thread(target=server.send_until_it_dies, args=((life * SENDERS + n) * 100_000 + 1,))
            for n in range(SENDERS)
        ]
        for sender in senders:
            sender.start()
        server.until_it_has_answered((life + 1) * 40)
        server.kill()
        for sender in senders:
            sender.join()
        kept = server.kept()
        assert len(kept) == len(set(kept))
        assert server.answered <= set(kept)
    assert len(server.answered) > 100


@pytest.mark.crash
def test_a_real_sender_reads_the_refusal_of_a_message_that_is_too_large(server):
    """The connection is not cut in the middle of the body: the sender would not read the 413 then."""
    server.start()
    place = urlsplit(server.hook)
    for chunked in (False, True):
        line = http.client.HTTPConnection(str(place.hostname), place.port, timeout=20)
        body = iter([bytes(1 << 20)] * 8) if chunked else bytes(8 << 20)
        line.request("POST", place.path, body, encode_chunked=chunked)
        answer = line.getresponse()
        told = json.loads(answer.read())
        assert answer.status == 413 and told["code"] == "too_large"
