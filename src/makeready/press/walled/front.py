"""Front door for servers: designs and customers' files become files and pictures, in a confined child.

    caller: Stock, Design, Wish  →  child: inside.py = render.py + layout + svg  →  plain values back

A file that breaks the child, or takes too long or too much memory, is a `DesignTooHard` of that one design.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from makeready.press import confine
from makeready.press.displaylist.paint import Ink
from makeready.press.findings import Finding
from makeready.press.fonts.library import FontFamily
from makeready.press.importers.front import Imported, foreign_json
from makeready.press.output.merged import Merged
from makeready.press.output.printfile import PrintFile
from makeready.press.output.wish import Wish
from makeready.press.pdf.metadata import Stamp
from makeready.press.walled import inside
from makeready.press.walled.inside import Design, Drawing, Materials, UsedFont

R = TypeVar("R")

READY = f"{inside.__name__}:{inside.get_ready.__name__}"
"""What a child does ahead of its first design; for `confine.settle`."""


class DesignTooHard(Finding):
    """A design that could not be drawn within the limits, or one of whose files broke its reader."""

    code = "design-too-hard"
    sentence = "The design could not be drawn: {why}."
    fix = (
        "Look at the pictures, drawings and fonts that it uses: save the one at fault once more in the program it "
        "comes from, or ask for a lower resolution."
    )


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and with how much memory a child may draw. patience: seconds to wait for a free one, None: for ever."""

    seconds: float = 120.0
    memory: int = 4 * 1024**3
    patience: float | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """Where a design's files lie.

    materials: the shop's fonts and the profile, by hash. find: a `src` → the hash of the file it stands for, raises
    LookupError with a sentence. read: a hash → the bytes. A child that a hostile file has taken over can ask for
    whatever these two hand out.
    """

    materials: Materials
    find: Callable[[str], str]
    read: Callable[[str], bytes]

    def answer(self, kind: str, name: str) -> Any:
        """What a child asks for.

        Raises:
            LookupError: it is not to be had.
        """
        if kind == "source":
            return self.find(name)
        if kind == "file":
            return self.read(name)
        if kind == "profile":
            return confine.lend(self.read(name), ".icc")
        raise LookupError(f"there is no {kind}.")


def print_file(design: Design, wish: Wish, stamp: Stamp, stock: Stock, limits: Limits) -> PrintFile:
    """The file wished for, of a document and a record. Same input, same bytes.

    Raises:
        PressError: with everything that forbids printing. confine.Busy.
    """
    return _behind(stock, limits, inside.print_file, design, wish, stock.materials, stamp)


def print_records(
    design: Design, records: tuple[Mapping[str, str], ...], wish: Wish, stamp: Stamp, stock: Stock, limits: Limits
) -> tuple[bytes, Merged]:
    """One PDF of a document and all records, and what became of them.

    Raises:
        PressError: the design itself is at fault. confine.Busy.
    """
    return _behind(stock, limits, inside.print_records, design, records, wish, stock.materials, stamp)


def print_customer_file(
    file: str, wish: Wish, size: tuple[float, float] | None, bleed: float, stamp: Stamp, stock: Stock, limits: Limits
) -> PrintFile:
    """The file wished for, of the file of this hash. size, bleed: as `press.render.render_file`.

    Raises:
        PressError: it cannot be used, or not for this wish. confine.Busy.
    """
    made, as_it_came = _behind(
        stock, limits, inside.print_customer_file, file, wish, size, bleed, stock.materials, stamp
    )
    return replace(made, data=stock.read(file)) if as_it_came else made


def imported(
    data: bytes | Mapping[str, Any], limits: Limits, *, size_mm: tuple[float, float] | None = None, dpi: float = 0.0,
    bleed: float = 0.0, name: str = "",
) -> Imported:  # fmt: skip
    """A design of another program as one of ours. size_mm: the trim; none is as the file says.

    Raises:
        PressError: it is of no kind that can be imported, or damaged. confine.Busy.
    """
    return confine.run(
        inside.imported, data, size_mm, dpi, bleed, name, seconds=limits.seconds, memory=limits.memory,
        patience=limits.patience, too_hard=DesignTooHard,
    )  # fmt: skip


def is_foreign(document: Mapping[str, Any]) -> bool:
    """Whether JSON is a design of another program: only its shape is looked at."""
    return foreign_json(document)


def findings(design: Design, stock: Stock, limits: Limits) -> tuple[Finding, ...]:
    """What is to be said about a design before it is printed: low resolution, text that does not fit …

    Raises:
        PressError: it cannot be laid out. confine.Busy.
    """
    return _behind(stock, limits, inside.findings, design, stock.materials)


def page_drawn(
    design: Design, number: int, stock: Stock, limits: Limits, *, bleed: bool = False,
    only: tuple[str, ...] | None = None,
) -> Drawing | None:  # fmt: skip
    """A page (from 1) as SVG, or some of its items; None where there is no such page.

    Raises:
        PressError: it cannot be drawn. confine.Busy.
    """
    return _behind(stock, limits, inside.page_drawn, design, number, stock.materials, bleed, only)


def fonts_used(design: Design, stock: Stock, limits: Limits) -> list[UsedFont]:
    """The fonts that a design is set in.

    Raises:
        PressError: it cannot be laid out. confine.Busy.
    """
    return _behind(stock, limits, inside.fonts_used, design, stock.materials)


def families(stock: Stock) -> list[FontFamily]:
    """The font families that may be chosen, the shop's own first.

    Raises:
        PressError: a font of the shop cannot be read.
    """
    return _behind(stock, Limits(), inside.families, stock.materials)


def scripts_covered(letters: Mapping[str, str], stock: Stock) -> list[str]:
    """Which scripts can be set, of each some letters.

    Raises:
        PressError: a font of the shop cannot be read.
    """
    return _behind(stock, Limits(), inside.scripts_covered, letters, stock.materials)


def on_screen(inks: tuple[Ink, ...], stock: Stock) -> list[tuple[float, float, float]]:
    """How inks look on a screen: sRGB, 0 to 1.

    Raises:
        PressError: the profile cannot be used.
    """
    return _behind(stock, Limits(), inside.on_screen, inks, stock.materials)


def _behind(stock: Stock, limits: Limits, function: Callable[..., R], *args: Any) -> R:
    return confine.run(
        function, *args, seconds=limits.seconds, memory=limits.memory, questions=stock.answer,
        patience=limits.patience, too_hard=DesignTooHard,
    )  # fmt: skip
