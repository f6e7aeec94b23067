"""Text in the file is text: placed exactly, found and copied in every script."""

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pikepdf
import pytest
from tests.press.pdf.drawing import FONTS, made, page, pixels, text_of, words

from makeready.press.displaylist.items import Glyph, GlyphRun
from makeready.press.displaylist.paint import BLACK
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Point
from makeready.press.layout.outlines import outlined
from makeready.press.sources import SourceFile


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKD", text).split())


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Anna Öz – office fi ffl AVATAR", None),
        ("Ελληνικά Кириллица Łódź", "serif"),
        ("x̂ ê Ạ̊", "serif"),
        ("office ffi", "Great Vibes"),
        ("שלום עולם", "Heebo"),
        ("שָׁלוֹם", "Heebo"),
        ("مرحبا بالعالم لا إله", "Noto Sans Arabic"),
        ("سلام بِسْمِ عليكم", "Noto Sans Arabic"),
        ("الكتاب في البيت كتاب ثلاثون", "Noto Sans Arabic"),
        ("بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ", "Noto Sans Arabic"),
        ("إِنَّا أَعْطَيْنَاكَ الْكَوْثَرَ كِتَابٌ لَهُ", "Noto Sans Arabic"),
        ("בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם", "Heebo"),
        ("हिन्दी क्षत्रिय कि र्कि", "Noto Sans Devanagari"),
        ("สวัสดีชาวโลก น้ำ ที่นี่", "Noto Sans Thai"),
    ],
)
def test_text_reads_back_in_logical_order(text, family):
    assert plain(text_of(made(page(words(text, 5, 20, 6, family=family))))) == plain(text)


def test_one_glyph_with_two_meanings_says_both():
    """A no-break space shows the glyph of a space: the first meaning is the glyph's, the other stands beside it."""
    both = page(words("a b", 5, 10), words("c\u00a0d", 5, 20))

    read = text_of(made(both))

    assert "a b" in read
    assert "c\u00a0d" in read


def test_glyphs_stand_exactly_where_layout_put_them():
    """Advances and offsets of the run win over the font's own, without adding up."""
    key = FONTS.choose(None, 400)
    bar = FONTS.load(key).glyph("|")
    glyphs = tuple(Glyph(bar, 333.3, 0 if n % 2 else 41.7, 0, n) for n in range(40))
    run = GlyphRun(Point(2, 20), key, 5, glyphs, BLACK, "|" * 40)

    dark = pixels(made(page(run, bleed=0)), dpi=25.4 * 20).min(axis=(0, 2)) < 128
    starts = np.flatnonzero(dark[1:] & ~dark[:-1]) / 20
    font = FONTS.load(key)
    bearing = min(s.to.x for s in font.outline(bar) if hasattr(s, "to")) / font.units_per_em * 5
    expected = [2 + bearing + (n * 333.3 + (0 if n % 2 else 41.7)) / 1000 * 5 for n in range(40)]

    assert np.abs(starts - expected).max() < 0.08


def test_raised_glyphs_stand_higher():
    key = FONTS.choose(None, 400)
    bar = FONTS.load(key).glyph("-")
    flat, raised = (
        GlyphRun(Point(2, 20), key, 5, (Glyph(bar, 500, 0, rise, 0),), BLACK, "-") for rise in (0.0, 1000.0)
    )
    rows = [np.flatnonzero(pixels(made(page(run, bleed=0)), dpi=508).min(axis=(1, 2)) < 128) for run in (flat, raised)]

    assert (rows[0][0] - rows[1][0]) / 20 == pytest.approx(5, abs=0.06)


@contextmanager
def only_font(data: bytes) -> Iterator[pikepdf.Object]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        yield font


def test_fonts_are_subsets_with_widths_and_meanings():
    loaded = FONTS.load(FONTS.choose(None, 400))
    with only_font(made(page(words("Hamburg")))) as font:
        descendant = font.DescendantFonts[0]

        assert str(font.Encoding) == "/Identity-H"
        assert str(descendant.Subtype) == "/CIDFontType2"
        assert str(font.BaseFont)[7:8] == "+"
        assert len(descendant.FontDescriptor.FontFile2.read_bytes()) < 20_000
        assert "/ToUnicode" in font
        widths = dict(_widths(descendant.W))
        assert widths[loaded.glyph("H")] == loaded.advance(loaded.glyph("H")) * 1000 / loaded.units_per_em


def _widths(array):
    items = list(array)
    for first, widths in zip(items[::2], items[1::2], strict=True):
        for n, width in enumerate(widths):
            yield int(first) + n, float(width)


def test_cff_fonts_are_embedded_bare():
    library = FontLibrary([_source_sans_otf()], system=False)
    key = library.choose("Source Sans Pro", 400)
    font = library.load(key)
    assert font.is_cff
    glyphs = tuple(Glyph(font.glyph(c), font.advance(font.glyph(c)), 0, 0, n) for n, c in enumerate("Hamburg"))
    data = made(page(GlyphRun(Point(5, 20), key, 8, glyphs, BLACK, "Hamburg"), bleed=0), fonts=library)

    with only_font(data) as embedded:
        program = embedded.DescendantFonts[0].FontDescriptor.FontFile3
        assert str(program.Subtype) == "/CIDFontType0C"
        assert program.read_bytes()[:3] == b"\x01\x00\x04", "a CFF table, not an OpenType file"
    assert text_of(data) == "Hamburg"
    other = pixels(made(page(words("Hamburg", 5, 20, 8), bleed=0)), dpi=150)
    same = np.abs(pixels(data, dpi=150).astype(int) - other).max(axis=2) > 60
    assert same.mean() < 0.005, "the same letters as from the TrueType file"


def _source_sans_otf() -> SourceFile:
    from makeready.press.fonts.places import package_fonts

    path = next(path for path in package_fonts() if path.name == "SourceSansPro-Regular.otf")
    return SourceFile(path.read_bytes())


@pytest.mark.parametrize("size", [2, 4, 6, 7.3, 10])
def test_pointed_words_read_back_at_every_size(size):
    for text, family in (("רֵאשִׁית אֵת הַשָּׁמַיִם", "Heebo"), ("كِتَابٌ لَهُ الرَّحْمَٰنِ", "Noto Sans Arabic")):
        assert plain(text_of(made(page(words(text, 5, 20, size, family=family), width=200)))) == plain(text)


def test_what_carries_the_text_of_marks_is_not_seen_and_moves_nothing():
    """The same words as shapes, which hold nothing but what is seen."""
    for text, family in (("الرَّحْمَٰنِ كِتَابٌ", "Noto Sans Arabic"), ("בְּרֵאשִׁית", "Heebo")):
        run = words(text, 5, 30, 12, family=family)

        live, shapes = (pixels(made(page(*items)), dpi=200) for items in ([run], outlined([run], FONTS)))

        assert ((live.min(axis=2) < 128) != (shapes.min(axis=2) < 128)).mean() < 0.001


def test_one_glyph_has_a_code_for_each_of_its_meanings():
    """The dotless letter below four Arabic letters says each of them where it stands."""
    data = made(page(words("بتثن بيت", 5, 20, family="Noto Sans Arabic")))

    with pikepdf.open(io.BytesIO(data)) as pdf:
        (font,) = pdf.pages[0].Resources.Font.values()
        table = font.DescendantFonts[0].CIDToGIDMap.read_bytes()
    glyphs = [int.from_bytes(table[at : at + 2], "big") for at in range(0, len(table), 2)]
    shown = [gid for gid in glyphs if gid]
    assert len(set(shown)) < len(shown)
