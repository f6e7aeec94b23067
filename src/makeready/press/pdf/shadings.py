"""How does a gradient become a pattern? Axial and radial shadings whose functions run in the inks themselves.

A function between two stops is a straight line (type 2), several are stitched (type 3). Where the file's colours
are not the gradient's inks (screens, black ink alone, masks), stops are put in until the difference cannot be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from makeready.press.color.condition import OutputCondition
from makeready.press.color.ramp import Mixture, Ramp, as_printed, in_gray, on_screen, ramp
from makeready.press.displaylist.paint import Gradient
from makeready.press.geometry import Matrix
from makeready.press.pdf.boxes import matrix
from makeready.press.pdf.conformance.standard import Place
from makeready.press.pdf.inks import Inks
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Raw, Ref, Value, number

Values = tuple[float, ...]
Stops = Sequence[tuple[float, Values]]
"""Place and the colour space's values there."""


class Shadings:
    """The gradients of one file."""

    def __init__(self, inks: Inks, condition: OutputCondition, objects: Objects) -> None:
        self._inks = inks
        self._condition = condition
        self._objects = objects

    def pattern(self, gradient: Gradient, to_stream: Matrix, place: Place, *, overprint: bool = False) -> Ref:
        """The pattern that paints with the gradient. to_stream: from its space to that in which the stream began.

        overprint: inks that the gradient does not use are left out of its colour space, so that those below stay.
        """
        mixed = ramp(gradient, self._condition)
        space, stops = self._space(mixed, place, overprint)
        shading: dict[str, Value] = {
            "ShadingType": 2 if gradient.radii is None else 3,
            "ColorSpace": space,
            "Coords": _coordinates(gradient),
            "Function": function(stops),
            "Extend": [True, True],
        }
        placed = Raw(f"[{matrix(to_stream @ gradient.matrix)}]".encode())
        entries: dict[str, Value] = {"Type": Name("Pattern"), "PatternType": 2, "Shading": shading, "Matrix": placed}
        return self._objects.add(entries)

    def _space(self, mixed: Ramp, place: Place, overprint: bool) -> tuple[Value, Stops]:
        """In which colour space the gradient runs, and its stops there."""
        inks, condition = self._inks, self._condition
        if inks.mode == "cmyk":
            return self._in_inks(mixed, place, overprint)
        if inks.mode == "gray" and len(mixed.spots) == 1 and not mixed.used:
            return inks.space_of_spot(mixed.spots[0], place), [(at, mix.spots) for at, mix in mixed.stops]
        fine = mixed.fine() if inks.mode in ("rgb", "proof") or not mixed.neutral else mixed.fine(1)
        if inks.mode in ("rgb", "proof"):
            look = on_screen if inks.mode == "rgb" else as_printed
            return inks.device_space("DeviceRGB", place), [(at, look(mix, mixed.spots, condition)) for at, mix in fine]
        return inks.device_space("DeviceGray", place), [
            (at, (in_gray(mix, mixed.spots, condition),)) for at, mix in fine
        ]

    def _in_inks(self, mixed: Ramp, place: Place, overprint: bool) -> tuple[Value, Stops]:
        process: tuple[int, ...] = mixed.used if overprint or mixed.spots else (0, 1, 2, 3)

        def values(mix: Mixture) -> Values:
            return (*(mix.process[ink] for ink in process), *mix.spots)

        stops = [(at, values(mix)) for at, mix in mixed.stops]
        if not mixed.spots and len(process) == 4:
            return self._inks.device_space("DeviceCMYK", place), stops
        if len(mixed.spots) == 1 and not process:
            return self._inks.space_of_spot(mixed.spots[0], place), stops
        return self._inks.space_of_several(process, mixed.spots, place), stops


def function(stops: Stops) -> Value:
    """Values from 0 to 1 as a function: straight between stops (ISO 32000-1, 7.10.3 and 7.10.4).

    Two stops at one place are a jump: the piece between them has no width and is left out.
    """
    pieces = [(start, end, one, other) for (start, one), (end, other) in pairwise(stops) if end - start > 1e-6]
    lines: list[Value] = [
        {"FunctionType": 2, "Domain": [0, 1], "C0": _row(one), "C1": _row(other), "N": 1} for _, _, one, other in pieces
    ]
    if len(lines) == 1:
        return lines[0]
    bounds = [start for start, _, _, _ in pieces[1:]]
    return {
        "FunctionType": 3,
        "Domain": [0, 1],
        "Functions": lines,
        "Bounds": _row(bounds),
        "Encode": [0, 1] * len(lines),
    }


def _coordinates(gradient: Gradient) -> Value:
    start, end, radii = gradient.start, gradient.end, gradient.radii
    if radii is None:
        return _row((start.x, start.y, end.x, end.y))
    return _row((start.x, start.y, radii[0], end.x, end.y, radii[1]))


def _row(values: Sequence[float]) -> Value:
    return Raw(f"[{' '.join(number(value) for value in values)}]".encode())
