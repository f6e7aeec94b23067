"""Has the browser got it already? Answers with a tag, and 304 where nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotModified

ASK_AGAIN = "private, no-cache"


def cached(request: HttpRequest, fingerprint: object, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `make` answers, under a tag of all that decides it; not made where the browser has it."""
    tag = f'"{sha256(repr(fingerprint).encode()).hexdigest()[:32]}"'
    had = {one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")}
    answer = HttpResponseNotModified() if tag in had else make()
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer
