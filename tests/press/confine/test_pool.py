"""A confined child does the work, keeps the limits, and takes nobody with it when it dies."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from makeready.press import confine
from makeready.press.confine import child
from makeready.press.findings import PressError
from makeready.press.geometry import Rect

MEBIBYTE = 1024 * 1024


def grown(x: float, by: float) -> Rect:
    return Rect(x, x, 1, 1).grown(by)


def refuse() -> None:
    raise PressError([confine.FileTooHard(why="the test wants it so", page=3)])


def divide(by: int) -> float:
    return 1 / by


def hoard(size: int) -> int:
    return len(bytearray(size))


def spin() -> None:
    while True:
        pass


def spin_in_c() -> None:
    """Holds the interpreter: no Python code of the child runs meanwhile."""
    ctypes.PyDLL(None).sleep(1000)


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(0)


def own_pid() -> int:
    return os.getpid()


def nap(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def tries(what: str, where: str) -> str:
    deeds = {
        "write": lambda: Path(where).write_text("x"),
        "delete": lambda: Path(where).unlink(),
        "read": lambda: Path(where).read_text(),
        "list": lambda: os.listdir(where),
        "connect": lambda: socket.create_connection(("127.0.0.1", int(where)), timeout=1),
        "run": lambda: subprocess.run([where], check=False),
        "fork": lambda: os.fork(),
        "kill": lambda: os.kill(int(where), 0),
        "limit": lambda: resource.prlimit(int(where), resource.RLIMIT_CPU, (5, 5)),
        "nice": lambda: os.setpriority(os.PRIO_PROCESS, int(where), 19),
        "touch": lambda: os.utime(where),
        "thread": lambda: threading.Thread(target=len, args=("",)).start(),
    }
    try:
        deeds[what]()
    except OSError as refusal:
        return type(refusal).__name__
    return "done"


def environment() -> dict[str, str]:
    return dict(os.environ)


def a_function() -> object:
    return os.system


def why(refusal: pytest.ExceptionInfo[PressError]) -> str:
    (finding,) = refusal.value.findings
    assert finding.code == "file-too-hard"
    return finding.message


def test_the_work_is_done_elsewhere_and_its_values_come_back():
    assert confine.run(own_pid) != os.getpid()
    assert confine.run(grown, 5.0, 2.0) == Rect(3, 3, 5, 5)


def test_a_refusal_comes_back_with_its_findings():
    with pytest.raises(PressError) as refusal:
        confine.run(refuse)

    assert refusal.value.findings[0].page == 3
    assert "the test wants it so" in why(refusal)


def test_a_fault_of_ours_is_not_blamed_on_the_file():
    with pytest.raises(confine.ConfinedFault, match="ZeroDivisionError"):
        confine.run(divide, 0)


def test_more_memory_than_allowed_is_told_in_words():
    with pytest.raises(PressError) as refusal:
        confine.run(hoard, 300 * MEBIBYTE, memory=100 * MEBIBYTE)

    assert "more than 100 MiB" in why(refusal)
    assert confine.run(hoard, 300 * MEBIBYTE, memory=400 * MEBIBYTE) == 300 * MEBIBYTE


@pytest.mark.parametrize("endless", [spin, spin_in_c])
def test_work_without_end_is_ended(endless):
    began = time.monotonic()

    with pytest.raises(PressError) as refusal:
        confine.run(endless, seconds=0.5)

    assert "longer than 0.5 seconds" in why(refusal)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("death", [crash, leave])
def test_a_child_that_dies_is_a_finding_and_the_next_file_is_read(death):
    with pytest.raises(PressError) as refusal:
        confine.run(death)

    assert "broke down" in why(refusal)
    assert confine.run(divide, 1) == 1


def test_a_child_killed_while_idle_is_replaced_without_a_word():
    os.kill(confine.run(own_pid), signal.SIGKILL)
    time.sleep(0.05)

    assert confine.run(divide, 1) == 1


def test_children_are_used_again_and_threads_share_them():
    with ThreadPoolExecutor(8) as threads:
        used = set(threads.map(lambda _: confine.run(nap, 0.01), range(40)))

    assert 1 <= len(used) <= 8
    assert confine.run(own_pid) in used


def test_within_a_child_confining_is_just_calling():
    assert confine.run(nested) is True


def nested() -> bool:
    return confine.run(own_pid) == os.getpid()


def test_what_a_child_answers_cannot_be_code():
    with pytest.raises(Exception, match="may not answer with"):
        confine.run(a_function)


def test_a_child_sees_no_secrets(monkeypatch):
    monkeypatch.setenv("MAKEREADY_SECRET_KEY", "sesame")
    (fresh := _new_pool()).warm(1)
    try:
        kind, seen = fresh.ask(_request(environment), 10)
    finally:
        fresh.end()

    assert kind == "done" and "sesame" not in str(seen)


@pytest.mark.skipif("programs" not in confine.run(child.facts)["walls"], reason="this kernel has no filter we know")
class TestWalls:
    """What a hostile file could make its reader try."""

    def test_files_are_neither_written_nor_deleted(self, tmp_path):
        kept = tmp_path / "kept"
        kept.write_text("safe")

        assert confine.run(tries, "write", str(tmp_path / "new")) == "PermissionError"
        assert confine.run(tries, "write", str(kept)) == "PermissionError"
        assert confine.run(tries, "delete", str(kept)) == "PermissionError"
        assert kept.read_text() == "safe"

    @pytest.mark.skipif(
        "reading other files" not in confine.run(child.facts)["walls"], reason="this kernel has no Landlock"
    )
    def test_files_are_read_where_they_are_lent_or_the_systems_and_nowhere_else(self, tmp_path):
        secret = tmp_path / "secret"
        secret.write_text("sesame")

        assert confine.run(tries, "read", str(secret)) == "PermissionError"
        assert confine.run(tries, "list", str(tmp_path)) == "PermissionError"
        assert confine.run(tries, "read", f"/proc/{os.getpid()}/environ") == "PermissionError"
        assert confine.run(tries, "read", confine.lend(b"a profile", ".icc")) == "done"
        assert confine.run(tries, "read", "/proc/self/statm") == "done"
        assert confine.run(tries, "read", os.__file__) == "done"

    def test_there_is_no_network(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            assert confine.run(tries, "connect", str(server.getsockname()[1])) == "PermissionError"

    def test_no_program_is_started_and_no_process_signalled(self):
        assert confine.run(tries, "run", "/bin/true") == "PermissionError"
        assert confine.run(tries, "fork", "") == "PermissionError"
        assert confine.run(tries, "kill", str(os.getpid())) == "PermissionError"

    def test_limits_and_turns_of_other_processes_are_out_of_reach(self):
        assert confine.run(tries, "limit", str(os.getpid())) == "PermissionError"
        assert confine.run(tries, "nice", str(os.getpid())) == "PermissionError"
        assert confine.run(tries, "touch", os.__file__) == "PermissionError"

    def test_threads_are_allowed(self):
        assert confine.run(tries, "thread", "") == "done"


def test_the_folder_that_we_were_started_in_is_not_read_unless_it_holds_modules(tmp_path, monkeypatch):
    from makeready.press.confine import process

    shop, code = tmp_path / "shop", tmp_path / "code"
    shop.mkdir()
    (code / "package").mkdir(parents=True)
    (code / "package" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(shop))
    monkeypatch.syspath_prepend(str(code))

    monkeypatch.chdir(shop)
    assert str(shop) not in process._places()
    monkeypatch.chdir(code)
    assert {str(code), str(shop)} <= set(process._places())


def _new_pool():
    from makeready.press.confine.pool import _Pool

    return _Pool(limit=1)


def _request(function) -> bytes:
    import pickle

    return pickle.dumps((function, (), 1 << 30, 10))


PARENT = """
import sys, threading, time
sys.path[:] = {path!r}
from makeready.press import confine
from tests.press.confine import test_pool
print(confine.run(test_pool.own_pid), flush=True)
for endless in (test_pool.spin, test_pool.spin_in_c):
    threading.Thread(target=confine.run, args=(endless,), daemon=True).start()
time.sleep(0.5)
from makeready.press.confine.pool import _pool
print(*[one.pid for one in _pool._busy], flush=True)
time.sleep(1000)
"""


def test_children_end_with_a_parent_that_is_killed_even_when_busy():
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(path=sys.path)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()

    assert len(children) == 2
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{pid}").exists() and " Z" not in Path(f"/proc/{pid}/stat").read_text() for pid in children):
        assert time.monotonic() < deadline, "a child outlived its parent"
        time.sleep(0.02)


class TestQuestions:
    """A function may ask its caller for what it needs."""

    def test_the_caller_answers_and_what_it_lacks_is_a_sentence(self):
        known = {"a": b"first", "b": [1, 2]}

        def answer(kind: str, name: str) -> object:
            if name not in known:
                raise LookupError(f"no {kind} “{name}”.")
            return known[name]

        assert confine.run(asked, "thing", "a", questions=answer) == b"first"
        assert confine.run(asked, "thing", "b", questions=answer) == [1, 2]
        assert confine.run(asked, "thing", "c", questions=answer) == "no thing “c”."

    def test_waiting_for_an_answer_does_not_use_up_the_time(self):
        def slow(kind: str, name: str) -> str:
            time.sleep(0.7)
            return "at last"

        assert confine.run(asked, "thing", "a", questions=slow, seconds=0.5) == "at last"

    def test_a_caller_that_breaks_down_takes_its_child_out_of_use(self):
        def broken(kind: str, name: str) -> str:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            confine.run(asked, "thing", "a", questions=broken)

        assert confine.run(divide, 1) == 1

    def test_an_answer_larger_than_the_memory_allowed_is_told_so(self):
        with pytest.raises(PressError) as refusal:
            confine.run(copied, "thing", questions=lambda kind, name: bytes(80 * MEBIBYTE), memory=120 * MEBIBYTE)

        assert "memory" in why(refusal)
        assert confine.run(divide, 1) == 1


def asked(kind: str, name: str) -> object:
    try:
        return confine.ask(kind, name)
    except LookupError as lack:
        return str(lack)


def copied(kind: str) -> int:
    return len(confine.ask(kind, "x") + b"1")


class TestTheLine:
    """Whoever finds no child free waits their turn, for as long as they like."""

    def test_they_are_served_in_the_order_in_which_they_came(self, one_at_a_time):
        pool, release = one_at_a_time
        served: list[int] = []
        waiting = []
        for number in range(4):
            thread = threading.Thread(target=lambda n=number: served.append(confine.run(int, str(n))))
            thread.start()
            waiting.append(thread)
            _until(lambda n=number: len(pool._line) == n + 1)

        release.set()
        for thread in waiting:
            thread.join()

        assert served == [0, 1, 2, 3]

    def test_who_is_in_a_hurry_is_told_that_all_are_busy_and_work_goes_on(self, one_at_a_time):
        pool, release = one_at_a_time

        with pytest.raises(confine.Busy, match=r"within 0\.05 seconds"):
            confine.run(int, "1", patience=0.05)
        release.set()

        assert confine.run(int, "1", patience=20) == 1
        assert not pool._line

    def test_the_line_of_those_in_a_hurry_is_short_and_the_patient_ones_always_find_a_place(self, one_at_a_time):
        pool, release = one_at_a_time
        pool.settle(1, "", 1)
        done: list[int] = []
        patient = threading.Thread(target=lambda: done.append(confine.run(int, "1")))
        patient.start()
        _until(lambda: len(pool._line) == 1)

        with pytest.raises(confine.Busy, match="wait already"):
            confine.run(int, "2", patience=20)
        another = threading.Thread(target=lambda: done.append(confine.run(int, "3")))
        another.start()
        _until(lambda: len(pool._line) == 2)
        release.set()
        patient.join()
        another.join()

        assert done == [1, 3]

    def test_a_child_that_dies_leaves_its_seat_to_the_next(self, one_at_a_time):
        pool, release = one_at_a_time
        died: list[BaseException] = []

        def dying() -> None:
            try:
                confine.run(leave)
            except PressError as why_it_died:
                died.append(why_it_died)

        first = threading.Thread(target=dying)
        first.start()
        _until(lambda: len(pool._line) == 1)
        release.set()

        assert confine.run(int, "7") == 7
        first.join()
        assert died
        assert pool._seats == 0


def test_children_get_ready_ahead_of_their_first_work_and_are_replaced(monkeypatch):
    from makeready.press.confine import pool as room

    monkeypatch.setattr(room, "_pool", fresh := room._Pool(1, f"{__name__}:get_ready"))
    try:
        confine.warm(1)
        assert confine.run(is_ready)
        with pytest.raises(PressError):
            confine.run(leave)
        assert len(fresh._idle) == 1, "the next one starts before it is asked for"
        assert confine.run(is_ready)
    finally:
        fresh.end()


_got_ready = False


def get_ready() -> None:
    global _got_ready
    _got_ready = True


def is_ready() -> bool:
    return _got_ready


@pytest.fixture
def one_at_a_time(monkeypatch):
    """A pool of one child, which is busy until it is released."""
    from makeready.press.confine import pool as room

    fresh, release, begun = room._Pool(limit=1), threading.Event(), threading.Event()
    monkeypatch.setattr(room, "_pool", fresh)

    def hold(kind: str, name: str) -> str:
        begun.set()
        release.wait(30)
        return "go on"

    holder = threading.Thread(target=lambda: confine.run(asked, "leave", "x", questions=hold))
    holder.start()
    begun.wait(30)
    yield fresh, release
    release.set()
    holder.join()
    fresh.end()


def _until(holds) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)
