"""A table's columns share its width, its rows are as high as their text, and a field may list rows."""

import pytest
from tests.press.layout.drawn import laid_out

from makeready.press.design.document import read
from makeready.press.displaylist.items import GlyphRun, LineTo, Path
from makeready.press.displaylist.paint import Cmyk, Gray
from makeready.press.findings import PressError
from makeready.press.geometry import Point

BLACK, CYAN = {"gray": 100}, {"cmyk": [100, 0, 0, 0]}


def row(*words, **more):
    return {"cells": [word if isinstance(word, dict) else {"text": word} for word in words], **more}


def table(*rows, columns=3, **more):
    columns = [{}] * columns if isinstance(columns, int) else columns
    return {"type": "table", "x": 5, "y": 5, "width": 60, "height": 40, "columns": columns, "rows": list(rows), **more}


def parts(item, **more):
    (group,) = laid_out(item, **more).items
    runs = [part for part in group.items if isinstance(part, GlyphRun)]
    return runs, [part for part in group.items if isinstance(part, Path)]


def test_columns_without_a_width_share_what_is_left():
    columns = [{"width": 30}, {}, {"align": "right"}]
    runs, _ = parts(table(row("one", "two", "three"), columns=columns, look={"padding": 0}))

    assert [run.text for run in runs] == ["one", "two", "three"]
    assert [run.origin.x for run in runs[:2]] == [5, 35]
    right = runs[2].origin.x + sum(glyph.advance for glyph in runs[2].glyphs) * runs[2].size / 1000
    assert right == pytest.approx(65)


def test_a_row_is_as_high_as_its_highest_cell_and_as_it_says_at_least():
    item = table(
        row("one line", "two\nlines"), row("next"), row("last", height=12), columns=2,
        look={"padding": 1, "size": 10, "row_rules": {"color": BLACK}},
    )  # fmt: skip
    runs, rules = parts(item)
    tops = [rule.segments[0].to.y for rule in rules]

    line = 12 * 25.4 / 72
    assert tops[0] == pytest.approx(5 + 2 * line + 2, abs=0.9)
    assert tops[1] - tops[0] == pytest.approx(line + 2, abs=0.9)
    assert [run.text for run in runs] == ["one line", "two", "lines", "next", "last"]


def test_areas_lie_below_words_and_lines_on_top():
    item = table(
        row("Head", "er"), row("a", {"text": "b", "fill": CYAN, "ink": CYAN}), row("c", "d"), columns=2,
        header={"fill": {"gray": 80}, "ink": {"gray": 0}},
        look={"stripe": {"gray": 10}, "border": {"color": BLACK}, "column_rules": {"color": BLACK}},
    )  # fmt: skip
    (group,) = laid_out(item).items
    kinds = [type(part).__name__ for part in group.items]
    runs, paths = parts(item)
    fills = [path.fill for path in paths if path.fill]

    assert kinds == sorted(kinds, key=lambda kind: kind == "GlyphRun" and 1) or kinds.index("GlyphRun") == len(fills)
    assert fills == [Gray(80), Gray(80), Cmyk(100, 0, 0, 0), Gray(10), Gray(10)]
    assert [run.ink for run in runs][:4] == [Gray(0), Gray(0), Cmyk(0, 0, 0, 100), Cmyk(100, 0, 0, 0)]
    assert isinstance(group.items[-1], Path)


def test_a_cell_may_cover_columns_and_has_no_line_within():
    item = table(row({"text": "wide", "span": 2}, "end"), row("a", "b", "c"), look={"column_rules": {"color": BLACK}})
    _, rules = parts(item)
    first = [rule for rule in rules if rule.segments[0].to.y == 5]

    assert [rule.segments[0].to.x for rule in first] == [45]
    assert all(isinstance(rule.segments[1], LineTo) for rule in rules)
    assert len(rules) == 3


def test_cells_are_filled_and_a_field_lists_rows():
    fields = [{"name": "Title"}, {"name": "Items", "type": "multiline"}]
    item = table(row("{{Title}}", "Price"), columns=2, rows_from="Items", header={})
    record = {"Title": "What", "Items": "Cards | 10\nFlyers\t20\n\n"}
    runs, _ = parts(item, fields=fields, record=record)

    assert [run.text for run in runs] == ["What", "Price", "Cards", "10", "Flyers", "20"]
    assert runs[0].font != runs[2].font, "the header is bold"


def test_a_table_longer_than_its_box_is_told():
    page = laid_out(table(*[row("words") for _ in range(20)], columns=1))

    assert [(f.code, f.path) for f in page.findings] == [("table-overflow", "pages/0/items/0/rows")]


def test_what_is_wrong_in_a_cell_is_told_there():
    page = laid_out(table(row("fine", "\U0010fffd"), columns=2))

    assert [(f.code, f.path) for f in page.findings] == [("glyph-missing", "pages/0/items/0/rows/0/cells/1/text")]


def test_more_cells_than_columns_are_refused():
    with pytest.raises(PressError, match="covers 3 columns; the table has 2"):
        read({"version": 1, "pages": [{"width": 9, "height": 9, "items": [table(row("a", "b", "c"), columns=2)]}]})


def test_a_table_begins_at_its_corner():
    _, paths = parts(table(row("a"), columns=1, look={"border": {"color": BLACK}}))

    assert paths[-1].segments[0].to == Point(5, 5)
