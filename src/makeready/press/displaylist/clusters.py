"""Which glyphs of a run belong together, and what do they say? The smallest parts that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from makeready.press.displaylist.items import Glyph, GlyphRun

Cluster = tuple[tuple[Glyph, ...], str]
"""Neighbouring glyphs, and the characters that they stand for together."""


def clusters(run: GlyphRun) -> Iterator[Cluster]:
    """The run's glyphs in painting order, grouped with the characters that each group stands for."""
    starts = sorted({glyph.cluster for glyph in run.glyphs})
    ends = dict(zip(starts, [*starts[1:], len(run.text)], strict=True))
    first = 0
    glyphs = run.glyphs
    for after in range(1, len(glyphs) + 1):
        if after == len(glyphs) or glyphs[after].cluster != glyphs[first].cluster:
            start = glyphs[first].cluster
            yield glyphs[first:after], run.text[start : ends[start]]
            first = after
