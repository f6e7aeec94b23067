"""`makeready serve`: answers, keeps a worker, ends cleanly, and says what is in its way."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.servers.house import House, eventually, new_house

pytestmark = pytest.mark.slow


@pytest.fixture
def fresh() -> Iterator[House]:
    with new_house() as one:
        yield one


def children_of(parent: int, word: str) -> list[int]:
    """Processes of a parent whose command line holds a word (Linux: from /proc)."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text().rpartition(")")[2].split()
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if int(stat[1]) == parent and stat[0] != "Z" and word in line:
            found.append(int(entry.name))
    return found


def lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_it_answers_and_ends_cleanly_when_told_to(fresh: House) -> None:
    process = fresh.serve("--no-worker")
    assert httpx.get(f"{fresh.url}/healthz", trust_env=False).status_code == 200

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert "Traceback" not in fresh.said()


def test_an_open_stream_does_not_keep_it_from_ending(fresh: House) -> None:
    process = fresh.serve("--no-worker")
    with socket.create_connection(("127.0.0.1", int(fresh.url.rpartition(":")[2]))) as idle:
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")

        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0


def test_it_says_who_can_sign_in_where_nobody_can_yet(fresh: House) -> None:
    fresh.serve("--no-worker")

    assert "makeready user create" in fresh.said()


def test_a_key_made_beside_it_opens_it(fresh: House) -> None:
    fresh.serve("--no-worker")

    with fresh.client() as api:
        assert api.get("/projects").json() == {"items": [], "next_cursor": None}


def test_stores_are_told_the_address_that_it_listens_at(fresh: House) -> None:
    fresh.serve("--no-worker")

    with fresh.client() as api:
        made = api.post("/storefronts", json={"name": "x", "platform": "custom"}).json()
    assert made["hook_url"] == f"{fresh.url}/hooks/{made['id']}"


def test_several_may_begin_at_once_on_an_empty_data_folder(fresh: House) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: fresh.command("apikey", "create", f"k{n}"), range(4)))

    assert [one.returncode for one in made] == [0, 0, 0, 0], [one.stderr for one in made]
    assert len({one.stdout for one in made}) == 4


def test_a_port_that_is_taken_is_said(fresh: House) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = fresh.command("serve", "--port", str(taken.getsockname()[1]))

    assert result.returncode == 1
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [("--port", "many"), ("--prot", "1"), ("--host",)])
def test_wrong_usage_is_exit_2(fresh: House, arguments: tuple[str, ...]) -> None:
    result = fresh.command("serve", *arguments)

    assert result.returncode == 2
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_setting_that_is_none_is_named(fresh: House) -> None:
    fresh.environment["MAKEREADY_MAX_UPLAOD"] = "1"

    result = fresh.command("serve")

    assert result.returncode == 1
    assert "MAKEREADY_MAX_UPLAOD" in result.stderr


@pytest.mark.crash
def test_a_worker_that_dies_is_started_anew(fresh: House) -> None:
    process = fresh.serve()
    (first,) = eventually(lambda: children_of(process.pid, "worker"), "a worker runs")

    os.kill(first, signal.SIGKILL)

    (second,) = eventually(lambda: [pid for pid in children_of(process.pid, "worker") if pid != first], "another runs")
    assert second != first


@pytest.mark.crash
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGKILL])
def test_the_worker_ends_with_its_parent_however_that_ends(fresh: House, sign: signal.Signals) -> None:
    process = fresh.serve()
    (worker,) = eventually(lambda: children_of(process.pid, "worker"), "a worker runs")

    process.send_signal(sign)
    process.wait(20)

    eventually(lambda: not lives(worker), "the worker is gone", 15)


def test_an_upload_beyond_the_limit_is_refused_while_it_comes() -> None:
    with new_house(MAKEREADY_MAX_UPLOAD="100000") as one:
        one.serve("--no-worker")
        with one.client() as api:
            answer = api.post("/designs", files={"file": ("x.pdf", b"%PDF-1.7" + bytes(3_000_000))})
            assert answer.status_code == 413
            assert answer.json()["code"] == "too_large"
            small = api.post("/designs", files={"file": ("x.pdf", bytes(100_001))})
            assert small.status_code == 413
            assert api.get("/designs").json()["items"] == []


def test_help_does_not_need_a_house() -> None:
    result = subprocess.run([sys.executable, "-m", "makeready.cli", "--help"], capture_output=True, text=True)

    assert result.returncode == 0
    for command in ("demo", "serve", "worker", "user", "apikey", "doctor"):
        assert command in result.stdout
