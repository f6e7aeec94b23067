"""The guarded client against real servers: what it brings, what it refuses, what it gives up."""

from __future__ import annotations

import gzip
import itertools
import ssl
import threading
import zlib

import pytest
from tests.servers.certificates import Authority
from tests.servers.web import Reply, WebServer, seconds_of

from makeready.office import outgoing
from makeready.office.outgoing import AddressForbidden, FetchFailed, wire
from makeready.office.outgoing.client import MAX_REDIRECTS

LIMIT = 1 << 20


def fetch(url, max_bytes=LIMIT, seconds=5.0):
    return outgoing.fetch(url, max_bytes=max_bytes, seconds=seconds)


def refused(url) -> str:
    with pytest.raises(AddressForbidden) as why:
        fetch(url)
    return why.value.sentence


def failed(url, transient, **limits) -> str:
    with pytest.raises(FetchFailed) as why:
        fetch(url, **limits)
    assert why.value.transient is transient
    assert why.value.hint
    return why.value.sentence


# what is brought


def test_a_file_of_an_allowed_host_is_brought(web):
    url = web.on("/card.pdf", Reply(body=b"%PDF-1.7 card", headers={"Content-Type": "application/pdf"}))

    fetched = fetch(url + "?v=1&name=%C3%BC")

    assert (fetched.data, fetched.content_type) == (b"%PDF-1.7 card", "application/pdf")
    (request,) = web.requests
    assert (request.method, request.target) == ("GET", "/card.pdf?v=1&name=%C3%BC")
    assert request.headers["host"] == f"127.0.0.1:{web.port}"
    assert request.headers["user-agent"].startswith("Makeready/")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "GZIP", "x-gzip"])
def test_a_packed_body_is_unpacked(web, encoding):
    pack = zlib.compress if encoding == "deflate" else gzip.compress
    url = web.on("/a", Reply(body=pack(b"card" * 1000), headers={"Content-Encoding": encoding}))
    assert fetch(url).data == b"card" * 1000


def test_a_file_packed_in_parts_is_whole(web):
    packed = gzip.compress(b"one ") + gzip.compress(b"two")
    url = web.on("/a", Reply(headers={"Content-Encoding": "gzip"}, pieces=[packed[:30], packed[30:]]))
    assert fetch(url).data == b"one two"


def test_an_empty_file_is_an_empty_file(web):
    assert fetch(web.on("/a", Reply(body=b""))).data == b""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_an_allowed_place_is_followed(web, status):
    web.on("/end", Reply(body=b"here"))
    fetched = fetch(web.on("/start", Reply(status, {"Location": "/end"})))
    assert (fetched.data, fetched.url) == (b"here", f"{web.url}/end")


def test_a_chunked_body_is_brought(web):
    url = web.on(
        "/a", Reply(headers={"Transfer-Encoding": "chunked"}, pieces=[b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n"])
    )
    assert fetch(url).data == b"abcde"


# what is refused before a single byte


PRIVATE_SPELLINGS = [
    "127.0.0.2", "127.0.0.2.", "0x7f000002", "2130706434", "017700000002", "0177.0.0.2", "0x7f.0.0.2", "127.2",
    "127.0.2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]", "[0:0:0:0:0:ffff:127.0.0.2]", "[64:ff9b::127.0.0.2]",
    "[::127.0.0.2]",
    "127。0。0。2", "①②⑦.0.0.2", "１２７.0.0.2", "user:pw@127.0.0.2", "127.0.0.1@127.0.0.2",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE_SPELLINGS)
def test_a_private_address_is_refused_in_any_spelling(trap, host):
    refused(f"http://{host}:{trap.port}/x.pdf")


@pytest.mark.parametrize(
    "host", ["localhost", "localhost.", "LOCALHOST", "0.0.0.0", "0", "[::]", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_another_name_for_an_allowed_address_is_not_on_the_list(web, host):
    refused(f"http://{host}:{web.port}/x.pdf")
    assert web.connections == 0


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "10.0.0.1", "192.168.0.1", "[fe80::1]", "[fd00::1]", "100.100.100.200"]
)
def test_an_address_beyond_the_machine_is_refused_without_trying(host):
    assert seconds_of(lambda: refused(f"http://{host}/latest/meta-data/")) < 1


def test_the_refusal_says_what_is_wrong_and_what_an_administrator_may_do():
    with pytest.raises(AddressForbidden) as why:
        fetch("http://10.1.2.3/card.pdf?signature=s3cret")

    assert why.value.sentence == (
        "http://10.1.2.3/card.pdf is a private address: this server calls public addresses only."
    )
    assert "MAKEREADY_ALLOW_HOSTS" in why.value.hint


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_private_address_is_refused(web, trap, status):
    assert "loopback" in refused(web.on("/r", Reply(status, {"Location": f"{trap.url}/inside.pdf"})))


@pytest.mark.parametrize(
    "location", ["file:///etc/hostname", "ftp://127.0.0.1/x", "http://user@127.0.0.1/", "http://[::1]/"]
)
def test_a_redirect_is_judged_like_an_address(web, location):
    refused(web.on("/r", Reply(302, {"Location": location})))


def test_redirects_come_to_an_end(web):
    web.on("/loop", Reply(302, {"Location": "/loop"}))

    assert "redirects more than" in failed(f"{web.url}/loop", transient=False)
    assert len(web.calls("/loop")) == MAX_REDIRECTS + 1


# names


def test_a_name_that_leads_to_a_private_address_is_refused(names, trap):
    names.say("designs.example", ["127.0.0.2"])
    assert "leads to 127.0.0.2, a loopback address" in refused(f"http://designs.example:{trap.port}/x")


def test_a_name_with_one_private_number_among_public_ones_is_refused(names, trap):
    names.say("designs.example", ["93.184.216.34", "127.0.0.2"])
    refused(f"http://designs.example:{trap.port}/x")


def test_a_name_that_changes_between_check_and_use_gains_nothing(names, trap, allow_hosts, web):
    """The name is looked up once; what was judged is what is connected to."""
    allow_hosts("designs.example")
    names.say("designs.example", ["127.0.0.1"], ["127.0.0.2"])
    web.on("/x", Reply(body=b"judged"))

    assert fetch(f"http://designs.example:{web.port}/x").data == b"judged"
    assert names.asked == ["designs.example"]
    assert web.requests[0].headers["host"] == f"designs.example:{web.port}"


def test_a_redirect_to_the_same_name_is_looked_up_and_judged_again(names, trap, allow_hosts):
    allow_hosts("127.0.0.1")
    with WebServer() as first:
        names.say("designs.example", ["127.0.0.2"])
        url = first.on("/r", Reply(302, {"Location": f"http://designs.example:{trap.port}/x"}))
        refused(url)
    assert names.asked == ["designs.example"]


def test_the_next_number_is_tried_when_the_first_does_not_answer(names, allow_hosts, web):
    allow_hosts("designs.example")
    names.say("designs.example", ["127.0.0.3", "127.0.0.1"])
    web.on("/x", Reply(body=b"second"))
    assert fetch(f"http://designs.example:{web.port}/x").data == b"second"


def test_an_unknown_name_is_said_to_be_unknown():
    assert "no host nobody.invalid" in failed("http://nobody.invalid/x", transient=False)


def test_a_name_server_that_does_not_answer_is_given_up(monkeypatch):
    stuck = threading.Event()
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: stuck.wait(20) and [])
    try:
        assert seconds_of(lambda: failed("http://slow.example/x", transient=True, seconds=0.2)) < 1.5
    finally:
        stuck.set()


@pytest.mark.parametrize(
    ("entries", "allowed"),
    [
        (("127.0.0.1",), True), (("127.0.0.1:{port}",), True), (("127.0.0.1:1",), False), (("127.0.0.2",), False),
        (("0x7f000001",), True), (("2130706433:{port}",), True), (("localhost",), False), ((), False),
        (("shop.example", "127.1"), True), (("127.0.0",), False), (("*",), False), (("not a host", "127.0.0.1"), True),
        (("[::1]", "::1", "[::1]:{port}"), False),
    ],
)  # fmt: skip
def test_the_allow_list_names_hosts_or_host_and_port(allow_hosts, web, entries, allowed):
    allow_hosts(*(entry.format(port=web.port) for entry in entries))
    url = web.on("/x", Reply(body=b"ok"))
    if allowed:
        assert fetch(url).data == b"ok"
    else:
        refused(url)


@pytest.mark.parametrize("entry", ["::1", "[::1]", "[::1]:{port}", "[0:0:0:0:0:0:0:1]"])
def test_the_allow_list_knows_ipv6(allow_hosts, entry):
    with WebServer("::1") as server:
        allow_hosts(entry.format(port=server.port))
        assert fetch(server.on("/x", Reply(body=b"six"))).data == b"six"


def test_proxies_of_the_environment_are_not_used(monkeypatch, web, trap):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, trap.url)
    assert fetch(web.on("/x", Reply(body=b"direct"))).data == b"direct"


# sizes


def test_a_file_larger_than_allowed_is_given_up(web):
    assert "more than 1 MiB" in failed(web.on("/big", Reply(body=bytes(LIMIT + 1))), transient=False)
    assert len(fetch(web.on("/fits", Reply(body=bytes(LIMIT)))).data) == LIMIT


def test_a_body_without_end_is_given_up(web):
    endless = itertools.repeat(bytes(65536))
    failed(web.on("/endless", Reply(pieces=endless)), transient=False)


def test_a_chunked_body_without_end_is_given_up(web):
    chunk = b"10000\r\n" + bytes(65536) + b"\r\n"
    reply = Reply(headers={"Transfer-Encoding": "chunked"}, pieces=itertools.repeat(chunk))
    failed(web.on("/endless", reply), transient=False)


def test_a_gzip_bomb_is_given_up_after_the_allowed_size(web):
    pack = zlib.compressobj(9, wbits=31)
    bomb = b"".join(pack.compress(bytes(1 << 20)) for _ in range(200)) + pack.flush()
    assert len(bomb) < LIMIT
    url = web.on("/bomb", Reply(body=bomb, headers={"Content-Encoding": "gzip"}))
    assert "more than" in failed(url, transient=False)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"no gzip", "gzip"),
        (gzip.compress(b"card" * 99)[:-20], "gzip"),
        (b"\x0b", "br"),
        (b"x", "gzip, gzip"),
        (b"", "gzip"),
    ],
)
def test_a_body_that_is_not_packed_as_told_is_no_file(web, body, encoding):
    assert "cannot be read" in failed(web.on("/a", Reply(body=body, headers={"Content-Encoding": encoding})), False)


def test_a_body_shorter_than_told_is_no_file(web):
    url = web.on("/short", Reply(headers={"Content-Length": "100"}, pieces=[b"only this"]))
    assert "broke off" in failed(url, transient=True)


# time


def drip(web, **reply):
    return web.on("/slow", Reply(pause=0.05, **reply))


def test_a_body_that_drips_is_given_up_in_time(web):
    url = drip(web, pieces=itertools.repeat(b"x"))
    assert seconds_of(lambda: failed(url, transient=True, seconds=0.5)) < 1.5


def test_headers_that_drip_are_given_up_in_time(web):
    url = drip(web, raw=itertools.chain([b"HTTP/1.1 200 OK\r\n"], (b"X-%d: y\r\n" % n for n in itertools.count())))
    assert "in time" in failed(url, transient=True, seconds=0.5)


def test_a_server_that_says_nothing_is_given_up_in_time(web):
    url = web.on("/silent", Reply(raw=[b"", b""], pause=10))
    assert seconds_of(lambda: failed(url, transient=True, seconds=0.4)) < 1.5


def test_redirects_share_one_time_limit(web):
    web.on(
        "/r", lambda _: Reply(raw=[b"HTTP/1.1 302 Found\r\n", b"Location: /r\r\nContent-Length: 0\r\n\r\n"], pause=0.2)
    )
    assert seconds_of(lambda: failed(f"{web.url}/r", transient=True, seconds=0.5)) < 1.5


# answers


@pytest.mark.parametrize(
    ("status", "transient"), [(404, False), (403, False), (410, False), (429, True), (500, True), (503, True)]
)
def test_an_answer_that_is_no_success_is_told_with_its_number(web, status, transient):
    assert f"answered {status} " in failed(web.on("/x", Reply(status, body=b"<h1>no</h1>")), transient)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 abc\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nA" + bytes(200_000),
    ],
)
def test_a_server_that_speaks_something_else_is_told(web, raw):
    failed(web.on("/x", Reply(raw=[raw])), transient=True)


def test_nobody_listening_is_told(web):
    web.close()
    assert "cannot be reached" in failed(f"{web.url}/x", transient=True)


# TLS


@pytest.fixture
def authority(monkeypatch) -> Authority:
    """A certificate authority that the client trusts for the length of a test."""
    authority = Authority()
    monkeypatch.setattr(wire, "tls", lambda: authority.client_context())
    return authority


def test_the_certificate_is_checked_for_the_name_in_the_address(names, allow_hosts, authority):
    allow_hosts("files.example", "other.example")
    names.say("files.example", ["127.0.0.1"])
    names.say("other.example", ["127.0.0.1"])
    with WebServer(tls=authority.server_context("files.example")) as server:
        server.on("/x", Reply(body=b"safe"))

        assert fetch(f"https://files.example:{server.port}/x").data == b"safe"
        assert server.requests[0].headers["host"] == f"files.example:{server.port}"
        words = failed(f"https://other.example:{server.port}/x", transient=False)
    assert "certificate" in words and "other.example" in words


def test_a_certificate_that_nobody_vouches_for_is_refused(web):
    with WebServer(tls=Authority().server_context("127.0.0.1")) as server:
        assert "certificate" in failed(server.on("/x", Reply(body=b"?")), transient=False)
        assert server.requests == []


def test_a_server_without_tls_is_told():
    with WebServer(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n") as plain:
        assert "certificate" in failed(f"https://127.0.0.1:{plain.port}/x", transient=False)


def test_the_usual_certificates_are_checked():
    context = wire.tls()
    assert context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname


# calls


def test_a_call_takes_whatever_is_answered(web):
    url = web.on("/hook", Reply(422, {"X-Reason": "no"}, b'{"why": "size"}'))

    answer = outgoing.call(
        "post", url, headers={"Idempotency-Key": "k1"}, params={"a": "b c"}, body='{"x": 1}', seconds=5
    )

    assert (answer.status, answer.ok, answer.headers["x-reason"], answer.json()) == (422, False, "no", {"why": "size"})
    (request,) = web.requests
    assert (request.method, request.query, request.body) == ("POST", {"a": "b c"}, b'{"x": 1}')
    assert request.headers["idempotency-key"] == "k1"


def test_the_body_of_a_post_is_not_sent_on_to_another_place(web):
    web.on("/end", Reply(body=b"end"))
    for status in (301, 302, 303, 307, 308):
        answer = outgoing.call("POST", web.on("/start", Reply(status, {"Location": "/end"})), body="secret")
        assert answer.status == status
    assert web.calls("/end") == []


def test_credentials_stay_with_the_host_that_they_are_for(web):
    headers = {"Authorization": "Bearer k", "X-Api-Key": "k", "Cookie": "k=k", "Accept": "text/plain"}
    with WebServer() as other:
        target = other.on("/end", Reply(body=b"end"))
        outgoing.call("GET", web.on("/away", Reply(302, {"Location": target})), headers=headers)
        web.on("/there", Reply(body=b"end"))
        outgoing.call("GET", web.on("/near", Reply(302, {"Location": "/there"})), headers=headers)

        sent_away, sent_near = other.requests[0].headers, web.calls("/there")[0].headers
    assert not {"authorization", "x-api-key", "cookie"} & sent_away.keys()
    assert sent_away["accept"] == "text/plain"
    assert sent_near["authorization"] == "Bearer k" and sent_near["x-api-key"] == "k"


def test_credentials_lost_on_the_way_do_not_come_back(web):
    """Away and back again: the second host could otherwise send them wherever it likes."""
    with WebServer() as other:
        away = other.on("/bounce", Reply(302, {"Location": web.on("/end", Reply(body=b"end"))}))
        outgoing.call("GET", web.on("/start", Reply(302, {"Location": away})), headers={"Authorization": "Bearer k"})
    assert "authorization" not in web.calls("/end")[0].headers


def test_an_operators_own_connection_may_lead_into_the_own_network(names):
    names.say("mis.intern", ["127.0.0.2"])
    with WebServer("127.0.0.2") as inside:
        inside.on("/x", Reply(body=b"inside"))
        url = f"http://mis.intern:{inside.port}/x"
        assert outgoing.call("GET", url, trusted_host=True).body == b"inside"
        refused(url)


def test_trust_ends_where_a_redirect_leaves_the_host(web, trap):
    url = web.on("/r", Reply(302, {"Location": f"{trap.url}/x"}))
    with pytest.raises(AddressForbidden):
        outgoing.call("GET", url, trusted_host=True)


def test_a_header_that_cannot_be_sent_is_refused_in_words(web):
    url = web.on("/x", Reply())
    for name, value in (("X-A", "a\r\nX-B: b"), ("X A", "a"), ("X-A", "ü✓"), ("X-A", "a\x00")):
        with pytest.raises(FetchFailed) as why:
            outgoing.call("GET", url, headers={name: value})
        assert not why.value.transient
    assert web.requests == []


def test_an_answer_that_is_no_json_is_told(web):
    with pytest.raises(FetchFailed) as why:
        outgoing.call("GET", web.on("/x", Reply(body=b"<html>"))).json()
    assert "no JSON" in why.value.sentence
    assert outgoing.call("GET", web.on("/bom", Reply(body=b'\xef\xbb\xbf{"a": 1}'))).json() == {"a": 1}
