"""What stands in place of a colour space when a PDF is shown in other colours? A space of as many components.

So all that paints in it (numbers in content, pixels, samples of gradients) stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from makeready.press.pdf.reader import Array, Dictionary, Name, Pdf, Stream

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")

Kind = Literal["cmyk", "process", "inks", "pattern"]
"""DeviceCMYK; another space that ends in process inks; inks by their names; a pattern."""


@dataclass(frozen=True, slots=True)
class Palette:
    """What the colours of a press become.

    plate: the one ink that is shown, as grey with 0 full; "" for all of them together on a screen.
    cmyk: profile from process inks to what shall be seen. rgb: the same from RGB, or nothing: RGB stays as it is.
    gray: 256 sRGB triples for DeviceGray from 0 to 255, or nothing: `Black` shows grey as it is, no other plate does.
    """

    plate: str
    cmyk: bytes
    rgb: bytes = b""
    gray: bytes = b""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What of a colour space counts for overprinting."""

    kind: Kind
    names: tuple[str, ...] = ()


_DEVICE = {"DeviceCMYK": 4, "DeviceRGB": 3, "CalRGB": 3, "Lab": 3, "DeviceGray": 1, "CalGray": 1}
_SHORT = {"CMYK": "DeviceCMYK", "RGB": "DeviceRGB", "G": "DeviceGray", "I": "Indexed"}


class Spaces:
    """The replacements of one file and palette."""

    def __init__(self, pdf: Pdf, palette: Palette) -> None:
        self._pdf = pdf
        self._palette = palette
        self._made: dict[str, Any] = {}
        self._replaced: dict[tuple[int, int], Any] = {}
        self.spots: dict[str, Any] = {}

    def replaced(self, space: Any) -> Any:
        """The space that stands for `space` (a name of its own or an array); itself where it may stay."""
        known = isinstance(space, Array) and space.is_indirect
        if known and space.objgen in self._replaced:
            return self._replaced[space.objgen]
        made = self._replacement(space)
        if known:
            self._replaced[space.objgen] = made
        return made

    def device(self, family: str) -> Any:
        """What stands for a device space."""
        return self.replaced(Name(f"/{family}"))

    def meaning(self, space: Any) -> Meaning:
        """How it overprints."""
        family, parts = _family(space)
        if family == "DeviceCMYK":
            return Meaning("cmyk")
        if family == "Separation":
            return Meaning("inks", (str(parts[1])[1:],))
        if family == "DeviceN":
            return Meaning("inks", tuple(str(name)[1:] for name in parts[1]))
        if family == "Indexed":
            inner = self.meaning(parts[1])
            return Meaning("process") if inner.kind == "cmyk" else inner
        return Meaning("pattern" if family == "Pattern" else "process")

    def _replacement(self, space: Any) -> Any:
        family, parts = _family(space)
        match family:
            case "DeviceCMYK":
                return self._profiled("cmyk", self._palette.cmyk, 4)
            case "ICCBased":
                return self._icc(space, parts)
            case "DeviceRGB" | "CalRGB":
                return self._profiled("rgb", self._palette.rgb, 3) if self._palette.rgb else space
            case "DeviceGray" | "CalGray":
                return self._gray(space)
            case "Separation":
                return self._separation(parts)
            case "DeviceN":
                return self._device_n(parts)
            case "Indexed":
                return Array([Name.Indexed, self.replaced(parts[1]), *list(parts)[2:]])
            case "Pattern" if len(parts) > 1:
                return Array([Name.Pattern, self.replaced(parts[1])])
            case _:
                return space

    def _icc(self, space: Any, parts: Any) -> Any:
        """A tagged space: CMYK keeps its numbers as inks; grey is black ink; RGB is told apart where plates are."""
        channels = int(parts[1].get("/N", 0)) if isinstance(parts[1], Stream) else 0
        if channels == 4:
            return self.device("DeviceCMYK")
        if channels == 1:
            return self._gray(space)
        return self.device("DeviceRGB") if channels == 3 and self._palette.rgb else space

    def _gray(self, space: Any) -> Any:
        palette = self._palette
        if palette.gray:
            return self._tone("gray", Name.DeviceRGB, self._table(palette.gray))
        if palette.plate == "Black":
            return Name.DeviceGray
        return self._paper(["Tone"]) if palette.plate else space

    def _separation(self, parts: Any) -> Any:
        name, plate = str(parts[1])[1:], self._palette.plate
        self._note(name, parts)
        if not plate:
            return Array([Name.Separation, parts[1], self.replaced(parts[2]), parts[3]])
        if name in (plate, "All"):
            return self._tone("ink", Name.DeviceGray, _even(1, 0))
        return self._paper(["Tone"])

    def _device_n(self, parts: Any) -> Any:
        names, plate = [str(name)[1:] for name in parts[1]], self._palette.plate
        for name in names:
            self._note(name, parts)
        if not plate:
            return Array([Name.DeviceN, parts[1], self.replaced(parts[2]), parts[3]])
        if plate not in names:
            return self._paper(names)
        last, count = len(names) - 1 - names.index(plate), len(names)
        rule = f"{{ {last} index 1 exch sub {count + 1} 1 roll {'pop ' * count}}}"
        return Array([Name.DeviceN, _colorants(count), Name.DeviceGray, self._calculator(rule, count)])

    def _note(self, name: str, parts: Any) -> None:
        if name not in (*PROCESS, "All", "None"):
            self.spots.setdefault(name, Array(list(parts)))

    def _paper(self, names: list[str]) -> Any:
        """As many components as there are names, all of them white."""
        if len(names) == 1:
            return self._tone("paper", Name.DeviceGray, _even(1, 1))
        rule = f"{{ {'pop ' * len(names)}1 }}"
        return Array([Name.DeviceN, _colorants(len(names)), Name.DeviceGray, self._calculator(rule, len(names))])

    def _tone(self, key: str, alternate: Any, function: Any) -> Any:
        if key not in self._made:
            self._made[key] = self._pdf.make_indirect(
                Array([Name.Separation, Name("/Tone"), alternate, self._pdf.make_indirect(function)])
            )
        return self._made[key]

    def _profiled(self, key: str, profile: bytes, channels: int) -> Any:
        if key not in self._made:
            stream = self._pdf.make_stream(profile, N=channels)
            self._made[key] = self._pdf.make_indirect(Array([Name.ICCBased, stream]))
        return self._made[key]

    def _table(self, samples: bytes) -> Any:
        """A sampled function from one number to three (ISO 32000-1, 7.10.2)."""
        return self._pdf.make_stream(
            samples, FunctionType=0, Domain=[0, 1], Range=[0, 1] * 3, Size=[len(samples) // 3], BitsPerSample=8
        )

    def _calculator(self, rule: str, count: int) -> Any:
        """A calculator function to one number (ISO 32000-1, 7.10.5)."""
        return self._pdf.make_stream(rule.encode(), FunctionType=4, Domain=[0, 1] * count, Range=[0, 1])


def family_of(space: Any) -> str:
    """The family's full name."""
    return _family(space)[0]


def _family(space: Any) -> tuple[str, Any]:
    """The family's full name, and the array that it begins (or nothing)."""
    if isinstance(space, Name):
        return _SHORT.get(str(space)[1:], str(space)[1:]), ()
    if isinstance(space, Array) and len(space) and isinstance(space[0], Name):
        return _SHORT.get(str(space[0])[1:], str(space[0])[1:]), space
    return "", ()


def _even(start: float, end: float) -> Any:
    return Dictionary(FunctionType=2, Domain=[0, 1], C0=[start], C1=[end], N=1)


def _colorants(count: int) -> Any:
    return Array([Name(f"/Tone{number}") for number in range(count)])
