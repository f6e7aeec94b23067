"""Which glyphs stand for a run, and where? HarfBuzz, in 1/1000 em."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import uharfbuzz as hb

from makeready.press.displaylist.items import FontKey, Glyph
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.typography.itemise import Run
from makeready.press.typography.style import Style

JOINED_SCRIPTS = frozenset({"Arab", "Syrc", "Mand", "Mong", "Nkoo", "Phag", "Rohg", "Adlm", "Deva", "Beng", "Guru"})
"""Scripts whose letters touch: letter spacing would tear them apart (CSS Text 3, 8.2)."""

_CONTEXT = 6
"""Characters of the neighbouring runs that HarfBuzz looks at, so that letters join over a change of font."""

_UNSAFE = int(hb.GlyphFlags.UNSAFE_TO_BREAK)


@dataclass(frozen=True, slots=True)
class ShapedRun:
    """A run's glyphs, left to right as painted (upright ones: downwards); their clusters count from the run's start.

    unsafe: places in the paragraph at which the run may not be cut without shaping its parts anew.
    spacing: letter spacing that its last glyph carries and that a line's end drops, 1/1000 em of its own size.
    """

    start: int
    end: int
    level: int
    script: str
    font: FontKey
    style: Style
    glyphs: tuple[Glyph, ...]
    unsafe: frozenset[int]
    spacing: float = 0.0
    part: int = 0
    upright: bool = False

    @property
    def rtl(self) -> bool:
        """Whether it reads right to left."""
        return bool(self.level % 2)

    @property
    def scale(self) -> float:
        """Its type size in sizes of the text: what a glyph takes of a line is `advance * scale`."""
        return self.style.scale


def shape(text: str, run: Run, font: LoadedFont) -> ShapedRun:
    """The glyphs of one run of a paragraph."""
    style = run.style
    spacing = style.letter_spacing if run.script not in JOINED_SCRIPTS else 0.0
    buffer = hb.Buffer()
    begin, stop = max(0, run.start - _CONTEXT), min(len(text), run.end + _CONTEXT)
    buffer.add_str(_shown(text[begin:stop]), run.start - begin, run.end - run.start)
    buffer.direction = "ttb" if run.upright else "rtl" if run.level % 2 else "ltr"
    buffer.script = run.script
    buffer.language = style.language or "und"
    hb.shape(font.font, buffer, _features(style.features, bool(spacing)) if spacing or style.features else None)
    em = 1000 / font.units_per_em
    offset = run.start - begin
    glyphs: list[Glyph] = []
    unsafe: list[int] = []
    for info, (dx, dy, across, down) in zip(
        buffer.glyph_infos, ((p.x_offset, p.y_offset, p.x_advance, p.y_advance) for p in buffer.glyph_positions),
        strict=True,
    ):  # fmt: skip
        cluster = info.cluster - offset
        advance = -down if run.upright else across
        glyphs.append(Glyph(info.codepoint, advance * em, dx * em, dy * em, cluster))
        if int(info.flags) & _UNSAFE:
            unsafe.append(run.start + cluster)
    if spacing:
        glyphs = _spaced(glyphs, spacing)
    if "\t" in text:
        glyphs = _tabbed(glyphs, text, run.start)
    return ShapedRun(
        run.start, run.end, run.level, run.script, run.font, style, tuple(glyphs), frozenset(unsafe), spacing, run.part,
        run.upright,
    )  # fmt: skip


def cut(shaped: ShapedRun, text: str, start: int, end: int, font: LoadedFont) -> ShapedRun:
    """The part of a run that stands on one line; shaped anew where the cut goes through what belongs together."""
    if start <= shaped.start and end >= shaped.end:
        return shaped
    start, end = max(start, shaped.start), min(end, shaped.end)
    starts = {shaped.start + glyph.cluster for glyph in shaped.glyphs} | {shaped.end}
    if {start, end} <= starts and not {start, end} & shaped.unsafe:
        first, last = start - shaped.start, end - shaped.start
        glyphs = tuple(
            glyph if not first else Glyph(glyph.gid, glyph.advance, glyph.dx, glyph.dy, glyph.cluster - first)
            for glyph in shaped.glyphs
            if first <= glyph.cluster < last
        )
        unsafe = frozenset(at for at in shaped.unsafe if start < at < end)
        return replace(shaped, start=start, end=end, glyphs=glyphs, unsafe=unsafe)
    part = Run(0, end - start, shaped.level, shaped.script, shaped.font, shaped.style, shaped.part, shaped.upright)
    # The other line is no context: a letter at a line's end takes its final form.
    alone = shape(text[start:end], part, font)
    return replace(alone, start=start, end=end, unsafe=frozenset())


TAB = 2000.0
"""A tab's advance, 1/1000 em, where no tab stop waits for it: a wide space."""


@lru_cache(maxsize=256)
def _features(wanted: tuple[tuple[str, int], ...], spaced: bool) -> dict[str, int]:
    """What HarfBuzz is asked for; spaced letters are no ligatures, unless those are asked for."""
    return ({"liga": 0, "clig": 0} if spaced else {}) | dict(wanted)


def _shown(text: str) -> str:
    """The text with what must not draw anything replaced, character for character."""
    if text.isprintable():
        return text
    return "".join(" " if c == "\t" else "\u200b" if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 else c for c in text)


def _spaced(glyphs: list[Glyph], spacing: float) -> list[Glyph]:
    """Space after the last glyph of each cluster."""
    ends = [*(a.cluster != b.cluster for a, b in pairwise(glyphs)), True]
    return [
        Glyph(g.gid, g.advance + spacing, g.dx, g.dy, g.cluster) if last else g
        for g, last in zip(glyphs, ends, strict=True)
    ]


def _tabbed(glyphs: list[Glyph], text: str, start: int) -> list[Glyph]:
    return [Glyph(g.gid, TAB, g.dx, g.dy, g.cluster) if text[start + g.cluster] == "\t" else g for g in glyphs]
