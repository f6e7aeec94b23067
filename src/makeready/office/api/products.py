"""Products: what a store's product means here: template design, field names, pipeline, print settings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import caller
from makeready.office.api.etags import require_match, tag, tagged
from makeready.office.api.manners import needs
from makeready.office.api.paging import Cursor, Limit, listed
from makeready.office.api.wording import Listed, Time, Told, utc
from makeready.office.products import store
from makeready.office.products.models import Product

router = Router()

EXAMPLE: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/json": {
                "example": {
                    "name": "Business card",
                    "match": {"storefront": None, "skus": ["BC-*"], "external_ids": []},
                    "design": "dsn_01kb2x4m7c9q3f8t5v0w6y1z2a",
                    "fields": {"Name on card": "Name"},
                    "pipeline": "ppl_01kb2x4m7c9q3f8t5v0w6y1z2a",
                    "print": {"dpi": 300},
                }
            }
        }
    }
}


class MatchShown(Told):
    """Which lines mean the product."""

    storefront: str | None = Field(description="Only this storefront's; null: all.")
    skus: list[str] = Field(examples=[["BC-*"]])
    external_ids: list[str]


class ProductShown(Told):
    """A product."""

    id: str = Field(examples=["prd_01kb2x4m7c9q3f8t5v0w6y1z2a"])
    name: str = Field(examples=["Business card"])
    match: MatchShown
    design: str | None = Field(description="The template that a line's fields fill.")
    fields: dict[str, str] = Field(description="The store's name of a field → the template's.")
    pipeline: str | None
    start_on: str | None = Field(description="Overrides the storefront's; null: as the storefront says.")
    print: dict[str, Any] = Field(description="Print settings: profile, dpi, format, color.")
    version: int
    created_at: Time
    updated_at: Time


def shown(product: Product) -> dict[str, Any]:
    """A product as the API tells it."""
    return {
        "id": product.pk,
        "name": product.name,
        "match": {
            "storefront": product.storefront_id,
            "skus": product.skus,
            "external_ids": product.external_ids,
        },
        "design": product.design_id,
        "fields": product.fields,
        "pipeline": product.pipeline_id,
        "start_on": product.start_on or None,
        "print": product.print,
        "version": product.version,
        "created_at": utc(product.created_at),
        "updated_at": utc(product.updated_at),
    }


def etag(product: Product) -> str:
    """The tag of a product's version."""
    return tag(product.pk, product.version)


@router.get("/products", response=Listed[ProductShown])
@needs(Right.SEE)
def list_all(request: HttpRequest, limit: Limit, cursor: Cursor) -> Any:
    """List the products, newest first."""
    return listed(Product.objects.all(), shown, limit=limit, cursor=cursor)


@router.post("/products", response={201: ProductShown}, openapi_extra=EXAMPLE)
@needs(Right.PREPARE)
def create(request: HttpRequest, response: HttpResponse, body: store.ProductWish) -> Any:
    """Set up a product."""
    made = store.create(body, by=caller(request).actor)
    tagged(response, etag(made))
    return Status(201, shown(made))


@router.get("/products/{product_id}", response=ProductShown)
@needs(Right.SEE)
def show(request: HttpRequest, response: HttpResponse, product_id: str) -> Any:
    """Show a product."""
    found = store.named(product_id)
    tagged(response, etag(found))
    return shown(found)


@router.put("/products/{product_id}", response=ProductShown, openapi_extra=EXAMPLE)
@needs(Right.PREPARE)
def change(request: HttpRequest, response: HttpResponse, product_id: str, body: store.ProductWish) -> Any:
    """Change a product as a whole."""
    found = store.named(product_id)
    require_match(request, etag(found))
    changed = store.update(found, body, by=caller(request).actor, expected_version=found.version)
    tagged(response, etag(changed))
    return shown(changed)
