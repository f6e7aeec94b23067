"""Which stretches of a paragraph have one direction, one script and one font? Those can be shaped at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, normalize

import uharfbuzz as hb

from makeready.press.displaylist.items import FontKey
from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.breaks import graphemes

FontOf = Callable[[str], FontKey | None]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch `start:end` of a paragraph. level: of UAX #9, odd runs right to left. script: ISO 15924."""

    start: int
    end: int
    level: int
    script: str
    font: FontKey


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that no font has, and where it stands in the paragraph."""

    at: int
    character: str


def itemise(text: str, levels: bytes, font: FontKey, fonts: FontLibrary) -> tuple[list[Run], list[Missing]]:
    """The runs of a paragraph in logical order, and the characters that no font has."""
    chosen, missing = _fonts(text, font, fonts)
    scripts = _scripts(text)
    runs: list[Run] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (
            chosen[at] == chosen[start] and scripts[at] == scripts[start] and levels[at] == levels[start]
        ):
            runs.append(Run(start, at, levels[start], scripts[start], chosen[start]))
            start = at
    return runs, missing


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
    if not needed or (needed == [" "] and before != font and fonts.covers(before, " ")):
        return before  # spaces stay with the word before them: fewer runs, and its own space width
    for key in (font, before) if before != font else (font,):
        if _has(key, cluster, needed, fonts):
            return key
    for character in sorted(needed, key=lambda c: category(c)[0] == "M"):
        key_or_none = fonts.fallback(character, font)
        if key_or_none is not None and _has(key_or_none, cluster, needed, fonts):
            return key_or_none
    return None


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
