"""How does an ink look on this screen? The same conversion that draws the pages."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from makeready.office.designs.conditions import materials
from makeready.office.designs.output import CannotPrint
from makeready.office.designs.sources import stock
from makeready.office.errors import Fault, Invalid
from makeready.press import walled
from makeready.press.design.paint import Color
from makeready.press.displaylist.paint import Ink
from makeready.press.findings import PressError
from makeready.press.layout.ink import ink

_COLOR: TypeAdapter[Any] = TypeAdapter(Color)


def on_screen(colors: list[Any]) -> list[str]:
    """Colours of a document (`{"cmyk": [0, 100, 0, 0]}`) as `#rrggbb`, by the shop's output condition.

    Raises:
        Invalid: one is none. CannotPrint: the profile cannot be used.
    """
    inks = tuple(_ink(color, place) for place, color in enumerate(colors))
    try:
        return [_hex(shown) for shown in walled.on_screen(inks, stock(None, materials()))]
    except PressError as why:
        raise CannotPrint(why.findings) from why


def _ink(color: Any, place: int) -> Ink:
    try:
        return ink(_COLOR.validate_python(color))
    except ValidationError as why:
        raise Invalid("This is no colour.", errors=[Fault(f"colors/{place}", why.errors()[0]["msg"])]) from why


def _hex(shown: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in shown)
