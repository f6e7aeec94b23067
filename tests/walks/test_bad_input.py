"""Thirty things that are wrong: each gets one clear sentence with the place; nothing half-written stays.

Asked of a whole house as programs and stores ask it. The log has each refusal under the id that the person sees.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from tests.servers.house import House, eventually

SECRET = "what the store signs with"
JSON = {"Content-Type": "application/json"}
TEXT = {"type": "text", "x": 8, "y": 10, "width": 60, "height": 10, "text": "x", "size": 12}
WEB_PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
COFFEE = {"name": "x", "type": "brew-coffee"}


class Case(NamedTuple):
    """Something wrong, how it is answered, and the place or word that must be named."""

    status: int
    word: str
    ask: Callable[[httpx.Client, dict[str, str]], httpx.Response]


def post(path: str, **request: Any) -> Callable[[httpx.Client, dict[str, str]], httpx.Response]:
    return lambda api, ids: api.post(path.format(**ids), **request)


def get(path: str) -> Callable[[httpx.Client, dict[str, str]], httpx.Response]:
    return lambda api, ids: api.get(path.format(**ids))


def rename(**headers: str) -> Callable[[httpx.Client, dict[str, str]], httpx.Response]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda api, ids: api.patch(f"/projects/{ids['project']}", json={"name": "x"}, headers=named)


def move(to: str) -> Callable[[httpx.Client, dict[str, str]], httpx.Response]:
    return lambda api, ids: api.post(f"/projects/{ids['completed']}/status", json={"status": to})


def save_design(body: bytes) -> Callable[[httpx.Client, dict[str, str]], httpx.Response]:
    headers = {**JSON, "If-Match": "*"}
    return lambda api, ids: api.put(f"/projects/{ids['project']}/design", content=body, headers=headers)


def order(**change: Any) -> Callable[[httpx.Client, dict[str, str]], httpx.Response]:
    def send(api: httpx.Client, ids: dict[str, str]) -> httpx.Response:
        body = {"storefront": ids["storefront"], "external_id": "wrong", "lines": [{"external_id": "1", "quantity": 1}]}
        return api.post("/orders", json={**body, **change})

    return send


def upload(path: str, content: bytes, name: str = "card.pdf") -> Callable[..., httpx.Response]:
    return post(path, files={"file": (name, content, "application/pdf")}, data={"name": "wrong"})


def design(item: dict[str, Any] | None = None, **page: Any) -> dict[str, Any]:
    side = {"name": "front", "width": 85, "height": 55, "bleed": 3, "items": [item] if item else [], **page}
    return {"name": "wrong", "document": {"version": 1, "name": "wrong", "pages": [side]}}


def pipeline(*tasks: dict[str, Any]) -> dict[str, Any]:
    first = {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]}
    return {"name": "wrong", "tasks": [first, *tasks]}


def end(artifact: str = "design") -> dict[str, Any]:
    return {"name": "end", "type": "finalize", "finalArtifacts": [artifact]}


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


CASES = {
    # requests
    "half a JSON": Case(400, "column", post("/orders", content=b'{"storefront": ', headers=JSON)),
    "a list where an object belongs": Case(422, "object", post("/storefronts", json=[1, 2])),
    "a misspelt field": Case(422, "nmae", post("/storefronts", json={"nmae": "x", "platform": "custom"})),
    "a number for a word": Case(422, "name", post("/products", json={"name": 7})),
    "a misspelt query": Case(422, "limt", get("/projects?limt=5")),
    "a cursor of another list": Case(422, "cursor", get("/projects?cursor=WyJuZXdlc3QiLCJ4Il0")),
    "a time in words": Case(422, "created_after", get("/projects?created_after=yesterday")),
    "a status that is none": Case(422, "status", get("/projects?status=Printing")),
    "an id that is none": Case(404, "prj_none", get("/projects/prj_none")),
    "an id of another kind": Case(404, "ord_x", get("/projects/ord_x/print-file")),
    "a method that is none": Case(405, "GET", lambda api, ids: api.patch("/jobs", json={})),
    "a body that is no text": Case(400, "UTF-8", post("/storefronts", content=b'{"name": "\xff"}', headers=JSON)),
    "a change without its version": Case(428, "If-Match", rename()),
    "a change of an old version": Case(412, "changed", rename(If_Match='"old"')),
    "a status without a reason": Case(422, "reason", move("Active")),
    "a move that is illegal": Case(409, "legal", move("New")),
    # orders
    "an order of nobody's store": Case(422, "storefront", order(storefront="sto_none")),
    "an order without lines": Case(422, "lines", order(lines=[])),
    "an order of nothing": Case(422, "lines/0/quantity", order(lines=[{"external_id": "1", "quantity": 0}])),
    "an order with one line twice": Case(422, "lines/1", order(lines=[{"external_id": "1", "quantity": 1}] * 2)),
    "an order paid perhaps": Case(422, "payment", order(payment="perhaps")),
    # files
    "a web page as PDF": Case(422, "HTML", upload("/designs", WEB_PAGE)),
    "a torn PDF": Case(422, "file", upload("/designs", b"%PDF-1.7\n1 0 obj <</Type/Catalog")),
    "an empty file": Case(422, "empty", upload("/designs", b"")),
    "a picture of a million by a million": Case(422, "pixel", upload("/designs", png(1_000_000, 1_000_000))),
    "a font that is none": Case(422, "font", upload("/fonts", b"\0\1\0\0 no font", "x.ttf")),
    "a profile that is none": Case(422, "profile", upload("/profiles", b"no profile", "x.icc")),
    "an upload without a file": Case(422, "file", post("/assets", data={"name": "x"}, files={"other": b"x"})),
    # designs
    "an item that is none": Case(422, "pages/0/items/0", post("/designs", json=design({"type": "hologram"}))),
    "an ink beyond full": Case(422, "fill", post("/designs", json=design({**TEXT, "fill": {"cmyk": [0, 0, 0, 900]}}))),
    "a page of minus five": Case(422, "pages/0/width", post("/designs", json=design(width=-5))),
    "a design that is a word": Case(422, "document", save_design(b'"x"')),
    "a page that is not there": Case(422, "pages", get("/projects/{project}/print-file?pages=9")),
    "a format that is none": Case(422, "format", get("/projects/{project}/print-file?format=bmp")),
    "a project without a design": Case(409, "design", get("/projects/{empty}/print-file")),
    # pipelines
    "a task that is none": Case(422, "brew-coffee", post("/pipelines", json=pipeline(COFFEE, end()))),
    "an artifact that nothing makes": Case(422, "poster", post("/pipelines", json=pipeline(end("poster")))),
    "a pipeline without an end": Case(422, "finalize", post("/pipelines", json=pipeline())),
    "a connection that is none": Case(422, "type", post("/connections", json={"name": "x", "type": "pigeon"})),
    "a job of no pipeline": Case(422, "ppl_none", post("/projects/{project}/jobs", json={"pipeline": "ppl_none"})),
}  # fmt: skip


@pytest.fixture
def api(house: House) -> Iterator[httpx.Client]:
    """Somebody with every right."""
    with house.client() as client:
        yield client


@pytest.fixture(scope="module")
def ids(house: House) -> dict[str, str]:
    """A storefront with a project that has a design, one that has none, and one that is completed."""
    with house.client() as api:
        storefront = api.post(
            "/storefronts", json={"name": "Wrong", "platform": "custom", "start_on": "manual"}
        ).json()["id"]
        lines = [
            {"external_id": "1", "quantity": 1, "design": {"document": design(TEXT)["document"]}},
            {"external_id": "2", "quantity": 1}, {"external_id": "3", "quantity": 1},
        ]  # fmt: skip
        made = api.post("/orders", json={"storefront": storefront, "external_id": "right", "lines": lines})
        assert made.status_code == 201, made.text
        project, empty, completed = (one["id"] for one in made.json()["projects"])
        assert api.post(f"/projects/{completed}/status", json={"status": "Completed"}).status_code == 200
        eventually(lambda: api.get(f"/projects/{project}").json()["design"], "the design is there")
    return {"storefront": storefront, "project": project, "empty": empty, "completed": completed}


def what_there_is(api: httpx.Client) -> dict[str, Any]:
    """Everything that a half-written request could have left behind."""
    lists = ("orders", "projects", "storefronts", "products", "designs", "pipelines", "connections", "assets")
    return {name: [one["id"] for one in api.get(f"/{name}", params={"limit": 200}).json()["items"]] for name in lists}


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_told_in_one_sentence_with_the_place(
    house: House, api: httpx.Client, ids: dict[str, str], name: str
) -> None:
    status, word, ask = CASES[name]
    before = what_there_is(api)

    answer = ask(api, ids)

    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    told = answer.json()
    assert word.lower() in answer.text.lower(), told
    assert len(told["detail"].split()) >= 3
    assert told["detail"].count(". ") <= 3, "a sentence, not a page"
    assert told["hint"]
    assert "Traceback" not in answer.text
    assert 'File "' not in answer.text
    eventually(lambda: told["log_id"] in house.said(), "the log has it", 5)
    assert what_there_is(api) == before, "something half-written stayed"


def test_there_are_thirty_and_more() -> None:
    assert len(CASES) >= 30


@pytest.fixture(scope="module")
def shopify(house: House) -> str:
    """A storefront whose store signs its messages."""
    with house.client() as api:
        wish = {"name": "Signed", "platform": "shopify", "secret": SECRET, "base_url": "https://shop.example"}
        return str(api.post("/storefronts", json=wish).json()["id"])


def sent(house: House, storefront: str, body: bytes, signature: str | None = None) -> httpx.Response:
    good = base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()
    headers = {"X-Shopify-Topic": "orders/create", "X-Shopify-Hmac-Sha256": good if signature is None else signature,
               "Content-Type": "application/json"}  # fmt: skip
    return httpx.post(f"{house.url}/hooks/{storefront}", content=body, headers=headers, trust_env=False)


def test_a_forged_message_of_a_store_is_refused_and_counted(house: House, api: httpx.Client, shopify: str) -> None:
    before = api.get(f"/storefronts/{shopify}").json()["refused_hooks"]

    assert sent(house, shopify, b'{"id": 1}', "forged").status_code == 401

    eventually(lambda: api.get(f"/storefronts/{shopify}").json()["refused_hooks"] == before + 1, "it is counted", 5)
    assert not api.get("/inbox", params={"storefront": shopify}).json()["items"]


def test_a_message_that_cannot_be_read_is_kept_and_says_why(house: House, api: httpx.Client, shopify: str) -> None:
    assert sent(house, shopify, b"not JSON at all").status_code == 200

    def failed() -> Any:
        found = api.get("/inbox", params={"storefront": shopify, "state": "failed"}).json()["items"]
        return found and found[0]

    event = eventually(failed, "the inbox shows it")
    assert len(event["error"]["message"].split()) >= 3
    assert event["error"]["hint"]
    assert api.get(f"/inbox/{event['id']}").json()["body"] == "not JSON at all"
    again = api.post(f"/inbox/{event['id']}/process")
    assert again.status_code == 200
    assert again.json()["state"] == "failed"
    assert again.json()["attempts"] == event["attempts"] + 1


def test_a_message_of_more_than_five_mebibytes_is_refused(house: House, shopify: str) -> None:
    answer = sent(house, shopify, b" " * (5 << 20) + b"{}")

    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_table_without_a_needed_column_makes_no_file(house: House) -> None:
    folder = house.data.parent
    fields = [{"name": "Name", "type": "text", "required": True}]
    document = {**design({**TEXT, "text": "{{Name}}"})["document"], "fields": fields}
    (folder / "card.json").write_text(json.dumps(document))
    (folder / "data.csv").write_text("Nmae\nAnna\n")

    result = house.command("merge", "card.json", "data.csv", "-o", "out.pdf")

    assert result.returncode == 1
    assert "Name" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (folder / "out.pdf").exists()
