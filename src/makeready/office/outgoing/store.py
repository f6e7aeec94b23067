"""How is a store's API asked? With its credentials, patiently where it says “too many”, and only itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from makeready.office.outgoing.address import Address, parse
from makeready.office.outgoing.client import Answer, call, status_failure
from makeready.office.outgoing.failures import AddressForbidden, FetchFailed
from makeready.office.outgoing.guard import is_allowed

TRIES = 4
MAX_PAUSE = 10.0
"""The longest pause in seconds that a store may ask for at a time; a store that wants more is asked again later."""

MAX_PAGE = 64 << 20


def store_client(base_url: str, headers: Mapping[str, str], *, pause: Callable[[float], None] = time.sleep) -> Store:
    """A client for one store.

    base_url: the shop's address. headers: what carries its credentials; they go to this address only.

    Raises:
        AddressForbidden: the address is unusable, or would show the credentials to everybody on the way.
    """
    base = parse(base_url)
    if base.scheme != "https" and headers and not is_allowed(base):
        raise AddressForbidden(
            f"{base.shown} is not encrypted: the store's keys would be readable on the way.",
            fix="Give the store's address with https://.",
        )
    return Store(base, dict(headers), pause)


@dataclass
class Store:
    """One store's API: `get` answers JSON and headers; `remarks` collects what adapters noticed on the way."""

    base: Address
    headers: dict[str, str]
    pause: Callable[[float], None] = time.sleep
    remarks: list[str] = field(default_factory=list)

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> tuple[Any, Mapping[str, str]]:
        """GET a path under the shop's address, or a whole address of the same shop (a “next page” link).

        Raises:
            FetchFailed: no usable answer, in words.
            AddressForbidden: the address leads somewhere else.
        """
        address = self._within(path)
        for trial in range(1, TRIES + 1):
            try:
                answer = call("GET", address.url, headers=self.headers, params=params, max_bytes=MAX_PAGE)
            except FetchFailed as why:
                if trial == TRIES or not why.transient:
                    raise
                self.pause(0.5 * trial)
                continue
            if answer.ok:
                return answer.json(), answer.headers
            if trial == TRIES or not (answer.status == 429 or answer.status >= 500):
                raise _refusal(address, answer)
            self.pause(pause_asked_for(answer, trial))
        raise AssertionError("unreachable: the last trial returns or raises")

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """POST or PUT JSON to a path under the shop's address, once: whether to try again is the caller's to know.

        Raises:
            FetchFailed: refused or not answered, in words; `transient` where a later try may succeed.
        """
        address = self._within(path)
        headers = {**self.headers, "Content-Type": "application/json"}
        answer = call(method, address.url, headers=headers, body=json.dumps(body), max_bytes=MAX_PAGE)
        if not answer.ok:
            raise _refusal(address, answer)
        return answer.json() if answer.body.strip() else None

    def remark(self, sentence: str) -> None:
        """Keep a sentence for whoever reads the result."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def _within(self, path: str) -> Address:
        whole = path.startswith(("http://", "https://"))
        address = parse(path if whole else f"{self.base.url.rstrip('/')}/{path.lstrip('/')}")
        if address.origin != self.base.origin:
            raise AddressForbidden(f"The store refers to {address.shown}, which is not {self.base.shown}.")
        return address


def pause_asked_for(answer: Answer, trial: int) -> float:
    """Seconds to wait: `Retry-After` (seconds or a date), else a little longer each time; never above the limit."""
    given = answer.headers.get("retry-after", "").strip()
    try:
        return min(max(float(given), 0.0), MAX_PAUSE)
    except ValueError:
        pass  # a date, or nothing
    try:
        until = parsedate_to_datetime(given)
    except (TypeError, ValueError):
        return min(float(2**trial) / 2, MAX_PAUSE)
    left = (until if until.tzinfo else until.replace(tzinfo=UTC)) - datetime.now(UTC)
    return min(max(float(left.total_seconds()), 0.0), MAX_PAUSE)


def _refusal(address: Address, answer: Answer) -> FetchFailed:
    if answer.status in (401, 403):
        return FetchFailed(
            f"{address.host} does not accept the storefront's credentials ({answer.status}{_reason(answer)}).",
            transient=False,
            fix="Enter the store's API credentials again, with the right to read orders (and to write, to write back).",
            status=answer.status,
        )
    return status_failure(address, answer.status)


def _reason(answer: Answer) -> str:
    """What a store says in its error's body: WooCommerce `message`, Shopify `errors`."""
    try:
        told = answer.json()
    except FetchFailed:
        return ""
    words = (told.get("message") or told.get("errors")) if isinstance(told, dict) else ""
    return f": {words[:200]}" if isinstance(words, str) and words else ""
