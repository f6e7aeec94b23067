"""What does docs/pipelines.md show? Its examples by their headings."""

from __future__ import annotations

import re

from tests.docs.recipe_book import ROOT

BOOK = ROOT / "docs" / "pipelines.md"
BLOCK = re.compile(r"^```json\n(.*?)^```$", re.M | re.S)


def examples() -> dict[str, str]:
    """Heading → the pipeline as it is to be pasted."""
    _, *parts = re.split(r"^## (.+)$", BOOK.read_text("utf-8"), flags=re.M)
    named = dict(zip(parts[::2], parts[1::2], strict=True))
    return {name: found[1] for name, words in named.items() if (found := BLOCK.search(words))}
