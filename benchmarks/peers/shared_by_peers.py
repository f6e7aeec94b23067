"""What every peer is given and must answer. No package of ours may be imported here."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

MM = 72 / 25.4


def run(make: Callable[[list[dict[str, Any]], dict[str, Any], str], None]) -> None:
    """Make the cards once for warmth and once for the clock; print the processor's seconds.

    Arguments: the cards' file, how many, where to write, the fonts (sans, serif), `codes` or `text`.
    """
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    count, out = int(sys.argv[2]), sys.argv[3]
    given |= {"sans": sys.argv[4], "serif": sys.argv[5], "codes": sys.argv[6] == "codes"}
    make(given["cards"][:5], given, out)
    began = time.process_time()
    make(given["cards"][5 : 5 + count], given, out)
    print(json.dumps({"seconds": time.process_time() - began}))


def dark(code: list[str]) -> list[tuple[int, int, int]]:
    """Runs of dark modules: x, y, width."""
    runs = []
    for y, row in enumerate(code):
        x = 0
        while (x := row.find("1", x)) >= 0:
            end = row.find("0", x)
            end = len(row) if end < 0 else end
            runs.append((x, y, end - x))
            x = end
    return runs


def module(code: list[str]) -> tuple[float, float, float]:
    """Left and top of a code in the card, and its module, mm: 14 mm with a quiet zone of four modules."""
    size = 14 / (len(code) + 8)
    return 66 + 4 * size, 34 + 4 * size, size
