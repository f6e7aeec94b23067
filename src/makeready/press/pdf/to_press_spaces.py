"""What becomes of a foreign colour space on the way to the press? RGB and Lab become DeviceCMYK, number by number.

A space that stands on one of them (Indexed, Separation, DeviceN) keeps its own numbers and stands on DeviceCMYK.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from makeready.press.color.convert import FourInks
from makeready.press.color.foreign import Separator
from makeready.press.pdf.functions import NoFunction, evaluate
from makeready.press.pdf.reader import Array, Dictionary, Name, Pdf, Stream, String

CMYK = Name.DeviceCMYK
SAMPLES = {1: 129, 2: 17, 3: 9, 4: 6}
"""At how many tints of each ink a tint's look is taken anew, by how many inks there are together."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """A space whose numbers are converted. art: of type and line art; mixed: where colours run into each other.

    profile: of RGB, none is sRGB. rgb: its images can be converted as a whole.
    """

    art: Callable[[Sequence[float]], FourInks]
    mixed: Callable[[Sequence[float]], FourInks]
    first: tuple[float, ...]
    profile: bytes = b""
    rgb: bool = True


class Spaces:
    """The colour spaces of one file."""

    def __init__(self, pdf: Pdf, separator: Separator) -> None:
        self._pdf = pdf
        self._to = separator
        self._made: dict[tuple[int, int], Any] = {}

    def read(self, space: Any, resources: Dictionary, depth: int = 0) -> Foreign | None:
        """The space's conversion; None where its numbers may stay."""
        if depth > 8:
            return None
        if isinstance(space, Name):
            name = str(space)
            named = _named(resources, name)
            if name in ("/DeviceRGB", "/RGB"):
                default = _named(resources, "/DefaultRGB")
                return (self.read(default, Dictionary(), depth + 1) if default is not None else None) or self._rgb(b"")
            return self.read(named, resources, depth + 1) if named is not None else None
        if not isinstance(space, Array) or not len(space):
            return None
        family = str(space[0])
        if family == "/ICCBased" and isinstance(space[1], Stream) and int(space[1].get("/N", 0)) == 3:
            return self._rgb(bytes(space[1].read_bytes()))
        if family == "/Lab":
            return self._lab(space[1])
        return self._rgb(b"") if family in ("/CalRGB", "/DeviceRGB") else None

    def replaced(self, space: Any, resources: Dictionary, depth: int = 0) -> Any:
        """What stands for the space: itself where nothing in it is foreign."""
        if depth > 8:
            return space
        if self.read(space, resources) is not None:
            return CMYK
        if isinstance(space, Name):
            named = _named(resources, str(space))
            return space if named is None else self.replaced(named, resources, depth + 1)
        if not isinstance(space, Array) or len(space) < 2:
            return space
        if space.is_indirect and space.objgen in self._made:
            return self._made[space.objgen]
        made = self._standing_on(space, resources, depth)
        if space.is_indirect:
            self._made[space.objgen] = made
        return made

    def sampled(self, function: Any, domain: Sequence[float], foreign: Foreign) -> Stream:
        """A function of one number into the space, taken anew in inks. Raises NoFunction."""
        low, high = domain
        count = SAMPLES[1]
        places = [low + (high - low) * n / (count - 1) for n in range(count)]
        values = [evaluate(function, [place]) for place in places]
        neutral = foreign.rgb and all(max(value) - min(value) < 0.004 for value in values)
        convert = foreign.art if neutral else foreign.mixed
        return self._table([count], [low, high], [convert(value) for value in values])

    def _standing_on(self, space: Any, resources: Dictionary, depth: int) -> Any:
        family = str(space[0])
        if family in ("/Indexed", "/I"):
            return self._indexed(space, resources)
        if family == "/Pattern":
            base = self.replaced(space[1], resources, depth + 1)
            return space if base is space[1] else Array([space[0], base])
        if family in ("/Separation", "/DeviceN") and len(space) > 3:
            foreign = self.read(space[2], resources)
            return space if foreign is None else self._tint(space, foreign)
        return space

    def _indexed(self, space: Any, resources: Dictionary) -> Any:
        foreign = self.read(space[1], resources)
        if foreign is None or not foreign.rgb:
            base = self.replaced(space[1], resources, 1)
            return space if foreign is not None or base is space[1] else Array([space[0], base, space[2], space[3]])
        table = space[3]
        colors = bytes(table.read_bytes()) if isinstance(table, Stream) else bytes(table)
        colors = colors[: len(colors) // 3 * 3]
        inks = bytearray()
        for at in range(0, len(colors), 3):
            inks += bytes(round(255 * ink) for ink in foreign.mixed([value / 255 for value in colors[at : at + 3]]))
        return Array([space[0], CMYK, space[2], String(bytes(inks))])

    def _tint(self, space: Any, foreign: Foreign) -> Any:
        """Separation and DeviceN: the look of every tint, taken anew."""
        inks = 1 if str(space[0]) == "/Separation" else len(space[1])
        count = SAMPLES.get(inks)
        if count is None:
            return space
        try:
            # The first ink runs fastest in a sampled function.
            tints = [list(reversed(at)) for at in product([n / (count - 1) for n in range(count)], repeat=inks)]
            values = [foreign.mixed(evaluate(space[3], tint)) for tint in tints]
        except NoFunction:
            return space
        table = self._table([count] * inks, [0.0, 1.0] * inks, values)
        return Array([space[0], space[1], CMYK, self._pdf.make_indirect(table), *list(space)[4:5]])

    def _table(self, size: list[int], domain: list[float], values: list[FourInks]) -> Stream:
        samples = b"".join(struct.pack(">4H", *(round(65535 * ink) for ink in inks)) for inks in values)
        return self._pdf.make_stream(
            samples, FunctionType=0, Size=size, BitsPerSample=16, Domain=domain, Range=[0, 1] * 4
        )

    def _rgb(self, profile: bytes) -> Foreign:
        def art(values: Sequence[float]) -> FourInks:
            return self._to.line_art(values[0], values[1], values[2], profile)

        def mixed(values: Sequence[float]) -> FourInks:
            red, green, blue = (min(max(value, 0.0), 1.0) for value in values[:3])
            return self._to.mixed(red, green, blue, profile)

        return Foreign(art, mixed, (0.0, 0.0, 0.0), profile)

    def _lab(self, facts: Any) -> Foreign:
        def inks(values: Sequence[float]) -> FourInks:
            return self._to.lab(values[0], values[1], values[2])

        return Foreign(inks, inks, (0.0, 0.0, 0.0), rgb=False)


def _named(resources: Dictionary, name: str) -> Any:
    spaces = resources.get("/ColorSpace")
    return spaces.get(name) if isinstance(spaces, Dictionary) else None
