"""What outline does SVG path data describe? Absolute moves, lines, cubic curves and closings (SVG 2, 9.3).

Quadratic curves are raised to cubic ones (exact), arcs become cubic curves (error below 1/3000 of the radius).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

Command = tuple[str, tuple[float, ...]]
"""`M` x y · `L` x y · `C` x1 y1 x2 y2 x y · `Z`, all absolute."""

_TOKEN = re.compile(r"[\s,]*(?:([MmLlHhVvCcSsQqTtAaZz])|([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?))")
_FLAG = re.compile(r"[\s,]*([01])")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


class PathFault(ValueError):
    """Path data that cannot be read; the message is a sentence with the place."""


@lru_cache(maxsize=1024)
def parse(data: str) -> tuple[Command, ...]:
    """The commands of path data.

    Raises:
        PathFault: with what is wrong at which character.
    """
    pen = _Pen()
    for letter, numbers in _steps(data):
        pen.draw(letter, numbers)
    return tuple(pen.commands)


def _steps(data: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Each command letter with one full set of its numbers."""
    at, letter, end = 0, "", len(data.rstrip(" \t\r\n\f,"))
    while at < end:
        found = _TOKEN.match(data, at)
        if not found:
            raise PathFault(f"there is something that is no path data at character {at + 1}.")
        if found[1]:
            if not letter and found[1] not in "Mm":
                raise PathFault("a path must begin with M.")
            letter, at = found[1], found.end()
            if letter in "Zz":
                yield "Z", ()
                continue
        elif not letter or letter in "Zz":
            raise PathFault(f"there is a number without a command at character {at + 1}.")
        numbers, at = _numbers(data, at, letter)
        yield letter, numbers
        letter = {"M": "L", "m": "l"}.get(letter, letter)


def _numbers(data: str, at: int, letter: str) -> tuple[tuple[float, ...], int]:
    numbers: list[float] = []
    for place in range(_ARGUMENTS[letter.upper()]):
        flag = letter in "Aa" and place in (3, 4)  # arc flags may stand without a gap: "a1 1 0 0110 10"
        found = (_FLAG if flag else _TOKEN).match(data, at)
        word = found and (found[1] if flag else found[2])
        if not found or not word:
            raise PathFault(f"{letter} lacks a number at character {min(at, len(data)) + 1}.")
        value = float(word)
        if not abs(value) < 1e9:
            raise PathFault(f"there is a number too large at character {at + 1}.")
        numbers.append(value)
        at = found.end()
    return tuple(numbers), at


class _Pen:
    """Where the pen is while a path is drawn."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.x = self.y = self.start_x = self.start_y = 0.0
        self.mirror: tuple[str, float, float] | None = None

    def draw(self, letter: str, n: tuple[float, ...]) -> None:
        """One command."""
        upper = letter.upper()
        before, self.mirror = self.mirror, None
        if upper == "Z":
            self.commands.append(("Z", ()))
            self.x, self.y = self.start_x, self.start_y
            return
        if upper != "M" and (not self.commands or self.commands[-1][0] == "Z"):
            self.commands.append(("M", (self.x, self.y)))  # SVG 2, 9.3.4: after Z a new contour begins there
        dx, dy = (self.x, self.y) if letter.islower() else (0.0, 0.0)
        if upper == "H":
            self._to("L", n[0] + dx, self.y)
        elif upper == "V":
            self._to("L", self.x, n[0] + dy)
        elif upper in "ML":
            self._to(upper, n[0] + dx, n[1] + dy)
        elif upper == "A":
            self._arc(n[0], n[1], n[2], n[3] != 0, n[4] != 0, n[5] + dx, n[6] + dy)
        else:
            self._curve(upper, [v + (dy if i % 2 else dx) for i, v in enumerate(n)], before)

    def _to(self, letter: str, x: float, y: float) -> None:
        self.commands.append((letter, (x, y)))
        self.x, self.y = x, y
        if letter == "M":
            self.start_x, self.start_y = x, y

    def _curve(self, letter: str, n: list[float], before: tuple[str, float, float] | None) -> None:
        x, y = n[-2:]
        if letter in "ST":
            same = before is not None and before[0] == ("C" if letter == "S" else "Q")
            n = [2 * self.x - before[1], 2 * self.y - before[2], *n] if same and before else [self.x, self.y, *n]
        if letter in "QT":
            qx, qy = n[:2]
            n = [
                self.x + (qx - self.x) * 2 / 3, self.y + (qy - self.y) * 2 / 3,
                x + (qx - x) * 2 / 3, y + (qy - y) * 2 / 3, x, y,
            ]  # fmt: skip
            self.mirror = ("Q", qx, qy)
        else:
            self.mirror = ("C", n[2], n[3])
        self.commands.append(("C", tuple(n)))
        self.x, self.y = x, y

    def _arc(self, rx: float, ry: float, turn: float, large: bool, sweep: bool, x: float, y: float) -> None:
        """An elliptical arc, from endpoints to centre as SVG 2, B.2.4 computes it."""
        rx, ry = abs(rx), abs(ry)
        if (x, y) == (self.x, self.y):
            return
        if rx == 0 or ry == 0:
            self._to("L", x, y)
            return
        angle = math.radians(turn % 360)
        cos, sin = math.cos(angle), math.sin(angle)
        half_x, half_y = (self.x - x) / 2, (self.y - y) / 2
        px, py = cos * half_x + sin * half_y, -sin * half_x + cos * half_y
        grow = math.sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
        rx, ry = rx * grow, ry * grow
        below = (rx * py) ** 2 + (ry * px) ** 2
        root = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if large == sweep else 1)
        cx, cy = root * rx * py / ry, -root * ry * px / rx
        start = math.atan2((py - cy) / ry, (px - cx) / rx)
        sweeping = math.atan2((-py - cy) / ry, (-px - cx) / rx) - start
        if sweep and sweeping < 0:
            sweeping += 2 * math.pi
        elif not sweep and sweeping > 0:
            sweeping -= 2 * math.pi
        mid_x, mid_y = cos * cx - sin * cy + (self.x + x) / 2, sin * cx + cos * cy + (self.y + y) / 2

        def place(u: float, v: float) -> tuple[float, float]:
            return mid_x + cos * rx * u - sin * ry * v, mid_y + sin * rx * u + cos * ry * v

        parts = max(1, math.ceil(abs(sweeping) / (math.pi / 2) - 1e-9))
        step = sweeping / parts
        reach = 4 / 3 * math.tan(step / 4)
        for part in range(parts):
            a, b = start + part * step, start + (part + 1) * step
            first = place(math.cos(a) - reach * math.sin(a), math.sin(a) + reach * math.cos(a))
            second = place(math.cos(b) + reach * math.sin(b), math.sin(b) - reach * math.cos(b))
            end = (x, y) if part == parts - 1 else place(math.cos(b), math.sin(b))
            self.commands.append(("C", (*first, *second, *end)))
        self.x, self.y = x, y
