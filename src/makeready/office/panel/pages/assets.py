"""Assets: the shop's pictures, fonts and ICC profiles; which profile is the usual one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from makeready.office import keyset
from makeready.office.accounts.rights import Right
from makeready.office.designs import assets as kept
from makeready.office.designs.conditions import output_condition
from makeready.office.designs.files import read_upload
from makeready.office.designs.models import Asset, AssetKind
from makeready.office.errors import Fault, Invalid
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say

NEWEST = keyset.Order("-created_at", "created_at", descending=True)
WORDS = {
    AssetKind.PICTURE: "Pictures",
    AssetKind.PDF: "PDFs",
    AssetKind.FONT: "Fonts",
    AssetKind.PROFILE: "ICC profiles",
}
"""The fact that marks the profile onto which is printed where a product names none (see `designs.conditions`)."""


@page("assets", allow=Right.SEE)
def assets(request: PanelRequest) -> Page:
    """Every asset of a kind (`?kind=font`), newest first."""
    kind = request.GET.get("kind", "")
    rows = Asset.objects.select_related("file")
    if kind in AssetKind.values:
        rows = rows.filter(kind=kind)
    shown = keyset.page(rows, NEWEST, cursor=request.GET.get("cursor"))
    views: list[dict[str, Any]] = [
        {"word": "All", "kind": "", "here": kind not in AssetKind.values, "count": Asset.objects.count()}
    ]
    views += [
        {"word": word, "kind": one.value, "here": kind == one, "count": Asset.objects.filter(kind=one).count()}
        for one, word in WORDS.items()
    ]
    return Page(
        "assets/list.html", assets=shown.items, next_cursor=shown.next_cursor, views=views, kind=kind,
        kind_words=WORDS.get(AssetKind(kind), "").lower() if kind in AssetKind.values else "assets",
        condition=output_condition(),
    )  # fmt: skip


@page("assets", allow=Right.PREPARE, method="POST")
def add_asset(request: PanelRequest) -> HttpResponseBase:
    """Keep files; what each is, its bytes say."""
    files = request.FILES.getlist("file")
    if not files:
        raise Invalid("Choose a file first.", errors=[Fault("file", "This is needed.")])
    for file in files:
        made = kept.add(
            request.POST.get("name", "").strip() or file.name or "file", read_upload(file), by=request.actor
        )
        say(request, f"{made.get_kind_display()} “{made.name}” is kept.")
    return redirect(reverse("assets") + (f"?kind={made.kind}" if len(files) == 1 else ""))


@page("assets/<asset>", allow=Right.SEE)
def asset(request: PanelRequest, asset: Asset) -> Page:
    """One asset, and where it is used."""
    return Page("assets/page.html", asset=asset, uses=kept.used_by(asset), is_default=kept.is_default(asset))


@page("assets/<asset>/remove", allow=Right.PREPARE, method="POST")
def remove_asset(request: PanelRequest, asset: Asset) -> HttpResponseBase:
    """Delete an asset that no design uses."""
    kept.remove(asset, by=request.actor)
    say(request, f"“{asset.name}” is gone.")
    return redirect(f"{reverse('assets')}?kind={asset.kind}")


@page("assets/<asset>/default", allow=Right.PREPARE, method="POST")
def make_default_profile(request: PanelRequest, asset: Asset) -> HttpResponseBase:
    """Print onto this profile wherever a product names none; pressed again, onto the built-in one."""
    kept.make_default(asset, not kept.is_default(asset), by=request.actor)
    say(request, f"Printed onto “{output_condition().name}” wherever a product names no profile.")
    return redirect("asset", asset.pk)
