"""How does paint mix with what is below it? Opacity, blend mode and overprint as graphics states."""

from __future__ import annotations

from dataclasses import dataclass

from makeready.press.displaylist.items import MaskBy
from makeready.press.displaylist.paint import Blend
from makeready.press.pdf.syntax import Name, Ref, Value


@dataclass(frozen=True, slots=True)
class Mixing:
    """Opacity 0–1, blend mode, and whether other inks below are left standing."""

    opacity: float = 1.0
    blend: Blend = Blend.NORMAL
    overprint: bool = False

    @property
    def is_transparent(self) -> bool:
        """Whether what lies below shows through."""
        return self.opacity < 1 or self.blend is not Blend.NORMAL

    def with_overprint(self, overprint: bool) -> Mixing:
        """The same with or without overprint; of what is opaque there are only two."""
        if self.is_transparent:
            return Mixing(self.opacity, self.blend, overprint)
        return OPAQUE_OVERPRINT if overprint else OPAQUE

    def state(self) -> dict[str, Value]:
        """The graphics state dictionary. Every entry is said, so that states can follow each other freely.

        Overprint mode 1: a process ink of 0 leaves that plate alone, as black text needs it (ISO 32000-1, 8.6.7).
        """
        return {
            "Type": Name("ExtGState"),
            "CA": round(self.opacity, 4),
            "ca": round(self.opacity, 4),
            "BM": Name(self.blend.value),
            "OP": self.overprint,
            "op": self.overprint,
            "OPM": 1,
        }


OPAQUE = Mixing()
OPAQUE_OVERPRINT = Mixing(overprint=True)


def masked(form: Ref, by: MaskBy) -> dict[str, Value]:
    """A graphics state that lets through only what a mask's form covers, or how light it is on black (11.6.5.2).

    It holds in the space in which it is set, until the state before comes back.
    """
    mask: dict[str, Value] = {"Type": Name("Mask"), "S": Name(by.capitalize()), "G": form}
    return {"Type": Name("ExtGState"), "SMask": mask}


def group(space: Name, *, isolated: bool = True) -> dict[str, Value]:
    """The transparency group of a page or a form."""
    return {"Type": Name("Group"), "S": Name("Transparency"), "CS": space, "I": isolated, "K": False}
