"""QR Code, ISO/IEC 18004: up to 2,953 bytes; text beyond Latin-1 as UTF-8 with its ECI."""

from __future__ import annotations

import zxingcpp

from makeready.press.barcodes.grid import bars, modules
from makeready.press.barcodes.symbol import Quiet, Symbol

QUIET = Quiet(4, 4, 4, 4)
"""ISO/IEC 18004, 9.1: four modules."""


def encode(data: str, error_correction: str) -> Symbol:
    """The smallest version that holds the data at this level (L 7 %, M 15 %, Q 25 %, H 30 %)."""
    grid = modules(data, zxingcpp.BarcodeFormat.QRCode, ec_level=error_correction)
    return Symbol(grid.shape[1], grid.shape[0], bars(grid), QUIET, least_module=0.25)
