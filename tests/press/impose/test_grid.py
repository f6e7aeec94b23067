"""The arithmetic of a sheet: as many as fit, none beyond the edge, every back behind its front."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.impose.grid import Cell, Flip, Grid, Turning, fit, how_many, sheets_needed

lengths = st.floats(5, 300)
gutters = st.floats(0, 20)


def on_sheet(cell: Cell, page: tuple[float, float], at: tuple[float, float]) -> tuple[float, float]:
    """Where a point of a page (from its bottom left) comes to lie: the meaning of a cell's quarters."""
    (w, h), (u, v) = page, at
    x, y = ((u, v), (h - v, u), (w - u, h - v), (v, w - u))[cell.quarters]
    return cell.x + x, cell.y + y


@pytest.mark.parametrize(
    ("page", "sheet", "gutter", "edge", "expected"),
    [
        ((85, 55), (320, 450), 4, 7, (3, 7, False)),
        ((85, 55), (450, 320), 4, 7, (7, 3, True)),
        ((55, 85), (320, 450), 4, 7, (3, 7, True)),
        ((100, 100), (300, 200), 0, 0, (3, 2, False)),
        ((210, 297), (225, 320), 0, 5, (1, 1, False)),
        ((297, 210), (225, 320), 0, 5, (1, 1, True)),
    ],
)
def test_the_way_that_holds_more_is_chosen(page, sheet, gutter, edge, expected):
    grid = fit(page, sheet, gutter=gutter, edge=edge)

    assert grid is not None
    assert (grid.columns, grid.rows, grid.turned) == expected


def test_turning_can_be_forbidden_and_demanded():
    assert fit((55, 85), (320, 450), edge=7, gutter=4, turning=Turning.NEVER).ups == 20
    assert fit((100, 100), (300, 300), edge=0, gutter=0, turning=Turning.ALWAYS).turned


def test_fewer_columns_and_rows_can_be_wished_but_not_more():
    assert fit((85, 55), (320, 450), edge=7, gutter=4, columns=2, rows=3).ups == 6
    assert fit((85, 55), (320, 450), edge=7, gutter=4, columns=4, turning=Turning.NEVER) is None


def test_what_does_not_fit_is_none():
    assert fit((85, 55), (80, 80), edge=0, gutter=0) is None


@given(lengths, lengths, lengths, lengths, gutters, st.floats(0, 20))
def test_cells_lie_within_the_edges_and_apart_from_each_other(w, h, sheet_w, sheet_h, gutter, edge):
    grid = fit((w, h), (sheet_w, sheet_h), edge=edge, gutter=gutter)

    if grid is None:
        assert max(how_many(w, sheet_w - 2 * edge, gutter), how_many(h, sheet_w - 2 * edge, gutter)) == 0 or (
            how_many(h, sheet_h - 2 * edge, gutter) == 0 or how_many(w, sheet_h - 2 * edge, gutter) == 0
        )
        return
    assert grid.left >= edge - 0.01 and grid.right <= sheet_w - edge + 0.01
    assert grid.bottom >= edge - 0.01 and grid.top <= sheet_h - edge + 0.01
    for one in range(min(grid.ups, 30)):
        for other in range(one):
            a, b = grid.cells[one], grid.cells[other]
            assert abs(a.x - b.x) >= grid.width + gutter - 0.01 or abs(a.y - b.y) >= grid.height + gutter - 0.01


@given(st.floats(1, 500), st.floats(0, 2000), st.floats(0, 50))
def test_one_more_would_not_fit(length, room, gutter):
    n = how_many(length, room, gutter)

    assert n * length + max(0, n - 1) * gutter <= room + 0.01
    assert (n + 1) * length + n * gutter > room - 0.01


@pytest.mark.parametrize("flip", Flip)
@settings(max_examples=40)
@given(lengths, lengths, st.sampled_from(Turning), st.floats(0, 1), st.floats(0, 1))
def test_every_point_of_a_back_lies_behind_its_front(flip, w, h, turning, along, up):
    """A card turned about its own upright axis shows its back upright: left is behind right, head behind head."""
    sheet, page = (700.0, 1000.0), (w, h)
    front = fit(page, sheet, edge=10, gutter=5, turning=turning)
    back = front.back(sheet, flip)

    for front_cell, back_cell in zip(front.cells, back.cells, strict=True):
        x, y = on_sheet(front_cell, page, (along * w, up * h))
        behind = (sheet[0] - x, y) if flip is Flip.TURN else (x, sheet[1] - y)
        assert on_sheet(back_cell, page, (w - along * w, up * h)) == pytest.approx(behind, abs=1e-6)


def test_backs_of_backs_are_fronts():
    grid = fit((85, 55), (320, 450), edge=7, gutter=4)

    for flip in Flip:
        again = grid.back((320, 450), flip).back((320, 450), flip)
        for one, other in zip(again.cells, grid.cells, strict=True):
            assert (one.x, one.y, one.quarters) == pytest.approx((other.x, other.y, other.quarters))


@given(st.integers(1, 10**6), st.integers(1, 500))
def test_sheets_are_enough_and_not_one_too_many(quantity, ups):
    sheets = sheets_needed(quantity, ups)

    assert sheets * ups >= quantity > (sheets - 1) * ups


def test_a_grid_tells_its_block():
    grid = Grid(1, 1, 10, 20, 0, (Cell(5, 6, 1),))

    assert (grid.left, grid.bottom, grid.right, grid.top, grid.turned) == (5, 6, 15, 26, True)
