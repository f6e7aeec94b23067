"""EAN-13, GS1 General Specifications 5.2: the thirteen digits on what shops sell."""

from __future__ import annotations

import zxingcpp

from makeready.press.barcodes.symbol import Quiet, Symbol, bars, modules
from makeready.press.design.barcode_rules import checked

QUIET = Quiet(11, 0, 7, 0)
"""GS1 General Specifications 5.2.3.4: eleven modules on the left, seven on the right."""

GUARDS = frozenset({0, 2, 46, 48, 92, 94})
"""Guard bars, by module; they reach down beside the digits."""


def encode(data: str, _: str) -> Symbol:
    """The symbol of 95 modules; a missing check digit is added."""
    digits = checked("ean13", data)
    grid = modules(digits, zxingcpp.BarcodeFormat.EAN13)[:1]
    return Symbol(grid.shape[1], 1, bars(grid), QUIET, least_module=0.264, linear=True, text=digits, long_bars=GUARDS)
