"""How long does text take: a paragraph in five scripts and both directions, and one item set anew for the editor?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, figure_of
from makeready.press.color.condition import OutputCondition
from makeready.press.design.document import Document, read
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.page import lay_out
from makeready.press.sources import SourceFiles
from makeready.press.svg.writer import write_item

SCRIPTS = "Anna Öz prints مرحبا بالعالم and שלום עולם नमस्ते दुनिया สวัสดีชาวโลก with {number} leaves of paper. "
LINE = "Anna Katharina Oberhuber {number}, Master printer"
TIMES = 200


def measure() -> Iterator[Figure]:
    """Every text is another one, so that nothing is remembered."""
    library, sources, condition = FontLibrary(system=False), SourceFiles(), OutputCondition.default()

    def set_paragraph(design: Document) -> None:
        lay_out(design, {}, fonts=library, sources=sources)

    def set_and_draw(design: Document) -> None:
        (page,) = lay_out(design, {}, fonts=library, sources=sources)
        write_item(page.items[0], fonts=library, condition=condition)

    yield figure_of(
        "press.text.five-scripts",
        _times(set_paragraph, SCRIPTS * 2, 40),
        "ms",
        3.0,
        limit="Python: a value for each glyph that HarfBuzz gives, and the bidirectional algorithm",
    )
    yield figure_of(
        "press.text.item-as-svg",
        _times(set_and_draw, LINE, 10),
        "ms",
        1.0,
        limit="Python: a value for each glyph that HarfBuzz gives",
    )


def _times(act: Callable[[Document], None], words: str, height: float) -> list[float]:
    took = []
    for number in range(TIMES):
        design = read(
            {
                "version": 1,
                "pages": [{"width": 85, "height": 55, "items": [_item(words.format(number=number), height)]}],
            }
        )
        began = time.perf_counter()
        act(design)
        took.append((time.perf_counter() - began) * 1000)
    return took[TIMES // 10 :]


def _item(words: str, height: float) -> dict[str, object]:
    return {"type": "text", "x": 5, "y": 5, "width": 60, "height": height, "text": words}
