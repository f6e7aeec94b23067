"""Addresses are read once and strictly: one spelling for a host, or a refusal in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.outgoing.address import parse, parse_host
from makeready.office.outgoing.failures import AddressForbidden

LOOPBACK = 0x7F000001
SPELLINGS = [
    "127.0.0.1", "127.0.0.1.", "2130706433", "0x7f000001", "0X7F000001", "017700000001", "127.1", "127.0.1",
    "0177.0.0.1", "0x7f.0.0.1", "0x7f.1", "0177.0x0.1", "127.0x0.0.01", "127.000.000.001", "00000177.0.0.1",
    "127。0。0。1", "①②⑦.0.0.1", "１２７.0.0.1", "127.0.0.0x1",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_every_spelling_of_an_ipv4_number_is_that_number(host):
    address = parse(f"http://{host}:8080/x")
    assert (address.host, int(address.ip or 0), address.port) == ("127.0.0.1", LOOPBACK, 8080)


@given(st.integers(0, 2**32 - 1))
def test_decimal_octal_and_hex_of_any_number_are_the_same_host(number):
    dotted = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    octal = ".".join(f"0{number >> shift & 255:o}" for shift in (24, 16, 8, 0))
    spellings = (str(number), f"0x{number:x}", f"0{number:o}", octal, dotted)
    assert {parse_host(text)[0] for text in spellings} == {dotted}


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("HTTPS://Shop.Example", "https://shop.example/"),
        ("https://shop.example:443/a", "https://shop.example/a"),
        ("http://shop.example:443/a", "http://shop.example:443/a"),
        ("  https://shop.example/a b.pdf\n", "https://shop.example/a%20b.pdf"),
        ("https://bücher.example/ü?q=ä#teil", "https://xn--bcher-kva.example/%C3%BC?q=%C3%A4"),
        ("https://shop.example?x=1", "https://shop.example/?x=1"),
        ("https://shop.example/a%20b?next=https://b.example/", "https://shop.example/a%20b?next=https://b.example/"),
        ("https://[2606:4700::1111]:8443/x", "https://[2606:4700::1111]:8443/x"),
        ("https://[2606:4700:0:0:0:0:0:1111]", "https://[2606:4700::1111]/"),
        ("https://a_b.example./x", "https://a_b.example/x"),
        ("https://shop.example:/x", "https://shop.example/x"),
        ("https://shop.example/a\\b", "https://shop.example/a%5Cb"),
    ],
)
def test_an_address_has_one_spelling(text, url):
    assert parse(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "not an address", "/etc/hostname", "//127.0.0.1/x.pdf", "file:///etc/hostname", "FILE:///x",
        "gopher://127.0.0.1:70/1", "ftp://127.0.0.1/x.pdf", "data:application/pdf;base64,JVBERi0=",
        "javascript:alert(1)", "dict://x/", "http:", "http:/", "http://", "http:///x", "http:x", "http:\\\\x",
        "http:/x", "http:// /",
        "http://a\\b/", "http://a%62/", "http://a..b/", "http://.a/", "http://-a/", "http://a-/",
        "http://user@a/", "http://user:pw@a/", "http://127.0.0.1@8.8.8.8/", "http://a@b@c/", "http://a:0/",
        "http://a:65536/", "http://a:99999/", "http://a:-1/", "http://a:٣/", "http://a:80:80/", "http://1.2.3.4.5/",
        "http://256.0.0.1/", "http://1.2.3.256/", "http://4294967296/", "http://0x1ffffffff/", "http://08.0.0.1/",
        "http://a.1.2.3.4/", "http://[::1/", "http://[::1]x/", "http://[fe80::1%25eth0]/",
        "http://[fe80::1%eth0]/", "http://[1.2.3.4]/", "http://[]/", "http://::1/", "http://a/\r\nHost: b", "http://a\tb/",
        "http://a/\x00", "http://a/\ud800", f"http://{'a' * 64}.example/", f"http://{'a.' * 127}aa/",
        "http://a/" + "x" * 9000, "http://xn--\u2603.\u200b/", "http://\u202e/",
    ],
)  # fmt: skip
def test_what_cannot_be_read_for_certain_is_refused_in_words(text):
    with pytest.raises(AddressForbidden) as refused:
        parse(text)

    assert len(refused.value.sentence.split()) >= 4
    assert "\r" not in refused.value.sentence and len(refused.value.sentence) < 300


def test_a_password_in_an_address_is_not_repeated():
    with pytest.raises(AddressForbidden) as refused:
        parse("https://ada:s3cret@shop.example/x")
    assert "s3cret" not in refused.value.sentence and "shop.example" in refused.value.sentence


def test_people_are_not_shown_the_query_which_may_hold_a_signature():
    assert parse("https://files.example/a.pdf?X-Signature=abc").shown == "https://files.example/a.pdf"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://shop.example/b"),
        ("b?x", "https://shop.example/dir/b?x"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example", "http://other.example/"),
        ("?x", "https://shop.example/dir/a?x"),
    ],
)
def test_a_redirect_is_joined(location, url):
    assert parse("https://shop.example/dir/a?old").joined(location).url == url


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_a_refusal(text):
    for candidate in (text, f"http://{text}", f"https://shop.example/{text}"):
        try:
            address = parse(candidate)
        except AddressForbidden:
            continue
        assert parse(address.url) == address
        assert address.host and address.host.isascii() and "@" not in address.netloc
