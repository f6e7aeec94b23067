"""How is a store connected? Checked as a whole, its secrets sealed, the change recorded; and whether it answers.

Secrets go in and never come out: a storefront saved without them keeps what it has, an empty text removes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from makeready.config import config
from makeready.office.accounts.actor import Actor
from makeready.office.connections.sealing import seal, unseal
from makeready.office.errors import Fault, Invalid, NotBuilt, NotFound, OfficeError, Refused, StaleVersion
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.outgoing import store_client
from makeready.office.outgoing.address import parse
from makeready.office.storefronts.models import Platform, ProjectsFor, StartOn, Storefront
from makeready.office.storefronts.storefront import adapter, adapters

Name = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200)]
Secret = Annotated[str, StringConstraints(strict=True, max_length=1000)]


class StorefrontInvalid(Invalid):
    """A storefront's settings are at fault."""

    code = "storefront_invalid"
    title = "The storefront is not valid"


class NoSuchStorefront(NotFound):
    """There is no such storefront."""

    code = "storefront_not_found"


class NothingToTest(Refused):
    """The storefront has no address or no credentials to ask the store with."""

    code = "nothing_to_test"
    title = "There is nothing to test"


class StorefrontWish(BaseModel):
    """A storefront as somebody wants it. Secrets left out are kept; an empty one is removed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Card shop",
                    "platform": "shopify",
                    "secret": "what the store signs with",
                    "base_url": "https://card-shop.example",
                    "credentials": {"access_token": "…"},
                    "start_on": "Confirmed",
                    "projects_for": "personalised",
                }
            ]
        },
    )

    name: Name
    platform: Platform
    secret: Secret | None = Field(default=None, description="Write-only: what the store signs its messages with.")
    base_url: str = Field(default="", max_length=500, description="The shop's address.")
    credentials: dict[str, Secret] | None = Field(
        default=None, description="Write-only, per platform: for asking the store's API."
    )
    start_on: StartOn = Field(default=StartOn.CONFIRMED, description="The status that starts a project's pipeline.")
    projects_for: ProjectsFor | None = Field(
        default=None, description="Which lines become projects; left out: `all` for custom, `personalised` for stores."
    )
    authorized_is_paid: bool = Field(
        default=False,
        description="Whether an order counts as paid once the payment is reserved (Shopify: `authorized`), before the "
        "shop has captured it. Concerns orders that come in or change from then on.",
    )


def create(wish: StorefrontWish, *, by: Actor) -> Storefront:
    """Connect a store.

    Raises:
        StorefrontInvalid: with every fault and its place. NotBuilt: a platform of a later version.
    """
    columns = _columns(wish)
    columns["projects_for"] = wish.projects_for or _usual(wish.platform)
    with transaction.atomic():
        storefront = Storefront.objects.create(**columns)
        _record(storefront, by, "Storefront connected")
    return storefront


def update(
    storefront: Storefront, wish: StorefrontWish, *, by: Actor, expected_version: int | None = None
) -> Storefront:
    """Change a storefront as a whole; secrets that are left out stay.

    Raises:
        StorefrontInvalid: with every fault, also where the platform would change after messages came.
        StaleVersion: somebody else was quicker.
    """
    columns = _columns(wish)
    with transaction.atomic():
        held = Storefront.objects.select_for_update().get(pk=storefront.pk)
        if expected_version is not None and held.version != expected_version:
            raise StaleVersion(f"Somebody changed the storefront “{held.name}” in between.")
        if held.platform != wish.platform and held.hooks.exists():
            sentence = f"This storefront has taken messages of {held.get_platform_display()}: its platform stays."
            raise StorefrontInvalid(sentence, fix="Connect another storefront.", errors=[Fault("platform", sentence)])
        if wish.projects_for is not None:
            columns["projects_for"] = wish.projects_for
        for name, value in columns.items():
            setattr(held, name, value)
        held.version += 1
        held.save(update_fields=[*columns, "version", "updated_at"])
        _record(held, by, "Storefront changed")
    return held


def named(storefront_id: str) -> Storefront:
    """The storefront with this id.

    Raises:
        NoSuchStorefront: there is none.
    """
    found = Storefront.objects.filter(pk=storefront_id).first()
    if found is None:
        raise NoSuchStorefront(f"There is no storefront {storefront_id[:50]}.")
    return found


def hook_url(storefront: Storefront) -> str:
    """The address to paste into the store: where it sends its webhooks."""
    return f"{config().base_url.rstrip('/')}/hooks/{storefront.pk}"


def signing_secret(storefront: Storefront) -> bytes:
    """What the store signs with; empty where none was entered, which no signature fits."""
    return str(unseal(storefront.sealed_secret)).encode() if storefront.sealed_secret else b""


def credentials(storefront: Storefront) -> dict[str, str]:
    """What the store's API is asked with."""
    return dict(unseal(storefront.sealed_credentials)) if storefront.sealed_credentials else {}


def test(storefront: Storefront) -> str:
    """Ask the store who it is: a sentence.

    Raises:
        NothingToTest: no address or credentials to ask with. FetchFailed, AddressForbidden: it does not work, in words.
    """
    spoken = adapter(storefront.platform)
    if spoken is None:
        raise NotBuilt(f"Stores of {storefront.get_platform_display()} cannot be asked in this version.")
    given = credentials(storefront)
    if storefront.platform == Platform.CUSTOM or not spoken.credential_names:
        raise NothingToTest(
            "A custom storefront has nothing to ask: its orders are handed in.",
            fix="Send an order to POST /api/v1/orders; it answers at once.",
        )
    missing = [name for name in spoken.credential_names if not given.get(name)]
    if missing or not storefront.base_url:
        wanted = ", ".join([*([] if storefront.base_url else ["the shop's address"]), *missing])
        raise NothingToTest(
            f"To ask the store, this is missing: {wanted}.", fix="Enter it in the storefront's settings."
        )
    return spoken.test(store_client(storefront.base_url, spoken.api_headers(given)))


def topics(storefront: Storefront) -> tuple[str, ...]:
    """The webhooks to set up in the store."""
    spoken = adapter(storefront.platform)
    return spoken.topics if spoken else ()


def _columns(wish: StorefrontWish) -> dict[str, Any]:
    spoken = adapter(wish.platform)
    if spoken is None:
        known = ", ".join(sorted(adapters()))
        raise NotBuilt(
            f"Stores of {Platform(wish.platform).label} cannot be connected in this version (these can: {known}).",
            fix="Connect it as `custom` and hand its orders in by POST /api/v1/orders.",
        )
    faults = [*_address_faults(wish), *_credential_faults(wish.credentials, spoken.credential_names)]
    if faults:
        raise StorefrontInvalid(faults[0].message, errors=faults)
    columns: dict[str, Any] = {
        "name": wish.name, "platform": wish.platform.value, "base_url": wish.base_url.strip(),
        "start_on": wish.start_on.value, "settings": {"authorized_is_paid": wish.authorized_is_paid},
    }  # fmt: skip
    if wish.secret is not None:
        columns["sealed_secret"] = seal(wish.secret) if wish.secret else None
    if wish.credentials is not None:
        columns["sealed_credentials"] = seal(wish.credentials) if any(wish.credentials.values()) else None
    return columns


def _address_faults(wish: StorefrontWish) -> list[Fault]:
    address = wish.base_url.strip()
    if not address:
        return []
    try:
        parse(address)
    except OfficeError as why:
        return [Fault("base_url", why.sentence)]
    return []


def _credential_faults(given: Mapping[str, str] | None, known: tuple[str, ...]) -> list[Fault]:
    told = ", ".join(known) or "none"
    return [
        Fault(f"credentials/{name}", f"There is no credential “{name}” for this platform (known: {told}).")
        for name in (given or {})
        if name not in known
    ]


def _usual(platform: Platform) -> ProjectsFor:
    return ProjectsFor.ALL if platform is Platform.CUSTOM else ProjectsFor.PERSONALISED


def _record(storefront: Storefront, by: Actor, what: str) -> None:
    record(Kind.SETUP, by=by, subject=storefront.pk, now=storefront.name, because=what)
