"""A project's page: who and what, status, problems, design, print files, history; live."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import mark_safe

from makeready.office.accounts.rights import Right
from makeready.office.designs import store
from makeready.office.designs.files import as_document, read_upload
from makeready.office.designs.models import Revision
from makeready.office.errors import Fault, Invalid, OfficeError
from makeready.office.panel.components import happenings, moves_diagram, print_choices
from makeready.office.panel.components.faults import Faults
from makeready.office.panel.components.live import Parts
from makeready.office.panel.components.problem_acts import Shown, acts
from makeready.office.panel.components.stepper import open_ways, steps
from makeready.office.panel.components.wishes import version_seen
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.pipelines.models import Pipeline
from makeready.office.projects import corrections, creation, notes, problems
from makeready.office.projects.models import Problem, Processing, Project
from makeready.office.projects.statuses import Status
from makeready.office.projects.transitions import move, status_called

LIVE = {
    "head": "project/_head.html",
    "problems": "project/_problems.html",
    "design": "project/_design.html",
    "files": "project/_files.html",
    "activity": "project/_activity.html",
}
MOST_PAGES = 12
SOON, LATER = 2, 8
"""Seconds between two questions of an open page: while something runs, and while nothing does."""


@page("projects/<project>", allow=Right.SEE)
def project(request: PanelRequest, project: Project) -> Page:
    """The whole page."""
    values = about(request, project)
    parts = Parts(request, LIVE, values)
    return Page(
        "project/page.html", parts=parts, diagram=mark_safe(moves_diagram.draw(Status(project.status))),  # noqa: S308 (ours)
        print_choices=print_choices.offered(project), pipelines=Pipeline.objects.order_by("name"), **values,
    )  # fmt: skip


@page("projects/<project>/live", allow=Right.SEE)
def project_live(request: PanelRequest, project: Project) -> Page | HttpResponseBase:
    """The parts that changed since the page asked last; nothing where none did."""
    values = about(request, project)
    parts = Parts(request, LIVE, values)
    changed = parts.changed(request.GET.get("seen", ""))
    if not changed:
        return HttpResponse(status=204)
    return Page("project/_changes.html", parts=parts, changed=changed, **values)


@page("projects/<project>/status", allow=Right.WORK, method="POST")
def change_status(request: PanelRequest, project: Project) -> HttpResponseBase:
    """Move the project."""
    to = status_called(request.POST.get("to", ""))
    if move(project, to, by=request.actor, because=request.POST.get("because", "")):
        say(request, f"The project is {to} now.")
    return redirect("project", project.pk)


@page("projects/<project>/notes", allow=Right.WORK, method="POST")
def add_note(request: PanelRequest, project: Project) -> HttpResponseBase:
    """Write a note."""
    notes.add(project, request.POST.get("text", ""), by=request.actor)
    return redirect("project", project.pk)


@page("projects/<project>/fetch-again", allow=Right.WORK, method="POST")
def fetch_again(request: PanelRequest, project: Project) -> HttpResponseBase:
    """Try to get the design, or its missing pictures, once more."""
    corrections.fetch_again(project, by=request.actor)
    creation.fetch_soon()
    say(request, "The design is being fetched again.", "What comes of it appears here by itself.")
    return redirect("project", project.pk)


@page("projects/<project>/design", allow=Right.WORK, method="POST")
def replace_design(request: PanelRequest, project: Project) -> HttpResponseBase:
    """Put another file, or design JSON, in the design's place."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("Choose a file first.", errors=[Fault("file", "This is needed.")])
    data, comment = read_upload(file), request.POST.get("comment", "").strip()[:500]
    document = as_document(data)
    if document is None:
        saved = corrections.save_file(project, data, file_name=file.name or "file", by=request.actor, comment=comment)
    else:
        saved = corrections.save_design(project, document, by=request.actor, expected_version=None, comment=comment)
    say(request, f"The design is revision {saved.number} now.", "Print files made before are stale.")
    return redirect("project", project.pk)


@page("projects/<project>/problems/<int:number>/take-over", allow=Right.WORK, method="POST")
def take_over(request: PanelRequest, project: Project, number: int) -> HttpResponseBase:
    """Let the store's changed design or fields replace what is pinned."""
    corrections.take_over(project, _problem(project, number), by=request.actor, discard_edits="discard" in request.POST)
    say(request, "Taken over, as a new revision.", "Print files made before are stale.")
    return redirect("project", project.pk)


@page("projects/<project>/problems/<int:number>/settle", allow=Right.WORK, method="POST")
def settle_problem(request: PanelRequest, project: Project, number: int) -> HttpResponseBase:
    """Say that a problem is seen to."""
    problems.settle(project, _problem(project, number), by=request.actor, because=request.POST.get("because", ""))
    return redirect("project", project.pk)


@page("projects/<project>/facts", allow=Right.WORK)
def project_facts(request: PanelRequest, project: Project) -> Page:
    """The form for name, customer, quantity and fields."""
    return Page("project/facts.html", project=project, given=project, pairs=_pairs(project))


@page("projects/<project>/facts", allow=Right.WORK, method="POST")
def change_facts(request: PanelRequest, project: Project) -> Page | HttpResponseBase:
    """Change them; new fields fill the template anew."""
    form = request.POST
    fields = dict(zip(form.getlist("field-name"), form.getlist("field-value"), strict=False)) or None
    try:
        wanted = corrections.Changes(
            name=form.get("name"), customer_name=form.get("customer_name"), customer_email=form.get("customer_email"),
            quantity=_whole(form.get("quantity", "")), fields=fields if fields != project.fields else None,
        )  # fmt: skip
        seen = version_seen(form)
        corrections.change(project, wanted, by=request.actor, discard_edits="discard" in form, expected_version=seen)
    except OfficeError as why:
        pairs = list((fields or {}).items())
        edited = isinstance(why, corrections.DesignEdited)
        values = {"project": project, "given": form, "pairs": pairs, "faults": Faults(why), "edited": edited}
        return Page("project/facts.html", status=why.status, **values)
    say(request, "Saved.")
    return redirect("project", project.pk)


def about(request: PanelRequest, project: Project) -> dict[str, Any]:
    """What the page shows of a project."""
    design = project.design
    shown = store.revision(design) if design else None
    jobs = list(project.jobs.select_related("pipeline", "version").order_by("-created_at")[:8])
    busy = project.processing in (Processing.QUEUED, Processing.RUNNING) or project.design_waits
    return {
        "project": project,
        "line": project.line,
        "order": project.order,
        "steps": steps(project, request.principal),
        "ways": open_ways(project, request.principal),
        "shown_problems": [Shown(one, acts(one, project)) for one in project.problems.order_by("-holds_start", "id")],
        "revision": shown,
        "fields": _fields(project, shown),
        "pages": _pages(shown) if shown else [],
        "revisions": list(design.revisions.select_related("file").order_by("-number")[:20]) if design else [],
        "artifacts": project.artifacts.filter(final=True)
        .select_related("job__pipeline")
        .order_by("stale", "-created_at")[:20],
        "jobs": jobs,
        "happenings": happenings.timeline(project.pk),
        "busy": busy,
        "pause": SOON if busy else LATER,
    }


def _fields(project: Project, shown: Revision | None) -> list[dict[str, str]]:
    """What the customer typed, and what is printed instead where somebody corrected it in the editor."""
    told = project.fields
    names = project.product.fields if project.product else {}
    record = shown.record if shown and shown.document is not None else {}
    return [
        {"name": name, "value": str(value), "printed": printed if printed != value else ""}
        for name, value in told.items()
        for printed in [record.get(names.get(name, name), value)]
    ]


def _pages(shown: Revision) -> list[dict[str, Any]]:
    """The pages as the design card draws them."""
    described = (shown.document or {}).get("pages", [])
    names = [str(one.get("name") or "") for one in described]
    return [
        {"number": number, "name": names[number - 1] if number <= len(names) else ""}
        for number in range(1, min(shown.pages, MOST_PAGES) + 1)
    ]  # fmt: skip


def _pairs(project: Project) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in project.fields.items()]


def _whole(text: str) -> int:
    if not text.strip().isdigit():
        raise Invalid("The quantity is no whole number.", errors=[Fault("quantity", "A whole number, please.")])
    return int(text)


def _problem(project: Project, number: int) -> Problem:
    found = project.problems.filter(pk=number).first()
    if found is None:
        raise problems.NoSuchProblem("The project does not have this problem any more.")
    return found
