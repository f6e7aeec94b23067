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
    "stop-color", "stop-opacity", "text-decoration",
}  # fmt: skip

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
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
    """The rules of all `<style>` elements of a drawing. skipped: selectors that are not simple."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.skipped: list[str] = []

    def add(self, words: str) -> None:
        """Read one `<style>`; at-rules (imports, fonts, media) count for nothing."""
        for selectors, body in _blocks(_COMMENT.sub(" ", words)):
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
        weight = (int(bool(identifier)), len(classes), int(bool(found[1]) and found[1] != "*"), len(self.rules))
        self.rules.append(Rule(found[1] or "", identifier, classes, weight, declarations))
        self.rules.sort(key=lambda rule: rule.weight)


def style_of(tag: str, attributes: Mapping[str, str], parent: Style, sheet: Sheet) -> dict[str, str]:
    """The computed style of an element: inherited, then attributes, then rules, then `style`."""
    style = {name: value for name, value in parent.items() if name in INHERITED}
    own = {name: value.strip() for name, value in attributes.items() if name in INHERITED or name in OWN}
    classes = frozenset(attributes.get("class", "").split())
    for rule in sheet.rules:
        if rule.fits(tag, attributes.get("id", ""), classes):
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
