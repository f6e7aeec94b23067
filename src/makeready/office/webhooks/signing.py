"""How does a receiver know that it was us? Signatures by Standard Webhooks 1.0 (standardwebhooks.com), `v1`.

`webhook-signature` = `v1,` + base64(HMAC-SHA256(secret, "{webhook-id}.{webhook-timestamp}.{body}")); while a secret
is being changed there are two, with a space in between.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from makeready.office.connections.sealing import seal, unseal

PREFIX = "whsec_"
BYTES = 32
"""Length of a secret; the standard asks for 24 to 64 bytes."""
BOTH_COUNT = timedelta(hours=24)
"""How long after a change the former secret signs as well."""


@dataclass(frozen=True)
class Secrets:
    """What signs now: `whsec_…` each; former: what signed before, until `former_until`."""

    current: str
    former: str = ""
    former_until: datetime | None = None

    def valid(self, now: datetime) -> tuple[str, ...]:
        """All that sign at this moment."""
        both = bool(self.former) and self.former_until is not None and now < self.former_until
        return (self.current, self.former) if both else (self.current,)

    def changed(self, now: datetime) -> Secrets:
        """A fresh secret; the one so far counts for a while, so that receivers can be changed over."""
        return Secrets(fresh(), self.current, now + BOTH_COUNT)

    def sealed(self) -> bytes:
        """As it is kept."""
        until = self.former_until.isoformat() if self.former_until else ""
        return seal([self.current, self.former, until])


def opened(sealed: bytes | memoryview) -> Secrets:
    """Secrets as they were kept.

    Raises:
        SealBroken: the server's secret key has changed.
    """
    current, former, until = unseal(sealed)
    return Secrets(current, former, datetime.fromisoformat(until) if until else None)


def fresh() -> str:
    """A new secret."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode("ascii")


def headers(identity: str, at: datetime, body: bytes, signing: Iterable[str]) -> dict[str, str]:
    """The three headers by which a receiver checks a message. identity: constant over all tries of an event."""
    stamp = str(int(at.timestamp()))
    message = f"{identity}.{stamp}.".encode() + body
    signatures = (hmac.new(_key(secret), message, hashlib.sha256).digest() for secret in signing)
    signed = " ".join("v1," + base64.b64encode(one).decode("ascii") for one in signatures)
    return {"webhook-id": identity, "webhook-timestamp": stamp, "webhook-signature": signed}


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX))
