"""How does an ink look on this screen? The same conversion that draws the pages."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from makeready.office.designs.conditions import output_condition
from makeready.office.errors import Fault, Invalid
from makeready.press.color.convert import as_printed
from makeready.press.design.paint import Color
from makeready.press.layout.ink import ink

_COLOR: TypeAdapter[Any] = TypeAdapter(Color)


def on_screen(colors: list[Any]) -> list[str]:
    """Colours of a document (`{"cmyk": [0, 100, 0, 0]}`) as `#rrggbb`, by the shop's output condition.

    Raises:
        Invalid: one is none.
    """
    return [_hex(color, place) for place, color in enumerate(colors)]


def _hex(color: Any, place: int) -> str:
    try:
        shown = as_printed(ink(_COLOR.validate_python(color)), output_condition())
    except ValidationError as why:
        raise Invalid("This is no colour.", errors=[Fault(f"colors/{place}", why.errors()[0]["msg"])]) from why
    return "#" + "".join(f"{round(max(0.0, min(1.0, part)) * 255):02x}" for part in shown)
