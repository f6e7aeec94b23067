"""What the README tells people to do can be done."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys

from tests.docs.recipe_book import ROOT
from tests.docs.test_words import TEMPLATES, seen

README = (ROOT / "README.md").read_text("utf-8")


def test_buttons_and_pages_are_called_so_in_the_panel():
    steps = "\n".join(re.findall(r"^\d\. .+$", README, re.M))
    named = re.findall(r"\*\*?([^*]+)\*\*?", steps)
    screens = " ".join(seen(file) for file in TEMPLATES.rglob("*.html"))
    rooms = (ROOT / "src/makeready/office/panel/components/navigation.py").read_text("utf-8")

    assert len(named) >= 3
    assert [name for name in named if name not in screens + rooms] == []


def test_make_has_the_targets_that_are_named():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    named = {name for file in documents for name in re.findall(r"(?:`|^)make ([a-z]+)", file.read_text("utf-8"), re.M)}

    assert {"demo", "test"} <= named <= targets


def test_the_command_without_a_server_makes_a_print_file(tmp_path):
    shown = re.search(r"`\.venv/bin/makeready (render [^`]+)`", README)
    assert shown
    command = shlex.split(shown[1])
    command[command.index("-o") + 1] = str(tmp_path / "card.pdf")

    subprocess.run([sys.executable, "-m", "makeready.cli", *command], cwd=ROOT, check=True, capture_output=True)

    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF-1.6")


def test_the_folders_of_the_tree_are_there_and_say_what_is_in_them():
    tree = re.search(r"```\n(src/makeready/\n.*?)```", README, re.S)
    assert tree
    assert all((ROOT / "src/makeready" / name).is_dir() for name in re.findall(r"^  ([a-z]+)/", tree[1], re.M))
    office = re.search(r"^  office/ .*: (.+)$", tree[1], re.M)
    assert office
    rooms = [room.strip() for room in office[1].split(",")]
    assert [room for room in rooms if not (ROOT / "src/makeready/office" / room).is_dir()] == []
