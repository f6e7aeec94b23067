"""Code 128, ISO/IEC 15417: any ASCII text as bars."""

from __future__ import annotations

import zxingcpp

from makeready.press.barcodes.grid import bars, modules
from makeready.press.barcodes.symbol import BarcodeFault, Quiet, Symbol

QUIET = Quiet(10, 0, 10, 0)
"""ISO/IEC 15417, 4.4: ten modules on both sides."""

LONGEST = 80
"""Characters; no scanner reads the width of more."""


def check(data: str) -> str:
    """ISO/IEC 15417 carries ASCII."""
    wrong = next((c for c in data if not c.isascii()), None)
    if wrong:
        raise BarcodeFault(f"Code 128 cannot carry “{wrong}” (U+{ord(wrong):04X}); it takes ASCII characters.")
    if len(data) > LONGEST:
        raise BarcodeFault(f"Code 128 with {len(data)} characters is too wide to be scanned; {LONGEST} are the most.")
    return data


def encode(data: str, _: str) -> Symbol:
    """The shortest mixture of code sets A, B and C."""
    grid = modules(data, zxingcpp.BarcodeFormat.Code128)[:1]
    return Symbol(grid.shape[1], 1, bars(grid), QUIET, least_module=0.19, linear=True, text=data)
