"""How does the sample shop come to be? Through the same doors as everything: stores' signed messages, people's acts.

Only times are set afterwards, so that the orders look as old as they say.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from makeready.office.accounts import keys, people
from makeready.office.accounts.actor import SYSTEM, Actor, ActorKind
from makeready.office.accounts.models import Person, Role
from makeready.office.connections import store as connections
from makeready.office.connections.models import Connection
from makeready.office.demo.catalogue import PRODUCTS, STORES, SampleProduct, pipelines
from makeready.office.demo.messages import Moment, delivery, road
from makeready.office.demo.orders import ORDERS, SampleOrder
from makeready.office.demo.receivers import FTP_USER, Receivers
from makeready.office.designs.store import create_document_design
from makeready.office.history.models import Entry, Kind
from makeready.office.intake import process
from makeready.office.intake.models import Hook
from makeready.office.jobs.start import start
from makeready.office.orders.models import Order
from makeready.office.pipelines import store as pipeline_store
from makeready.office.pipelines.models import Pipeline
from makeready.office.products import store as products
from makeready.office.projects import creation, notes, transitions
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import Status
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Platform, StartOn, Storefront
from makeready.office.storefronts.storefront import adapter

ADA = Actor(ActorKind.PERSON, "Ada Quill")
BEN = Actor(ActorKind.PERSON, "Ben Okafor")
USER = "demo"
UNREADABLE = 4001


@dataclass(frozen=True)
class Welcome:
    """What the person who started the demo needs to sign in."""

    user: str
    password: str
    api_key: str


def welcome() -> Welcome:
    """A person who may do everything, with a fresh password, and a fresh API key."""
    password = secrets.token_urlsafe(9)
    known = Person.objects.filter(name=USER).first()
    if known:
        people.change(known, by=SYSTEM, password=password, active=True)
    else:
        people.add(USER, by=SYSTEM, role=Role.ADMINISTRATOR, password=password, full_name="Dana Demo")
    _, api_key = keys.create("demo", by=SYSTEM)
    return Welcome(USER, password, api_key)


def furnish(receivers: Receivers) -> None:
    """Fill an empty house with storefronts, products, orders and the acts of two people."""
    now = timezone.now()
    reconnect(receivers)
    lines = {name: pipeline_store.save(name, tasks, by=SYSTEM) for name, tasks in pipelines(receivers.http_url).items()}
    stores = {one.key: _open_store(one.name, one.platform, one.base_url) for one in STORES}
    for product in PRODUCTS:
        _list_product(product, stores[product.store], lines[product.pipeline])
    for store, order, moment in _in_order_of_time(stores, now):
        _hear(store, order, moment, receivers.http_url)
    while creation.fetch_waiting():
        continue  # some at a time, until none is left: what comes later would bear today's date
    _people_act(lines)
    _break_a_message(stores["harbour"], now)
    for order in ORDERS:
        _set_back(order, now)
    Entry.objects.filter(reacted_at=None).update(reacted_at=now)  # what these orders asked for has been done above
    for store in stores.values():
        store.start_on = StartOn.CONFIRMED
        store.save(update_fields=["start_on"])


def reconnect(receivers: Receivers) -> None:
    """Point the connections to where the demo's servers listen this time."""
    _connect("press-ftp", receivers.ftp_port, receivers.ftp_password)
    _connect("old-press", receivers.ftp_port, "the-password-of-last-year")


def _connect(name: str, port: int, password: str) -> None:
    connections.save(
        name=name, type="ftp", host="127.0.0.1", port=port, username=FTP_USER, password=password, by=SYSTEM,
        connection=Connection.objects.filter(name=name).first(),
    )  # fmt: skip


def _open_store(name: str, platform: str, base_url: str) -> Storefront:
    wish = setup.StorefrontWish(
        name=name, platform=Platform(platform), base_url=base_url, secret=secrets.token_hex(16), start_on=StartOn.MANUAL
    )
    return setup.create(wish, by=SYSTEM)


def _list_product(product: SampleProduct, store: Storefront, pipeline: Pipeline) -> None:
    template = create_document_design(product.name, product.design(), by=SYSTEM)
    match = products.MatchWish(storefront=store.id, skus=[product.sku])
    wish = products.ProductWish(
        name=product.name, match=match, design=template.id, fields=dict(product.fields), pipeline=pipeline.id
    )
    products.create(wish, by=SYSTEM)


def _in_order_of_time(stores: dict[str, Storefront], now: datetime) -> list[tuple[Storefront, SampleOrder, Moment]]:
    by_sku = {product.sku: product.store for product in PRODUCTS}
    told = [(stores[by_sku.get(o.sku, "makers")], o, moment) for o in ORDERS for moment in road(o, now)]
    return sorted(told, key=lambda one: one[2].at)


def _hear(store: Storefront, order: SampleOrder, moment: Moment, photos_host: str) -> None:
    """What the store says, kept in the inbox as if it had just arrived, and processed."""
    told = delivery(
        store.platform,
        order,
        moment,
        title=title_of(order),
        photos=f"{photos_host}/photos",
        secret=setup.signing_secret(store).decode(),
    )
    found = adapter(store.platform)
    assert found
    envelope = found.envelope(told)
    hook = Hook.objects.create(
        storefront=store, event_key=envelope.event_key, topic=envelope.topic, order_key=envelope.order_key,
        headers=dict(told.headers), body=told.body, received_at=moment.at,
    )  # fmt: skip
    process.process(hook.id)


def title_of(order: SampleOrder) -> str:
    """What the store calls the product of an order."""
    return next((product.name for product in PRODUCTS if product.sku == order.sku), "Tote bag with a name")


def _people_act(lines: dict[str, Pipeline]) -> None:
    for order in ORDERS:
        project = _project_of(order)
        if order.end == "Active":
            transitions.move(project, Status.ACTIVE, by=ADA, because="On the press this afternoon.")
            start(project, lines["Print file by FTP"], by=ADA, cause="started by Ada Quill")
        elif order.end == "Completed" and order.number % 2:
            start(project, lines["Print file for the archive"], by=BEN, cause="started by Ben Okafor")
    start(_project_of(_order(1006)), lines["Old press (wrong password)"], by=BEN, cause="started by Ben Okafor")
    notes.add(_project_of(_order(1004)), "Customer asks for uncoated stock; told her it takes a day longer.", by=BEN)
    notes.add(_project_of(_order(2006)), "Wrote to the customer for a larger photo.", by=ADA)


def _break_a_message(store: Storefront, now: datetime) -> None:
    """A rightly signed message that nobody can read: it waits in the inbox with the reason."""
    hook = Hook.objects.create(
        storefront=store, event_key=f"sample-{UNREADABLE}", topic="order.updated", headers={"X-WC-Webhook-Topic": "order.updated"},
        body=b'{"id": 4001, "status": "processing", "line_items": [{"id": 1, "na', received_at=now - timedelta(hours=3),
    )  # fmt: skip
    process.process(hook.id)


def _set_back(order: SampleOrder, now: datetime) -> None:
    """Make the order's traces as old as the order says."""
    placed = now - timedelta(days=order.days)
    project = _project_of(order)
    known = Order.objects.filter(pk=project.order_id)
    known.update(created_at=placed)
    moves = list(Entry.objects.filter(project=project.id).order_by("id"))
    moves.sort(key=_turn)
    step = timedelta(days=order.days) / (len(moves) + 2)
    for number, entry in enumerate(moves):
        entry.at = placed + step * number
        entry.save(update_fields=["at"])
    changed = moves[-1].at if moves else placed
    Project.objects.filter(pk=project.id).update(created_at=placed, status_changed_at=changed, updated_at=changed)


def _turn(entry: Entry) -> int:
    """First the order comes in, then its design, then all else as it happened."""
    if entry.kind == Kind.STATUS and not entry.was:
        return 0
    return 1 if entry.kind == Kind.DESIGN and not entry.was else 2


def _order(number: int) -> SampleOrder:
    return next(order for order in ORDERS if order.number == number)


def _project_of(order: SampleOrder) -> Project:
    return Project.objects.filter(order__number__endswith=str(order.number)).order_by("created_at").first() or _gone(
        order
    )


def _gone(order: SampleOrder) -> Project:
    raise LookupError(f"Sample order {order.number} became no project.")
