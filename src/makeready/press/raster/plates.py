"""How much of which ink goes where? A page taken apart: one plate per ink, as the press prints it.

The page is drawn once for each ink, with that ink as grey. Overprint, opacity, masks and blend modes need each
ink for itself alone (ISO 32000-1, 11.3.5: separable), so that what PDFium draws of one ink is that ink's plate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from makeready.press import confine
from makeready.press.color.condition import OutputCondition
from makeready.press.geometry import Rect
from makeready.press.pdf import reader
from makeready.press.pdf.reader import Array, Dictionary, Name, Pdf
from makeready.press.pdf.recolor import Recolored
from makeready.press.raster import inks
from makeready.press.raster.inks import PROCESS, Palette
from makeready.press.raster.pixels import Box, Wanted, draw

STEPS = 256
"""Tints at which a spot ink's look is taken: one for each value of a plate."""


@dataclass(frozen=True, slots=True)
class Plate:
    """One ink. data: width × height bytes, 0 paper to 255 full ink.

    Of a spot ink: process, 256 CMYK quadruples that stand for its tints, and screen, 256 sRGB triples.
    """

    ink: str
    data: bytes
    process: bytes = b""
    screen: bytes = b""

    @property
    def is_spot(self) -> bool:
        """Whether it is none of the four process inks."""
        return self.ink not in PROCESS


@dataclass(frozen=True, slots=True)
class Separation:
    """All plates of one page, the four process inks first, then the spots as they were met."""

    width: int
    height: int
    dpi: float
    plates: tuple[Plate, ...]

    def plate(self, ink: str) -> np.ndarray:
        """One ink's amounts, height × width, 0 to 255.

        Raises:
            KeyError: where the page does not have that ink.
        """
        for plate in self.plates:
            if plate.ink == ink:
                return np.frombuffer(plate.data, np.uint8).reshape(self.height, self.width)
        raise KeyError(ink)

    @property
    def inks(self) -> tuple[str, ...]:
        """The inks by their names."""
        return tuple(plate.ink for plate in self.plates)

    @property
    def spots(self) -> tuple[Plate, ...]:
        """The plates beyond the four."""
        return tuple(plate for plate in self.plates if plate.is_spot)

    @property
    def process(self) -> np.ndarray:
        """The four process plates, height × width × 4."""
        return np.dstack([self.plate(ink) for ink in PROCESS])

    @property
    def four_inks(self) -> np.ndarray:
        """Everything in process inks, spots by what stands for them, printed over each other; height × width × 4."""
        made = self.process
        for spot in self.spots:
            over = np.frombuffer(spot.process, np.uint8).reshape(STEPS, 4)[self.plate(spot.ink)]
            # 1 − (1 − a)(1 − b), in whole steps
            made = 255 - ((255 - made.astype(np.uint16)) * (255 - over) + 127) // 255
            made = made.astype(np.uint8)
        return made

    def total_ink(self, leaving_out: Sequence[str] = ()) -> np.ndarray:
        """All inks together, per cent, height × width."""
        total = np.zeros((self.height, self.width), np.uint32)
        for ink in self.inks:
            if ink not in leaving_out:
                total += self.plate(ink)
        return (total * 100 + 127) // 255


def separate(
    pdf: bytes,
    page: int = 1,
    *,
    condition: OutputCondition,
    dpi: float | None = None,
    width_px: int | None = None,
    box: Box | Rect = "trim",
) -> Separation:
    """The plates of page `page` (from 1) of a PDF; size and box as `rasterise`.

    CMYK keeps its numbers, whatever profile it is tagged with; grey is black ink; RGB is separated by `condition`.

    Raises:
        PressError: where the PDF cannot be drawn, has no such page, or there would be too many pixels.
    """
    process = tuple(inks.plate_of(ink, condition) for ink in PROCESS)
    wanted = Wanted(box, dpi, width_px, grey=True)
    return confine.run(_separate, pdf, page, wanted, process, inks.screen(condition), seconds=240.0, memory=4 * 1024**3)


def _separate(data: bytes, number: int, wanted: Wanted, process: tuple[Palette, ...], screen: Palette) -> Separation:
    with reader.opened(data) as pdf:
        pages = [page for _, page in reader.pages_of(pdf)]
        if not 1 <= number <= len(pages):
            draw(data, [number], wanted)  # says so
        page, plates, spots = pages[number - 1], [], dict[str, Any]()
        for palette in process:
            recolored = Recolored(pdf, palette)
            drawn = draw(inks.only_page(pdf, recolored.page(page)), [1], wanted)[0]
            plates.append(Plate(palette.plate, _inverted(drawn.data)))
            spots |= recolored.spaces.spots
        for name, space in spots.items():
            recolored = Recolored(pdf, Palette(name, inks.paper(4), inks.paper(3)))
            amounts = _inverted(draw(inks.only_page(pdf, recolored.page(page)), [1], wanted)[0].data)
            if any(amounts):
                looks = _ramp(pdf, name, space, screen, grey=False)
                plates.append(Plate(name, amounts, _process_looks(pdf, name, space, process), looks))
        return Separation(drawn.width, drawn.height, drawn.dpi, tuple(plates))


def _inverted(data: bytes) -> bytes:
    return (255 - np.frombuffer(data, np.uint8)).tobytes()


def _process_looks(pdf: Pdf, name: str, space: Any, process: tuple[Palette, ...]) -> bytes:
    """What stands for each tint: 256 CMYK quadruples."""
    columns = [_inverted(_ramp(pdf, name, space, palette, grey=True)) for palette in process]
    return np.stack([np.frombuffer(column, np.uint8) for column in columns], axis=1).tobytes()


def _ramp(pdf: Pdf, name: str, space: Any, palette: Palette, *, grey: bool) -> bytes:
    """All tints of an ink in its alternate space, as pixels in a row: drawn, so that any tint function will do."""
    alternate = Recolored(pdf, palette).spaces.replaced(space[2])
    names = [str(one)[1:] for one in (space[1] if isinstance(space[1], Array) else [space[1]])]
    tints = Array([Name.DeviceN, Array([Name(f"/Tone{n}") for n in range(len(names))]), alternate, space[3]])
    others = dict.fromkeys(range(len(names)), "0")
    rows = []
    for step in range(STEPS):
        values = others | {names.index(name): f"{step / 255:.6f}"}
        rows.append(f"{' '.join(values.values())} scn {step} 0 m {step + 1} 0 l {step + 1} 1 l {step} 1 l h f")
    strip = Dictionary(
        Type=Name.Page,
        MediaBox=[0, 0, STEPS, 1],
        Resources=Dictionary(ColorSpace=Dictionary(Tints=tints)),
        Contents=pdf.make_stream(("/Tints cs\n" + "\n".join(rows)).encode()),
    )
    return draw(inks.only_page(pdf, strip), [1], Wanted("media", width_px=STEPS, grey=grey))[0].data
