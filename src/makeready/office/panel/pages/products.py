"""Products: what a store's product means here."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect

from makeready.office.accounts.rights import Right
from makeready.office.designs.models import Asset, AssetKind, Design, Revision
from makeready.office.errors import Fault, Invalid, OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.wishes import version_seen, wish
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.pipelines.models import Pipeline
from makeready.office.products import store
from makeready.office.products.models import Product
from makeready.office.storefronts.models import StartOn, Storefront


@page("products", allow=Right.SEE)
def products(request: PanelRequest) -> Page:
    """Every product with its template, pipeline and number of projects."""
    rows = Product.objects.select_related("storefront", "design", "pipeline").annotate(projects_count=Count("projects"))
    return Page("products/list.html", products=rows.order_by("name"))


@page("products/new", allow=Right.PREPARE)
def new_product(request: PanelRequest) -> Page:
    """The empty form; `?sku=` and `?storefront=` come from a project that no product matched."""
    given = {"name": request.GET.get("name", ""), "skus": request.GET.get("sku", "")}
    return Page("products/form.html", given={**given, "storefront": request.GET.get("storefront", "")}, **choices())


@page("products/new", allow=Right.PREPARE, method="POST")
def make_product(request: PanelRequest) -> Page | HttpResponseBase:
    """Set up a product."""
    try:
        product = store.create(wish(store.ProductWish, read(request.POST)), by=request.actor)
    except OfficeError as why:
        return Page("products/form.html", status=why.status, given=request.POST, faults=Faults(why), **choices())
    say(request, f"“{product.name}” is set up.", "Projects that waited for it can fetch their design again.")
    return redirect("products")


@page("products/<product>", allow=Right.SEE)
def product(request: PanelRequest, product: Product) -> Page:
    """A product's form."""
    return Page("products/form.html", product=product, given=as_given(product), **choices(product))


@page("products/<product>", allow=Right.PREPARE, method="POST")
def change_product(request: PanelRequest, product: Product) -> Page | HttpResponseBase:
    """Change a product as a whole."""
    try:
        version = version_seen(request.POST)
        store.update(product, wish(store.ProductWish, read(request.POST)), by=request.actor, expected_version=version)
    except OfficeError as why:
        values = {"product": product, "given": request.POST, "faults": Faults(why), **choices(product)}
        return Page("products/form.html", status=why.status, **values)
    say(request, f"Saved: {product.name}.")
    return redirect("products")


def read(form: QueryDict) -> dict[str, Any]:
    """The form as the domain asks for it.

    Raises:
        Invalid: a line of the field map has no “=”.
    """
    prints = {
        "format": form.get("print_format") or None,
        "color": form.get("print_color") or None,
        "profile": form.get("print_profile") or None,
        "dpi": form.get("print_dpi") or None,
        "marks": True if "print_marks" in form else None,
    }
    return {
        "name": form.get("name", ""),
        "match": {
            "storefront": form.get("storefront") or None,
            "skus": _lines(form.get("skus", "")),
            "external_ids": _lines(form.get("external_ids", "")),
        },
        "design": form.get("design") or None,
        "fields": dict(_pair(line) for line in _lines(form.get("fields", ""))),
        "pipeline": form.get("pipeline") or None,
        "start_on": form.get("start_on", ""),
        "print": prints,
    }


def as_given(product: Product) -> dict[str, Any]:
    """A product as its form shows it."""
    return {
        "name": product.name, "storefront": product.storefront_id or "", "skus": "\n".join(product.skus),
        "external_ids": "\n".join(product.external_ids), "design": product.design_id or "",
        "fields": "\n".join(f"{theirs} = {ours}" for theirs, ours in product.fields.items()),
        "pipeline": product.pipeline_id or "", "start_on": product.start_on, "version": product.version,
        **{f"print_{name}": value for name, value in product.print.items()},
    }  # fmt: skip


def choices(product: Product | None = None) -> dict[str, Any]:
    """What the form offers, and the fields of the chosen template."""
    return {
        "storefronts": Storefront.objects.order_by("name"),
        "templates": Design.objects.filter(project="").order_by("name"),
        "pipelines": Pipeline.objects.order_by("name"),
        "profiles": Asset.objects.filter(kind=AssetKind.PROFILE).order_by("name"),
        "starts": StartOn.choices,
        "template_fields": _template_fields(product.design) if product and product.design else [],
    }


def _template_fields(design: Design) -> list[dict[str, Any]]:
    newest = Revision.objects.filter(design=design, number=design.current).first()
    fields: list[dict[str, Any]] = (newest.document or {}).get("fields", []) if newest else []
    return fields


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pair(line: str) -> tuple[str, str]:
    theirs, sign, ours = line.partition("=")
    if not sign or not theirs.strip() or not ours.strip():
        sentence = f"“{line[:60]}” is no pair: write the store's field, an equals sign, the template's field."
        raise Invalid(sentence, errors=[Fault("fields", sentence)])
    return theirs.strip(), ours.strip()
