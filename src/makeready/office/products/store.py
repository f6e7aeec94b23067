"""How is a product set up? Checked as a whole, every fault with its place, then kept and recorded."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db import transaction
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from makeready.office.accounts.actor import Actor
from makeready.office.designs.models import Design, Revision
from makeready.office.errors import Fault, Invalid, NotFound, StaleVersion
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.pipelines.models import Pipeline
from makeready.office.products.models import Product
from makeready.office.storefronts.models import StartOn, Storefront
from makeready.press.output.wish import Mark

Name = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200)]
Identity = Annotated[str, StringConstraints(strict=True, strip_whitespace=True, min_length=1, max_length=200)]


class ProductInvalid(Invalid):
    """A product's settings are at fault."""

    code = "product_invalid"
    title = "The product is not valid"


class NoSuchProduct(NotFound):
    """There is no such product."""

    code = "product_not_found"


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MatchWish(_Wish):
    """Which lines mean this product: of one storefront or (null) all, by the store's ids or by SKU (`BC-*`)."""

    storefront: str | None = None
    skus: list[Identity] = Field(default_factory=list, max_length=1000)
    external_ids: list[Identity] = Field(default_factory=list, max_length=1000)


class PrintWish(_Wish):
    """How its print files are made, where the pipeline does not say otherwise."""

    format: Literal["pdf", "png", "jpeg", "tiff"] | None = None
    profile: str | None = Field(
        default=None, max_length=200, description="Output condition: an ICC profile's name or id."
    )
    dpi: int | None = Field(default=None, ge=1, le=2400)
    color: Literal["cmyk", "rgb", "gray"] | None = None
    marks: bool | list[Mark] | None = Field(default=None, description="True is crop marks.")


class ProductWish(_Wish):
    """A product as somebody wants it; `fields` maps the store's names of fields to those of the template design."""

    name: Name
    match: MatchWish = MatchWish()
    design: str | None = None
    fields: dict[Identity, Identity] = Field(default_factory=dict)
    pipeline: str | None = None
    start_on: StartOn | Literal[""] | None = None
    print: PrintWish = PrintWish()


def create(wish: ProductWish, *, by: Actor) -> Product:
    """Set up a product.

    Raises:
        ProductInvalid: with every fault and its place.
    """
    columns = _columns(wish)
    with transaction.atomic():
        product = Product.objects.create(**columns)
        record(Kind.SETUP, by=by, subject=product.pk, now=product.name[:200], because="Product set up", reacts=True)
    return product


def update(product: Product, wish: ProductWish, *, by: Actor, expected_version: int | None = None) -> Product:
    """Change a product as a whole.

    Raises:
        ProductInvalid: with every fault and its place. StaleVersion: somebody else was quicker.
    """
    columns = _columns(wish)
    with transaction.atomic():
        held = Product.objects.select_for_update().get(pk=product.pk)
        if expected_version is not None and held.version != expected_version:
            raise StaleVersion(f"Somebody changed the product “{held.name}” in between.")
        was = held.name
        changed = sorted(name for name, value in columns.items() if getattr(held, name) != value)
        if not changed:
            return held
        for name, value in columns.items():
            setattr(held, name, value)
        held.version += 1
        held.save()
        record(
            Kind.SETUP, by=by, subject=held.pk, was=was[:200], now=held.name[:200], because="Product changed",
            reacts=True, changed=changed,
        )  # fmt: skip
    return held


def named(product_id: str) -> Product:
    """The product with this id.

    Raises:
        NoSuchProduct: there is none.
    """
    found = Product.objects.filter(pk=product_id).select_related("design", "pipeline", "storefront").first()
    if found is None:
        raise NoSuchProduct(f"There is no product {product_id[:50]}.")
    return found


def _columns(wish: ProductWish) -> dict[str, Any]:
    faults: list[Fault] = []
    design = _known(Design.objects.filter(project=""), wish.design, "design", "stored design", faults)
    columns = {
        "name": wish.name,
        "storefront": _known(Storefront.objects.all(), wish.match.storefront, "match/storefront", "storefront", faults),
        "skus": list(dict.fromkeys(wish.match.skus)),
        "external_ids": list(dict.fromkeys(wish.match.external_ids)),
        "design": design,
        "fields": dict(wish.fields),
        "pipeline": _known(Pipeline.objects.all(), wish.pipeline, "pipeline", "pipeline", faults),
        "start_on": str(wish.start_on or ""),
        "print": wish.print.model_dump(exclude_none=True),
    }
    if design is not None:
        faults += _field_faults(wish.fields, design)
    if faults:
        raise ProductInvalid("; ".join(fault.message for fault in faults) + ".", errors=faults)
    return columns


def _known(rows: Any, identity: str | None, path: str, kind: str, faults: list[Fault]) -> Any:
    if not identity:
        return None
    found = rows.filter(pk=identity).first()
    if found is None:
        faults.append(Fault(path, f"there is no {kind} {identity[:50]}"))
    return found


def _field_faults(fields: dict[str, str], design: Design) -> list[Fault]:
    shown = Revision.objects.filter(design=design, number=design.current).only("document").first()
    if shown is None or shown.document is None:
        return []
    names = [field["name"] for field in shown.document.get("fields", [])]
    known = ", ".join(f"“{name}”" for name in names) or "none"
    return [
        Fault(f"fields/{theirs}", f"the template has no field “{ours}” (it has {known})")
        for theirs, ours in fields.items()
        if ours not in names
    ]
