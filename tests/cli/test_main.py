"""Commands are found by their files; whatever goes wrong is a sentence and one of four exit codes."""

import os
import subprocess
import sys

import pytest

from makeready import cli
from makeready.press import confine
from makeready.press.findings import PressError


def test_help_lists_every_command_with_its_sentence(typed):
    shown = typed("--help")

    assert shown.code == 0
    said = " ".join(shown.out.decode().split())
    for name in cli.command_names():
        assert name in said
    assert "Render one design to a print-ready file; no server, no database." in said


@pytest.mark.parametrize("command", ["render", "merge", "impose", "preflight", "schema"])
def test_every_command_explains_itself(typed, command):
    shown = typed(command, "--help")

    assert shown.code == 0 and len(shown.out.split()) > 15


@pytest.mark.parametrize(
    "words", [["frobnicate"], [], ["render"], ["schema", "poem"], ["render", "x", "-o", "y", "--dpi", "a"]]
)
def test_wrong_usage_is_exit_2_in_one_sentence(typed, words):
    said = typed(*words)

    assert said.code == 2
    assert "--help" in said.err and len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (
            PressError([confine.FileTooHard(why="it is endless", path="pages/0")]),
            1,
            "pages/0: The file could not be read",
        ),
        (cli.InputAtFault("The moon is not full."), 1, "The moon is not full."),
        (ZeroDivisionError("by nothing"), 3, "A fault of Makeready itself: ZeroDivisionError: by nothing"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_a_command_raises_becomes_a_sentence_and_an_exit_code(typed, monkeypatch, fault, code, words):
    from makeready.cli import schema

    def fails(args):
        raise fault

    monkeypatch.setattr(schema, "run", fails)
    said = typed("schema", "design")

    assert said.code == code
    assert words in said.err and "Traceback" not in said.err


def test_many_findings_are_not_a_page_full(typed, monkeypatch):
    from makeready.cli import schema

    def fails(args):
        raise PressError([confine.FileTooHard(why=f"reason {n}") for n in range(40)])

    monkeypatch.setattr(schema, "run", fails)
    said = typed("schema", "design")

    assert len(said.err.splitlines()) == 11 and "30 more" in said.err


PRESS_ONLY = """
import sys
from makeready.cli import main
assert main(["schema", "design"]) == 0
assert main(["render", "-", "-o", sys.argv[1]]) == 0
strange = [name for name in ("django", "dbos", "httpx", "ninja") if name in sys.modules]
assert not strange, strange
"""


def test_the_press_needs_no_django_no_database_and_no_network(tmp_path):
    document = b'{"version": 1, "name": "x", "pages": [{"name": "p", "width": 50, "height": 50, "items": []}]}'
    program = [sys.executable, "-c", PRESS_ONLY, str(tmp_path / "out.pdf")]

    done = subprocess.run(
        program, input=document, capture_output=True, cwd=tmp_path, env=_own_environment(), check=False
    )

    assert done.returncode == 0, done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["out.pdf"]


def _own_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKEREADY_", "DJANGO_"))}


def test_nobody_reading_on_is_no_fault():
    script = f"{sys.executable} -m makeready.cli schema design | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {script}"], capture_output=True, check=False)

    assert done.returncode == 0 and b"Traceback" not in done.stderr
