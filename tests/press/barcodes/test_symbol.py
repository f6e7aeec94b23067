"""Every symbol can be read back by an independent reader from the bars that layout draws."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.barcodes.encode import encode as symbol
from makeready.press.barcodes.grid import bars
from makeready.press.barcodes.symbol import BarcodeFault, Symbol


def picture(drawn: Symbol, scale: int = 4) -> np.ndarray:
    """The symbol as pixels with its quiet zone: what a scanner sees."""
    tall = 40 if drawn.linear else drawn.height
    quiet = drawn.quiet
    grid = np.full((tall + quiet.top + quiet.bottom, drawn.width + quiet.left + quiet.right), 255, np.uint8)
    for x, y, width, height in drawn.bars or drawn.cells.rectangles():
        bottom = tall if drawn.linear else y + height
        grid[quiet.top + y : quiet.top + bottom, quiet.left + x : quiet.left + x + width] = 0
    return np.kron(np.pad(grid, 2, constant_values=255), np.ones((scale, scale), np.uint8))


def read_back(drawn: Symbol) -> list[tuple[str, str]]:
    return [(code.format.name, code.text) for code in zxingcpp.read_barcodes(picture(drawn))]


@pytest.mark.parametrize("level", ["L", "M", "Q", "H"])
@pytest.mark.parametrize("data", ["https://shop.example/5001", "x", "Łucja Öz · 王芳", "0123456789" * 20])
def test_qr_is_read_back(data, level):
    assert read_back(symbol("qr", data, level)) == [("QRCode", data)]


def test_more_error_correction_makes_a_qr_code_larger():
    assert symbol("qr", "x" * 100, "H").width > symbol("qr", "x" * 100, "L").width


@pytest.mark.parametrize("data", ["A-1", "Größe 3", "0123456789" * 30])
def test_data_matrix_is_read_back(data):
    assert read_back(symbol("datamatrix", data)) == [("DataMatrix", data)]


@pytest.mark.parametrize("data", ["BC-85x55", "0123456789012345", "mixed 12345678 Case!", "\x1d"])
def test_code_128_is_read_back(data):
    drawn = symbol("code128", data)

    assert drawn.linear and drawn.text == data
    assert [text for _, text in read_back(drawn)] == [data if data.isprintable() else "<GS>"]


@pytest.mark.parametrize(("data", "said"), [("4006381333931", "4006381333931"), ("400638133393", "4006381333931")])
def test_ean_13_is_read_back_with_its_check_digit(data, said):
    drawn = symbol("ean13", data)

    assert drawn.width == 95 and drawn.text == said
    assert read_back(drawn) == [("EAN13", said)]
    assert drawn.long_bars <= {x for x, *_ in drawn.bars}


@pytest.mark.parametrize(
    ("symbology", "data"),
    [("ean13", "4006381333932"), ("code128", "ß"), ("qr", "x" * 3000), ("datamatrix", "x" * 3000)],
)
def test_what_cannot_be_carried_is_said_in_a_sentence(symbology, data):
    with pytest.raises(BarcodeFault) as caught:
        symbol(symbology, data)

    assert str(caught.value).endswith(".")


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_bars_cover_exactly_the_dark_modules_and_never_overlap(width, height, data):
    dark = data.draw(st.lists(st.booleans(), min_size=width * height, max_size=width * height))
    grid = np.array(dark).reshape(height, width)

    covered = np.zeros_like(grid, dtype=int)
    for x, y, w, h in bars(grid):
        covered[y : y + h, x : x + w] += 1

    assert np.array_equal(covered, grid.astype(int))
