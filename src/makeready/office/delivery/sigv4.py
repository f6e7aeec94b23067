"""How is a call of S3 signed? AWS Signature Version 4, with which every S3-compatible store can be called.

Source: Amazon S3 API reference, “Signature Calculations for the Authorization Header”.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

SERVICE = "s3"


def signed(
    method: str,
    host: str,
    path: str,
    query: Mapping[str, str],
    body: bytes,
    *,
    key: str,
    secret: str,
    region: str,
    now: datetime,
    headers: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """The headers of a call, with its signature. path: encoded already; now: in UTC; host: with an unusual port."""
    stamp, digest = now.strftime("%Y%m%dT%H%M%SZ"), hashlib.sha256(body).hexdigest()
    sent = {**(headers or {}), "Host": host, "X-Amz-Content-Sha256": digest, "X-Amz-Date": stamp}
    lower = {name.lower(): " ".join(value.split()) for name, value in sent.items()}
    names = ";".join(sorted(lower))
    canonical = "\n".join(
        [method, path, canonical_query(query), *(f"{name}:{lower[name]}" for name in sorted(lower)), "", names, digest]
    )
    scope = f"{stamp[:8]}/{region}/{SERVICE}/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signature = hmac.new(_key(secret, stamp[:8], region), to_sign.encode(), hashlib.sha256).hexdigest()
    told = f"AWS4-HMAC-SHA256 Credential={key}/{scope},SignedHeaders={names},Signature={signature}"
    return {**sent, "Authorization": told}


def canonical_query(query: Mapping[str, str]) -> str:
    """A query as it is signed, and so as it is sent."""
    pairs = sorted((quote(name, safe=""), quote(value, safe="")) for name, value in query.items())
    return "&".join(f"{name}={value}" for name, value in pairs)


def _key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, SERVICE, "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return key
