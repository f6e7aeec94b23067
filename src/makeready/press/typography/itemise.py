"""Which stretches of a paragraph have one direction, one script and one font? Those can be shaped at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

import uharfbuzz as hb

from makeready.press.displaylist.items import FontKey
from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.breaks import graphemes
from makeready.press.typography.style import Stretch, Style


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch `start:end` of a paragraph. level: of UAX #9, odd runs right to left. script: ISO 15924.

    font: the one that has its characters, which need not be the style's. part: which run of the text it comes from.
    upright: in a vertical line, letters stand one below the other instead of lying on their side.
    """

    start: int
    end: int
    level: int
    script: str
    font: FontKey
    style: Style
    part: int = 0
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that no font has, and where it stands in the paragraph."""

    at: int
    character: str


def itemise(
    text: str, levels: bytes, stretches: Sequence[Stretch], fonts: FontLibrary
) -> tuple[list[Run], list[Missing]]:
    """The runs of a paragraph in logical order, and the characters that no font has."""
    scripts = _scripts(text)
    runs: list[Run] = []
    missing: list[Missing] = []
    begin = 0
    for stretch in stretches:
        style, end = stretch.style, stretch.end
        chosen, gaps = _fonts(text[begin:end], style.font, fonts)
        missing += [Missing(begin + gap.at, gap.character) for gap in gaps] if gaps else ()
        upright = _upright(text[begin:end], style.vertical)
        start = begin
        for at in range(begin + 1, end + 1):
            if at == end or not (
                chosen[at - begin] == chosen[start - begin]
                and scripts[at] == scripts[start]
                and levels[at] == levels[start]
                and (upright is None or upright[at - begin] == upright[start - begin])
            ):
                stands = upright is not None and upright[start - begin]
                font = chosen[start - begin]
                runs.append(Run(start, at, levels[start], scripts[start], font, style, stretch.part, stands))
                start = at
        begin = end
    return runs, missing


_UPRIGHT = (
    (0x1100, 0x11FF), (0x2E80, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0xFE10, 0xFE1F),
    (0xFE30, 0xFE6F), (0xFF01, 0xFF60), (0xFFE0, 0xFFE7), (0x1B000, 0x1B16F), (0x1F000, 0x1FAFF), (0x20000, 0x3FFFD),
)  # fmt: skip
"""Blocks whose letters stand upright in vertical lines (UAX #50, values U, Tu and Tr; fonts turn what Tr asks for)."""


def _upright(text: str, vertical: bool) -> list[bool] | None:
    """Per character whether it stands upright in a vertical line; None in horizontal ones. Marks go with their base."""
    if not vertical:
        return None
    found: list[bool] = []
    for character in text:
        code = ord(character)
        if (category(character)[0] == "M" or invisible(character)) and found:
            found.append(found[-1])
        else:
            found.append(any(first <= code <= last for first, last in _UPRIGHT))
    return found


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """Script of a letter (ISO 15924); empty for what belongs to any script (Common, Inherited)."""
    buffer = hb.Buffer()
    buffer.add_str(character)
    buffer.guess_segment_properties()
    return buffer.script or ""


def _scripts(text: str) -> list[str]:
    """Script per character; what belongs to any script goes with what stands before, at the start with what follows."""
    found = [script_of(character) for character in text]
    current = next((script for script in found if script), "Zyyy")
    for at, script in enumerate(found):
        if script:
            current = script
        else:
            found[at] = current
    return found


def _fonts(text: str, font: FontKey, fonts: FontLibrary) -> tuple[list[FontKey], list[Missing]]:
    loaded = fonts.load(font)
    if all(loaded.covers(character) for character in text):
        return [font] * len(text), []
    chosen: list[FontKey] = []
    missing: list[Missing] = []
    for start, end in graphemes(text):
        cluster = text[start:end]
        found = _for_cluster(cluster, font, chosen[-1] if chosen else font, fonts)
        if found is None:
            # Each character for itself: the base may be there though its mark is not.
            for at in range(start, end):
                single = _for_cluster(text[at], font, chosen[-1] if chosen else font, fonts)
                if single is None:
                    missing.append(Missing(at, text[at]))
                chosen.append(single or font)
        else:
            chosen += [found] * (end - start)
    return chosen, missing


@lru_cache(maxsize=32768)
def _for_cluster(cluster: str, font: FontKey, before: FontKey, fonts: FontLibrary) -> FontKey | None:
    """One font for a whole grapheme: the wanted one, else the one in use, else a fallback."""
    needed = [character for character in cluster if not invisible(character)]
    if not needed or (needed == [" "] and before != font and fonts.covers(before, " ") and not _colors(before, fonts)):
        return before  # spaces stay with the word before them: fewer runs, and its own space width
    color = wants_color(cluster)
    if color and "\ufe0f" in cluster:
        emoji = fonts.fallback(needed[0], font, color=True)
        if emoji is not None and _has(emoji, cluster, needed, fonts):
            return emoji
    for key in (font, before) if before != font else (font,):
        if _has(key, cluster, needed, fonts):
            return key
    for character in sorted(needed, key=lambda c: category(c)[0] == "M"):
        key_or_none = fonts.fallback(character, font, color=color)
        if key_or_none is not None and _has(key_or_none, cluster, needed, fonts):
            return key_or_none
    return None


def _colors(key: FontKey, fonts: FontLibrary) -> bool:
    return fonts.load(key).facts.color


def _has(key: FontKey, cluster: str, needed: list[str], fonts: FontLibrary) -> bool:
    """Whether a font has a grapheme: character by character, or composed, as HarfBuzz will try too."""
    font = fonts.load(key)
    if all(font.covers(character) or (category(character) == "Zs" and font.covers(" ")) for character in needed):
        return True
    composed = [character for character in normalize("NFC", cluster) if not invisible(character)]
    if all(font.covers(character) for character in composed):
        return True
    decomposed = [character for character in normalize("NFD", cluster) if not invisible(character)]
    return all(font.covers(character) for character in decomposed)


_EMOJI = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕🀄🃏🆎🈁🈚🈯"
)
"""Characters outside the emoji blocks that are meant in colours (UTS #51, Emoji_Presentation)."""


def wants_color(cluster: str) -> bool:
    """Whether a grapheme is an emoji that is meant in colours: by itself, or because a variation selector says so."""
    if "\ufe0e" in cluster:
        return False
    code = ord(cluster[0])
    return "\ufe0f" in cluster or 0x1F300 <= code <= 0x1FAFF or 0x1F191 <= code <= 0x1F1FF or cluster[0] in _EMOJI


@lru_cache(maxsize=4096)
def invisible(character: str) -> bool:
    """Whether a character shows nothing by itself, so that no font need have it.

    Controls, joiners, direction marks, variation selectors: Default_Ignorable_Code_Point, without soft hyphens'
    visible form at a line's end.
    """
    code = ord(character)
    return (
        category(character) in ("Cc", "Cf", "Zl", "Zp")
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
        or code in (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0)
        or 0x180B <= code <= 0x180F
    )
