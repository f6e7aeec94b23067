"""How is a number written in SVG? As short as it can be."""

from __future__ import annotations

from collections.abc import Iterable


def short(value: float, places: int = 3) -> str:
    """A number with at most `places` digits after the point; in millimetres three are a micrometre."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def packed(values: Iterable[int]) -> str:
    """Whole numbers in a row: a minus separates as well as a space."""
    text = "".join(f"-{-value}" if value < 0 else f" {value}" for value in values)
    return text[1:] if text.startswith(" ") else text
