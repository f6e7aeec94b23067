"""How is a file answered? Piece by piece, under a name that survives every script and every operating system."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from makeready.office.storage import blobs
from makeready.office.storage.models import Blob

LONGEST = 150
Response = TypeVar("Response", bound=HttpResponseBase)
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u2028\u2029]+')


class InPieces(StreamingHttpResponse):
    """A body read piece by piece in a thread, so that a slow receiver holds up nobody and nothing is read ahead."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """The pieces."""
        pieces = iter(self.streaming_content)  # type: ignore[arg-type]  # never an async one
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece


def blob_response(blob: Blob, name: str, *, media_type: str = "", inline: bool = False) -> InPieces:
    """A stored file as an answer.

    Raises:
        BlobMissing: it is not in the storage.
    """
    response = InPieces(_begun(blobs.chunks(blob.sha256)), content_type=media_type or blob.media_type)
    response["Content-Length"] = str(blob.size)
    return named(response, name, inline=inline)


def bytes_response(data: bytes, name: str, *, media_type: str, inline: bool = False) -> HttpResponse:
    """Bytes in memory as an answer."""
    return named(HttpResponse(data, content_type=media_type), name, inline=inline)


def named(response: Response, name: str, *, inline: bool = False) -> Response:
    """An answer with a file's name; browsers are told not to guess another type."""
    response["Content-Disposition"] = disposition(name, inline=inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def disposition(name: str, *, inline: bool = False) -> str:
    """The header Content-Disposition: an ASCII name for old programs and the real one in UTF-8 (RFC 6266)."""
    real = safe_name(name)
    plain = unicodedata.normalize("NFKD", real).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    ascii_name = plain if re.search(r"[A-Za-z0-9]", stem or plain) else f"file{dot}{ending}"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(real, safe='')}"


def safe_name(name: str) -> str:
    """A file name without anything that a file system takes for more than a name; its ending is kept."""
    words = " ".join(_NOT_IN_NAMES.sub(" ", unicodedata.normalize("NFC", name)).split()).strip(" .")
    words = "".join(character for character in words if unicodedata.category(character) not in ("Cf", "Cs", "Co"))
    stem, dot, ending = words.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[: LONGEST - len(ending) - 1].rstrip()}.{ending}"
    return words[:LONGEST] or "file"


def _begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Reads the first piece at once: what is missing must be told before the answer has begun."""
    first = next(pieces, b"")

    def go_on() -> Iterator[bytes]:
        yield first
        yield from pieces

    return go_on()
