"""Which addresses are not the public internet? IANA's special-purpose blocks, as a table of our own.

Sources: IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190 and what has been entered
since), multicast (RFC 5771, RFC 4291), and for IPv6 the rule that only 2000::/3 has been given out at all.
Python's `ipaddress` has such a table too, but it changes with the Python version.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IpAddress = IPv4Address | IPv6Address

IPV4_BLOCKS: tuple[tuple[IPv4Network, str], ...] = tuple(
    (IPv4Network(block), what)
    for block, what in (
        ("0.0.0.0/8", "an address of this machine"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's network"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "an address kept for protocols"),
        ("192.0.2.0/24", "an address kept for documentation"),
        ("192.31.196.0/24", "an address kept for name servers (AS112)"),
        ("192.52.193.0/24", "an address kept for multicast tunnels (AMT)"),
        ("192.88.99.0/24", "an address kept for 6to4 relays"),
        ("192.168.0.0/16", "a private address"),
        ("192.175.48.0/24", "an address kept for name servers (AS112)"),
        ("198.18.0.0/15", "an address kept for benchmarks"),
        ("198.51.100.0/24", "an address kept for documentation"),
        ("203.0.113.0/24", "an address kept for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)

IPV6_GIVEN_OUT = IPv6Network("2000::/3")
"""All that IANA has given to the registries; whatever lies outside is special, reserved or not in use."""

IPV6_BLOCKS: tuple[tuple[IPv6Network, str], ...] = tuple(
    (IPv6Network(block), what)
    for block, what in (
        ("::1/128", "a loopback address"),
        ("::/128", "an address of this machine"),
        ("::/96", "an IPv4 address in an old spelling"),
        ("::ffff:0:0:0/96", "a translated IPv4 address"),
        ("64:ff9b:1::/48", "a translated address inside a network"),
        ("100::/64", "an address whose packets are thrown away"),
        ("100:0:0:1::/64", "an address kept for routing"),
        ("2001::/23", "an address kept for protocols"),
        ("2001:db8::/32", "an address kept for documentation"),
        ("2002::/16", "an address kept for 6to4 tunnels"),
        ("2620:4f:8000::/48", "an address kept for name servers (AS112)"),
        ("3fff::/20", "an address kept for documentation"),
        ("5f00::/16", "an address kept for routing"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
    )
)

CARRIES_IPV4: tuple[IPv6Network, ...] = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
"""IPv4-mapped, and NAT64 (how an IPv6-only machine reaches IPv4): judged by the IPv4 address in the last 32 bits."""


def what_is_special(address: IpAddress) -> str:
    """Why an address is not public, as words that follow “is”; "" for a public one."""
    if isinstance(address, IPv6Address):
        if any(address in block for block in CARRIES_IPV4):
            return what_is_special(IPv4Address(int(address) & 0xFFFFFFFF))
        named = next((what for block, what in IPV6_BLOCKS if address in block), "")
        return named or ("" if address in IPV6_GIVEN_OUT else "a reserved address")
    return next((what for block, what in IPV4_BLOCKS if address in block), "")


def as_ip(text: str) -> IpAddress:
    """An address as the operating system writes it; the zone of a link-local one does not matter here."""
    return ip_address(text.partition("%")[0])
