"""How long does one business card take, from its JSON to its PDF/X-4, warm and in process?

Two pages, eight lines in two fonts, a vector logo, a QR code, profile embedded: the card of the peers' table in
the project's evaluation (reportlab 14.5 ms, typst 6.0 ms, WeasyPrint 110 ms on the same kind of machine).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.figures import Figure, figure_of
from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.fonts.library import FontLibrary
from makeready.press.render import Stamp, Wish, render
from makeready.press.sources import SourceFiles

BLACK = {"cmyk": [0, 0, 0, 100]}
GOLD = {"spot": "GoldFoil", "tint": 100, "alternate": {"cmyk": [0, 20, 80, 0]}}
LOGO = "M0 0 C4 -6 12 -6 16 0 C12 6 4 6 0 0 Z M5 0 C6.5 -2 9.5 -2 11 0 C9.5 2 6.5 2 5 0 Z"
LINES = [
    "{{Name}}",
    "Master printer",
    "Press & Sons",
    "12 Type Street, Łódź",
    "+48 42 123 45 67",
    "hello@press.example",
]


def card() -> bytes:
    """The card's document, as it comes from a store."""
    ground = {"type": "rectangle", "x": -3, "y": -3, "width": 91, "height": 61, "fill": {"cmyk": [5, 10, 25, 0]}}
    logo = {"type": "path", "x": 60, "y": 10, "path": LOGO, "fill": GOLD}
    code = {
        "type": "barcode",
        "symbology": "qr",
        "data": "https://press.example/anna",
        "x": 66,
        "y": 34,
        "width": 14,
        "height": 14,
    }
    lines = [_line(words, 8 + 6.5 * n, "serif" if n == 0 else "sans") for n, words in enumerate(LINES)]
    back = [_line("Since 1893", 20, "serif"), _line("We print what you mean", 30, "sans")]
    sides = {"front": [ground, *lines, logo, {**code, "fill": BLACK}], "back": [ground, *back]}
    pages = [{"name": n, "width": 85, "height": 55, "bleed": 3, "items": items} for n, items in sides.items()]
    return json.dumps({"version": 1, "name": "Card", "fields": [{"name": "Name"}], "pages": pages}).encode()


def measure() -> Iterator[Figure]:
    """The same card for one name after another."""
    source, library, condition = card(), FontLibrary(system=False), OutputCondition.default()
    stamp = Stamp(datetime(2026, 11, 24, tzinfo=UTC), "benchmark")
    took = []
    for count in range(400):
        began = time.perf_counter()
        design = document.read(source)
        record = {"Name": f"Anna Öz {count}"}
        render(design, record, Wish(), fonts=library, sources=SourceFiles(), condition=condition, stamp=stamp)
        took.append((time.perf_counter() - began) * 1000)
    yield figure_of(
        "press.card.pdf.warm",
        took[100:],
        "ms",
        2.0,
        peers={"reportlab": 14.5, "typst": 6.0, "pangocairo (RGB)": 5.0, "weasyprint": 110.0},
        limit="Python: turning shaped glyphs, QR modules and objects into tokens; packing and subsetting are a tenth",
    )


def _line(words: str, y: float, font: str) -> dict[str, object]:
    return {
        "type": "text",
        "x": 8,
        "y": y,
        "width": 50,
        "height": 6,
        "text": words,
        "size": 10,
        "font": font,
        "fill": BLACK,
    }
