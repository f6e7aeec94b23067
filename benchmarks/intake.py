"""How many webhooks does a web process take in, and how long does a store wait? A real server, a busy neighbour."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, figure_of, percentile

MAKEREADY = str(Path(sys.executable).with_name("makeready"))
SECRET = "bench"
CONNECTIONS = 16
RUNS = 3
SECONDS = 4.0
GOAL_PER_SECOND, GOAL_P99_MS = 500.0, 50.0


def measure() -> Iterator[Figure]:
    """Accepted per second with 16 senders, and the 99th percentile of the wait at a steady 500 a second."""
    with tempfile.TemporaryDirectory(prefix="makeready-bench-") as data, server(data) as url, busy_neighbour():
        hook = connect(url, data)
        # one after another without a pause: processing does not begin in between
        waits = [percentile(sent(hook, n, pace=GOAL_PER_SECOND)[1], 0.99) * 1000 for n in range(RUNS)]
        most = [sent(hook, RUNS + n, pace=None)[0] for n in range(RUNS)]
    limit = "one Python process on one core; the disk's commit is shared by all that wait"
    yield figure_of("intake.webhooks_accepted", most, "1/s", GOAL_PER_SECOND, at_most=False, limit=limit)
    yield figure_of("intake.wait_p99_at_500_per_second", waits, "ms", GOAL_P99_MS, limit=limit)


@contextmanager
def server(data: str) -> Iterator[str]:
    """`makeready serve` on a free port, without a worker of its own."""
    environment = {**os.environ, "MAKEREADY_DATA": data, "MAKEREADY_LOG_LEVEL": "WARNING"}
    command = [MAKEREADY, "serve", "--no-worker", "--port", "0"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield _address(process)
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def busy_neighbour() -> Iterator[None]:
    """A process that renders without pause, as a worker with a full queue does."""
    ready = multiprocessing.get_context("spawn").Event()
    process = multiprocessing.get_context("spawn").Process(target=_render_without_end, args=(ready,), daemon=True)
    process.start()
    ready.wait(60)
    try:
        yield
    finally:
        process.kill()
        process.join()


def connect(url: str, data: str) -> str:
    """A Shopify storefront, written into the data folder by a process of its own; the address of its hooks."""
    code = (
        "import django; django.setup()\n"
        "from makeready.office.connections.sealing import seal\n"
        "from makeready.office.storefronts.models import Storefront\n"
        f"print(Storefront.objects.create(name='Bench', platform='shopify', sealed_secret=seal({SECRET!r})).pk)"
    )
    environment = {**os.environ, "MAKEREADY_DATA": data, "DJANGO_SETTINGS_MODULE": "makeready.office.site.settings"}
    made = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return f"{url}/hooks/{made.stdout.strip()}"


def sent(hook: str, run: int, *, pace: float | None) -> tuple[float, list[float]]:
    """Send for some seconds, as fast as it goes or at a pace: accepted per second, and each wait in seconds."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_send, (hook, run, pace))


def _send(hook: str, run: int, pace: float | None) -> tuple[float, list[float]]:
    return asyncio.run(_senders(hook, run, pace))


async def _senders(hook: str, run: int, pace: float | None) -> tuple[float, list[float]]:
    _, _, host, path = hook.split("/", 3)
    name, _, port = host.partition(":")
    requests = [_request(host, f"/{path}", run * 1_000_000 + n) for n in range(int((pace or 4000) * SECONDS))]
    waits: list[float] = []
    began = time.perf_counter()
    numbers = iter(range(len(requests)))

    async def sender() -> None:
        reader, writer = await asyncio.open_connection(name, int(port))
        for number in numbers:
            now = time.perf_counter()
            due = began + number / pace if pace else now
            if now - began > SECONDS * 1.5:
                break
            if due > now:
                await asyncio.sleep(due - now)
            writer.write(requests[number])
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"a webhook was answered {head[:40]!r}")
            waits.append(time.perf_counter() - (due if pace else now))  # waiting for a free sender counts, too
        writer.close()

    await asyncio.gather(*(sender() for _ in range(CONNECTIONS)))
    return len(waits) / (time.perf_counter() - began), waits


def _request(host: str, path: str, number: int) -> bytes:
    """A signed order of one personalised line, 3 kB as Shopify sends them."""
    order: dict[str, Any] = {
        "id": number + 1, "name": f"#{number}", "updated_at": "2026-03-01T09:00:00Z", "financial_status": "pending",
        "email": "anna@shop.example", "customer": {"id": 1, "first_name": "Anna", "last_name": "Öz"},
        "line_items": [{"id": number * 10, "title": "Cards", "sku": "BC", "quantity": 1, "product_id": 1,
                        "properties": [{"name": "Name", "value": "Anna"}]}],
        "note": "x" * 2400,
    }  # fmt: skip
    body = json.dumps(order).encode()
    signature = base64.b64encode(hmac.digest(SECRET.encode(), body, "sha256")).decode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Shopify-Topic: orders/create\r\nX-Shopify-Hmac-Sha256: {signature}\r\n\r\n"
    )
    return head.encode() + body


def _render_without_end(ready: Any) -> None:
    from benchmarks import press_card

    list(press_card.measure())
    ready.set()
    while True:
        list(press_card.measure())


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    told = []
    for line in process.stdout:
        told.append(line)
        if found := re.search(r"answers at (http://[\w.:\[\]]+)", line):
            return found[1]
    raise RuntimeError(f"the server did not start: {''.join(told)[-2000:]}")


if __name__ == "__main__":
    for figure in measure():
        print(f"{figure.name}: {figure.value:.1f} {figure.unit} (goal {figure.goal:g}), runs {figure.spread}")
