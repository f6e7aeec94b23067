"""Which answers are sent gzipped? Pages, JSON and drawings; never files, pictures or event streams."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/html", "application/json", "application/problem+json", "image/svg+xml")
"""A browser would get only the first event of a gzipped `text/event-stream`; print files gain nothing."""


class CompressText(GZipMiddleware):
    """Django's gzip (with its guard against guessing by length), for `COMPRESSED` alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, smaller where that pays. One with an ETag stays as it is: `If-Match` must send back the same."""
        if (
            response.streaming
            or response.has_header("ETag")
            or not response.get("Content-Type", "").startswith(COMPRESSED)
        ):
            return response
        return super().process_response(request, response)
