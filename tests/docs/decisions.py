"""docs/decisions/README.md: every record, by room."""

from __future__ import annotations

from pathlib import Path

from tests.docs.markdown import GENERATED
from tests.docs.recipe_book import ROOT

FILE = "decisions/README.md"
FOLDER = ROOT / "docs" / "decisions"
PARTS = ("**Situation.**", "**Choice.**", "**Cost.**", "**What would change our mind.**")
BEFORE = """# Decisions

Short records of choices that a newcomer would question: the situation, the choice, what it costs, what would change
our mind. One file each, `<room>-<topic>.md`; `make docs` lists it here.
"""


def text() -> str:
    lines = [GENERATED, "", BEFORE]
    lines += [f"- {record.stem.partition('-')[0]}: [{title(record)}]({record.name})" for record in records()]
    return "\n".join([*lines, ""])


def records() -> list[Path]:
    return sorted(file for file in FOLDER.glob("*.md") if file.name != "README.md")


def title(record: Path) -> str:
    return record.read_text("utf-8").partition("\n")[0].removeprefix("# ")
