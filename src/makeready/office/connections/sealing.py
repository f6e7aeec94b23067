"""How are secrets kept? Sealed with a key outside the database (Fernet: AES-128-CBC and HMAC-SHA256)."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from makeready.config import config
from makeready.office.errors import Unavailable


class SealBroken(Unavailable):
    """A stored secret cannot be opened: the secret key is another one than when it was stored."""

    code = "seal_broken"
    fix = "Start with the MAKEREADY_SECRET_KEY that was in use before, or enter the secret again."


def seal(value: Any) -> bytes:
    """Plain JSON value → cipher text."""
    return _box(config().secret_key).encrypt(json.dumps(value).encode())


def unseal(sealed: bytes | memoryview) -> Any:
    """Cipher text → the value.

    Raises:
        SealBroken: sealed with another key.
    """
    try:
        return json.loads(_box(config().secret_key).decrypt(bytes(sealed)))
    except InvalidToken as why:
        raise SealBroken("A stored secret cannot be opened with this server's secret key.") from why


@lru_cache(maxsize=4)
def _box(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"makeready seal\0" + secret_key.encode()).digest()))
