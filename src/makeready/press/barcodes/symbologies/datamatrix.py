"""Data Matrix ECC 200, ISO/IEC 16022: small, for little room."""

from __future__ import annotations

import zxingcpp

from makeready.press.barcodes.grid import bars, modules
from makeready.press.barcodes.symbol import Quiet, Symbol

QUIET = Quiet(1, 1, 1, 1)
"""ISO/IEC 16022, 7.1: one module."""


def encode(data: str, _: str) -> Symbol:
    """The smallest symbol that holds the data; its error correction is fixed by the standard."""
    grid = modules(data, zxingcpp.BarcodeFormat.DataMatrix)
    return Symbol(grid.shape[1], grid.shape[0], bars(grid), QUIET, least_module=0.25)
