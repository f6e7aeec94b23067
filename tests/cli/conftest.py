"""Typing commands in a folder of their own, and seeing what a person would see."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from makeready.cli import main


@dataclass
class Typed:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: bytes
    err: str


Type = Callable[..., Typed]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Type:
    def type_it(*words: object, stdin: bytes = b"") -> Typed:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        code = main([str(word) for word in words])
        sys.stdout.flush()
        sys.stderr.flush()
        seen = capfdbinary.readouterr()
        return Typed(code, seen.out, seen.err.decode())

    return type_it


def design(*items: dict[str, Any], fields: tuple[str, ...] = (), pages: int = 1) -> dict[str, Any]:
    """A business card that says something; the same on each page."""
    page = {"name": "front", "width": 85, "height": 55, "bleed": 3, "items": list(items)}
    return {
        "version": 1,
        "name": "Card",
        "fields": [{"name": name, "type": "text", "required": True} for name in fields],
        "pages": [{**page, "name": f"page {number}"} for number in range(1, pages + 1)],
    }


def words(text: str, y: float = 10) -> dict[str, Any]:
    black = {"cmyk": [0, 0, 0, 100]}
    return {"type": "text", "x": 8, "y": y, "width": 69, "height": 10, "text": text, "size": 12, "fill": black}


def saved(folder: Path, document: dict[str, Any], name: str = "card.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(document), "utf-8")
    return path
