"""Text is set in its box; what does not fit or cannot be set is told with item, page and way out."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from makeready.press.design.items import TextItem
from makeready.press.displaylist.items import GlyphRun
from makeready.press.fonts.library import FontLibrary
from makeready.press.layout.text_carets import caret_map
from makeready.press.sources import SourceFile

from ..fonts.test_library import package_font
from .drawn import FONTS, codes, laid_out, text


def runs(page) -> list[GlyphRun]:
    return [run for group in page.items for run in group.items]


def width(run: GlyphRun) -> float:
    return sum(glyph.advance for glyph in run.glyphs) * run.size / 1000


def read_back(run: GlyphRun) -> str:
    """The run's text as a PDF reader finds it: glyph by glyph through the clusters, reversed where right to left."""
    starts = sorted({glyph.cluster for glyph in run.glyphs})
    parts = {a: run.text[a:b] for a, b in zip(starts, [*starts[1:], len(run.text)], strict=True)}
    order = [glyph.cluster for glyph in run.glyphs]
    seen = list(dict.fromkeys(order))
    return "".join(parts[cluster] for cluster in (reversed(seen) if run.rtl else seen))


SAMPLES = {
    "Latin with marks": "Anna Öz, e\u0301te\u0301 fi ffl",
    "Greek": "Ελληνικά γράμματα",
    "Cyrillic": "Кириллица и ещё",
    "Arabic": "مرحبا بالعالم",
    "Hebrew": "שָׁלוֹם עולם",
    "Devanagari": "नमस्ते क्षत्रिय",
    "Thai": "สวัสดีชาวโลก",
    "mixed": "Anna مرحبا 12 שלום नमस्ते",
}


@pytest.mark.parametrize("script", SAMPLES)
def test_every_script_is_set_and_reads_back(script):
    page = laid_out(text(SAMPLES[script], width=80))

    assert page.findings == ()
    found = runs(page)
    assert all(read_back(run) == run.text for run in found)
    assert sorted("".join(run.text for run in found)) == sorted(SAMPLES[script])


@pytest.mark.parametrize(
    ("align", "left"), [("left", 10.0), ("center", 30.0), ("right", 50.0), ("start", 10.0), ("end", 50.0)]
)
def test_lines_are_aligned_in_the_box(align, left):
    (run,) = runs(laid_out(text("word", align=align)))

    share = {"left": 0, "start": 0, "center": 0.5}.get(align, 1)
    assert run.origin.x == pytest.approx(left - share * width(run))


@pytest.mark.parametrize(("align", "first"), [("top", 10.0), ("middle", 20.0), ("bottom", 30.0)])
def test_text_stands_at_top_middle_or_bottom(align, first):
    (run,) = runs(laid_out(text("word", vertical_align=align, size=20)))

    share = {"top": 0, "middle": 0.5, "bottom": 1}[align]
    ascent = 0.75  # Source Sans: 750 above the baseline, 250 below
    assert run.origin.y == pytest.approx(first - share * run.size + ascent * run.size)


def test_text_on_its_baseline_has_no_box_to_overflow():
    page = laid_out(text("a long line of text", vertical_align="baseline", width=1, height=1, wrap=False))

    assert page.findings == () and runs(page)[0].origin.y == 10


def test_the_first_baseline_is_that_of_the_largest_letters_in_its_line():
    page = laid_out(text("", vertical_align="baseline", runs=[{"text": "small "}, {"text": "large", "size": 40}]))

    assert [run.origin.y for run in runs(page)] == pytest.approx([10, 10])


def test_lines_stand_a_line_height_apart_and_paragraphs_begin_anew():
    found = runs(laid_out(text("one\n\ntwo", line_height=1.5)))

    assert [run.text for run in found] == ["one", "two"]
    assert found[1].origin.y - found[0].origin.y == pytest.approx(2 * 1.5 * found[0].size)


def test_overflow_is_told_with_the_first_word_outside():
    page = laid_out(text("Anna\nKatharina\nOberhuber", height=8, name="address"))

    assert [(f.code, str(f.severity)) for f in page.findings] == [("text-overflow", "warning")]
    assert page.findings[0].message == (
        "The text of “address” does not fit its box: at 12 pt it is 14.4 mm high and the box 8.0 mm; "
        "from “Katharina” on it sticks out."
    )


def test_text_that_shrinks_does_not_overflow():
    page = laid_out(text("Anna Katharina Oberhuber", height=5, fit="shrink", min_size=6))

    (run,) = runs(page)
    assert page.findings == ()
    assert run.size < 12 * 25.4 / 72 and width(run) <= 40


def test_a_character_that_no_font_has_is_an_error_with_item_page_and_number():
    page = laid_out(text("before \U000f1234 after", name="greeting"))

    (finding,) = page.findings
    assert (finding.code, str(finding.severity), finding.path, finding.page) == (
        "glyph-missing", "error", "pages/0/items/0/text", 1,
    )  # fmt: skip
    assert finding.message == ("No font has the character “\U000f1234” (U+F1234) in “greeting” on page 1.")


def test_an_emoji_without_font_is_named():
    (finding,) = laid_out(text("hi 🦄🦄")).findings

    assert "U+1F984 UNICORN FACE" in finding.message


def test_a_font_that_is_not_there_is_told_with_what_stands_in():
    page = laid_out(text("x", font="Helvetica Neue"), text("y", font="Great Vibes", weight=700))

    assert [f.message for f in page.findings] == [
        "The font “Helvetica Neue” of text (item 1) is not there; “Source Sans Pro” stands in for it.",
        "“Great Vibes” has no weight 700; text (item 2) is set in the nearest style.",
    ]


def test_a_font_that_may_not_be_embedded_is_an_error():
    data = bytearray(package_font("GreatVibes-Regular.ttf").read_bytes())
    tables = {
        bytes(data[at : at + 4]): int.from_bytes(data[at + 8 : at + 12], "big")
        for at in range(12, 12 + 16 * data[5], 16)
    }
    os2 = next(offset for tag, offset in tables.items() if tag == b"OS/2")
    data[os2 + 8 : os2 + 10] = b"\x00\x02"  # fsType: restricted licence
    fonts = FontLibrary([SourceFile(bytes(data))], system=False)

    page = laid_out(text("x", font="Great Vibes"), fonts=fonts)

    assert codes(page) == [("font-not-embeddable", "pages/0/items/0/font")]


def test_text_too_near_to_the_cut_is_told():
    page = laid_out(text("x", x=1), text("y", x=5), safe=3)

    assert codes(page) == [("outside-safe-area", "pages/0/items/0")]
    assert "2.0 mm beyond" in page.findings[0].message


def test_an_empty_text_paints_nothing_and_is_no_fault():
    page = laid_out(text(""), text("{{A}}"), fields=[{"name": "A"}])

    assert page.findings == () and runs(page) == []


def item(words: str, **more) -> TextItem:
    return TextItem(**text(words, **more))


def test_the_caret_map_counts_as_browsers_do():
    found = caret_map(item("a😀\nb"), FONTS)

    assert [(line.start, line.end) for line in found.lines] == [(0, 3), (4, 5)]
    assert [offset for offset, _ in found.lines[0].carets] == [0, 1, 3]
    assert found.lines[0].carets[0][1] == 10.0


def test_carets_stand_where_the_glyphs_are():
    words = "Anna"
    found, (run,) = caret_map(item(words), FONTS), runs(laid_out(text(words)))

    pen, expected = run.origin.x, [run.origin.x]
    for glyph in run.glyphs:
        pen += glyph.advance * run.size / 1000
        expected.append(pen)
    assert [x for _, x in found.lines[0].carets] == pytest.approx(expected)
    assert found.lines[0].baseline == run.origin.y


def test_carets_of_hebrew_go_from_right_to_left():
    (line,) = caret_map(item("שלום", width=40), FONTS).lines

    places = [x for _, x in line.carets]
    assert places[0] == pytest.approx(50) and places == sorted(places, reverse=True)


def test_an_empty_text_has_one_line_with_one_caret():
    (line,) = caret_map(item("", align="center"), FONTS).lines

    assert line.carets == ((0, 30.0),)


def test_the_caret_map_is_plain_json():
    found = caret_map(item("ab", height=1), FONTS).as_dict()

    assert found["overflow"] is True and found["size"] == 12
    assert found["lines"][0]["carets"][0] == [0, 10.0]


TYPED = st.text(max_size=40) | st.text("fi \t\u00ad\u0301שע(1)مرنमि์ส漢😀\u202e\u2069\u200d", max_size=40)


@given(TYPED, st.sampled_from(["none", "shrink"]), st.floats(1, 80))
@example("\u00ad\tشנ \t", "none", 1)
@settings(max_examples=60, deadline=None)
def test_whatever_is_typed_is_set_or_told_never_refused(words, fit, box):
    made = item(words, fit=fit, width=box)

    page = laid_out(text(words, fit=fit, width=box))
    lines = caret_map(made, FONTS).lines

    assert lines[-1].end == len(words.encode("utf-16-le")) // 2
    for run in runs(page):
        clusters = [glyph.cluster for glyph in run.glyphs]
        assert all(0 <= cluster < len(run.text) for cluster in clusters)
        assert clusters == sorted(clusters, reverse=run.rtl)
    assert {f.code for f in page.findings} <= {"glyph-missing", "text-overflow"}
