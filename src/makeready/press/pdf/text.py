"""How does a glyph run become text operators? Glyphs placed exactly, and their characters kept for reading back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from unicodedata import combining

from makeready.press.displaylist.clusters import clusters
from makeready.press.displaylist.items import Glyph, GlyphRun
from makeready.press.pdf.fonts import PdfFont
from makeready.press.pdf.syntax import number, text

NOTHING = "\t"
"""What dots say that are parts of letters: PDFium passes over text of control characters, others over white space."""
NARROW = 5.0
"""Per cent of its width at which an unseen carrier of text is set: readers that go by place see no overlap."""
BEFORE = 20.0
"""So far before a letter its marks begin, 1/1000 em: readers that go by place then have them before it."""


def show(run: GlyphRun, font: PdfFont) -> str:
    """The operators that show a run, from its origin on; font and colour are set already.

    Widths in the file are the font's own; what kerning and justification changed stands between the
    glyphs (TJ), measured from the run's beginning so that nothing adds up.
    """
    known = font.runs.get(id(run))
    if known is not None:
        return known[1]
    x, y = number(run.origin.x), number(run.origin.y)
    shown = _plainly(run, font)
    if shown is None:
        shown = "".join(_Line(run, font).operators())
    shown = f"1 0 0 -1 {x} {y} Tm\n{shown}"
    font.keep(run, shown)
    return shown


def _plainly(run: GlyphRun, font: PdfFont) -> str | None:
    """A run in which every glyph stands for the character at its place, from pieces; None where it is any other."""
    glyphs, text = run.glyphs, run.text
    if len(glyphs) != len(text) or run.rtl:
        return None
    pieces = list(map(font.pieces.get, zip(text, map(id, glyphs), strict=True)))
    if None in pieces:
        for place, glyph in enumerate(glyphs):
            if pieces[place] is None:
                if glyph.cluster != place or (piece := font.piece(text[place], glyph)) is None:
                    return None
                pieces[place] = piece
    shown = "".join(pieces)  # type: ignore[arg-type]
    return f"[<{shown}>] TJ\n" if ">" in shown else f"<{shown}> Tj\n"


class _Line:
    """The pen on its way along one run. `pen`: where layout has it; `at`: where the PDF's text position is."""

    def __init__(self, run: GlyphRun, font: PdfFont) -> None:
        self._run = run
        self._font = font
        self._pen = 0.0
        self._at = 0.0
        self._rise = 0.0
        self._array: list[str] = []
        self._codes: list[str] = []
        self._later: list[tuple[Glyph, float]] = []

    def operators(self) -> Iterator[str]:
        """The whole run, cluster by cluster."""
        rest = clusters(self._run)
        for glyphs, said in rest:
            if self._run.rtl and len(glyphs) > 1 and (base := self._only_base(glyphs, said)) is not None:
                yield from self._marked(glyphs, base, said)
            elif (codes := self._own_codes(glyphs, said)) is not None:
                for glyph, code in zip(glyphs, codes, strict=True):
                    yield from self._place(glyph, code)
            else:
                while not self._run.rtl and _reaches_beyond(glyphs) and (following := next(rest, None)):
                    glyphs, said = glyphs + following[0], said + following[1]
                yield from self._spoken_for(glyphs, said)
        yield from self._late() if self._later else self._flush()
        if self._rise:
            yield "0 Ts\n"

    def _own_codes(self, glyphs: tuple[Glyph, ...], said: str) -> list[str] | None:
        """The codes whose meanings (ToUnicode), read in order, are the text; None where there are none.

        Raised glyphs have none: readers take them for another line. Several glyphs for as many characters are
        taken apart only where each but one is the plain glyph of its character (the one may be its joined form).
        """
        if any(glyph.dy for glyph in glyphs) and len(glyphs) > 1:
            return None
        if len(glyphs) == 1:
            code = self._font.says(glyphs[0].gid, said) if said else None
            return None if code is None else [code]
        if len(glyphs) != len(said):
            return None
        pairs = list(zip(glyphs, reversed(said) if self._run.rtl else said, strict=True))
        plain = {self._font.font.glyph(character) for character in said}
        shaped = [glyph for glyph, c in pairs if glyph.gid != self._font.font.glyph(c)]
        if len(shaped) > 1 or any(glyph.gid in plain for glyph in shaped):
            return None
        codes = [self._font.says(glyph.gid, c) for glyph, c in pairs]
        return None if None in codes else codes  # type: ignore[return-value]

    def _only_base(self, glyphs: tuple[Glyph, ...], said: str) -> Glyph | None:
        """The glyph on which all others of a cluster stand, where it is one and can say the cluster's letters."""
        bases = [glyph for glyph in glyphs if glyph.advance]
        letters = "".join(character for character in said if not combining(character))
        if len(bases) != 1 or not letters or bases[0].dy or not self._font.font.glyph(" "):
            return None
        return None if self._font.says(bases[0].gid, letters) is None else bases[0]

    def _marked(self, glyphs: tuple[Glyph, ...], base: Glyph, said: str) -> Iterator[str]:
        """A right-to-left letter as text of its own; what its marks say, a little before it.

        PDFium puts letters that stand in an /ActualText where a word begins in the wrong order, reads marks after the
        letter before which they are painted, and takes raised glyphs for another line: those come last (`_late`).
        """
        letters = "".join(character for character in said if not combining(character))
        marks = "".join(character for character in said if combining(character))
        pens = list(accumulate((glyph.advance for glyph in glyphs), initial=self._pen))
        self._later += [(glyph, pen) for glyph, pen in zip(glyphs, pens, strict=False) if glyph is not base]
        self._pen = pens[glyphs.index(base)]
        if marks:
            yield from self._carrier(marks, base)
        yield from self._place(base, self._font.says(base.gid, letters))
        self._pen = pens[-1]

    def _carrier(self, marks: str, base: Glyph) -> Iterator[str]:
        """What marks say: unseen and narrow where their letter begins, as a blank and that letter.

        The letter is as tall as what stands beside it, so that readers see one line; without the blank PDFium would
        take it for the letter painted twice.
        """
        yield from self._flush()
        gap = round(self._pen + min(base.dx, 0.0) - BEFORE - self._at, 1)
        blank = self._font.font.glyph(" ") or 0
        codes = self._font.code(blank) + self._font.code(base.gid)
        said = text(marks).decode()
        yield f"[{number(-gap)}] TJ\n/Span<</ActualText{said}>>BDC\n"
        yield f"3 Tr {number(NARROW)} Tz <{codes}> Tj\n0 Tr 100 Tz\nEMC\n"
        self._at += gap + (self._font.width(blank) + self._font.width(base.gid)) * NARROW / 100

    def _late(self) -> Iterator[str]:
        """Marks and dots whose letters have been told already; each line of them begins at the run's right end."""
        yield from self._flush()
        yield f"/Span<</ActualText{text(NOTHING).decode()}>>BDC\n"
        end, last = self._pen, None
        for glyph, pen in sorted(self._later, key=lambda item: item[0].dy):
            if glyph.dy != last:
                yield from self._flush()
                self._pen, last = end, glyph.dy
                yield from self._place(Glyph(self._font.font.glyph(" ") or 0, 0.0, 0.0, glyph.dy))
            self._pen = pen
            yield from self._place(glyph)
        yield from self._flush()
        yield "EMC\n"

    def _spoken_for(self, glyphs: tuple[Glyph, ...], said: str) -> Iterator[str]:
        """Glyphs with the text that they stand for beside them (/ActualText, ISO 32000-1, 14.9.4).

        Those on the baseline first: PDFium takes a raised mark that leads for the beginning of another line.
        """
        self._teach(glyphs, said)
        yield from self._flush()
        yield f"/Span<</ActualText{text(said).decode()}>>BDC\n"
        pens = list(accumulate((glyph.advance for glyph in glyphs), initial=self._pen))
        for glyph, self._pen in sorted(zip(glyphs, pens, strict=False), key=lambda item: item[0].dy != 0):
            yield from self._place(glyph)
        self._pen = pens[-1]
        yield from self._flush()
        yield "EMC\n"

    def _teach(self, glyphs: tuple[Glyph, ...], said: str) -> None:
        """Give glyphs the meaning that is nearest: readers that know no /ActualText then still find most words."""
        plain = {self._font.font.glyph(character): character for character in said}
        rest = "".join(c for c in said if self._font.font.glyph(c) not in {glyph.gid for glyph in glyphs})
        for glyph in glyphs:
            if glyph.gid in plain:
                self._font.means(glyph.gid, plain[glyph.gid])
            elif rest:
                self._font.means(glyph.gid, rest)
                rest = ""

    def _place(self, glyph: Glyph, code: str | None = None) -> Iterator[str]:
        rise = glyph.dy
        if rise != self._rise:
            yield from self._flush()
            self._rise = rise
            yield f"{number(rise * self._run.size / 1000)} Ts\n"
        gap = round(self._pen + glyph.dx - self._at, 1)  # at 12 pt a tenth is a micrometre
        if gap:
            self._close_codes()
            self._array.append(number(-gap))
            self._at += gap
        self._codes.append(code or self._font.code(glyph.gid))
        self._at += self._font.width(glyph.gid)
        self._pen += glyph.advance

    def _close_codes(self) -> None:
        if self._codes:
            self._array.append(f"<{''.join(self._codes)}>")
            self._codes.clear()

    def _flush(self) -> Iterator[str]:
        if not self._codes and not self._array:
            return
        self._close_codes()
        only_text = len(self._array) == 1 and self._array[0][0] == "<"
        yield f"{self._array[0]} Tj\n" if only_text else f"[{''.join(self._array)}] TJ\n"
        self._array.clear()


def _reaches_beyond(glyphs: tuple[Glyph, ...]) -> bool:
    """Whether a glyph off the baseline has its origin where the next cluster begins, or after it.

    PDFium reads by place: what comes between two parts of a cluster parts it, and its text is told twice.
    """
    if not any(glyph.dy for glyph in glyphs):
        return False
    pens = list(accumulate((glyph.advance for glyph in glyphs), initial=0.0))
    return any(glyph.dy and pen + glyph.dx > pens[-1] - 1 for glyph, pen in zip(glyphs, pens, strict=False))
