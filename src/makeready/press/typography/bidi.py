"""In which direction does each character run? The Unicode Bidirectional Algorithm, UAX #9 (Unicode 15).

Own code, because the kept libraries give reordered text but not the levels, and layout needs those: glyphs are
reordered, never characters. Rule numbers in the comments are those of the annex.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import bidirectional, normalize

MAX_DEPTH = 125
_FIRST_RTL = "\u0590"
"""Before it no character runs right to left and none controls direction."""

_ISOLATES = ("LRI", "RLI", "FSI")
_REMOVED = ("RLE", "LRE", "RLO", "LRO", "PDF", "BN")
_NEUTRAL = ("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI")

# BidiBrackets.txt: opening and closing characters in turn.
_BRACKETS = (
    "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽"
    "⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"
)
_CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSERS = frozenset(_CLOSING.values())


def base_level(text: str, direction: str = "auto") -> int:
    """Level of a paragraph: 0 left to right, 1 right to left; `auto` by its first strong letter (P2, P3)."""
    if direction != "auto":
        return int(direction == "rtl")
    return 0 if not text or max(text) < _FIRST_RTL else _first_strong([_class(c) for c in text], 0, len(text))


def levels(text: str, base: int) -> bytes:
    """The embedding level of each character of one paragraph; even runs left to right, odd right to left."""
    if base == 0 and (not text or max(text) < _FIRST_RTL):
        return bytes(len(text))
    kinds = [_class(character) for character in text]
    found = _explicit(kinds, base)
    original = list(kinds)
    kinds, result = found
    for sequence in _sequences(kinds, result, original, base):
        _weak(sequence, kinds)
        _brackets(sequence, kinds, text, original)
        _neutral(sequence, kinds)
    _implicit(kinds, result, original)
    _separators(result, original, base)
    return bytes(result)


def visual_order(run_levels: Sequence[int]) -> list[int]:
    """The order from left to right in which runs of these levels are painted (L2)."""
    order = list(range(len(run_levels)))
    if not order:
        return order
    lowest_odd = min((level for level in run_levels if level % 2), default=0)
    for level in range(max(run_levels), lowest_odd - 1 if lowest_odd else max(run_levels), -1):
        start = 0
        while start < len(order):
            if run_levels[order[start]] < level:
                start += 1
                continue
            end = start
            while end < len(order) and run_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end
    return order


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    """Bidi_Class; for unassigned characters what DerivedBidiClass.txt says of their block."""
    found = bidirectional(character)
    if found:
        return found
    code = ord(character)
    if 0x0600 <= code <= 0x07BF or 0x0860 <= code <= 0x08FF or 0xFB50 <= code <= 0xFDCF or 0xFDF0 <= code <= 0xFDFF:
        return "AL"
    if (
        0xFE70 <= code <= 0xFEFF
        or 0x10D00 <= code <= 0x10D3F
        or 0x10EC0 <= code <= 0x10EFF
        or 0x10F30 <= code <= 0x10F6F
    ):
        return "AL"
    if 0x1EC70 <= code <= 0x1ECBF or 0x1ED00 <= code <= 0x1ED4F or 0x1EE00 <= code <= 0x1EEFF:
        return "AL"
    if 0x0590 <= code <= 0x08FF or 0xFB1D <= code <= 0xFB4F or 0x10800 <= code <= 0x10FFF or 0x1E800 <= code <= 0x1EFFF:
        return "R"
    if 0x20A0 <= code <= 0x20CF:
        return "ET"
    return "BN" if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE or 0xE0000 <= code <= 0xE0FFF else "L"


def _first_strong(kinds: Sequence[str], start: int, end: int) -> int:
    depth = 0
    for place in range(start, end):
        kind = kinds[place]
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and start > 0:
                return 0  # the end of the isolate that asks
            depth = max(0, depth - 1)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


def _explicit(original: Sequence[str], base: int) -> tuple[list[str], list[int]]:
    """Embeddings, overrides and isolates (X1 to X8): types as overridden, and levels."""
    kinds, result = list(original), [base] * len(original)
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    overflow_isolates = overflow_embeddings = valid_isolates = 0
    for place, kind in enumerate(original):
        level, override, _ = stack[-1]
        if kind in ("RLE", "LRE", "RLO", "LRO"):
            result[place] = level
            deeper = _next(level, rtl=kind[0] == "R")
            if deeper <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                stack.append((deeper, {"RLO": "R", "LRO": "L"}.get(kind, ""), False))
            elif not overflow_isolates:
                overflow_embeddings += 1
        elif kind in _ISOLATES:
            result[place] = level
            kinds[place] = override or kind
            rtl = kind == "RLI" or (kind == "FSI" and _first_strong(original, place + 1, len(original)) == 1)
            deeper = _next(level, rtl=rtl)
            if deeper <= MAX_DEPTH and not overflow_isolates and not overflow_embeddings:
                valid_isolates += 1
                stack.append((deeper, "", True))
            else:
                overflow_isolates += 1
        elif kind == "PDI":
            if overflow_isolates:
                overflow_isolates -= 1
            elif valid_isolates:
                overflow_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid_isolates -= 1
            level, override, _ = stack[-1]
            result[place] = level
            kinds[place] = override or kind
        elif kind == "PDF":
            result[place] = level
            if overflow_isolates:
                pass
            elif overflow_embeddings:
                overflow_embeddings -= 1
            elif not stack[-1][2] and len(stack) > 1:
                stack.pop()
        elif kind == "B":
            result[place] = base
        else:
            result[place] = level
            if kind != "BN" and override:
                kinds[place] = override
    return kinds, result


def _next(level: int, rtl: bool) -> int:
    return (level + 1) | 1 if rtl else (level + 2) & ~1


class _Sequence:
    """An isolating run sequence (BD13): its places, its level, and what stands before and after it."""

    def __init__(self, places: list[int], level: int, before: int, after: int) -> None:
        self.places = places
        self.level = level
        self.sos = "R" if max(level, before) % 2 else "L"
        self.eos = "R" if max(level, after) % 2 else "L"


def _sequences(kinds: list[str], result: list[int], original: list[str], base: int) -> list[_Sequence]:
    """X9 and X10: runs of one level, joined over isolates; removed characters are in none."""
    kept = [place for place in range(len(kinds)) if original[place] not in _REMOVED]
    runs: list[list[int]] = []
    for place in kept:
        if runs and result[runs[-1][-1]] == result[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    matching = _matching(original)
    starts = {run[0]: run for run in runs}
    rank = {place: number for number, place in enumerate(kept)}
    sequences = []
    for run in runs:
        if original[run[0]] == "PDI" and run[0] in matching.values():
            continue  # it goes on from an isolate initiator
        places = list(run)
        while original[places[-1]] in _ISOLATES and (end := matching.get(places[-1])) is not None and end in starts:
            places += starts[end]
        first, last, level = rank[places[0]], rank[places[-1]], result[places[0]]
        before = result[kept[first - 1]] if first else base
        unclosed = original[places[-1]] in _ISOLATES and places[-1] not in matching
        after = base if unclosed or last + 1 == len(kept) else result[kept[last + 1]]
        sequences.append(_Sequence(places, level, before, after))
    return sequences


def _matching(original: list[str]) -> dict[int, int]:
    """Isolate initiator → its PDI (BD9)."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for place, kind in enumerate(original):
        if kind in _ISOLATES:
            open_.append(place)
        elif kind == "PDI" and open_:
            found[open_.pop()] = place
    return found


def _weak(sequence: _Sequence, kinds: list[str]) -> None:
    """W1 to W7."""
    places = sequence.places
    before, strong = sequence.sos, sequence.sos
    for place in places:  # W1, W2, W3 (W3 only after W2 has seen the AL)
        kind = kinds[place]
        if kind == "NSM":
            kind = "ON" if before in (*_ISOLATES, "PDI") else before
        before = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        kinds[place] = kind
    for place in places:
        if kinds[place] == "AL":
            kinds[place] = "R"
    for number in range(1, len(places) - 1):  # W4
        left, kind, right = (kinds[places[number + step]] for step in (-1, 0, 1))
        if kind == "ES" and left == right == "EN":
            kinds[places[number]] = "EN"
        elif kind == "CS" and left == right and left in ("EN", "AN"):
            kinds[places[number]] = left
    number = 0
    while number < len(places):  # W5
        if kinds[places[number]] != "ET":
            number += 1
            continue
        end = number
        while end < len(places) and kinds[places[end]] == "ET":
            end += 1
        beside_number = (number and kinds[places[number - 1]] == "EN") or (
            end < len(places) and kinds[places[end]] == "EN"
        )
        for place in places[number:end]:
            kinds[place] = "EN" if beside_number else "ON"
        number = end
    strong = sequence.sos
    for place in places:  # W6, W7
        kind = kinds[place]
        if kind in ("ES", "CS"):
            kinds[place] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"


def _brackets(sequence: _Sequence, kinds: list[str], text: str, original: list[str]) -> None:
    """N0: a pair of brackets takes the direction of what it holds."""
    places = sequence.places
    inner = "R" if sequence.level % 2 else "L"
    for opening, closing in _pairs(sequence, kinds, text):
        held = {_strong(kinds[place]) for place in places[opening + 1 : closing]} - {""}
        if inner in held:
            direction = inner
        elif held:  # only the other direction: what stands before decides
            before = next((s for place in reversed(places[:opening]) if (s := _strong(kinds[place]))), sequence.sos)
            direction = before if before != inner else inner
        else:
            continue
        for number in (opening, closing):
            kinds[places[number]] = direction
            for place in places[number + 1 :]:  # marks on a bracket follow it
                if original[place] != "NSM":
                    break
                kinds[place] = direction


def _strong(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _pairs(sequence: _Sequence, kinds: list[str], text: str) -> list[tuple[int, int]]:
    """Bracket pairs of a sequence in the order of their opening (BD16); canonical equals count as the same."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for number, place in enumerate(sequence.places):
        if kinds[place] != "ON":
            continue
        character = normalize("NFC", text[place])
        if character in _CLOSING:
            if len(stack) == 63:
                return []
            stack.append((normalize("NFC", _CLOSING[character]), number))
        elif character in _CLOSERS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == character:
                    pairs.append((stack[depth][1], number))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _neutral(sequence: _Sequence, kinds: list[str]) -> None:
    """N1, N2: neutrals take the direction of both sides, else that of the embedding."""
    places, number = sequence.places, 0
    inner = "R" if sequence.level % 2 else "L"
    while number < len(places):
        if kinds[places[number]] not in _NEUTRAL:
            number += 1
            continue
        end = number
        while end < len(places) and kinds[places[end]] in _NEUTRAL:
            end += 1
        left = _strong(kinds[places[number - 1]]) if number else sequence.sos
        right = _strong(kinds[places[end]]) if end < len(places) else sequence.eos
        for place in places[number:end]:
            kinds[place] = left if left == right else inner
        number = end


def _implicit(kinds: list[str], result: list[int], original: list[str]) -> None:
    """I1, I2; characters that X9 removes take the level of the one before."""
    for place, kind in enumerate(kinds):
        if original[place] in _REMOVED:
            result[place] = result[place - 1] if place else result[place]
        elif result[place] % 2:
            result[place] += kind in ("L", "EN", "AN")
        else:
            result[place] += 1 if kind == "R" else 2 if kind in ("AN", "EN") else 0


def _separators(result: list[int], original: list[str], base: int) -> None:
    """L1: tabs, paragraph ends, and white space before them or at the end, run as the paragraph does."""
    trailing = True
    for place in range(len(result) - 1, -1, -1):
        kind = original[place]
        if kind in ("B", "S"):
            trailing = True
        elif kind not in ("WS", "PDI", *_ISOLATES, *_REMOVED):
            trailing = False
        if trailing:
            result[place] = base
