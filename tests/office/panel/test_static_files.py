"""Static files: found in the packages, kept for a year under the hash of them all."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest
from django.templatetags.static import static

from makeready.office.panel.static_files import content_hash, static_file, static_files


def get(path: str, *, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What the ASGI application answers."""
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": method, "path": path,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    asyncio.run(static_file(scope, receive, send))
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], told, sent[1]["body"]


def test_a_file_under_todays_hash_is_kept_for_a_year() -> None:
    status, headers, body = get(static("panel/tokens.css"))

    assert status == 200
    assert headers["cache-control"] == "public, max-age=31536000, immutable"
    assert headers["content-type"] == "text/css; charset=utf-8"
    assert b"--accent" in body


def test_a_page_from_before_an_upgrade_gets_todays_file_without_keeping_it() -> None:
    status, headers, _ = get("/static/0123456789ab/panel/tokens.css")

    assert status == 200
    assert headers["cache-control"] == "no-cache"


def test_text_is_sent_gzipped_to_who_takes_it() -> None:
    _, headers, body = get(static("panel/base.css"), accept_encoding="gzip, br")

    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == static_files()["panel/base.css"].data
    assert "content-encoding" not in get(static("panel/base.css"))[1]


def test_htmx_comes_from_its_wheel() -> None:
    assert static_files()["django_htmx/htmx-2.min.js"].content_type.startswith("text/javascript")


@pytest.mark.parametrize("path", ["nothing.css", "../settings.py", "panel/", "", "panel/../panel/base.css"])
def test_what_is_no_static_file_is_not_there(path: str) -> None:
    assert get(f"/static/{content_hash()}/{path}")[0] == 404


def test_nothing_can_be_sent_there() -> None:
    assert get(static("panel/base.css"), method="POST")[0] == 405
    assert get(static("panel/base.css"), method="HEAD")[2] == b""


def test_a_template_cannot_name_a_file_that_is_not_there() -> None:
    with pytest.raises(ValueError, match=r"no\.css"):
        static("panel/no.css")


def test_every_module_that_a_module_imports_is_there() -> None:
    """Relative imports lead to files under the same hash; one that does not exist would break a page."""
    import re
    from posixpath import dirname, join, normpath

    scripts = {
        name: file for name, file in static_files().items() if name.startswith("panel/") and name.endswith(".js")
    }
    missing = [
        (name, there)
        for name, file in scripts.items()
        for there in re.findall(r'from "(\.[^"]+)"', file.data.decode())
        if normpath(join(dirname(name), there)) not in scripts
    ]

    assert missing == []
