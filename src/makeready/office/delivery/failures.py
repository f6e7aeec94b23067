"""Why can something not be delivered? One error, in words; transient ones are tried again by themselves."""

from __future__ import annotations

import contextlib
import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Any

from makeready.office.errors import OfficeError


class DeliveryFailed(OfficeError):
    """A receiver did not take what was sent. transient: it may well do so a little later."""

    code = "delivery_failed"
    status = 502
    title = "Not delivered"
    fix = "Check the receiver, then press Retry: it goes on from this task."

    def __init__(self, sentence: str, *, transient: bool = False, **more: Any) -> None:
        super().__init__(sentence, **more)
        self.transient = transient


class SignInRefused(DeliveryFailed):
    """User name or password are wrong."""

    code = "login_refused"
    fix = "Correct user name and password of the connection, then press Retry."


class HostKeyChanged(DeliveryFailed):
    """An SFTP server shows another key than the one kept: perhaps it is another server."""

    code = "host_key_changed"
    fix = (
        "Ask the operator of the server whether its key was changed. If so, put the new key into the connection "
        "and press Retry; if not, somebody may stand between you and the server."
    )


class CertificateRefused(DeliveryFailed):
    """A TLS certificate cannot be trusted."""

    code = "certificate_refused"
    fix = "Have the server's certificate renewed, or correct the host name in the connection, then press Retry."


class HostUnknown(DeliveryFailed):
    """No address is known for the host's name."""

    code = "host_unknown"
    fix = "Correct the host name in the connection, then press Retry."


class ReceiverFull(DeliveryFailed):
    """There is no space left at the receiver."""

    code = "receiver_full"
    fix = "Make room on the server, then press Retry."


@contextlib.contextmanager
def in_words(place: str) -> Iterator[None]:
    """Turn the network's errors into sentences; `place` is host and port."""
    try:
        yield
    except OSError as why:
        raise told(why, place) from why


def told(why: OSError, place: str) -> DeliveryFailed:
    """One network error as a sentence."""
    if isinstance(why, ssl.SSLCertVerificationError):
        return CertificateRefused(f"The certificate of {place} cannot be trusted: {why.verify_message}.")
    if isinstance(why, ssl.SSLError):
        return DeliveryFailed(f"{place} and we found no common TLS: {why.reason or why}.", transient=True)
    if isinstance(why, socket.gaierror):
        if why.errno == socket.EAI_AGAIN:
            return DeliveryFailed(f"The name of {place} cannot be looked up now.", transient=True, fix=_LATER)
        return HostUnknown(f"No address is known for {place}.")
    if isinstance(why, TimeoutError):
        return DeliveryFailed(f"{place} did not answer in time.", transient=True, fix=_LATER)
    if isinstance(why, ConnectionRefusedError):
        return DeliveryFailed(f"{place} refuses connections: nothing listens there.", transient=True, fix=_LATER)
    if isinstance(why, ConnectionError | EOFError) or why.errno == errno.EPIPE:
        return DeliveryFailed(f"{place} cut the line.", transient=True, fix=_LATER)
    if why.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN):
        return DeliveryFailed(f"{place} cannot be reached.", transient=True, fix=_LATER)
    return DeliveryFailed(f"{place} does not answer as expected: {why.strerror or why}.", transient=True, fix=_LATER)


_LATER = "It is tried again by itself, with growing pauses. If it stays so, check host, port and server."
