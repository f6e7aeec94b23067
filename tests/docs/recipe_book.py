"""What does docs/recipes.md say to type? Its blocks of code, with the file each belongs to and the place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "docs" / "recipes.md"
BLOCK = re.compile(r"^```python\n# (?P<file>\S+?\.py)(?:, above: (?P<line>[^\n]+))?\n(?P<code>.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Block:
    """Code of a recipe. above: the line of an existing file that it goes above; "": the code is the file."""

    file: str
    above: str
    code: str

    def type_into(self, root: Path) -> None:
        """Do what the block says in a copy of the source."""
        file = root / self.file
        if not self.above:
            assert not file.exists(), f"{self.file} is there already: the recipe would overwrite it."
            file.write_text(self.code, "utf-8")
            return
        lines = file.read_text("utf-8").splitlines(keepends=True)
        places = [number for number, line in enumerate(lines) if line.strip() == self.above]
        assert len(places) == 1, f"“{self.above}” stands {len(places)} times in {self.file}, not once."
        lines.insert(places[0], self.code)
        file.write_text("".join(lines), "utf-8")


def recipes() -> dict[str, list[Block]]:
    """Heading of each recipe → what to type, in order."""
    _, *parts = re.split(r"^## (.+)$", BOOK.read_text("utf-8"), flags=re.M)
    named = dict(zip(parts[::2], parts[1::2], strict=True))
    return {
        name: [Block(found["file"], found["line"] or "", found["code"]) for found in BLOCK.finditer(words)]
        for name, words in named.items()
    }
