"""How does text of Fabric.js become ours? On the same first baseline, with its styles of single letters as runs.

A line is as high as its largest size × `lineHeight` × 1.13; its letters stand 0.222 of size × 1.13 above that line's
foot without leading (`Text._fontSizeMult`, `_fontSizeFraction`). Sizes, kerning and breaks are of the font at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from makeready.press.design.items import TextItem
from makeready.press.design.text import MAX_RUNS, MAX_TEXT
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Matrix, Rect
from makeready.press.importers.fabric.paint import brush, plain
from makeready.press.importers.fabric.pose import kind_of
from makeready.press.importers.fields import Fields
from makeready.press.importers.given import Given, field_name
from makeready.press.importers.pictures import named
from makeready.press.importers.placing import Tell, boxed, pose
from makeready.press.importers.svg.text import family, weight

KINDS = {"text", "itext", "textbox"}
LINE = 1.13
"""Height of a line of `lineHeight` 1, in type sizes."""
BASELINE = LINE * (1 - 0.222)
"""First baseline below the top, in type sizes."""
SIZE = 40.0
"""Type size where none is said, px."""

_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
Look = dict[str, Any]
"""What a stretch says that the whole text does not: properties of a run of ours."""


def size_of(thing: Given) -> tuple[float, float]:
    """Width and height of a text, px; counted from its lines where the file does not say the height."""
    lines = thing.words("text").count("\n") + 1
    size = thing.number("fontSize", SIZE)
    height = size * LINE * (thing.number("lineHeight", 1.16) * (lines - 1) + 1)
    return thing.number("width"), thing.number("height", height)


def text_item(thing: Given, matrix: Matrix, fields: Fields, tell: Tell, *, name: str) -> TextItem | None:
    """The item for a text object; None where nothing of it is seen. matrix: from its space to mm.

    Raises:
        ValidationError: for sizes that no document has.
    """
    words = thing.words("text")
    if not words.strip():
        return None
    how = pose(matrix)
    if not how.even:
        tell("stretched, slanted or mirrored text (it is set straight)")
    _what_is_lost(thing, tell)
    points = how.size * PT_PER_INCH / MM_PER_INCH
    styles = _styles(thing, words)
    bound = field_name(thing, thing.given("data"))
    if bound:
        words = fields.bound(bound, "text", words)
        if any(styles):
            tell("styles of single letters in a text that is bound to a field")
        styles = [Given({})] * len(words)
    looks = [_look(style, thing, points, tell) for style in styles]
    size = thing.number("fontSize", SIZE)
    first = max([style.number("fontSize", size) for style in styles[: (words + "\n").index("\n")]] or [size])
    width, height = size_of(thing)
    top = BASELINE * first
    # Text on a baseline has no height that matters; the box is what a person takes hold of.
    box = Rect(-width / 2, -height / 2 + top, max(width, 1.0), max(height - top, size * 0.25))
    # A gradient counts in fractions of the box, which turns and grows with the text: so it is placed in px.
    shade = brush(thing.values.get("fill", "rgb(0,0,0)"), (width, height), Matrix(), box, tell)
    if shade is None:
        tell("text that has no fill")
        return None
    if any("size" in look for look in looks):
        tell("the greater distance of lines with larger letters in them")
    said: dict[str, Any] = {
        "type": "text", **named(name), **boxed(box, matrix), "size": round(size * points, 4), "fill": shade.paint,
        "align": _align(thing, tell), "vertical_align": "baseline",
        "line_height": round(min(max(thing.number("lineHeight", 1.16) * LINE, 0.01), 10.0), 4),
        **_whole_look(thing),
    }  # fmt: skip
    if kind_of(thing) != "textbox":
        said["wrap"] = False
    if shade.solid < 1:
        said["opacity"] = shade.solid
    if thing.words("direction") == "rtl":
        said["direction"] = "rtl"
    return TextItem(**said, **_words(words, looks))


def _whole_look(thing: Given) -> Look:
    said: Look = {}
    if font := family(thing.words("fontFamily", "Times New Roman")):
        said["font"] = font
    if (heavy := _weight(thing)) != 400:
        said["weight"] = heavy
    if thing.words("fontStyle", "normal") in ("italic", "oblique"):
        said["italic"] = True
    for theirs, ours in (("underline", "underline"), ("linethrough", "strike")):
        if _decorated(thing, theirs):
            said[ours] = True
    if spacing := min(max(thing.number("charSpacing"), -500.0), 5000.0):
        said["letter_spacing"] = spacing
    return said


def _decorated(thing: Given, what: str) -> bool:
    """Lines below or through letters: a key of its own, in versions before 2 a word in `textDecoration`."""
    said = thing.words("textDecoration").replace("line-through", "linethrough")
    return thing.flag(what) or what in said


def _weight(thing: Given) -> int:
    value = thing.values.get("fontWeight", "normal")
    return weight(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else 400


def _align(thing: Given, tell: Tell) -> str:
    word = thing.words("textAlign", "left")
    if word in ("justify-center", "justify-right"):
        tell("how the last lines of justified paragraphs stand")
    return "justify" if word.startswith("justify") else word if word in ("left", "center", "right") else "left"


def _what_is_lost(thing: Given, tell: Tell) -> None:
    if "stroke" in thing and thing.words("stroke", "x") not in ("", "transparent") and thing.number("strokeWidth", 1.0):
        tell("outlines of letters")
    if thing.flag("overline"):
        tell("lines above letters")
    if thing.words("textBackgroundColor"):
        tell("coloured grounds behind letters")
    if thing.given("path").values:
        tell("text along a path (it is set straight)")
    if thing.flag("splitByGrapheme"):
        tell("breaks between any two letters (lines break between words)")


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    look: Look


def _words(words: str, looks: list[Look]) -> dict[str, Any]:
    """The words as `text`, or as `runs` where stretches of them look different."""
    stretches = list(_stretches(_one_look_in_each_field(words, looks)))
    if len(words) > MAX_TEXT or not any(stretch.look for stretch in stretches) or len(stretches) > MAX_RUNS:
        return {"text": words[:MAX_TEXT]}
    return {"runs": [{"text": words[part.start : part.end], **part.look} for part in stretches]}


def _one_look_in_each_field(words: str, looks: list[Look]) -> list[Look]:
    found = list(looks)
    for place in _PLACEHOLDER.finditer(words):
        found[place.start() : place.end()] = [found[place.start()]] * (place.end() - place.start())
    return found


def _stretches(looks: list[Look]) -> Iterator[_Stretch]:
    start = 0
    for at in range(1, len(looks) + 1):
        if at == len(looks) or looks[at] != looks[start]:
            yield _Stretch(start, at, looks[start])
            start = at


def _styles(thing: Given, words: str) -> list[Given]:
    """The style of each letter of `words`, line ends too (as the letter before).

    Up to version 5.2 an object of lines with an object of letters each; later a list of ranges, which do not count
    line ends.
    """
    stated = thing.values.get("styles")
    ranges = [
        (int(part.number("start")), int(part.number("end")), part.given("style")) for part in thing.each("styles")
    ]
    lines = stated if isinstance(stated, dict) else {}
    found, count, nothing = list[Given](), 0, Given({})
    at_range = 0
    for number, line in enumerate(words.split("\n")):
        letters = Given(lines.get(str(number)))
        for place in range(len(line)):
            while at_range < len(ranges) and ranges[at_range][1] <= count:
                at_range += 1
            inside = at_range < len(ranges) and ranges[at_range][0] <= count
            found.append(ranges[at_range][2] if inside else letters.given(str(place)) if lines else nothing)
            count += 1
        found.append(found[-1] if line else nothing)
    return found[: len(words)]


def _look(style: Given, thing: Given, points: float, tell: Tell) -> Look:
    """What a letter's style changes, as properties of a run."""
    if not style.values:
        return {}
    look: Look = {}
    if "fill" in style and style.values["fill"] != thing.values.get("fill"):
        shade = plain(style.values["fill"], tell, "letters")
        if shade is not None:
            look["fill"] = shade.ink
        if shade is None or shade.solid < 1:
            tell("half transparent letters within a text")
    size = style.number("fontSize", thing.number("fontSize", SIZE))
    if size != thing.number("fontSize", SIZE):
        look["size"] = round(min(max(size * points, 0.5), 2000.0), 4)
    if "fontFamily" in style and (font := family(style.words("fontFamily"))) != family(thing.words("fontFamily")):
        look["font"] = font
    if "fontWeight" in style and _weight(style) != _weight(thing):
        look["weight"] = _weight(style)
    if "fontStyle" in style:
        look["italic"] = style.words("fontStyle") in ("italic", "oblique")
    for theirs, ours in (("underline", "underline"), ("linethrough", "strike")):
        if theirs in style and style.flag(theirs) != _decorated(thing, theirs):
            look[ours] = style.flag(theirs)
    if shift := style.number("deltaY"):
        look["baseline_shift"] = round(min(max(-shift / size * 1000, -5000.0), 5000.0), 2) if size else 0.0
    for key, what in (("textBackgroundColor", "coloured grounds behind letters"), ("overline", "lines above letters")):
        if style.values.get(key):
            tell(what)
    if style.words("stroke"):
        tell("outlines of letters")
    return look
