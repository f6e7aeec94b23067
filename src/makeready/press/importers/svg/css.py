"""Which style has an element? Presentation attributes, style sheets of simple selectors, `style`, inheritance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

INHERITED = {
    "clip-rule", "color", "direction", "fill", "fill-opacity", "fill-rule", "font-family", "font-size", "font-style",
    "font-weight", "letter-spacing", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "visibility",
    "xml:space", "white-space",
}  # fmt: skip

OWN = {
    "clip-path", "display", "filter", "marker-end", "marker-mid", "marker-start", "mask", "mix-blend-mode", "opacity",
    "stop-color", "stop-opacity", "text-decoration", "text-decoration-line", "mask-type", "flood-color",
    "flood-opacity", "baseline-shift",
}  # fmt: skip

_SIMPLE = re.compile(r"^(\*|[A-Za-z][\w-]*)?((?:[.#][\w-]+)*)$")

Style = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One simple selector with its declarations. weight: CSS specificity, then order."""

    tag: str
    identifier: str
    classes: frozenset[str]
    weight: tuple[int, int, int, int]
    declarations: dict[str, str]

    def fits(self, tag: str, identifier: str, classes: frozenset[str]) -> bool:
        """Whether the selector names such an element."""
        return (
            self.tag in ("", "*", tag)
            and (not self.identifier or self.identifier == identifier)
            and self.classes <= classes
        )


class Sheet:
    """The rules of all `<style>` elements of a drawing. skipped: selectors that are not simple.

    effort: how often a rule has been compared with an element; who reads hostile drawings looks at it.
    """

    def __init__(self) -> None:
        self.skipped: list[str] = []
        self.effort = 0
        self._count = 0
        self._rules: dict[str, list[Rule]] = {}

    def fitting(self, tag: str, identifier: str, classes: frozenset[str]) -> list[Rule]:
        """The rules for such an element, the weightiest last. Only those that share a word with it are compared."""
        words = (tag, "*", f"#{identifier}", *(f".{name}" for name in classes))
        near = [rule for word in words for rule in self._rules.get(word, ())]
        self.effort += len(near)
        return sorted((r for r in near if r.fits(tag, identifier, classes)), key=lambda rule: rule.weight)

    def add(self, words: str) -> None:
        """Read one `<style>`; at-rules (imports, fonts, media) count for nothing."""
        for selectors, body in _blocks(_without_comments(words)):
            declarations = declared(body)
            for selector in selectors.split(","):
                self._enter(selector.strip(), declarations)

    def _enter(self, selector: str, declarations: dict[str, str]) -> None:
        found = _SIMPLE.match(selector)
        if not found or not selector:
            self.skipped.append(selector[:60])
            return
        parts = re.findall(r"[.#][\w-]+", found[2])
        identifier = next((part[1:] for part in parts if part[0] == "#"), "")
        classes = frozenset(part[1:] for part in parts if part[0] == ".")
        self._count += 1
        weight = (int(bool(identifier)), len(classes), int(bool(found[1]) and found[1] != "*"), self._count)
        word = f"#{identifier}" if identifier else f".{min(classes)}" if classes else found[1] or "*"
        rule = Rule(found[1] or "", identifier, classes, weight, declarations)
        self._rules.setdefault(word, []).append(rule)


def style_of(tag: str, attributes: Mapping[str, str], parent: Style, sheet: Sheet) -> dict[str, str]:
    """The computed style of an element: inherited, then attributes, then rules, then `style`."""
    style = {name: value for name, value in parent.items() if name in INHERITED}
    own = {name: value.strip() for name, value in attributes.items() if name in INHERITED or name in OWN}
    classes = frozenset(attributes.get("class", "").split())
    for rule in sheet.fitting(tag, attributes.get("id", ""), classes):
        own |= rule.declarations
    own |= declared(attributes.get("style", ""))
    for name, value in own.items():
        if value == "inherit":
            if name in parent:
                style[name] = parent[name]
        elif name in INHERITED or name in OWN:
            style[name] = value
    return style


def declared(body: str) -> dict[str, str]:
    """`a: b; c: d` as values; importance is not weighed."""
    pairs = (part.partition(":") for part in body.split(";") if ":" in part)
    return {name.strip().lower(): value.replace("!important", "").strip() for name, _, value in pairs}


def _without_comments(words: str) -> str:
    """Each comment becomes a blank; one that never ends hides the rest, as in browsers."""
    kept: list[str] = []
    at = 0
    while (opening := words.find("/*", at)) >= 0:
        kept.append(words[at:opening])
        closing = words.find("*/", opening + 2)
        at = closing + 2 if closing >= 0 else len(words)
    return " ".join([*kept, words[at:]])


def _blocks(words: str) -> list[tuple[str, str]]:
    """Selectors and bodies at the top level of a style sheet."""
    found: list[tuple[str, str]] = []
    at = 0
    while (opening := words.find("{", at)) >= 0:
        head = words[at:opening].rpartition(";")[2].strip()
        depth, closing = 1, opening + 1
        while closing < len(words) and depth:
            depth += {"{": 1, "}": -1}.get(words[closing], 0)
            closing += 1
        if not head.startswith("@"):
            found.append((head, words[opening + 1 : closing - 1]))
        at = closing
    return found
