"""How does a program show who it is? API keys: made once, shown once, kept as SHA-256.

A key is `mr_` and 32 random bytes in base 62. 256 random bits need no slow hash: nobody guesses them, and the
hash is found by an index, so no comparison takes longer the more of a guess is right.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.accounts.models import ApiKey, Role
from makeready.office.accounts.principal import Principal, key_principal
from makeready.office.accounts.rights import Scope
from makeready.office.errors import Fault, Invalid, NotFound
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind

PREFIX = "mr_"
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
REMEMBERED_SECONDS = 5.0
MOST_REMEMBERED = 4096
USE_NOTED_EVERY = timedelta(minutes=1)


def create(
    name: str, *, by: Actor, scopes: Iterable[str] = tuple(Scope), role: Role | str = Role.ADMINISTRATOR
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is never to be had again.

    Raises:
        Invalid: no name, an unknown scope or role.
    """
    faults = []
    if not name.strip():
        faults.append(Fault("name", "A key needs a name that says who uses it."))
    wanted = list(dict.fromkeys(scopes))
    for scope in wanted:
        if scope not in tuple(Scope):
            faults.append(Fault("scopes", f"There is no scope “{scope}”: choose from {', '.join(Scope)}."))
    if not wanted:
        faults.append(Fault("scopes", f"Without a scope a key can do nothing: choose from {', '.join(Scope)}."))
    if role not in Role.values:
        faults.append(Fault("role", f"There is no role “{role}”: choose from {', '.join(Role.values)}."))
    if faults:
        raise Invalid(faults[0].message, errors=faults)
    secret = PREFIX + _base62(secrets.token_bytes(32))
    key = ApiKey.objects.create(
        name=name.strip(), hash=_hash(secret), hint=secret[:7], scopes=[str(scope) for scope in wanted],
        role=role, created_by=by.name,
    )  # fmt: skip
    record(Kind.SETUP, by=by, subject=key.id, now=f"API key “{key.name}” made")
    return key, secret


def revoke(key: ApiKey, *, by: Actor) -> None:
    """End a key for good; asked again it stays ended."""
    if key.revoked_at is not None:
        return
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    record(Kind.SETUP, by=by, subject=key.id, now=f"API key “{key.name}” revoked")
    with _lock:
        _remembered.clear()


def find(key_id: str) -> ApiKey:
    """A key by its id.

    Raises:
        NotFound: there is none.
    """
    key = ApiKey.objects.filter(pk=key_id).first()
    if key is None:
        raise NotFound(f"There is no API key {key_id}.")
    return key


def check(secret: str) -> Principal | None:
    """Who a secret belongs to; None for an unknown or revoked one. The answer is remembered for some seconds."""
    digest = _hash(secret)
    now = time.monotonic()
    with _lock:
        known = _remembered.get(digest)
    if known and known[0] > now:
        return known[1]
    key = ApiKey.objects.filter(hash=digest, revoked_at=None).first()
    principal = key_principal(key) if key else None
    if key:
        _note_use(key)
    with _lock:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        _remembered[digest] = (now + REMEMBERED_SECONDS, principal)
    return principal


_remembered: dict[str, tuple[float, Principal | None]] = {}
_lock = threading.Lock()


def _note_use(key: ApiKey) -> None:
    """Write when a key was used, at most once a minute: a write with every request would make readers wait."""
    now = timezone.now()
    if key.last_used_at is None or now - key.last_used_at > USE_NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _base62(data: bytes) -> str:
    number, digits = int.from_bytes(data), []
    for _ in range(43):  # 62^43 > 2^256
        number, digit = divmod(number, 62)
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))
