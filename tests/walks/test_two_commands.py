"""The two commands choose a Python that runs, whatever else answers to the name."""

import os
import stat
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parents[2]


def chosen(path: Path) -> str:
    """The Python that `make` chooses with nothing but ``path`` and the system's folders to look in."""
    answer = subprocess.run(
        ["make", "-s", "-f", HOUSE / "Makefile", "--eval", "chosen: ; @echo $(PYTHON)", "chosen"],
        env={"PATH": f"{path}:/usr/bin:/bin", "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def command(folder: Path, name: str, text: str) -> None:
    """An executable script."""
    script = folder / name
    script.write_text(f"#!/bin/sh\n{text}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)


def test_a_name_that_only_says_it_is_missing_is_passed_over(tmp_path: Path) -> None:
    command(tmp_path, "python3.13", 'echo "python3.13: command not found" >&2; exit 127')
    command(tmp_path, "python3.12", f'exec {sys.executable} "$@"')

    assert chosen(tmp_path) == "python3.12"


def test_a_python_that_is_too_old_is_passed_over(tmp_path: Path) -> None:
    for name in ("python3.13", "python3.12"):
        command(tmp_path, name, "exit 1")
    command(tmp_path, "python3.11", f'exec {sys.executable} "$@"')

    assert chosen(tmp_path) == "python3.11"
