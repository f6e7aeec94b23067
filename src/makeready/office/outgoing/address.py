"""What does an address say? Scheme, host, port and target of an http(s) address, read once and strictly.

Hosts are read as browsers do (WHATWG URL, “host parsing”): letter case, international names, IPv4 numbers in
decimal, octal and hex, with one to four parts. What cannot be read for certain is refused, so that no two
programs on the way can read it differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

import idna

from makeready.office.outgoing.failures import AddressForbidden
from makeready.office.outgoing.special_addresses import IpAddress

PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 8000

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SPLIT = re.compile(r"//([^/?#]*)([^#]*)")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address. `ip` is set where the host is a number; `target` is path and query, encoded."""

    scheme: str
    host: str
    port: int
    target: str
    ip: IpAddress | None = None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials are for."""
        return self.scheme, self.host, self.port

    @property
    def netloc(self) -> str:
        """Host and, where it is not the usual one, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return f"{self.scheme}://{self.netloc}{self.target}"

    @property
    def shown(self) -> str:
        """The address for people and logs: without the query, which may carry a signature."""
        return f"{self.scheme}://{self.netloc}{self.target.partition('?')[0]}"

    def joined(self, location: str) -> Address:
        """Where a redirect leads."""
        return parse(urljoin(self.url, location.strip()))


def parse(text: str) -> Address:
    """Read an address.

    Raises:
        AddressForbidden: it is no http(s) address, or cannot be read for certain.
    """
    text = text.strip(" \t\r\n")
    shown = _shown(text)
    if not text:
        raise AddressForbidden("The address is empty.")
    if len(text) > MAX_LENGTH or _UNSENDABLE.search(text):
        raise AddressForbidden(f"{shown} is too long or holds control characters.")
    scheme = _SCHEME.match(text)
    if not scheme or scheme[1].lower() not in PORTS:
        raise AddressForbidden(f"{shown} is no http or https address.")
    parts = _SPLIT.match(text, scheme.end())
    if not parts or not parts[1]:
        raise AddressForbidden(f"{shown} names no host.")
    name, authority = scheme[1].lower(), parts[1]
    if "@" in authority:
        hidden = _shown(f"{scheme[1]}://…@{authority.rpartition('@')[2]}{parts[2]}")
        raise AddressForbidden(f"{hidden} carries a user name or password.", fix="Take it out of the address.")
    host, port = _split_port(authority, PORTS[name], shown)
    host, ip = parse_host(host, shown)
    target = quote(parts[2], safe="/?:@!$&'()*+,;=-._~%[]|")
    return Address(name, host, port, target if target.startswith("/") else f"/{target}", ip)


def parse_host(text: str, shown: str = "") -> tuple[str, IpAddress | None]:
    """A host in its one spelling, and its number where it is one.

    Raises:
        AddressForbidden: it is no host.
    """
    wrong = AddressForbidden(f"{shown or _shown(text)} names no valid host.")
    if text.startswith("["):
        try:
            v6 = IPv6Address(text[1:-1] if text.endswith("]") and "%" not in text else "")
        except AddressValueError:
            raise wrong from None
        return str(v6), v6
    host = _ascii(text, wrong).removesuffix(".")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        v4 = _ipv4(labels, wrong)
        return str(v4), v4
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise wrong
    return host, None


def _split_port(authority: str, usual: int, shown: str) -> tuple[str, int]:
    host, colon, port = authority.rpartition(":")
    if not colon or port.endswith("]"):
        return authority, usual
    if not port:
        return host, usual
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535):
        raise AddressForbidden(f"{shown} names no valid port.")
    return host, int(port)


def _ascii(text: str, wrong: AddressForbidden) -> str:
    if text.isascii():
        return text.lower()
    try:
        return idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        raise wrong from None


def _ipv4(parts: list[str], wrong: AddressForbidden) -> IPv4Address:
    """One to four numbers, the last one filling what is left of the 32 bits (as `inet_aton` and browsers do)."""
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise wrong
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        raise wrong from None
    *leading, last = numbers
    if any(number > 255 for number in leading) or last >= 256 ** (5 - len(numbers)):
        raise wrong
    return IPv4Address(last + sum(number << 8 * (3 - place) for place, number in enumerate(leading)))


def _number(text: str) -> int:
    if text[:2] in ("0x", "0X"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if len(text) > 1 and text.startswith("0") else 10)


def _shown(text: str) -> str:
    plain = _UNSENDABLE.sub("�", text.partition("?")[0])
    return f"“{plain if len(plain) <= 100 else plain[:97] + '…'}”"
