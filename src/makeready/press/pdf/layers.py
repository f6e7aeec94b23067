"""Which layers may a viewer or a RIP switch? Optional content (ISO 32000-1, 8.11)."""

from __future__ import annotations

from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Ref, Value


class Layers:
    """The layers of one file: ours, one per name, all shown; and those of placed PDFs, shown as they were."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._own: dict[str, Ref] = {}
        self._all: list[Ref] = []
        self._hidden: list[Ref] = []

    def use(self, name: str) -> Ref:
        """Our layer of this name."""
        if name not in self._own:
            self._own[name] = self._objects.add({"Type": Name("OCG"), "Name": name}, self._objects.reserve())
            self._all.append(self._own[name])
        return self._own[name]

    def adopt(self, layer: Ref, *, shown: bool) -> None:
        """A placed PDF's layer."""
        self._all.append(layer)
        if not shown:
            self._hidden.append(layer)

    def properties(self) -> Value:
        """The catalog's entry, or None where there are no layers. PDF/X-4 wants the set-up named and without /AS."""
        if not self._all:
            return None
        return {"OCGs": self._all, "D": {"Name": "Layers", "Order": self._all, "OFF": self._hidden}}
