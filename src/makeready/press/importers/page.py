"""A page as an importer hands it over."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.design.items import AnyItem


@dataclass(frozen=True, slots=True)
class ImportedPage:
    """One page: trim and bleed in mm, items from the trim's top left corner."""

    width: float
    height: float
    bleed: float
    items: tuple[AnyItem, ...]
    name: str = ""
