"""Which layers may a viewer or a RIP switch? Optional content (ISO 32000-1, 8.11).

Technical ones say what they are for in the words of ISO 19593-1, which cutters and RIPs read.
"""

from __future__ import annotations

from collections.abc import Iterable

from makeready.press.displaylist.page import Step, TechnicalLayer
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Ref, Value

PROCESSING_STEPS: dict[Step, tuple[str, str]] = {
    Step.CUT: ("Structural", "Cutting"),
    Step.CREASE: ("Structural", "Creasing"),
    Step.FOLD: ("Structural", "Folding"),
    Step.PERFORATION: ("Structural", "Perforating"),
    Step.DRILL: ("Structural", "Drilling"),
    Step.GLUE: ("Structural", "Gluing"),
    Step.FOIL: ("Structural", "FoilStamping"),
    Step.EMBOSSING: ("Structural", "Embossing"),
    Step.WHITE: ("White", ""),
    Step.VARNISH: ("Varnish", ""),
}
"""Group and type of a processing step; White and Varnish are groups without types."""


class Layers:
    """The layers of one file: ours, one per name, all shown; and those of placed PDFs, shown as they were."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._own: dict[str, Ref] = {}
        self._steps: dict[str, Step] = {}
        self._all: list[Ref] = []
        self._hidden: list[Ref] = []

    def declare(self, technical: Iterable[TechnicalLayer]) -> None:
        """What layers of ours are for; said before they are used."""
        for layer in technical:
            self._steps.setdefault(layer.name, layer.step)

    def use(self, name: str) -> Ref:
        """Our layer of this name."""
        if name not in self._own:
            layer: dict[str, Value] = {"Type": Name("OCG"), "Name": name, **self._processing_step(name)}
            self._own[name] = self._objects.add(layer, self._objects.reserve())
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

    def _processing_step(self, name: str) -> dict[str, Value]:
        step = self._steps.get(name)
        if step not in PROCESSING_STEPS:
            return {}
        group, kind = PROCESSING_STEPS[step]
        said: dict[str, Value] = {"GTS_ProcStepsGroup": Name(group)}
        if kind:
            said["GTS_ProcStepsType"] = Name(kind)
        return {"GTS_Metadata": said}
