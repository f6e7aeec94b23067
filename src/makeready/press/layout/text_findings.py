"""What is wrong with a set text? Missing characters and fonts, what does not fit, what may be cut off."""

from __future__ import annotations

import unicodedata

from makeready.press.design.items import TextItem
from makeready.press.design.text import TextRun
from makeready.press.findings import Finding, Severity
from makeready.press.fonts.library import DEFAULT_FAMILY
from makeready.press.fonts.rights import FontNotEmbeddable
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Rect
from makeready.press.layout.boxes import around
from makeready.press.layout.frame import Place
from makeready.press.layout.text_set import SetText, TextLine
from makeready.press.typography.columns import SLACK_MM
from makeready.press.typography.hyphenate import knows

CAPITALS = 0.66
"""Height of capitals in type sizes, near enough for the safe area."""


class GlyphMissing(Finding):
    """No font has a character: it would print as an empty box."""

    code = "glyph-missing"
    sentence = "No font has the character {shown} in {item} on page {number}."
    fix = "Upload a font that has it, or change the text."


class TextOverflow(Finding):
    """Text that sticks out of its box."""

    code = "text-overflow"
    severity = Severity.WARNING
    sentence = "The text of {item} does not fit its box: {what}."
    fix = "Shorten the text, make the type smaller or the box larger."


class FontMissing(Finding):
    """A font family that nobody has."""

    code = "font-missing"
    severity = Severity.WARNING
    sentence = "The font “{font}” of {item} is not there; “{instead}” stands in for it."
    fix = "Upload the font, or choose another one."


class FontStyleMissing(Finding):
    """A weight or slant that a family does not have."""

    code = "font-style-missing"
    severity = Severity.WARNING
    sentence = "“{font}” has no {style}; {item} is set in the nearest style."
    fix = "Upload this style of the font, or choose another one."


class FontAxisMissing(Finding):
    """A variation axis that a font does not have, or not so far."""

    code = "font-axis-missing"
    severity = Severity.WARNING
    sentence = "“{font}” {why}; {item} is set without it."
    fix = "Choose a variable font that has this axis, or a value within its range."


class FontEmbeddedWhole(Finding):
    """A font whose maker forbids embedding parts of it (OS/2 fsType, bit 8)."""

    code = "font-embedded-whole"
    severity = Severity.INFO
    sentence = "The font “{font}” of {item} is in the file as a whole: its maker forbids parts of it."
    fix = "Nothing need be done; another font would make the file smaller."


class HyphenationUnknown(Finding):
    """Words shall be divided in a language whose rules nobody has told."""

    code = "hyphenation-unknown"
    severity = Severity.WARNING
    sentence = "The words of {item} are not divided: {why}"
    fix = "State the text's “language”, such as “de” or “en-GB”."


class TextUnsafe(Finding):
    """Text nearer to the cut than the page's safe area allows."""

    code = "outside-safe-area"
    severity = Severity.WARNING
    sentence = "{item} reaches {by:.1f} mm beyond the safe area: it may be cut off."
    fix = "Move it away from the edge."


def tell(item: TextItem, found: SetText, place: Place) -> None:
    """The findings of a set text go to `place`."""
    tell_characters(item, found, place)
    if item.paragraph is not None and item.paragraph.hyphenate and not knows(item.language):
        why = f"there are no rules for “{item.language}”." if item.language else "it has no language."
        place.tell(HyphenationUnknown, item, "language", why=why)
    if item.vertical_align != "baseline" and not found.fitting.fits:
        place.tell(TextOverflow, item, "runs" if item.runs else "text", what=_too_much(item, found))
    if place.safe is not None:
        seen = place.matrix.box(_ink_box(item, found))
        by = max(place.safe.x - seen.x, place.safe.y - seen.y, seen.right - place.safe.right,
                 seen.bottom - place.safe.bottom)  # fmt: skip
        if by > 0.05:
            place.tell(TextUnsafe, item, by=by)


def tell_characters(item: TextItem, found: SetText, place: Place) -> None:
    """What characters and fonts are not to be had."""
    for path, character in _missing(item, found):
        place.tell(GlyphMissing, item, path, shown=_shown(character), number=place.page)
    _tell_fonts(item, found, place)


def _missing(item: TextItem, found: SetText) -> list[tuple[str, str]]:
    """Each missing character once, with the property in which it first stands."""
    if not found.missing:
        return []
    places: dict[str, str] = {}
    for at, character in found.missing:
        if character not in places:
            places[character] = _property_at(item, at)
    return [(path, character) for character, path in places.items()]


def _property_at(item: TextItem, at: int) -> str:
    end = 0
    for number, run in enumerate(item.runs):
        end += len(run.text)
        if at < end:
            return f"runs/{number}/text"
    return "text"


def _tell_fonts(item: TextItem, found: SetText, place: Place) -> None:
    fonts = place.fonts
    _tell_choice(item, None, "", place)
    for number, run in enumerate(item.runs):
        if run.font is not None or run.weight is not None or run.italic is not None or run.axes:
            _tell_choice(item, run, f"runs/{number}/", place)
    if not item.outlines:  # shapes are no font software
        for key in found.fonts:
            font = fonts.load(key)
            if not font.embeddable:
                place.tell(FontNotEmbeddable, item, "font", font=font.facts.family)
            elif not font.facts.subsettable:
                place.tell(FontEmbeddedWhole, item, "font", font=font.facts.family)


def _tell_choice(item: TextItem, run: TextRun | None, path: str, place: Place) -> None:
    """Whether the font that an item or a run asks for is there in its style."""
    fonts = place.fonts
    family = (run.font if run else None) or item.font
    weight = item.weight if run is None or run.weight is None else run.weight
    italic = item.italic if run is None or run.italic is None else run.italic
    axes = item.axes | (run.axes if run else {})
    if family and not fonts.knows(family):
        instead = fonts.load(fonts.choose(family)).facts.family or DEFAULT_FAMILY
        place.tell(FontMissing, item, f"{path}font", font=family[:60], instead=instead)
        return
    if (weight != 400 or italic) and not fonts.has_style(family, weight, italic):
        style = " ".join([f"weight {weight}"] + ["italic"] * italic)
        place.tell(FontStyleMissing, item, f"{path}weight", font=family or DEFAULT_FAMILY, style=style)
    if axes:
        facts = fonts.load(fonts.choose(family, weight, italic)).facts
        for tag, value in sorted(axes.items()):
            axis = facts.axis(tag)
            why = f"has no axis “{tag}”"
            if axis is not None and not axis.minimum <= value <= axis.maximum:
                why = f"has its axis “{tag}” from {axis.minimum:g} to {axis.maximum:g}, not {value:g}"
            elif axis is not None:
                continue
            place.tell(FontAxisMissing, item, f"{path}axes/{tag}", font=facts.family, why=why)


def _too_much(item: TextItem, found: SetText) -> str:
    """What of the text is too much, in words: how tall or wide it is, and the first word outside."""
    said: list[str] = []
    size = f"{found.size * PT_PER_INCH / MM_PER_INCH:g} pt"
    height, across = (item.width, "wide") if item.writing == "vertical-rl" else (item.height, "high")
    if found.fitting.too_tall:
        each = f" in each of its {item.columns} columns" if item.columns > 1 else ""
        said.append(f"at {size} it is {found.height:.1f} mm {across} and the box {height:.1f} mm{each}")
    if found.fitting.too_wide:
        widest = max(line.line.width for line in found.lines) * found.size / 1000
        wide = f"its column {found.room:.1f} mm" if item.columns > 1 else f"the box {found.room:.1f} mm"
        said.append(f"at {size} it is {widest:.1f} mm wide and {wide}")
    if found.fitting.cut:
        said.append(f"at {size} a word is wider than the box and had to be cut")
    if outside := _first_outside(height, found):
        said.append(f"from “{outside}” on it sticks out")
    return "; ".join(said)


def _first_outside(height: float, found: SetText) -> str:
    """The first word that stands, all or in part, outside: in a line too low, in one too long, or cut in two."""
    room = found.room + SLACK_MM
    for line in found.lines:
        if line.is_marker:
            continue
        if line.baseline + line.metrics.descent * found.size > height + SLACK_MM or line.line.span.broken:
            return _word(line, line.line.span.start)
        if line.line.width * found.size / 1000 > room:
            start = line.line.span.start
            most = line.paragraph.pen[start] + room / found.size * 1000
            at = next((at for at in range(start, line.line.span.solid) if line.paragraph.pen[at + 1] > most), start)
            return _word(line, max(line.paragraph.text.rfind(" ", 0, at) + 1, start))
    return ""


def _word(line: TextLine, start: int) -> str:
    return next(iter(line.paragraph.text[start:].split()), "")[:40]


def _ink_box(item: TextItem, found: SetText) -> Rect:
    """The box around the capitals of all lines; mm in the item's own space."""
    scale = found.size / 1000
    boxes = (
        Rect(line.x, line.baseline - CAPITALS * found.size * line.metrics.scale, line.line.width * scale,
             CAPITALS * found.size * line.metrics.scale)
        for line in found.lines
        if line.line.runs
    )  # fmt: skip
    box = around(boxes)
    if item.writing == "vertical-rl":
        return Rect(item.x + item.width - box.bottom, item.y + box.x, box.height, box.width)
    return Rect(item.x + box.x, item.y + box.y, box.width, box.height)


def _shown(character: str) -> str:
    """A character as a person can find it: itself, its number and its name."""
    name = unicodedata.name(character, "")
    number = f"U+{ord(character):04X}" + (f" {name}" if name else "")
    return f"“{character}” ({number})" if character.isprintable() or unicodedata.category(character) == "Co" else number
