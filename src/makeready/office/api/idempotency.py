"""Was this POST answered already? `Idempotency-Key`: the first answer again, never the deed again.

A row is written before the deed (the key is unique per caller, so of many at once one wins) and completed with
the answer after it. A deed that failed on our side leaves no row: it may be tried again with the same key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from makeready.office.api.callers import caller
from makeready.office.api.models import Answered
from makeready.office.connections.sealing import seal, unseal
from makeready.office.errors import Fault, Invalid, Refused

HEADER = "Idempotency-Key"
KEPT = timedelta(days=3)
CUT_OFF_AFTER = timedelta(minutes=10)
REPEATED_HEADERS = ("Content-Type", "ETag", "Location")
CHUNK = 1 << 20


class StillRunning(Refused):
    """A request with this key is being worked on."""

    code = "idempotency_key_in_flight"
    title = "Still being worked on"
    fix = "Wait a moment, then send the same request again."


class OutcomeUnknown(Refused):
    """The first request with this key was cut off before its answer was known."""

    code = "idempotency_outcome_unknown"
    title = "Cut off"
    fix = "Look whether the first request took effect; if not, send it with a new key."


class KeyUsedOtherwise(Invalid):
    """The key came with another request before."""

    code = "idempotency_key_reused"
    title = "The key was used for something else"
    fix = "Use a new key for a new request."


def once(request: HttpRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run an operation, or give the answer that the same key got before.

    Raises:
        Invalid: the key is too long. KeyUsedOtherwise: it came with another request. StillRunning, OutcomeUnknown.
    """
    key = request.headers[HEADER]
    if not key.strip() or len(key) > 255 or not key.isprintable():
        raise Invalid(
            f"{HEADER} must have 1 to 255 printable characters.",
            errors=[Fault(HEADER, "1 to 255 printable characters.")],
        )
    who, asked = caller(request).actor.id, _request_hash(request)
    try:
        with transaction.atomic():
            begun = Answered.objects.create(caller=who, key=key, request_hash=asked)
    except IntegrityError:
        return _first_answer(who, key, asked)
    _forget_old_ones()
    finished = False
    try:
        response = run()
        finished = response.status_code < 500 and isinstance(response, HttpResponse)
        if finished and isinstance(response, HttpResponse):
            begun.status = response.status_code
            begun.headers = {name: response[name] for name in REPEATED_HEADERS if response.has_header(name)}
            begun.body = seal(response.content.decode("latin-1"))  # it may tell a new key or password
            begun.save(update_fields=["status", "headers", "body"])
        return response
    finally:
        if not finished:
            begun.delete()


def _first_answer(who: str, key: str, asked: str) -> HttpResponse:
    known = Answered.objects.filter(caller=who, key=key).first()
    if known is None:  # its request has just failed on our side
        raise StillRunning("Another request with this key has just ended without an answer.")
    if known.request_hash != asked:
        raise KeyUsedOtherwise(
            f"This {HEADER} came with another request before.", errors=[Fault(HEADER, "Used for another request.")]
        )
    if known.status is None:
        if timezone.now() - known.created_at > CUT_OFF_AFTER:
            raise OutcomeUnknown("The first request with this key was cut off; whether it took effect is not known.")
        raise StillRunning("The first request with this key is still being worked on.")
    response = HttpResponse(unseal(known.body).encode("latin-1") if known.body else b"", status=known.status)
    for name, value in known.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _request_hash(request: HttpRequest) -> str:
    """Method, address and body; of a multipart body its parts, since its boundary changes with every sending."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace"))
    for piece in _multipart_pieces(request) if _is_multipart(request) else (request.body,):
        digest.update(len(piece).to_bytes(8))
        digest.update(piece)
    return digest.hexdigest()


def _is_multipart(request: HttpRequest) -> bool:
    return (request.content_type or "").lower() == "multipart/form-data"


def _multipart_pieces(request: HttpRequest) -> Iterator[bytes]:
    for name, values in sorted(request.POST.lists()):
        yield name.encode()
        yield from (str(value).encode() for value in values)
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            yield f"{name}/{file.name}".encode()
            yield from file.chunks(CHUNK)
            file.seek(0)


_next_clean_up = timezone.now()


def _forget_old_ones() -> None:
    global _next_clean_up
    now = timezone.now()
    if now >= _next_clean_up:
        _next_clean_up = now + timedelta(hours=1)
        Answered.objects.filter(created_at__lt=now - KEPT).delete()
