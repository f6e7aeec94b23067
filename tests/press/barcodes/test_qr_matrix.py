"""Codes of our own are read back, and are as large as zxing's."""

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.barcodes.encode import encode
from makeready.press.barcodes.qr_matrix import LEVELS, fits


def pixels(symbol) -> np.ndarray:
    size = symbol.width
    rows = np.frombuffer(symbol.cells.bits, np.uint8).reshape(size, -1)
    dark = np.unpackbits(rows, axis=1, bitorder="little")[:, :size]
    return np.kron(np.pad(1 - dark, 4, constant_values=1), np.ones((4, 4), np.uint8)) * np.uint8(255)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("length", [1, 7, 15, 33, 61, 90, 110, 118, 150, 190, 210, 260])
def test_every_version_is_read_back(level, length):
    data = ("https://press.example/" + "anna-" * 60)[:length]
    if fits(data.encode(), level) is None:
        return
    (code,) = zxingcpp.read_barcodes(pixels(encode("qr", data, level)))

    assert code.text == data


@given(data=st.text("abcxyzABC0123456789 ./:-@?=&", min_size=1, max_size=80), level=st.sampled_from(list(LEVELS)))
@settings(max_examples=150, deadline=None)
def test_no_code_is_larger_than_zxings(data, level):
    if fits(data.encode(), level) is None:
        return
    symbol = encode("qr", data.strip() or "x", level)
    other = zxingcpp.create_barcode(data.strip() or "x", zxingcpp.BarcodeFormat.QRCode, ec_level=level)

    assert symbol.width <= other.to_image(scale=1, add_quiet_zones=False).shape[0]


@pytest.mark.parametrize(
    "data", ["Łódź", "0123456789", "HTTPS://PRESS.EXAMPLE/ANNA/OEZ/CARD", "https://x.example/" + "7" * 40]
)
def test_what_other_modes_hold_better_is_left_to_them(data):
    assert encode("qr", data, "M").cells is None


def test_rectangles_are_the_dark_modules():
    symbol = encode("qr", "https://press.example/anna", "M")
    dark = pixels(symbol)[16:-16:4, 16:-16:4] == 0
    drawn = np.zeros_like(dark)
    for x, y, width, height in symbol.cells.rectangles():
        assert not drawn[y : y + height, x : x + width].any()
        drawn[y : y + height, x : x + width] = True

    assert (drawn == dark).all()
    assert len(symbol.cells.as_segments()) == 5 * len(symbol.cells.rectangles())
