"""What may a barcode say? Per symbology: the characters and lengths of its standard, and check digits."""

from __future__ import annotations


class BarcodeFault(ValueError):
    """Data that a symbology cannot carry; the message is a sentence."""


def checked(symbology: str, data: str) -> str:
    """The data as it is encoded: EAN-13 with its check digit, the others as given.

    Raises:
        BarcodeFault: where the symbology cannot carry it.
    """
    if not data:
        raise BarcodeFault("there is nothing to encode.")
    if symbology == "ean13":
        return _ean13(data)
    if symbology == "code128":
        _code128(data)
    return data


def ean13_check_digit(digits: str) -> str:
    """The thirteenth digit to twelve (GS1 General Specifications, 7.9: weights 1, 3, 1, 3, …)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


def _ean13(data: str) -> str:
    digits = data.replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in (12, 13):
        raise BarcodeFault(f"EAN-13 takes 12 or 13 digits, and “{data[:40]}” is something else.")
    right = ean13_check_digit(digits[:12])
    if len(digits) == 13 and digits[12] != right:
        raise BarcodeFault(f"the check digit of {digits} should be {right}, not {digits[12]}.")
    return digits[:12] + right


def _code128(data: str) -> None:
    """ISO/IEC 15417 carries ASCII; beyond 80 characters no scanner reads the width."""
    wrong = next((c for c in data if not c.isascii()), None)
    if wrong:
        raise BarcodeFault(f"Code 128 cannot carry “{wrong}” (U+{ord(wrong):04X}); it takes ASCII characters.")
    if len(data) > 80:
        raise BarcodeFault(f"Code 128 with {len(data)} characters is too wide to be scanned; 80 are the most.")
