"""What is an adapter to a store platform? It translates, nothing else: pure, no ORM, network only handed in.

One file per platform in this folder, registered by `@storefront("name")`; `adapter("shopify")` gives it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Protocol

from makeready.office.errors import NotBuilt, OfficeError
from makeready.office.storefronts.delivery import Delivery
from makeready.office.storefronts.events import OrderEvent


class SignatureWrong(OfficeError):
    """The webhook's signature is missing or wrong."""

    code = "signature_wrong"
    status = 401
    title = "Signature missing or wrong"
    fix = "Put the secret that the store signs with into the storefront's settings."


class HookUnreadable(OfficeError):
    """A rightly signed body cannot be understood."""

    code = "hook_unreadable"
    status = 422
    title = "The store's message cannot be read"
    fix = "Look at the message as it came; process it again once the cause is mended."


@dataclass(frozen=True)
class Envelope:
    """What can be told of a delivery before understanding it.

    event_key: the same event again has the same key. order_key: the store's order id, "" where it cannot be told.
    """

    event_key: str
    topic: str
    order_key: str


class StoreClient(Protocol):
    """The guarded way to a store's API: `get` answers parsed JSON and the response's headers."""

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> tuple[Any, Mapping[str, str]]:
        """GET `path` (relative to the shop's address) with the storefront's credentials."""
        ...

    def remark(self, sentence: str) -> None:
        """Tell whoever reads the result what was noticed on the way."""
        ...


class StoreWriter(StoreClient, Protocol):
    """The guarded way to a store's API, for writing, too."""

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """POST or PUT JSON to `path`, once; the answer, parsed."""
        ...


@dataclass(frozen=True)
class News:
    """What is written back to an order in its store; "" for what is not.

    note: for the shop's people. link: an address beside it. status: in the store's own words.
    """

    note: str = ""
    link: str = ""
    status: str = ""


class Storefront:
    """One platform. Subclasses override what differs.

    credential_names: what calling its API needs. topics: the webhooks to set up in the store. kept_headers:
    prefixes of the headers that stay with a kept message (lower case).
    """

    name: ClassVar[str]
    label: ClassVar[str]
    credential_names: ClassVar[tuple[str, ...]] = ()
    topics: ClassVar[tuple[str, ...]] = ()
    kept_headers: ClassVar[tuple[str, ...]] = ()

    def verify(self, delivery: Delivery, secret: bytes) -> None:
        """Check the signature on the raw bytes.

        Raises:
            SignatureWrong: missing or wrong.
        """
        raise NotImplementedError

    def is_ping(self, delivery: Delivery) -> bool:
        """Whether it is a platform's unsigned connection test: answered 200, without effect."""
        return False

    def envelope(self, delivery: Delivery) -> Envelope:
        """Key, topic and order of a delivery; never raises, whatever the body holds."""
        raise NotImplementedError

    def normalise(self, delivery: Delivery) -> OrderEvent:
        """The order that a verified delivery tells of.

        Raises:
            HookUnreadable: not JSON, or not an order.
        """
        raise NotImplementedError

    def api_headers(self, credentials: Mapping[str, str]) -> dict[str, str]:
        """What carries the credentials in a call of the store's API."""
        return {}

    def origin_headers(self, base_url: str) -> dict[str, str]:
        """What a webhook's headers say of the shop: put to orders that were asked for, so that both read the same."""
        return {}

    def changed_since(self, since: datetime, client: StoreClient) -> Iterator[Delivery]:
        """Every order changed since then, each as a delivery that `normalise` understands (reconciliation sweep)."""
        raise NotImplementedError

    def write_back(self, order: str, news: News, client: StoreWriter) -> str:
        """Write news of an order into the store: a sentence. The same news again changes nothing there.

        Raises:
            NotBuilt: this platform's orders cannot be written.
        """
        raise NotBuilt(
            f"Orders in {self.label} cannot be written in this version.",
            fix="Tell the store by invoke-url instead.",
        )

    def test(self, client: StoreClient) -> str:
        """Ask the store who it is: a sentence, or an error in words."""
        raise NotImplementedError


_registry: dict[str, Storefront] = {}


def storefront(name: str) -> Callable[[type[Storefront]], type[Storefront]]:
    """Register an adapter under its platform's name."""

    def register(kind: type[Storefront]) -> type[Storefront]:
        kind.name = name
        _registry[name] = kind()
        return kind

    return register


def adapters() -> dict[str, Storefront]:
    """Every adapter by platform: whatever file lies in this folder."""
    _import_all()
    return dict(_registry)


def adapter(platform: str) -> Storefront | None:
    """The adapter of a platform, or None where this version has none."""
    return adapters().get(platform)


@cache
def _import_all() -> None:
    package = importlib.import_module("makeready.office.storefronts")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name not in ("models", "apps", "migrations"):
            importlib.import_module(f"{package.__name__}.{module.name}")


def hmac_sha256(body: bytes, secret: bytes) -> str:
    """base64(HMAC-SHA256(body, secret)): what Shopify and WooCommerce sign with."""
    return base64.b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode("ascii")


def require_signature(given: str, expected: str) -> None:
    """Compare in constant time, whatever length or characters were given.

    Raises:
        SignatureWrong: they differ.
    """
    if not hmac.compare_digest(given.strip().encode("utf-8", "surrogatepass"), expected.encode("ascii")):
        raise SignatureWrong("The webhook's signature is missing or wrong.")


def require_hmac(delivery: Delivery, header: str, secret: bytes) -> None:
    """Check `header` = base64(HMAC-SHA256(raw body, secret)).

    Raises:
        SignatureWrong: missing or wrong, or there is no secret that it could be checked with.
    """
    if not secret:
        raise SignatureWrong("This storefront has no secret yet, so that no webhook of it can be checked.")
    require_signature(delivery.header(header), hmac_sha256(delivery.body, secret))


def event_key(delivery: Delivery, topic: str) -> str:
    """The same topic with the same body is the same event.

    Not the ids in the headers: the signature does not cover them, so that a copied message with another id
    would count anew, and one with a stolen id would keep the real event out (docs/decisions/intake-event-keys.md).
    """
    return hashlib.sha256(topic.encode("utf-8", "surrogatepass") + b"\0" + delivery.body).hexdigest()
