"""Every block that IANA keeps for special purposes is refused, at its first, last and a middle address."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.outgoing.special_addresses import IPV4_BLOCKS, IPV6_BLOCKS, as_ip, what_is_special

# As IANA's registries list them (special-purpose v4 and v6, and multicast), not as our own table does.
LISTED = """
0.0.0.0/8 0.0.0.0/32 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.0.0/29
192.0.0.8/32 192.0.0.9/32 192.0.0.10/32 192.0.0.170/32 192.0.0.171/32 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24
192.88.99.0/24 192.88.99.2/32 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
255.255.255.255/32 224.0.0.0/4 239.0.0.0/8
::1/128 ::/128 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001::/23 2001::/32 2001:1::1/128 2001:1::2/128 2001:1::3/128
2001:2::/48 2001:3::/32 2001:4:112::/48 2001:10::/28 2001:20::/28 2001:30::/28 2001:db8::/32 2002::/16
2620:4f:8000::/48 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8 ::/96 ::ffff:0:0:0/96
"""
IANA = LISTED.split()
NOT_GIVEN_OUT = ["0100::1:0:0:0:1", "0200::1", "0400::1", "0800::1", "1000::1", "4000::1", "6000::1", "8000::1",
                 "a000::1", "c000::1", "e000::1", "f000::1", "f800::1", "fe00::1"]  # fmt: skip
PUBLIC = ["1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34", "100.63.255.255", "100.128.0.0",
          "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
          "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
          "223.255.255.255", "2606:4700::1111", "2a00:1450:4001::1", "2001:200::1", "2001:4860:4860::8888", "2003::1",
          "2620:4f:7fff::1", "3ffe::1", "2000::1", "64:ff9b::808:808", "::ffff:8.8.8.8"]  # fmt: skip


def edges(block: str) -> list[str]:
    net = ip_network(block)
    middle = net[net.num_addresses // 2]
    return sorted({str(net[0]), str(net[-1]), str(middle), str(net[min(1, net.num_addresses - 1)])})


@pytest.mark.parametrize("address", [a for block in IANA for a in edges(block)])
def test_a_special_address_is_named_as_such(address):
    assert what_is_special(ip_address(address)).startswith("a")


@pytest.mark.parametrize("address", [a for block in IANA if ":" not in block for a in edges(block)])
@pytest.mark.parametrize("carrier", ["::ffff:0:0", "64:ff9b::"])
def test_a_special_ipv4_address_stays_special_inside_an_ipv6_one(carrier, address):
    inside = IPv6Address(int(IPv6Address(carrier)) + int(IPv4Address(address)))
    assert what_is_special(inside) == what_is_special(IPv4Address(address)) != ""


@pytest.mark.parametrize("address", NOT_GIVEN_OUT)
def test_ipv6_that_nobody_was_given_is_refused(address):
    assert what_is_special(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_public(address):
    assert what_is_special(ip_address(address)) == ""


def test_the_zone_of_a_link_local_address_does_not_hide_it():
    assert what_is_special(as_ip("fe80::1%eth0")) == "a link-local address"


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_ours_refuses_every_ipv4_address_that_python_calls_private(address):
    if not address.is_global or address.is_multicast:
        assert what_is_special(address)


@given(st.integers(0, 2**128 - 1).map(IPv6Address))
def test_ours_refuses_every_ipv6_address_that_python_calls_private(address):
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert what_is_special(address)


def test_the_blocks_are_written_as_networks():
    assert all(isinstance(block, IPv4Network) for block, _ in IPV4_BLOCKS)
    assert all(isinstance(block, IPv6Network) for block, _ in IPV6_BLOCKS)
