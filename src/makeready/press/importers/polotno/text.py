"""How does text of Polotno become ours? Words, type and place in its box; what is left of rich text is told."""

from __future__ import annotations

import html
import re
from typing import Any

from makeready.press.design.items import RectangleItem, TextItem
from makeready.press.design.placeholders import named as placeholders
from makeready.press.design.text import MAX_TEXT
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Matrix, Rect
from makeready.press.importers.fields import Fields
from makeready.press.importers.given import Given, field_name, number
from makeready.press.importers.pictures import named
from makeready.press.importers.placing import Tell, boxed
from makeready.press.importers.polotno.paint import one_color
from makeready.press.importers.svg.text import family, weight

USUAL_LINE = 1.2
"""What fonts take for a line of their own, in type sizes: text hangs below the half of what `lineHeight` is more."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def text_item(element: Given, matrix: Matrix, scale: float, fields: Fields, tell: Tell) -> TextItem | None:
    """The item of a text; None where nothing of it is seen. matrix: from its box's corner to mm. scale: mm per px.

    Raises:
        ValidationError: for sizes that no document has.
    """
    words = _words(element, tell)
    bound = field_name(element.given("custom"), element)
    if bound:
        words = fields.bound(bound, "text", words)
    ink = one_color(element.words("fill", "black"), tell, "text")
    if not words.strip() or ink is None:
        return None
    size = element.number("fontSize", 14.0)
    leading = number(element.values.get("lineHeight"), USUAL_LINE)
    width, height = element.number("width", 100.0), element.number("height") or size * leading
    align = element.words("verticalAlign", "top")
    drop = (leading - USUAL_LINE) / 2 * size * {"top": 1.0, "bottom": -1.0}.get(align, 0.0)
    said: dict[str, Any] = {
        "type": "text", **named(element.words("name")[:200]), "text": words[:MAX_TEXT],
        **boxed(Rect(0.0, drop, width, height), matrix), "size": round(size * scale * PT_PER_INCH / MM_PER_INCH, 4),
        "fill": ink.ink, "align": _align(element), "line_height": round(min(max(leading, 0.01), 10.0), 4),
    }  # fmt: skip
    if align in ("middle", "bottom"):
        said["vertical_align"] = align
    if ink.solid < 1:
        said["opacity"] = ink.solid
    _what_is_lost(element, tell)
    return TextItem(**said, **_look(element))


def _look(element: Given) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if font := family(element.words("fontFamily", "Roboto")):
        said["font"] = font
    heavy = element.values.get("fontWeight", "normal")
    if (found := weight(str(heavy))) != 400:
        said["weight"] = found
    if element.words("fontStyle") in ("italic", "oblique"):
        said["italic"] = True
    decoration = element.words("textDecoration")
    if "underline" in decoration:
        said["underline"] = True
    if "line-through" in decoration:
        said["strike"] = True
    if spacing := element.number("letterSpacing") * 1000:
        said["letter_spacing"] = round(min(max(spacing, -500.0), 5000.0), 3)
    if element.words("dir") in ("rtl", "ltr"):
        said["direction"] = element.words("dir")
    return said


def ground(element: Given, matrix: Matrix, scale: float, tell: Tell) -> RectangleItem | None:
    """The coloured box behind a text, where it has one; padding and corners count in half lines."""
    if not element.flag("backgroundEnabled"):
        return None
    ink = one_color(element.words("backgroundColor", "#7ED321"), tell, "grounds behind text")
    if ink is None:
        return None
    half_line = element.number("fontSize", 14.0) * number(element.values.get("lineHeight"), USUAL_LINE) / 2
    pad = element.number("backgroundPadding", 0.5) * half_line
    width, height = element.number("width", 100.0), element.number("height")
    said: dict[str, Any] = {"type": "rectangle", "fill": ink.ink}
    if radius := element.number("backgroundCornerRadius", 0.5) * half_line * scale:
        said["radius"] = round(max(radius, 0.0), 4)
    if (solid := ink.solid * element.number("backgroundOpacity", 1.0)) < 1:
        said["opacity"] = min(max(solid, 0.0), 1.0)
    return RectangleItem(**said, **boxed(Rect(-pad, -pad, width + 2 * pad, height + 2 * pad), matrix))


def _words(element: Given, tell: Tell) -> str:
    words = element.words("text")
    if _TAG.search(words):
        tell("formatting within a text (bold, colours and lists of rich text)")
        words = re.sub(r"</(?:p|li|div|h\d)>|<br\s*/?>", "\n", words, flags=re.IGNORECASE)
        words = html.unescape(_TAG.sub("", words)).strip("\n")
    how = element.words("textTransform", "none")
    if how in ("uppercase", "lowercase", "capitalize"):
        if placeholders(words) or field_name(element.given("custom"), element):
            tell(f"“{how}” of a text that is filled from a field")
            return words
        return {"uppercase": words.upper(), "lowercase": words.lower()}.get(how, words.title())
    return words


def _align(element: Given) -> str:
    word = element.words("align", "left")
    return word if word in ("left", "center", "right", "justify") else "left"


def _what_is_lost(element: Given, tell: Tell) -> None:
    if element.number("strokeWidth") > 0 and element.words("stroke", "black") != "transparent":
        tell("outlines of letters")
    if element.flag("curveEnabled"):
        tell("text along a curve (it is set straight)")
    if element.words("textOverflow") not in ("", "change-font-size", "resize"):
        tell(f"text that is cut or fitted (“{element.words('textOverflow')[:20]}”)")
