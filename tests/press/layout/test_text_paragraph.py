"""Paragraphs have indents, spacing, tabs, markers, columns; words are divided; what does not fit is named."""

import pytest

from makeready.press.displaylist.items import GlyphRun
from makeready.press.geometry import pt_to_mm

from .drawn import codes, laid_out, text

GERMAN = "Die Donaudampfschifffahrtsgesellschaft unterhielt zahlreiche Verbindungen zwischen den Donauländern."
EM = pt_to_mm(12)


def runs(words: str, **more) -> list[GlyphRun]:
    return [run for run in laid_out(text(words, **more)).items[0].items if isinstance(run, GlyphRun)]


def right(run: GlyphRun) -> float:
    return run.origin.x + sum(glyph.advance for glyph in run.glyphs) * run.size / 1000


def lines(found: list[GlyphRun]) -> dict[float, list[GlyphRun]]:
    """The runs by their baselines."""
    by: dict[float, list[GlyphRun]] = {}
    for run in found:
        by.setdefault(round(run.origin.y, 4), []).append(run)
    return by


def test_indents_move_the_first_line_and_all_lines():
    first, second, *_ = runs("word " * 20, paragraph={"left": 5, "first": 3})

    assert (first.origin.x, second.origin.x) == (18, 15)


def test_indents_of_right_to_left_paragraphs_are_on_the_right():
    (run,) = runs("שלום", paragraph={"left": 5, "first": 3})

    assert right(run) == pytest.approx(50 - 8)


def test_space_between_paragraphs_adds_up_and_is_dropped_at_the_top():
    one, two = runs("a\nb", paragraph={"space_before": 2, "space_after": 3})

    assert one.origin.y == pytest.approx(10 + 0.75 * EM)
    assert two.origin.y - one.origin.y == pytest.approx(1.2 * EM + 5)


def test_tabs_lead_to_their_stops():
    tabs = [{"at": 10}, {"at": 25, "align": "center"}, {"at": 39, "align": "end"}]

    _, start, middle, end = _words(runs("a\tstart\tmid\tend", paragraph={"tabs": tabs}))

    assert start[0] == pytest.approx(20)
    assert (middle[0] + middle[1]) / 2 == pytest.approx(35)
    assert end[1] == pytest.approx(49)


def _words(found: list[GlyphRun]) -> list[tuple[float, float]]:
    """Left and right of each word, as far as tabs or spaces part them."""
    spans: list[list[float]] = [[]]
    for run in found:
        pen = run.origin.x
        for glyph in run.glyphs:
            after = pen + glyph.advance * run.size / 1000
            if run.text[glyph.cluster] in "\t ":
                spans.append([])
            else:
                spans[-1] += [pen, after]
            pen = after
    return [(min(span), max(span)) for span in spans if span]


def test_decimal_tabs_stand_below_each_other_by_their_signs():
    found = runs("a\t12.50\nb\t1,234.5\nc\t8", paragraph={"tabs": [{"at": 30, "align": "decimal"}]})

    for row in found:
        dot = row.text.rfind(".") if "." in row.text else len(row.text)
        x = row.origin.x + sum(g.advance for g in row.glyphs if g.cluster < dot) * row.size / 1000
        assert x == pytest.approx(40)


def test_a_leader_fills_the_gap_and_still_says_a_tab():
    (run,) = runs("Paper\t12", paragraph={"tabs": [{"at": 30, "align": "end", "leader": "."}]})

    assert run.text == "Paper\t12"
    assert sum(glyph.cluster == 5 for glyph in run.glyphs) > 10
    assert right(run) == pytest.approx(40)


def test_a_line_breaks_before_the_words_that_a_tab_pushes_out():
    found = runs("a\tlong words behind a far tab stop", width=30, paragraph={"tabs": [{"at": 20}]})

    assert max(right(run) for run in found) <= 40.01


def test_bullets_hang_before_their_paragraphs():
    found = runs("one word after the other until they wrap\ntwo", paragraph={"marker": "•"})

    markers = [run for run in found if run.text == "•"]
    assert [run.origin.x for run in markers] == [10, 10]
    others = {round(run.origin.x, 3) for run in found if run.text != "•"}
    assert len(others) == 1 and others.pop() > right(markers[0])


def test_numbers_count_and_stand_in_the_way_of_none():
    found = runs("\n".join("abcdefghij"), height=60, paragraph={"marker": "{1}.", "start": 1})

    assert [run.text for run in found if run.text.endswith(".")] == [f"{n}." for n in range(1, 11)]
    assert {round(run.origin.x, 3) for run in found if not run.text.endswith(".")} == {
        round(right(found[-2]) + 0.5 * EM, 3)
    }


def test_the_marker_of_right_to_left_text_stands_on_the_right():
    marker, word = runs("שלום", paragraph={"marker": "•"})

    assert right(marker) == pytest.approx(50)
    assert right(word) < marker.origin.x


def test_a_run_says_how_the_paragraphs_are_set_that_begin_in_it():
    page = laid_out(
        {
            "type": "text", "x": 10, "y": 10, "width": 60, "height": 40,
            "runs": [
                {"text": "Head\n", "paragraph": {"space_after": 4, "align": "center"}},
                {"text": "body\n"},
                {"text": "item", "paragraph": {"marker": "{a})"}},
            ],
        }
    )  # fmt: skip

    head, body, marker, item = page.items[0].items
    assert head.origin.x + right(head) == pytest.approx(80)
    assert body.origin.y - head.origin.y == pytest.approx(1.2 * EM + 4)
    assert (body.origin.x, marker.text, item.text) == (10, "a)", "item")


def test_words_are_divided_by_the_rules_of_their_language():
    found = runs(GERMAN, width=30, language="de", paragraph={"hyphenate": True})

    hyphens = [run for run in found if run.text == "\u00ad"]
    assert len(hyphens) >= 2
    assert max(right(run) for run in found) <= 40.01
    assert "".join(run.text for run in found if run.text != "\u00ad").replace(" ", "") == GERMAN.replace(" ", "")


def test_without_a_language_nothing_is_divided_and_that_is_told():
    page = laid_out(text("word", paragraph={"hyphenate": True}))

    assert codes(page) == [("hyphenation-unknown", "pages/0/items/0/language")]


def test_text_runs_through_its_columns():
    found = runs("word " * 60, columns=3, column_gap=5, width=80, height=40)

    lefts = sorted({round(run.origin.x, 3) for run in found})
    assert lefts == [10, round(10 + 70 / 3 + 5, 3), round(10 + 2 * (70 / 3 + 5), 3)]
    tops = [min(run.origin.y for run in found if round(run.origin.x, 3) == left) for left in lefts]
    assert tops == pytest.approx([tops[0]] * 3)


def test_a_column_neither_begins_nor_ends_with_a_single_line_of_a_paragraph():
    """Three lines fit: of a paragraph of four after one of one, two stand in the first column and two in the second."""
    words = "one\n" + "abcdefgh " * 4
    more = {"columns": 2, "column_gap": 2, "width": 2 * 24 + 2, "height": 3 * 1.2 * EM + 1, "size": 12}

    kept = [len(line) for line in _columns(runs(words, **more))]
    alone = [len(line) for line in _columns(runs(words, **more, paragraph={"widows": 1, "orphans": 1}))]

    assert (kept, alone) == ([3, 2], [3, 2])
    words = "one\ntwo\n" + "abcdefgh " * 3
    kept = [len(line) for line in _columns(runs(words, **more))]
    alone = [len(line) for line in _columns(runs(words, **more, paragraph={"widows": 1, "orphans": 1}))]
    assert (kept, alone) == ([2, 3], [3, 2])


def _columns(found: list[GlyphRun]) -> list[set[float]]:
    by: dict[float, set[float]] = {}
    for run in found:
        by.setdefault(round(run.origin.x, 2), set()).add(run.origin.y)
    return [by[left] for left in sorted(by)]


def test_what_the_last_column_cannot_hold_is_told_with_its_first_word():
    page = laid_out(text("word " * 30 + "stop " + "end " * 30, columns=2, column_gap=2, height=20))

    (finding,) = page.findings
    assert finding.code == "text-overflow" and "2 columns" in finding.message
    assert "on it sticks out" in finding.message


def test_a_line_too_wide_is_told_with_the_word_that_leaves_the_box():
    page = laid_out(text("some words that run out of it", wrap=False, width=30))

    assert "from “that” on it sticks out" in page.findings[0].message


def test_columns_shrink_until_all_of_them_hold_the_text():
    page = laid_out(text("word " * 60, columns=2, column_gap=2, height=25, fit="shrink"))

    assert page.findings == () and page.items[0].items[0].size < EM


def test_justified_lines_end_at_the_edge_unless_holes_would_gape():
    words = "The quick brown fox jumps over the lazy dog and runs on to the end of the line"
    full = lines(runs(words, align="justify"))
    gaping = lines(runs("Donaudampfschiff Donaudampfschifffahrt a", align="justify", width=50))

    assert [right(row[-1]) for row in list(full.values())[:-1]] == pytest.approx([50] * (len(full) - 1))
    assert right(next(iter(gaping.values()))[-1]) < 55
