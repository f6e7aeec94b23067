"""EAN-13, GS1 General Specifications 5.2: the thirteen digits on what shops sell."""

from __future__ import annotations

import zxingcpp

from makeready.press.barcodes.grid import bars, modules
from makeready.press.barcodes.symbol import BarcodeFault, Quiet, Symbol

QUIET = Quiet(11, 0, 7, 0)
"""GS1 General Specifications 5.2.3.4: eleven modules on the left, seven on the right."""

GUARDS = frozenset({0, 2, 46, 48, 92, 94})
"""Guard bars, by module; they reach down beside the digits."""


def check(data: str) -> str:
    """Twelve digits, or thirteen of which the last is right; answers thirteen."""
    digits = data.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (12, 13):
        raise BarcodeFault(f"EAN-13 takes 12 or 13 digits, and “{data[:40]}” is something else.")
    right = check_digit(digits[:12])
    if len(digits) == 13 and digits[12] != right:
        raise BarcodeFault(f"the check digit of {digits} should be {right}, not {digits[12]}.")
    return digits[:12] + right


def encode(digits: str, _: str) -> Symbol:
    """The symbol of 95 modules."""
    grid = modules(digits, zxingcpp.BarcodeFormat.EAN13)[:1]
    return Symbol(grid.shape[1], 1, bars(grid), QUIET, least_module=0.264, linear=True, text=digits, long_bars=GUARDS)


def check_digit(digits: str) -> str:
    """The thirteenth digit to twelve (GS1 General Specifications, 7.9: weights 1, 3, 1, 3, …)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)
