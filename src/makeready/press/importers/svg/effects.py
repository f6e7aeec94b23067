"""Which shadow and which layer's name has an element? What filters and editors' own attributes come down to."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from makeready.press.design.effects import Shadow
from makeready.press.design.paint import RgbColor
from makeready.press.importers.svg.colors import color, opacity
from makeready.press.importers.svg.css import Style
from makeready.press.importers.svg.lengths import numbers

_INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
_ILLUSTRATOR = "{http://ns.adobe.com/AdobeIllustrator/10.0/}"


def layer_name(element: Element) -> str | None:
    """The name of a layer of Inkscape or Illustrator; None for what is no layer."""
    if element.get(f"{_INKSCAPE}groupmode") == "layer":
        return (element.get(f"{_INKSCAPE}label") or element.get("id") or "Layer")[:200]
    if element.get(f"{_ILLUSTRATOR}layer") == "yes" or (element.get("data-name") and element.tag.endswith("}g")):
        return (element.get("data-name") or element.get("id") or "Layer")[:200]
    return None


def name_of(element: Element) -> str:
    """What an element is called: by its editor, else its id."""
    return (element.get(f"{_INKSCAPE}label") or element.get("data-name") or element.get("id") or "")[:200]


def shadow_of(target: Element, scale: float, styled: Callable[[Element], Style]) -> Shadow | None:
    """The shadow that a filter makes; None for every filter that does anything else. scale: mm per user unit.

    A `feDropShadow`, or what programs wrote before there was one: a blur and an offset of the element's alpha with the
    element itself merged on top.
    """
    if target.get("primitiveUnits") == "objectBoundingBox":
        return None
    parts = [child for child in target if isinstance(child.tag, str)]
    kinds = [part.tag.rpartition("}")[2] for part in parts]
    if kinds == ["feDropShadow"]:
        moved, blurred, flooded = parts[0], parts[0], parts[0]
    elif {"feGaussianBlur", "feOffset"} <= set(kinds) <= _CLASSIC and kinds.count("feGaussianBlur") == 1:
        if not _shows_itself(parts):
            return None
        moved, blurred = parts[kinds.index("feOffset")], parts[kinds.index("feGaussianBlur")]
        flooded = parts[kinds.index("feFlood")] if "feFlood" in kinds else target
    else:
        return None
    deviation = (numbers(blurred.get("stdDeviation")) or [2.0 if kinds == ["feDropShadow"] else 0.0])[0]
    x, y = (
        _far((numbers(moved.get(name)) or [2.0 if kinds == ["feDropShadow"] else 0.0])[0] * scale)
        for name in ("dx", "dy")
    )
    style = styled(flooded)
    found = color(style.get("flood-color", "black"), style.get("color", "black")) or (RgbColor(rgb=(0, 0, 0)), 1.0)
    solid = found[1] * opacity(style.get("flood-opacity"))
    # Our blur is twice the standard deviation.
    return Shadow(
        color=found[0], x=x, y=y, blur=min(max(2 * deviation * scale, 0.0), 100.0), opacity=solid, blend="normal"
    )


_CLASSIC = {"feGaussianBlur", "feOffset", "feFlood", "feComposite", "feMerge", "feBlend"}


def _shows_itself(parts: list[Element]) -> bool:
    """Whether the element is painted over what the filter made of it."""
    last = parts[-1]
    inputs = [last.get("in"), *(node.get("in") for node in last)]
    return "SourceGraphic" in inputs


def _far(value: float) -> float:
    return min(max(value, -500.0), 500.0)
