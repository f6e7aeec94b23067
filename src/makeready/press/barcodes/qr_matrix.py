"""How does text become the modules of a QR code (ISO/IEC 18004:2015), fast enough for one on every card?

Everything between the data and the modules is linear over GF(2): codewords, Reed-Solomon, placement. So each data
byte at its place contributes one fixed pattern of modules, remembered as one large integer, and a symbol is the sum
(XOR) of its bytes' patterns. The eight masks are judged side by side, in one integer that holds all eight.
Versions 1 to 10 in byte mode; what is larger or in another mode is left to zxing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from makeready.press.displaylist.cells import Cells

LEVELS = {"L": (1, 0), "M": (0, 1), "Q": (3, 2), "H": (2, 3)}
"""Of error correction: its two bits in the format information (table 12), its column in the tables below."""

CHECK = (
    (7, 10, 13, 17), (10, 16, 22, 28), (15, 26, 18, 22), (20, 18, 26, 16), (26, 24, 18, 22),
    (18, 16, 24, 28), (20, 18, 18, 26), (24, 22, 22, 26), (30, 22, 20, 24), (18, 26, 24, 28),
)  # fmt: skip
"""Check codewords in a block, by version and level (table 9)."""

BLOCKS = (
    (1, 1, 1, 1), (1, 1, 1, 1), (1, 1, 2, 2), (1, 2, 2, 4), (1, 2, 4, 4),
    (2, 4, 4, 4), (2, 4, 6, 5), (2, 4, 6, 6), (2, 5, 8, 8), (4, 5, 8, 8),
)  # fmt: skip

CODEWORDS = (26, 44, 70, 100, 134, 172, 196, 242, 292, 346)
"""In all, by version (table 1)."""

ALIGNED = ((), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50))
"""Centres of alignment patterns (annex E)."""

MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda x, y: y % 2 == 0,
    lambda x, y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (x // 3 + y // 2) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)
"""Table 10: which modules are turned over."""


def fits(data: bytes, level: str) -> int | None:
    """The smallest version, 1 to 10, that holds the bytes.

    None where none does, or where changes of mode (digits, capitals) might get them into a smaller one.
    """
    rooms = _rooms(level)
    bits = 8 * len(data)
    version = next((number for number, room in enumerate(rooms, 1) if bits <= room), None)
    if version is None or version == 1:
        return version if not _DENSE.fullmatch(data) else None
    # A digit takes 3⅓ bits in its mode, a capital 5½ in its.
    spared = sum(2.5 * len(run) + 2.2 * len(_DIGIT.findall(run)) for run in _DENSE.findall(data))
    return version if bits - spared > rooms[version - 2] else None


_CAPITALS = rb"[0-9A-Z $%*+./:-]"
_DENSE = re.compile(
    rb"^" + _CAPITALS + rb"+$|^[0-9]{3,}|^" + _CAPITALS + rb"{5,}|[0-9]{3,}$|" + _CAPITALS + rb"{5,}$|"
    rb"[0-9]{5,}|" + _CAPITALS + rb"{9,}"
)
"""What other modes can hold in less, their heads and the way back counted; at an edge there is only one way."""
_DIGIT = re.compile(rb"[0-9]")


@lru_cache(maxsize=4)
def _rooms(level: str) -> tuple[int, ...]:
    """Bits of data in byte mode, by version."""
    column = LEVELS[level][1]
    words = [
        whole - check[column] * blocks[column] for whole, check, blocks in zip(CODEWORDS, CHECK, BLOCKS, strict=True)
    ]
    return tuple(8 * count - 4 - (8 if version < 10 else 16) for version, count in enumerate(words, 1))


def encode(data: bytes, version: int, level: str) -> tuple[int, Cells]:
    """Modules on a side, and the dark ones, under the mask of least penalty."""
    frame = _frame(version, level)
    return frame.size, Cells(frame.best(frame.placed(data)).to_bytes(frame.size * frame.stride, "little"), frame.stride)


@lru_cache(maxsize=40)
def _frame(version: int, level: str) -> _Frame:
    return _Frame(version, level)


class _Frame:
    """A version and level. A symbol is one integer: module x, y is bit `y * width + x`, rows end in light bits."""

    def __init__(self, version: int, level: str) -> None:
        self.size = size = 17 + 4 * version
        self.stride = size // 8 + 1  # at least one empty bit parts the rows
        self.width = 8 * self.stride
        bits, column = LEVELS[level]
        self._check = CHECK[version - 1][column]
        self._blocks = BLOCKS[version - 1][column]
        self._codewords = CODEWORDS[version - 1]
        self._data = self._codewords - self._check * self._blocks
        self._count_bits = 8 if version < 10 else 16
        fixed, free = _function_patterns(version, self._bit)
        self._fixed = fixed
        self._patterns: list[dict[int, int]] = [{} for _ in range(self._data)]
        self._basis = self._linear_basis(_zigzag(size, free))
        self._padding: dict[int, int] = {}
        self._judge = _Judge(self, free, [_format(self, bits << 3 | mask) for mask in range(8)])

    def _bit(self, x: int, y: int) -> int:
        return 1 << (y * self.width + x)

    def placed(self, data: bytes) -> int:
        """The symbol before masking (7.4.1, 7.4.5: byte mode)."""
        count = len(data)
        head = 4 << self._count_bits | count
        words = (head << 8 * count | int.from_bytes(data)) << 4
        codewords = words.to_bytes(count + 1 + self._count_bits // 8)
        made = self._padding.get(len(codewords))
        if made is None:
            made = self._padding[len(codewords)] = self._padded(len(codewords))
        for known, byte in zip(self._patterns, codewords, strict=False):
            pattern = known.get(byte)
            if pattern is None:
                pattern = known[byte] = self._pattern(self._patterns.index(known), byte)
            made ^= pattern
        return made

    def best(self, placed: int) -> int:
        """The symbol under the mask of least penalty."""
        return self._judge.best(placed)

    def _padded(self, used: int) -> int:
        """The fixed patterns and the pad codewords after `used` ones."""
        made = self._fixed
        for place in range(used, self._data):
            made ^= self._pattern(place, 0xEC if (place - used) % 2 == 0 else 0x11)
        return made

    def _pattern(self, place: int, byte: int) -> int:
        made = 0
        for bit in range(8):
            if byte >> bit & 1:
                made ^= self._basis[place][bit]
        return made

    def _linear_basis(self, path: list[tuple[int, int]]) -> list[list[int]]:
        """What each bit of each data codeword darkens, check codewords included."""
        short = self._codewords // self._blocks
        longer = self._codewords % self._blocks
        lengths = [short - self._check + (block >= self._blocks - longer) for block in range(self._blocks)]
        order = [  # (block, place in it) of each codeword of the symbol (7.6)
            (block, place) for place in range(max(lengths)) for block in range(self._blocks) if place < lengths[block]
        ]
        order += [(block, lengths[block] + place) for place in range(self._check) for block in range(self._blocks)]
        at = {where: number for number, where in enumerate(order)}
        divisor = _generator(self._check)
        basis: list[list[int]] = []
        for block, length in enumerate(lengths):
            for place in range(length):
                remainder = _remainders(divisor, length - place)
                rows = []
                for bit in range(8):
                    made = self._codeword(path, at[block, place], 1 << bit)
                    for check, factor in enumerate(remainder):
                        made ^= self._codeword(path, at[block, length + check], _times(factor, 1 << bit))
                    rows.append(made)
                basis.append(rows)
        return basis

    def _codeword(self, path: list[tuple[int, int]], number: int, byte: int) -> int:
        return sum(self._bit(*path[8 * number + bit]) for bit in range(8) if byte >> (7 - bit) & 1)


class _Judge:
    """Which mask has the least penalty (7.8.3)? All eight symbols in one integer, so that each rule is asked once."""

    def __init__(self, frame: _Frame, free: set[tuple[int, int]], formats: list[int]) -> None:
        size, width = frame.size, frame.width
        self._size, self._width = size, width
        self._bytes = (size + 1) * frame.stride  # an empty row parts the symbols
        self._step = 8 * self._bytes
        self._masks = [
            sum(frame._bit(x, y) for x, y in free if turned(x, y)) ^ form
            for turned, form in zip(MASKS, formats, strict=True)
        ]
        self._all = sum(mask << number * self._step for number, mask in enumerate(self._masks))
        one = sum(((1 << size) - 1) << y * width for y in range(size))
        self._inside = sum(one << number * self._step for number in range(8))
        self._symbol = (1 << self._step) - 1

    def best(self, placed: int) -> int:
        """The symbol turned over where its best mask says so."""
        step, width = self._step, self._width
        dark = placed | placed << step
        dark |= dark << 2 * step
        dark |= dark << 4 * step
        dark ^= self._all
        light = dark ^ self._inside
        counted = [self._five(dark, light, by) for by in (1, width)]
        blocks = self._blocks(dark, width) | self._blocks(light, width)
        finders = [self._like_finders(dark, light, by) for by in (1, width)]
        shades = self._counts(dark)
        fives = [(self._counts(run), self._counts(start)) for run, start in counted]
        squares = self._counts(blocks)
        likes = [self._counts(found) for found in finders]
        modules = self._size * self._size
        penalties = [
            fives[0][0][k] + 2 * fives[0][1][k] + fives[1][0][k] + 2 * fives[1][1][k]
            + 3 * squares[k] + 40 * (likes[0][k] + likes[1][k]) + 10 * (abs(20 * shades[k] - 10 * modules) // modules)
            for k in range(8)
        ]  # fmt: skip
        return placed ^ self._masks[penalties.index(min(penalties))]

    def _five(self, dark: int, light: int, by: int) -> tuple[int, int]:
        """Where five alike begin in a row (a run of n holds n − 4 such places), and where such runs begin."""
        runs = 0
        for shade in (dark, light):
            two = shade & shade >> by
            runs |= two & two >> 2 * by & shade >> 4 * by
        return runs, runs & ~(runs << by)

    def _blocks(self, shade: int, width: int) -> int:
        two = shade & shade >> 1
        return two & two >> width

    def _like_finders(self, dark: int, light: int, by: int) -> int:
        """1 : 1 : 3 : 1 : 1 with four light modules before or after."""
        core = dark & light >> by & dark >> 2 * by & dark >> 3 * by
        core &= dark >> 4 * by & light >> 5 * by & dark >> 6 * by
        if not core:
            return 0
        two = light & light >> by
        four = two & two >> 2 * by
        return core & (four >> 7 * by | four << 4 * by)

    def _counts(self, found: int) -> list[int]:
        """Ones in each of the eight symbols."""
        if not found:
            return [0] * 8
        length = self._bytes
        data = found.to_bytes(8 * length, "little")
        return [int.from_bytes(data[at : at + length]).bit_count() for at in range(0, 8 * length, length)]


def _function_patterns(version: int, bit: Callable[[int, int], int]) -> tuple[int, set[tuple[int, int]]]:
    """The modules that are dark in every symbol, and those that are free for codewords (6.3)."""
    size = 17 + 4 * version
    fixed: dict[tuple[int, int], bool] = {}
    for cx, cy in ((3, 3), (size - 4, 3), (3, size - 4)):
        for y in range(max(0, cy - 4), min(size, cy + 5)):
            for x in range(max(0, cx - 4), min(size, cx + 5)):
                fixed[x, y] = max(abs(x - cx), abs(y - cy)) in (0, 1, 3)
    for n in range(8, size - 8):
        fixed[n, 6] = fixed[6, n] = n % 2 == 0
    centres = ALIGNED[version - 1]
    for cy in centres:
        for cx in centres:
            if (cx, cy) in ((6, 6), (6, size - 7), (size - 7, 6)):
                continue
            for y in range(cy - 2, cy + 3):
                for x in range(cx - 2, cx + 3):
                    fixed[x, y] = max(abs(x - cx), abs(y - cy)) != 1
    for n in range(9):
        fixed.setdefault((n, 8), False)
        fixed.setdefault((8, n), False)
    for n in range(8):
        fixed.setdefault((size - 1 - n, 8), False)
        fixed.setdefault((8, size - 1 - n), False)
    fixed[8, size - 8] = True
    if version >= 7:
        word = _bch(version, 12, 0x1F25)
        for n in range(18):
            fixed[n // 3, size - 11 + n % 3] = fixed[size - 11 + n % 3, n // 3] = bool(word >> n & 1)
    free = {(x, y) for y in range(size) for x in range(size) if (x, y) not in fixed}
    return sum(bit(x, y) for (x, y), dark in fixed.items() if dark), free


def _format(frame: _Frame, bits: int) -> int:
    """The format information's modules (7.9)."""
    word = _bch(bits, 10, 0x537) ^ 0x5412
    size = frame.size
    first = [(8, n) for n in range(6)] + [(8, 7), (8, 8), (7, 8)] + [(14 - n, 8) for n in range(9, 15)]
    second = [(size - 1 - n, 8) for n in range(8)] + [(8, size - 15 + n) for n in range(8, 15)]
    return sum(frame._bit(*place) for places in (first, second) for n, place in enumerate(places) if word >> n & 1)


def _bch(data: int, length: int, generator: int) -> int:
    """Data followed by its remainder (annexes C and D)."""
    rest = data << length
    for place in range(data.bit_length() - 1, -1, -1):
        if rest >> (place + length) & 1:
            rest ^= generator << place
    return data << length | rest


def _zigzag(size: int, free: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The free modules in the order in which codewords fill them (7.7.3)."""
    path: list[tuple[int, int]] = []
    upwards = True
    right = size - 1
    while right > 0:
        if right == 6:
            right = 5
        rows = range(size - 1, -1, -1) if upwards else range(size)
        path += [(x, y) for y in rows for x in (right, right - 1) if (x, y) in free]
        upwards = not upwards
        right -= 2
    return path


def _times(one: int, other: int) -> int:
    """A product in GF(256) over x⁸ + x⁴ + x³ + x² + 1 (7.5.2)."""
    made = 0
    while other:
        if other & 1:
            made ^= one
        one = one << 1 ^ (0x11D if one & 0x80 else 0)
        other >>= 1
    return made


@lru_cache(maxsize=32)
def _generator(degree: int) -> tuple[int, ...]:
    """The coefficients of (x − 1)(x − α)…(x − αⁿ⁻¹) below the leading one, highest first."""
    made = [0] * (degree - 1) + [1]
    root = 1
    for _ in range(degree):
        for place in range(degree):
            made[place] = _times(made[place], root)
            if place + 1 < degree:
                made[place] ^= made[place + 1]
        root = _times(root, 2)
    return tuple(made)


@lru_cache(maxsize=1024)
def _remainders(divisor: tuple[int, ...], places: int) -> tuple[int, ...]:
    """The check codewords of a data codeword 1 that stands `places` before their beginning."""
    rest = [0] * len(divisor)
    for byte in [1] + [0] * (places - 1):
        factor = byte ^ rest[0]
        rest = [*rest[1:], 0]
        rest = [old ^ _times(new, factor) for old, new in zip(rest, divisor, strict=True)]
    return tuple(rest)
