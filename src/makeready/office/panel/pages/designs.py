"""Designs: templates that products are filled from, and stored artwork."""

from __future__ import annotations

import json

from django.db.models import Count, F
from django.http import HttpResponseBase
from django.shortcuts import redirect

from makeready.office import keyset, strict_json
from makeready.office.accounts.rights import Right
from makeready.office.designs import store
from makeready.office.designs.fetching import pin_sources
from makeready.office.designs.files import as_document, read_upload
from makeready.office.designs.importing import taken_over
from makeready.office.designs.models import Design, Revision
from makeready.office.designs.output import findings
from makeready.office.errors import Fault, Invalid, OfficeError
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.samples import filled
from makeready.office.panel.components.wishes import version_seen
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.products.models import Product

NEWEST = keyset.Order("-id", "pk", descending=True)


@page("designs", allow=Right.SEE)
def designs(request: PanelRequest) -> Page:
    """Every stored design, newest first; those of projects stand on their projects."""
    words = request.GET.get("q", "").strip()[:200]
    rows = Revision.objects.filter(design__project="", number=F("design__current")).select_related("design", "file")
    if words:
        rows = rows.filter(design__name__icontains=words)
    shown = keyset.page(rows, NEWEST, cursor=request.GET.get("cursor"))
    used = Product.objects.filter(design__in=[one.design_id for one in shown.items]).values("design")
    counts = {row["design"]: row["count"] for row in used.annotate(count=Count("pk"))}
    rows_shown = [
        {"revision": one, "design": one.design, "products": counts.get(one.design_id, 0)} for one in shown.items
    ]
    return Page("designs/list.html", rows=rows_shown, next_cursor=shown.next_cursor, words=words)


@page("designs", allow=Right.PREPARE, method="POST")
def add_design(request: PanelRequest) -> HttpResponseBase:
    """Keep a file as a stored design: design JSON becomes a document, anything else stays the file it is."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("Choose a file first.", errors=[Fault("file", "This is needed.")])
    data, name = read_upload(file), request.POST.get("name", "").strip()
    document = as_document(data)
    if document is None:
        made = store.create_file_design(name, data, file_name=file.name or "file", by=request.actor)
    else:
        ours, left_out = taken_over(document)
        called = name if ours is document else name or file.name or ""
        made = store.create_document_design(called, ours, by=request.actor)
        pin_sources(made)
        for finding in left_out[:10]:
            say(request, finding.message, finding.hint)
    say(request, f"“{made.name}” is stored.", "Name it as a product's template to have orders fill it.")
    return redirect("design", made.pk)


@page("designs/<design>", allow=Right.SEE)
def design(request: PanelRequest, design: Design) -> Page | HttpResponseBase:
    """One stored design: pages, fields, findings, its JSON, revisions. A project's leads to the project."""
    if design.project:
        return redirect("project", design.project)
    return _page(design)


@page("designs/<design>", allow=Right.PREPARE, method="POST")
def change_design(request: PanelRequest, design: Design) -> Page | HttpResponseBase:
    """Save changed JSON as the next revision; what was ordered keeps the one it saw."""
    text = request.POST.get("document", "")
    try:
        document = strict_json.loads(text)
        if not isinstance(document, dict):
            raise Invalid("A design document is a JSON object.", errors=[Fault("document", "Must be a JSON object.")])
        version = version_seen(request.POST)
        saved = store.revise(design, document, by=request.actor, expected_version=version)
        pin_sources(design)
    except (ValueError, RecursionError) as why:
        return _page(design, text=text, why=Invalid(f"This is no JSON: {why}.", errors=[Fault("document", str(why))]))
    except OfficeError as why:
        return _page(design, text=text, why=why)
    say(request, f"Saved as revision {saved.number}.", "Projects keep the revision that their order saw.")
    return redirect("design", design.pk)


def _page(design: Design, *, text: str | None = None, why: OfficeError | None = None) -> Page:
    shown = store.revision(design)
    if text is None and shown.document is not None:
        text = json.dumps(shown.document, indent=2, ensure_ascii=False)
    fields = (shown.document or {}).get("fields", [])
    return Page(
        "designs/page.html", status=why.status if why else 200, design=design, revision=shown, text=text,
        fields=fields, findings=findings(filled(shown)), faults=Faults(why) if why else None,
        pages=range(1, min(shown.pages, 12) + 1), revisions=design.revisions.order_by("-number")[:20],
        products=Product.objects.filter(design=design).order_by("name"),
    )  # fmt: skip
