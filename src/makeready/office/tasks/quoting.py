"""How does a value stand in a text of some kind? So that what a customer typed stays one value, and nothing more.

Each way takes a value and the text that stands before it (values filled in already), and answers the value as it is
to be written there. The text itself is the pipeline's, and is left as it is.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus

Written = Callable[[str, str], str]
"""(value, the text before it) → the value as it is written there."""

_ESCAPED = re.compile(r"\\.", re.DOTALL)
_JSON_SCALAR = re.compile(r"-?(?:0|[1-9]\d{0,300})(?:\.\d+)?(?:[eE][+-]?\d{1,2})?|true|false|null", re.ASCII)


def plain(value: str, before: str) -> str:
    """As it is."""
    return value


def in_path(value: str, before: str) -> str:
    """In a file's path: slashes become `_`."""
    return value.replace("/", "_").replace("\\", "_")


def in_address(value: str, before: str) -> str:
    """In a web address (RFC 3986 §2.1): percent-encoded, but for one that begins the address, such as a link."""
    return quote(value, safe="") if before.strip() else value


def in_path_of_address(value: str, before: str) -> str:
    """In an address whose host stands fast: percent-encoded wherever it stands."""
    return quote(value, safe="")


def in_json(value: str, before: str) -> str:
    """In a JSON text (RFC 8259): escaped within a string; elsewhere a number, true, false, null, or made a string.

    Nothing at all (a value that may be missing) stays nothing, so that `[{{…?}}]` is an empty list.
    """
    within = _ESCAPED.sub("", before).count('"') % 2 == 1
    if within:
        return json.dumps(value, ensure_ascii=False)[1:-1]
    return value if not value or _JSON_SCALAR.fullmatch(value) else json.dumps(value, ensure_ascii=False)


def in_markup(value: str, before: str) -> str:
    """In HTML and XML: `&`, `<`, `>` and both quotes as references."""
    return html.escape(value)


def in_form(value: str, before: str) -> str:
    """In a body of `application/x-www-form-urlencoded`."""
    return quote_plus(value)


def for_media_type(media_type: str) -> Written:
    """How values stand in a body of this kind; `plain` where nothing is known of it."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind.endswith(("/json", "+json")):
        return in_json
    if kind.endswith(("/xml", "+xml", "/html")):
        return in_markup
    return in_form if kind == "application/x-www-form-urlencoded" else plain
