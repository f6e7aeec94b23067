"""With which operator is an ink painted? One answer per kind of file: press, black ink alone, screen, proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import FourInks, as_printed, to_cmyk, to_gray, to_srgb
from makeready.press.color.ramp import ramp
from makeready.press.displaylist.paint import Cmyk, Gradient, Ink, Paint, Registration, Spot
from makeready.press.findings import Finding, Severity
from makeready.press.images.convert import Target
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.resources import Resources
from makeready.press.pdf.syntax import Name, Ref, Value, number

ColorMode = Literal["cmyk", "rgb", "gray", "proof"]
"""What the file is for: a press with its inks, a screen, black ink alone (spot inks stay), or a screen that shows what
the press will make of it."""

Mode = ColorMode | Literal["mask"]
"""`mask`: what a soft mask is made of, grey throughout, 1 lets everything through."""

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
"""The names of the process inks in DeviceN (ISO 32000-1, 8.6.6.5)."""


class SpotConflict(Finding):
    """One spot ink has two alternates; a file can say only one."""

    code = "spot-conflict"
    severity = Severity.WARNING
    sentence = "The spot ink “{name}” stands for different process colours in different places."
    fix = "Give it the same alternate colour everywhere; the first one is used."


class Inks:
    """The colours of one file: their operators, and the Separation spaces that they need."""

    def __init__(self, mode: Mode, condition: OutputCondition, objects: Objects, standard: Standard) -> None:
        self.mode: Mode = mode
        self._condition = condition
        self._objects = objects
        self._standard = standard
        self._spots: dict[str, tuple[Spot | Registration, Ref]] = {}
        self._operators: dict[tuple[Ink, bool], str] = {}
        self.findings: list[Finding] = []

    @property
    def picture_target(self) -> Target:
        """What pictures are to be converted to."""
        return "gray" if self.mode == "mask" else self.mode

    @property
    def blend_space(self) -> Name:
        """In which colour space transparent things are mixed."""
        return Name({"cmyk": "DeviceCMYK", "rgb": "DeviceRGB", "proof": "DeviceRGB"}.get(self.mode, "DeviceGray"))

    def operator(self, ink: Ink, resources: Resources, place: Place, *, stroke: bool = False) -> str:
        """The operator that makes `ink` the fill (or stroke) colour."""
        if isinstance(ink, Spot | Registration) and self.mode in ("cmyk", "gray"):
            return self._separation(ink, resources, place, stroke)
        ready = self._operators.get((ink, stroke))
        if ready is None:
            ready = self._operators[ink, stroke] = self._process(ink, place, stroke)
        return ready

    def is_pure_black(self, ink: Paint) -> bool:
        """Full black ink and no other: what overprints as a matter of course, lest a gap show in register."""
        if isinstance(ink, Gradient | Spot | Registration):
            return False
        return to_cmyk(ink, self._condition) == (0.0, 0.0, 0.0, 1.0)

    def can_overprint(self, ink: Paint) -> bool:
        """Whether overprinting the ink leaves anything: process white would vanish."""
        if self.mode != "cmyk":
            return False
        if isinstance(ink, Gradient):
            mixed = ramp(ink, self._condition)
            return bool(mixed.spots or mixed.used)
        return isinstance(ink, Spot | Registration) or any(to_cmyk(ink, self._condition))

    def device_space(self, family: str, place: Place) -> Value:
        """A device's own colour space, where the standard allows it."""
        self.findings += self._standard.color_space(family, place)
        return Name(family)

    def space_of_spot(self, spot: Spot | Registration, place: Place) -> Ref:
        """The Separation space of a named ink; one per name."""
        key = spot.name if isinstance(spot, Spot) else ""
        if key not in self._spots:
            self._spots[key] = spot, self._objects.add(self._space(spot, place))
        known, ref = self._spots[key]
        if isinstance(spot, Spot) and isinstance(known, Spot) and spot.alternate != known.alternate:
            conflict = SpotConflict(path=place.path, page=place.page, name=spot.name)
            if all(f.code != conflict.code or f.message != conflict.message for f in self.findings):
                self.findings.append(conflict)
        return ref

    def space_of_several(self, process: Sequence[int], spots: Sequence[Spot], place: Place) -> Value:
        """A DeviceN space of some process inks (0 to 3) and named ones; elsewhere it is the sum of their alternates.

        Inks that it does not name are left alone where it overprints. PDF/X-4 wants each spot explained as its
        Separation would be (/Colorants).
        """
        names: list[Value] = [*(Name(PROCESS[ink]) for ink in process), *(Name(spot.name) for spot in spots)]
        rows: list[FourInks] = []
        for ink in process:
            c, m, y, k = (1.0 if ink == plate else 0.0 for plate in range(4))
            rows.append((c, m, y, k))
        rows += [to_cmyk(spot.alternate, self._condition) for spot in spots]
        tint = self._objects.add_stream(
            {"FunctionType": 4, "Domain": [0, 1] * len(rows), "Range": [0, 1] * 4}, _sum_of(rows), deflate=True
        )
        space: list[Value] = [Name("DeviceN"), names, Name("DeviceCMYK"), tint]
        if spots:
            space.append({"Colorants": {spot.name: self.space_of_spot(spot, place) for spot in spots}})
        return self._objects.add(space)

    def _process(self, ink: Ink, place: Place, stroke: bool) -> str:
        family, values, fill, line = self._painted(ink)
        self.findings += self._standard.color_space(family, place)
        return f"{' '.join(number(value) for value in values)} {line if stroke else fill}"

    def _painted(self, ink: Ink) -> tuple[str, tuple[float, ...], str, str]:
        """Colour space, values, and the operators for fill and stroke (ISO 32000-1, table 74)."""
        if self.mode == "cmyk":
            return "DeviceCMYK", to_cmyk(ink, self._condition), "k", "K"
        if self.mode == "rgb":
            return "DeviceRGB", to_srgb(ink, self._condition), "rg", "RG"
        if self.mode == "proof":
            return "DeviceRGB", as_printed(ink, self._condition), "rg", "RG"
        return "DeviceGray", (to_gray(ink, self._condition),), "g", "G"

    def _separation(self, ink: Spot | Registration, resources: Resources, place: Place, stroke: bool) -> str:
        ref = self.space_of_spot(ink, place)
        name = resources.name("ColorSpace", ref)
        return f"/{name} {'CS' if stroke else 'cs'} {number(ink.tint / 100)} {'SCN' if stroke else 'scn'}"

    def _space(self, ink: Spot | Registration, place: Place) -> Value:
        """The ink's Separation space; its tint runs evenly from paper to the alternate (ISO 32000-1, 8.6.6.4)."""
        if isinstance(ink, Spot):
            self.findings += self._standard.spot(ink.name, place)
            name, solid = ink.name, ink.alternate
        else:
            name, solid = "All", Cmyk(100, 100, 100, 100)
        gray = self.mode == "gray"
        paper = [1] if gray else [0, 0, 0, 0]
        full = [to_gray(solid, self._condition)] if gray else list(to_cmyk(solid, self._condition))
        tint: dict[str, Value] = {"FunctionType": 2, "Domain": [0, 1], "C0": paper, "C1": full, "N": 1}
        return [Name("Separation"), Name(name), Name("DeviceGray" if gray else "DeviceCMYK"), tint]


def _sum_of(rows: Sequence[FourInks]) -> bytes:
    """A calculator function: tints → the four process inks, each ink's share times its tint, at most full.

    The tints stay at the bottom of the stack while the sums are made above them, and are then rolled away.
    """
    count, words = len(rows), []
    for plate in range(4):
        words.append("0")
        for place, row in enumerate(rows):
            if row[plate]:
                # Above this tint lie the tints after it, the sums done before, and the one being made.
                words.append(f"{count - place + plate} index {number(row[plate])} mul add")
        words.append("dup 1 gt {pop 1} if")
    words.append(f"{count + 4} 4 roll " + "pop " * count)
    return ("{ " + " ".join(words) + "}").encode()
