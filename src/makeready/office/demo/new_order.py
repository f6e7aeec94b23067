"""Send a new order: a webhook as the store would send it, really signed, to the running demo's own address."""

from __future__ import annotations

import dataclasses
import random
import time

from django.utils import timezone

from makeready.config import config
from makeready.office import outgoing
from makeready.office.demo.catalogue import PRODUCTS, STORES
from makeready.office.demo.furnish import title_of
from makeready.office.demo.messages import Moment, delivery
from makeready.office.demo.orders import ORDERS, SampleOrder
from makeready.office.errors import Unavailable
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Storefront

NAMES = ("Ines Okonkwo", "Bjørn Åsen", "Chloë Dubois", "Václav Říha", "Aoife Ní Bhriain", "Matěj Žižka", "Sofía Ibáñez")


def send_new_order(base_url: str, photos: str) -> str:
    """Fire one new, paid order at the demo; a sentence that says which.

    Raises:
        Unavailable: the demo does not take it, in words.
    """
    order = _invented()
    store = _store_of(order)
    now = timezone.now()
    told = delivery(
        store.platform,
        order,
        Moment(now, now, paid=True),
        title=title_of(order),
        photos=photos,
        secret=setup.signing_secret(store).decode(),
    )
    answer = outgoing.call(
        "POST",
        f"{base_url}/hooks/{store.id}",
        headers=dict(told.headers),
        body=told.body,
        seconds=15,
        trusted_host=True,
    )
    if answer.status != 200:
        raise Unavailable(f"The demo answered {answer.status} to the new order.", fix="Look at the inbox and the log.")
    return f"{store.name} sent order {order.number}: {order.quantity} × {title_of(order)} for {order.customer}."


def photos_address() -> str:
    """Where the running demo's customers' photos lie; noted in the data folder by the demo itself."""
    return (config().data / "demo" / "photos-address").read_text("utf-8").strip()


def _invented() -> SampleOrder:
    chooser = random.Random()  # noqa: S311 (which sample comes next is no secret)
    known = {product.sku for product in PRODUCTS}
    like = chooser.choice(
        [order for order in ORDERS if order.sku in known and order.fields.get("Photo", "l").startswith("l")]
    )
    name = chooser.choice(NAMES)
    fields = {**like.fields, **({"Name": name} if "Name" in like.fields else {})}
    number = 10_000 + int(time.time() * 10) % 8_000_000
    return dataclasses.replace(
        like, number=number, customer=name, fields=fields, quantity=chooser.choice((1, 25, 100, 250))
    )


def _store_of(order: SampleOrder) -> Storefront:
    key = next(product.store for product in PRODUCTS if product.sku == order.sku)
    name = next(one.name for one in STORES if one.key == key)
    return Storefront.objects.get(name=name)
