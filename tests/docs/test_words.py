"""The words of the glossary are the words on screen and in the documents: one word for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.docs.recipe_book import ROOT

TEMPLATES = ROOT / "src/makeready/office/panel/templates"
SPOKEN_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt", "data-label")
OTHER_WORDS = {
    "workflow": "pipeline",
    "job order": "project",
    "work order": "project",
    "job ticket": "project",
    "artwork": "design",
    "output file": "print file",
    "hi-res file": "print file",
    "print-ready output": "print file",
    "web shop": "storefront",
    "webshop": "storefront",
    "order position": "line item",
    "order item": "line item",
    "safe zone": "safe area",
    "safety margin": "safe area",
    "safe margin": "safe area",
    "cut marks": "crop marks",
    "cutting marks": "crop marks",
    "trim marks": "crop marks",
    "spot color": "spot ink",
    "spot colour": "spot ink",
    "pre-flight": "preflight",
    "press sheet layout": "imposition",
    "colors": "colours",
}
"""What others say → what we say."""


def words() -> list[str]:
    rows = re.findall(r"^\| (?!word|---)([^|]+) \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M)
    assert len(rows) > 40
    return rows


def test_the_glossary_is_in_alphabetical_order():
    assert words() == sorted(words(), key=str.casefold)


def test_the_glossary_has_each_word_once():
    assert len(set(words())) == len(words())


def test_no_other_word_is_one_of_ours():
    said = {part.strip() for word in words() for part in word.split(",")}

    assert said & OTHER_WORDS.keys() == set()
    ours = {"storefront", "imposition", "colours"}
    assert {word for word in OTHER_WORDS.values() if word not in said} <= ours


@pytest.mark.parametrize("place", ["panel", "documents"])
def test_one_word_for_one_thing(place):
    texts = dict(_screens() if place == "panel" else _documents())
    assert len(texts) > 5

    wrong = [
        f"{name}: “{other}”, where we say {ours}"
        for name, text in texts.items()
        for other, ours in OTHER_WORDS.items()
        if re.search(rf"\b{other}\b", text, re.I)
    ]

    assert wrong == []


def _screens() -> Iterator[tuple[str, str]]:
    for file in sorted(TEMPLATES.rglob("*.html")):
        yield file.relative_to(TEMPLATES).as_posix(), seen(file)


def _documents() -> Iterator[tuple[str, str]]:
    for file in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        if file.name not in ("CHANGELOG.md", "glossary.md"):  # history, and where our words are told by others
            words = file.read_text("utf-8")
            yield file.relative_to(ROOT).as_posix(), re.sub(r"```.*?```|`[^`]*`", "", words, flags=re.S)


def seen(file: Path) -> str:
    """What a person reads or hears of a template."""
    words = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", file.read_text("utf-8"), flags=re.S)
    reader = _Reader()
    reader.feed(words)
    return " ".join(" ".join(reader.said).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.said += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)
