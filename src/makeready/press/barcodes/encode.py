"""Which symbol stands for some data? The front door over all symbologies."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from makeready.press.barcodes import code128, datamatrix, ean13, qr
from makeready.press.barcodes.symbol import Symbol

ENCODERS: dict[str, Callable[[str, str], Symbol]] = {
    "qr": qr.encode,
    "datamatrix": datamatrix.encode,
    "code128": code128.encode,
    "ean13": ean13.encode,
}
"""Symbology → data and error correction → symbol."""


@lru_cache(maxsize=4096)
def encode(symbology: str, data: str, error_correction: str = "M") -> Symbol:
    """The symbol for some data.

    Raises:
        BarcodeFault: a sentence, where the symbology cannot carry the data.
    """
    return ENCODERS[symbology](data, error_correction)
