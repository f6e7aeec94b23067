"""Which function lays out which kind of item? Each file of this room enters its own; `page.py` brings them in."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from makeready.press import layout
from makeready.press.displaylist.items import DisplayItem
from makeready.press.layout.frame import Place

Draw = Callable[[Any, Place], tuple[DisplayItem, ...]]
"""Item and place → what is painted, in the item's space before its rotation."""

_DRAW: dict[str, Draw] = {}


def draws(*types: str) -> Callable[[Draw], Draw]:
    """Enter a function as the one that lays out items of these types."""

    def enter(function: Draw) -> Draw:
        _DRAW.update(dict.fromkeys(types, function))
        return function

    return enter


def drawing_of(item_type: str) -> Draw:
    """The function for a type of item."""
    _bring_in()
    return _DRAW[item_type]


@lru_cache(maxsize=1)
def _bring_in() -> None:
    for module in pkgutil.iter_modules(layout.__path__):
        importlib.import_module(f"{layout.__name__}.{module.name}")
