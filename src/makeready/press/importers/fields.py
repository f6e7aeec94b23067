"""Which fields does an imported design have? Every `{{Name}}` in it, and what its objects were bound to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from makeready.press.design.check import asking
from makeready.press.design.document import MAX_FIELDS, FieldDefinition
from makeready.press.design.items import AnyItem, GroupItem, ImageItem
from makeready.press.design.placeholders import named

MAX_DEFAULT = 20_000


class Fields:
    """The fields met on the way through a design."""

    def __init__(self) -> None:
        self._kinds: dict[str, Literal["text", "multiline", "image"]] = {}
        self._defaults: dict[str, str] = {}

    def bound(self, name: str, kind: Literal["text", "image"], default: str) -> str:
        """The placeholder for an object that is bound to a field; what it held becomes the field's default."""
        self._kinds.setdefault(name, kind)
        if len(default) <= MAX_DEFAULT and not named(default):
            self._defaults.setdefault(name, default)
        return f"{{{{{name}}}}}"

    def definitions(self, items: Iterable[AnyItem]) -> tuple[FieldDefinition, ...]:
        """The fields that items ask for, in their order."""
        found: dict[str, Literal["text", "multiline", "image"]] = {}
        for item in _all(items):
            kind: Literal["text", "image"] = "image" if isinstance(item, ImageItem) else "text"
            for _, words in asking(item):
                for name in named(words):
                    found.setdefault(name, self._kinds.get(name, kind))
        made = []
        for name, kind_of in list(found.items())[:MAX_FIELDS]:
            default = self._defaults.get(name, "")
            lines = "multiline" if kind_of == "text" and "\n" in default else kind_of
            made.append(
                FieldDefinition(name=name, type=lines, default=default) if default
                else FieldDefinition(name=name, type=lines)
            )  # fmt: skip
        return tuple(made)


def _all(items: Iterable[AnyItem]) -> Iterator[AnyItem]:
    for item in items:
        yield item
        if item.mask is not None:
            yield from _all(item.mask.items)
        if isinstance(item, GroupItem):
            yield from _all(item.items)
