"""Who is really asking, where a proxy stands in between? What the proxy says counts if we were told to trust it.

`X-Forwarded-For` is read from its end: each proxy adds whom it was called by, and what stands before the first
one that we do not trust was written by a stranger.
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from makeready.config import BadSetting, config

Scope = MutableMapping[str, Any]


@cache
def trusted() -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks of MAKEREADY_TRUSTED_PROXIES.

    Raises:
        BadSetting: one of them is none.
    """
    try:
        return tuple(ip_network(text, strict=False) for text in config().trusted_proxies)
    except ValueError as why:
        raise BadSetting(
            f"MAKEREADY_TRUSTED_PROXIES: {why}; write 10.0.0.7 or 10.0.0.0/8, separated by commas."
        ) from why


def as_first_sent(scope: Scope, proxies: Sequence[IPv4Network | IPv6Network] | None = None) -> Scope:
    """The request as it was before it came to our proxies: the client's address, and http or https."""
    proxies = trusted() if proxies is None else proxies
    peer = _address(str((scope.get("client") or ("",))[0]))
    if peer is None or not _is_ours(peer, proxies):
        return scope
    hops = [part for value in _headers(scope, b"x-forwarded-for") for part in value.split(",")]
    client, way = peer, [part for value in _headers(scope, b"x-forwarded-proto") for part in value.split(",")]
    for hop in reversed(hops):
        before = _address(hop.strip())
        if before is None:
            break
        client = before
        if not _is_ours(client, proxies):
            break
    scheme = way[-1].strip().lower() if way else ""
    return {
        **scope,
        "client": (str(client), 0),
        "scheme": scheme if scheme in ("http", "https") else scope.get("scheme", "http"),
    }


def _is_ours(address: IPv4Address | IPv6Address, proxies: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in proxies if network.version == address.version)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address, perhaps with a port; an IPv4 one that is written as IPv6 is an IPv4 one."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _headers(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope.get("headers", ()) if key == name]
