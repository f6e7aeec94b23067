"""Behind proxies: what a trusted one says counts, what a stranger says does not."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from makeready import config
from makeready.config import BadSetting, Config
from makeready.office.site import proxies
from makeready.office.site.proxies import as_first_sent

OURS = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def asked(client: str | None, *forwarded: str, proto: str = "", trusted: Any = OURS) -> tuple[str, str]:
    """(client's address, scheme) as the house sees them."""
    headers = [(b"x-forwarded-for", one.encode("latin-1")) for one in forwarded]
    headers += [(b"x-forwarded-proto", proto.encode())] if proto else []
    scope = {"type": "http", "scheme": "http", "client": (client, 4711) if client else None, "headers": headers}
    seen = as_first_sent(scope, trusted)
    return (seen["client"] or ("",))[0], seen["scheme"]


@pytest.mark.parametrize(
    ("client", "forwarded", "seen"),
    [
        ("10.0.0.7", ["192.0.2.1"], "192.0.2.1"),
        ("10.0.0.7", ["203.0.113.9, 192.0.2.1"], "192.0.2.1"),
        ("10.0.0.7", ["203.0.113.9", "192.0.2.1, 10.1.1.1"], "192.0.2.1"),
        ("10.0.0.7", ["10.1.1.1"], "10.1.1.1"),
        ("10.0.0.7", [], "10.0.0.7"),
        ("10.0.0.7", ["192.0.2.1, nonsense"], "10.0.0.7"),
        ("10.0.0.7", ["nonsense, 192.0.2.1:5555"], "192.0.2.1"),
        ("10.0.0.7", ["[2001:db8::1]:443"], "2001:db8::1"),
        ("::ffff:10.0.0.7", ["2001:db8::1"], "2001:db8::1"),
        ("fd00::7", ["192.0.2.1"], "192.0.2.1"),
        ("192.0.2.66", ["127.0.0.1"], "192.0.2.66"),
        (None, ["127.0.0.1"], ""),
        ("10.0.0.7", ["\xff\x00, ,"], "10.0.0.7"),
    ],
)
def test_the_last_address_that_is_not_ours_is_the_clients(client: str, forwarded: list[str], seen: str) -> None:
    assert asked(client, *forwarded)[0] == seen


def test_whether_it_came_by_https_a_trusted_proxy_says() -> None:
    assert asked("10.0.0.7", proto="https")[1] == "https"
    assert asked("10.0.0.7", proto="gopher")[1] == "http"
    assert asked("192.0.2.66", proto="https")[1] == "http"


def test_without_the_setting_nobody_is_believed() -> None:
    assert asked("127.0.0.1", "192.0.2.1", trusted=None) == ("127.0.0.1", "http")


def test_a_setting_that_is_no_network_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "config", lambda: Config(trusted_proxies=("10.0.0.0/33",)))
    with pytest.raises(BadSetting, match=r"MAKEREADY_TRUSTED_PROXIES: '10\.0\.0\.0/33'"):
        proxies.trusted.__wrapped__()
    assert config.read({"MAKEREADY_TRUSTED_PROXIES": "10.0.0.7, ::1"}).trusted_proxies == ("10.0.0.7", "::1")
