"""How does a line become as wide as its column? First its spaces grow, then its letters stand apart, within limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from makeready.press.displaylist.items import Glyph
from makeready.press.typography.paragraph import Paragraph
from makeready.press.typography.shape import JOINED_SCRIPTS, ShapedRun

MOST_PER_SPACE = 600.0
"""So much may be added to a space between words, 1/1000 em: it is then about three times as wide."""
MOST_PER_LETTER = 40.0
"""So much may be added between letters where the spaces alone do not suffice, 1/1000 em."""
MOST_OF_ALL = 1500.0
"""A line that even then leaves its spaces more than this stays ragged, 1/1000 em: a hole would look worse."""
MOST_PER_IDEOGRAPH = 500.0

SPACES = " \u00a0\u3000"
_IDEOGRAPHIC = frozenset({"Hani", "Hira", "Kana", "Hang", "Bopo", "Yiii"})


Extra = Callable[[ShapedRun, int], float]
"""Run and place in the paragraph → what is added after the cluster that begins there, 1/1000 em of the text's size."""


def stretched(paragraph: Paragraph, runs: list[ShapedRun], room: float) -> list[ShapedRun]:
    """The runs of a line in logical order, wider by `room` (1/1000 em of the text's size)."""
    if room <= 0 or not runs:
        return runs
    text = paragraph.text
    places = [(run, at) for run in runs for at in dict.fromkeys(run.start + glyph.cluster for glyph in run.glyphs)]
    last = max(at for _, at in places)
    spaces = sum(text[at] in SPACES for _, at in places)
    ideographs = sum(run.script in _IDEOGRAPHIC and text[at] not in SPACES and at != last for run, at in places)
    if ideographs:
        each = room / (spaces + ideographs)
        if each > MOST_PER_IDEOGRAPH:
            return runs
        return _grown(runs, lambda run, at: each if text[at] in SPACES or run.script in _IDEOGRAPHIC else 0.0, last)
    per_letter = 0.0
    if room > spaces * MOST_PER_SPACE:
        letters = sum(run.script not in JOINED_SCRIPTS and text[at] not in SPACES and at != last for run, at in places)
        per_letter = min(MOST_PER_LETTER, (room - spaces * MOST_PER_SPACE) / letters) if letters else 0.0
        room -= per_letter * letters
    if not spaces or room > spaces * MOST_OF_ALL:
        return runs
    per_space = room / spaces
    return _grown(
        runs,
        lambda run, at: per_space if text[at] in SPACES else 0.0 if run.script in JOINED_SCRIPTS else per_letter,
        last,
    )


def _grown(runs: list[ShapedRun], extra: Extra, last: int) -> list[ShapedRun]:
    return [_run_grown(run, extra, last) for run in runs]


def _run_grown(run: ShapedRun, extra: Extra, last: int) -> ShapedRun:
    glyphs: list[Glyph] = []
    for glyph, following in pairwise((*run.glyphs, None)):
        assert glyph is not None
        at = run.start + glyph.cluster
        more = extra(run, at) if at != last and (following is None or following.cluster != glyph.cluster) else 0.0
        glyphs.append(
            Glyph(glyph.gid, glyph.advance + more / run.scale, glyph.dx, glyph.dy, glyph.cluster) if more else glyph
        )
    return replace(run, glyphs=tuple(glyphs))
