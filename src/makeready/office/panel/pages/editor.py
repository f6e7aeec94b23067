"""The editor: a project's design on the screen as it will print; corrected, and saved as a new revision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, JsonResponse
from django.shortcuts import redirect

from makeready.office import strict_json
from makeready.office.accounts.rights import Right
from makeready.office.designs import assets, output
from makeready.office.designs.files import read_upload
from makeready.office.designs.models import AssetKind, Revision
from makeready.office.errors import Fault, Invalid
from makeready.office.panel.editor import colors, draft
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.panel.pages.pictures import revision_of
from makeready.office.panel.refusals import say
from makeready.office.projects import corrections
from makeready.office.projects.models import Project


@page("projects/<project>/editor", allow=Right.WORK)
def editor(request: PanelRequest, project: Project) -> Page | HttpResponseBase:
    """The page; its parts come by the addresses below."""
    if project.design is None:
        say(request, "There is no design yet that could be edited.", good=False)
        return redirect("project", project.pk)
    shown = _document(project)
    begin = draft.of(shown)
    start = {
        "document": begin.document, "values": begin.values, "version": project.design.version,
        "revision": shown.number, "families": list(output.families()),
    }  # fmt: skip
    return Page(
        "editor/page.html", project=project, order=project.order, line=project.line, revision=shown, start=start
    )


@page("projects/<project>/editor/page", allow=Right.WORK, method="POST")
def draw_draft(request: PanelRequest, project: Project) -> JsonResponse:
    """A page of the draft, or some of its items, drawn by the engine that prints."""
    unsaved, said = draft.sent(request)
    number, wanted = said.get("page"), said.get("items")
    if not isinstance(number, int) or not (wanted is None or isinstance(wanted, list)):
        raise Invalid("Which page?", errors=[Fault("page", "A whole number, from 1.")])
    return JsonResponse(draft.drawn(_document(project), unsaved, number, wanted))


@page("projects/<project>/editor/colors", allow=Right.WORK, method="POST")
def show_colors(request: PanelRequest, project: Project) -> JsonResponse:
    """Inks as this screen shows them."""
    try:
        wanted = strict_json.loads(request.body)["colors"]
    except (ValueError, KeyError, TypeError, RecursionError) as why:
        raise Invalid("Which colours?", errors=[Fault("colors", "A list of colours.")]) from why
    if not isinstance(wanted, list) or len(wanted) > 500:
        raise Invalid("Which colours?", errors=[Fault("colors", "A list of at most 500 colours.")])
    return JsonResponse({"colors": colors.on_screen(wanted)})


@page("projects/<project>/editor/picture", allow=Right.WORK, method="POST")
def add_picture(request: PanelRequest, project: Project) -> JsonResponse:
    """Keep an uploaded picture; the answer says how the design names it."""
    file = request.FILES.get("file")
    if file is None:
        raise Invalid("Choose a picture first.", errors=[Fault("file", "This is needed.")])
    kept = assets.add(file.name or "picture", read_upload(file), by=request.actor, kind=AssetKind.PICTURE)
    return JsonResponse({"src": kept.pk, "name": kept.name})


@page("projects/<project>/editor/save", allow=Right.WORK, method="POST")
def save_draft(request: PanelRequest, project: Project) -> JsonResponse:
    """Keep the draft as the next revision. `version`: that the person began with (0: whatever there is by now)."""
    unsaved, said = draft.sent(request)
    version = said.get("version")
    if not isinstance(version, int):
        raise Invalid("Which version?", errors=[Fault("version", "The design's version that you began with.")])
    saved = corrections.save_design(
        project, unsaved.document, by=request.actor, expected_version=version or None,
        comment=str(said.get("comment") or "Edited in the editor")[:500], values=unsaved.values,
    )  # fmt: skip
    answer: dict[str, Any] = {"revision": saved.number, "version": saved.design.version}
    answer["stale"] = project.artifacts.filter(final=True).count()
    return JsonResponse(answer)


def _document(project: Project) -> Revision:
    shown = revision_of(project)
    if shown.document is None:
        raise corrections.DesignIsFile(f"The design of project {project.number} is the file “{shown.file_name}”.")
    return shown
