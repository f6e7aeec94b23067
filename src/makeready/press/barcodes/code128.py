"""Code 128, ISO/IEC 15417: any ASCII text as bars."""

from __future__ import annotations

import zxingcpp

from makeready.press.barcodes.symbol import Quiet, Symbol, bars, modules
from makeready.press.design.barcode_rules import checked

QUIET = Quiet(10, 0, 10, 0)
"""ISO/IEC 15417, 4.4: ten modules on both sides."""


def encode(data: str, _: str) -> Symbol:
    """The shortest mixture of code sets A, B and C."""
    grid = modules(checked("code128", data), zxingcpp.BarcodeFormat.Code128)[:1]
    return Symbol(grid.shape[1], 1, bars(grid), QUIET, least_module=0.19, linear=True, text=data)
