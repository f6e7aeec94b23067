"""How long do the small things take? A card in a new process, a paragraph in five scripts, a text set again as SVG."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._cards import BLACK, design, record
from benchmarks.figures import Figure, figure_of
from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.page import lay_out
from makeready.press.sources import SourceFiles
from makeready.press.svg.writer import write

FIVE = (
    "Press {n} prints what you mean; مطبعة {n} تطبع ما تعنيه; בית דפוס {n} מדפיס; "
    "प्रेस {n} वही छापता है; โรงพิมพ์ {n} พิมพ์สิ่งที่คุณหมายถึง. "
)


def measure() -> Iterator[Figure]:
    """Three figures."""
    yield figure_of(
        "press.card.pdf.cold", list(_cold()), "ms", 120.0,
        limit="Python's start and imports: the document's model and the colour library are most of it",
    )  # fmt: skip
    fonts, sources, condition = FontLibrary(system=False), SourceFiles(), OutputCondition.default()
    page = {"name": "p", "width": 120, "height": 80, "items": []}

    def timed(count: int, words: str, draw: bool) -> Iterator[float]:
        for n in range(count):
            item = {
                "type": "text", "x": 5, "y": 5, "width": 110, "height": 60, "size": 11, "fill": BLACK,
                "text": words.format(n=n),
            }  # fmt: skip
            design_ = document.read({"version": 1, "pages": [{**page, "items": [item]}]})
            began = time.perf_counter()
            (made,) = lay_out(design_, {}, fonts=fonts, sources=sources)
            if draw:
                write(made, fonts=fonts, condition=condition)
            yield (time.perf_counter() - began) * 1000

    yield figure_of("press.paragraph.five_scripts", list(timed(120, FIVE, draw=False))[20:], "ms", 3.0)
    again = list(timed(220, "Anna Müller, master printer no. {n}", draw=True))[20:]
    yield figure_of("press.text.svg.again", again, "ms", 1.0)


def _cold() -> Iterator[float]:
    """The command line, from nothing to the file."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "card.json").write_text(json.dumps(design()), "utf-8")
        values = [part for name, value in record(7).items() for part in ("--set", f"{name}={value}")]
        command = [sys.executable, "-m", "makeready.cli", "render", "card.json", *values, "-o", "card.pdf"]
        for _ in range(7):
            began = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            yield (time.perf_counter() - began) * 1000
