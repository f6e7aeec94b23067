"""How does an open page keep up? It asks for its parts again; only those that changed are sent.

The page carries a fingerprint of each part in the address that it asks. A part that is drawn as before is left
alone in the browser: nothing that somebody opened, marked or typed there is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

VARYING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|(?<=>)[^<>]*(?=</time>)')
"""What differs each time although nothing changed: tokens of forms, and ages, which the browser keeps right."""


class Parts:
    """Named parts of a page, each drawn by its own template from the same values."""

    def __init__(self, request: HttpRequest, templates: Mapping[str, str], values: Mapping[str, object]) -> None:
        drawn = {name: render_to_string(f"panel/{path}", dict(values), request) for name, path in templates.items()}
        self.drawn: dict[str, SafeString] = {name: mark_safe(html) for name, html in drawn.items()}  # noqa: S308 (ours)
        self.prints = {name: _print(html) for name, html in drawn.items()}

    @property
    def seen(self) -> str:
        """For the address: `status:ab12.files:cd34`."""
        return ".".join(f"{name}:{print_}" for name, print_ in self.prints.items())

    def changed(self, seen: str) -> dict[str, SafeString]:
        """The parts that are not as the page has them."""
        had = dict(pair.split(":", 1) for pair in seen.split(".") if ":" in pair)
        return {name: html for name, html in self.drawn.items() if had.get(name) != self.prints[name]}


def _print(html: str) -> str:
    return hashlib.sha256(VARYING.sub("", html).encode()).hexdigest()[:10]
