"""How does a foreign design's picture become an item? With the part of it that is shown, and bound to a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from makeready.press.design.items import ImageItem
from makeready.press.findings import PressError
from makeready.press.images.probe import probe
from makeready.press.importers.fields import Fields
from makeready.press.importers.placing import Tell
from makeready.press.sources import SourceFile, decode_data_uri


def turned_svg(src: str) -> bool:
    """Whether an address is that of a drawing."""
    return src.startswith("data:image/svg") or src.partition("?")[0].lower().endswith(".svg")


def picture(
    src: str, place: Mapping[str, float], *, name: str, bound: str, fields: Fields, tell: Tell,
    part: Mapping[str, float] | None = None, crop: Mapping[str, float] | None = None,
) -> ImageItem:  # fmt: skip
    """The item of a picture that fills its box.

    part: what is shown, in pixels of the picture (left, top, width, height). crop: the same in fractions.
    """
    said: dict[str, Any] = {"type": "image", **named(name), "src": src, "fit": "stretch", **place}
    if part is not None and crop is None:
        crop = _fractions(src, part, tell)
    if crop is not None and dict(crop) != {"x": 0.0, "y": 0.0, "width": 1.0, "height": 1.0}:
        said["crop"] = crop
    if bound:  # whatever picture comes fills the box as it is
        said |= {"src": fields.bound(bound, "image", src), "fit": "cover"}
        if said.pop("crop", None):
            tell("the cut of a picture that is bound to a field")
    return ImageItem(**said)


def named(name: str) -> dict[str, str]:
    """An item's name, where it has one."""
    return {"name": name} if name else {}


def _fractions(src: str, part: Mapping[str, float], tell: Tell) -> dict[str, float] | None:
    """The part as fractions: the picture's own size is known only where it is inside the file."""
    size = _size(src)
    if size is None:
        if part["left"] > 0 or part["top"] > 0:
            tell("the cut of a picture whose own size is not known here (all of it is shown)")
        return None
    width, height = size
    left, top = min(max(part["left"], 0.0), width - 1), min(max(part["top"], 0.0), height - 1)
    return {
        "x": left / width, "y": top / height,
        "width": min(part["width"], width - left) / width, "height": min(part["height"], height - top) / height,
    }  # fmt: skip


def _size(src: str) -> tuple[int, int] | None:
    if not src.startswith("data:"):
        return None
    try:
        facts = probe(SourceFile(decode_data_uri(src)))
    except (LookupError, PressError):
        return None
    return facts.width, facts.height
