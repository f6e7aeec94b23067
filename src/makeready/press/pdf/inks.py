"""With which operator is an ink painted? One answer per kind of file: press, black ink alone, screen, one plate."""

from __future__ import annotations

from typing import Literal

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import to_cmyk, to_gray, to_srgb
from makeready.press.displaylist.paint import Cmyk, Ink, Registration, Spot
from makeready.press.findings import Finding, Severity
from makeready.press.images.convert import Target
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.resources import Resources
from makeready.press.pdf.syntax import Name, Ref, Value, number

ColorMode = Literal["cmyk", "rgb", "gray"]
"""What the file is for: a press with its inks, a screen, black ink alone (spot inks stay)."""

Plate = Literal["plate-c", "plate-m", "plate-y", "plate-k"]
"""One process ink as grey, 0 full ink to 1 paper: a separation to be rasterised. Spots count by their alternates."""

PLATES: tuple[Plate, ...] = ("plate-c", "plate-m", "plate-y", "plate-k")


class SpotConflict(Finding):
    """One spot ink has two alternates; a file can say only one."""

    code = "spot-conflict"
    severity = Severity.WARNING
    sentence = "The spot ink “{name}” stands for different process colours in different places."
    fix = "Give it the same alternate colour everywhere; the first one is used."


class Inks:
    """The colours of one file: their operators, and the Separation spaces that they need."""

    def __init__(
        self, mode: ColorMode | Plate, condition: OutputCondition, objects: Objects, standard: Standard
    ) -> None:
        self._mode = mode
        self._condition = condition
        self._objects = objects
        self._standard = standard
        self._spots: dict[str, tuple[Spot | Registration, Ref]] = {}
        self._operators: dict[tuple[Ink, bool], str] = {}
        self.findings: list[Finding] = []

    @property
    def picture_target(self) -> Target:
        """What pictures are to be converted to."""
        return self._mode

    @property
    def blend_space(self) -> Name:
        """In which colour space transparent things are mixed."""
        return Name({"cmyk": "DeviceCMYK", "rgb": "DeviceRGB"}.get(self._mode, "DeviceGray"))

    def operator(self, ink: Ink, resources: Resources, place: Place, *, stroke: bool = False) -> str:
        """The operator that makes `ink` the fill (or stroke) colour."""
        if isinstance(ink, Spot | Registration) and self._mode in ("cmyk", "gray"):
            return self._separation(ink, resources, place, stroke)
        ready = self._operators.get((ink, stroke))
        if ready is None:
            ready = self._operators[ink, stroke] = self._process(ink, place, stroke)
        return ready

    def is_pure_black(self, ink: Ink) -> bool:
        """Full black ink and no other: what overprints as a matter of course, lest a gap show in register."""
        return to_cmyk(ink, self._condition) == (0.0, 0.0, 0.0, 1.0) and not isinstance(ink, Spot | Registration)

    def can_overprint(self, ink: Ink) -> bool:
        """Whether overprinting the ink leaves anything: process white would vanish."""
        if self._mode in ("rgb", "gray"):
            return False
        return isinstance(ink, Spot | Registration) or any(to_cmyk(ink, self._condition))

    def leaves_plate_alone(self, ink: Ink) -> bool:
        """Whether an overprinted ink has nothing on this plate, so that what is below it stays."""
        return self._mode in PLATES and to_cmyk(ink, self._condition)[PLATES.index(self._mode)] == 0

    def _process(self, ink: Ink, place: Place, stroke: bool) -> str:
        family, values, fill, line = self._painted(ink)
        self.findings += self._standard.color_space(family, place)
        return f"{' '.join(number(value) for value in values)} {line if stroke else fill}"

    def _painted(self, ink: Ink) -> tuple[str, tuple[float, ...], str, str]:
        """Colour space, values, and the operators for fill and stroke (ISO 32000-1, table 74)."""
        if self._mode == "cmyk":
            return "DeviceCMYK", to_cmyk(ink, self._condition), "k", "K"
        if self._mode == "rgb":
            return "DeviceRGB", to_srgb(ink, self._condition), "rg", "RG"
        if self._mode == "gray":
            return "DeviceGray", (to_gray(ink, self._condition),), "g", "G"
        return "DeviceGray", (1 - to_cmyk(ink, self._condition)[PLATES.index(self._mode)],), "g", "G"

    def _separation(self, ink: Spot | Registration, resources: Resources, place: Place, stroke: bool) -> str:
        key = ink.name if isinstance(ink, Spot) else ""
        if key not in self._spots:
            self._spots[key] = ink, self._objects.add(self._space(ink, place))
        known, ref = self._spots[key]
        if isinstance(ink, Spot) and isinstance(known, Spot) and ink.alternate != known.alternate:
            conflict = SpotConflict(path=place.path, page=place.page, name=ink.name)
            if all(f.code != conflict.code or f.message != conflict.message for f in self.findings):
                self.findings.append(conflict)
        name = resources.name("ColorSpace", ref)
        return f"/{name} {'CS' if stroke else 'cs'} {number(ink.tint / 100)} {'SCN' if stroke else 'scn'}"

    def _space(self, ink: Spot | Registration, place: Place) -> Value:
        """The ink's Separation space; its tint runs evenly from paper to the alternate (ISO 32000-1, 8.6.6.4)."""
        if isinstance(ink, Spot):
            self.findings += self._standard.spot(ink.name, place)
            name, solid = ink.name, ink.alternate
        else:
            name, solid = "All", Cmyk(100, 100, 100, 100)
        gray = self._mode == "gray"
        paper = [1] if gray else [0, 0, 0, 0]
        full = [to_gray(solid, self._condition)] if gray else list(to_cmyk(solid, self._condition))
        tint: dict[str, Value] = {"FunctionType": 2, "Domain": [0, 1], "C0": paper, "C1": full, "N": 1}
        return [Name("Separation"), Name(name), Name("DeviceGray" if gray else "DeviceCMYK"), tint]
