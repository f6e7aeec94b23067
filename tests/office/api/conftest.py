"""What the API's tests stand on: a caller with a key of each kind, asking Django itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from makeready.office.accounts import keys
from makeready.office.accounts.actor import SYSTEM
from makeready.office.projects import arrival


class Caller:
    """Somebody with a key; what is asked of `/api/v1` is answered by the whole of Django."""

    def __init__(self, secret: str | None) -> None:
        self.secret = secret
        self._client = Client(raise_request_exception=False)

    def __call__(self, method: str, path: str, json: Any = None, *, data: Any = None, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named.setdefault("Authorization", f"Bearer {self.secret}")
        body = {"data": json, "content_type": "application/json"} if json is not None else {}
        if data is not None:
            body = {"data": data} if isinstance(data, dict) else {"data": data, "content_type": "application/json"}
        send = getattr(self._client, method.lower())
        return Answer(
            send(
                path if path.startswith(("/healthz", "/readyz", "/metrics")) else f"/api/v1{path}",
                headers=named,
                **body,
            )
        )

    def made(self, path: str, json: Any, **headers: str) -> Any:
        """Make something; its JSON."""
        answer = self("POST", path, json, **headers)
        assert answer.status in (201, 202), answer.text
        return answer.json


class Answer:
    """An answer, easy to look at."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.response = response
        self.status = response.status_code
        self.body = response.getvalue()
        self.text = self.body.decode("utf-8", "replace")

    @property
    def json(self) -> Any:
        """The body as a value."""
        import json

        return json.loads(self.body)

    def header(self, name: str) -> str:
        """A header, "" where it is missing."""
        return str(self.response.headers.get(name, ""))

    def problem(self, status: int, code: str | None = None) -> dict[str, Any]:
        """The answer is a problem document that a person can use."""
        assert self.status == status, self.text
        assert self.header("Content-Type").startswith("application/problem+json")
        told: dict[str, Any] = self.json
        assert told["status"] == status
        assert {"type", "title", "detail", "code", "hint", "log_id"} <= told.keys()
        assert len(told["detail"].split()) >= 2
        assert "Traceback" not in self.text
        if code:
            assert told["code"] == code
        return told

    @property
    def paths(self) -> list[str]:
        """The places that a problem names."""
        return [fault["path"] for fault in self.json.get("errors", ())]


@pytest.fixture(autouse=True)
def _nothing_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the test's own transaction holds the database; threads of a whole house would wait for it."""
    monkeypatch.setattr(arrival._background, "wake", lambda: None)


@pytest.fixture
def call(db: None) -> Caller:
    """A caller who may do everything."""
    return Caller(keys.create("tests", by=SYSTEM)[1])


@pytest.fixture
def nobody(db: None) -> Caller:
    """A caller without a key."""
    return Caller(None)


@pytest.fixture
def key_of(db: None) -> Any:
    """Makes callers of a role or with scopes."""

    def make(role: str = "administrator", *scopes: str) -> Caller:
        return Caller(keys.create(role, by=SYSTEM, role=role, scopes=scopes or ("read", "write"))[1])

    return make
