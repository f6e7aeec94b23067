"""Acts on several projects at once: what is refused is said by name, the others go on."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import redirect

from makeready.office.accounts.rights import Right
from makeready.office.errors import OfficeError, Refused
from makeready.office.jobs.start import start
from makeready.office.panel.page import PanelRequest, page
from makeready.office.panel.refusals import say
from makeready.office.pipelines.models import Pipeline
from makeready.office.pipelines.store import load
from makeready.office.projects.models import Project
from makeready.office.projects.transitions import move, status_called

MOST = 1000


class NoPipeline(Refused):
    """Neither the form nor the product says what to run."""

    code = "no_pipeline"
    title = "There is no pipeline to run"
    fix = "Choose one, or give the product its pipeline."


@page("projects/move", allow=Right.WORK, method="POST")
def move_projects(request: PanelRequest) -> HttpResponseBase:
    """Set the status of the chosen projects."""
    to, because = status_called(request.POST.get("to", "")), request.POST.get("because", "")
    return _each(
        request, lambda project: move(project, to, by=request.actor, because=because), f"set to {to}", f"{to} already"
    )


@page("projects/queue", allow=Right.WORK, method="POST")
def queue_jobs(request: PanelRequest) -> HttpResponseBase:
    """Run a pipeline for each of the chosen projects: the one chosen, else its product's."""
    wanted = request.POST.get("pipeline", "")
    chosen = load(wanted) if wanted else None

    def queue(project: Project) -> bool:
        start(project, _pipeline(project, chosen), by=request.actor, cause="asked for")
        return True

    return _each(request, queue, "queued", "queued already")


def _pipeline(project: Project, chosen: Pipeline | None) -> Pipeline:
    found = chosen or (project.product.pipeline if project.product else None)
    if found is None:
        raise NoPipeline("Its product has no pipeline.")
    return found


def _each(request: PanelRequest, act: Callable[[Project], bool], done: str, idle: str) -> HttpResponseBase:
    """Do it for every chosen project; back to the list with what came of it."""
    rows = Project.objects.filter(pk__in=request.POST.getlist("project")[:MOST])
    acted, refused = 0, []
    for project in rows.select_related("product__pipeline").order_by("number"):
        try:
            acted += act(project)
        except OfficeError as why:
            refused.append(f"{project.name}: {why.sentence}")
    if acted:
        say(request, f"{_projects(acted)} {done}.")
    if refused:
        say(
            request,
            f"{_projects(len(refused))} stayed as {'it was' if len(refused) == 1 else 'they were'}.",
            *refused[:5],
            good=False,
        )
    if not acted and not refused:
        say(request, "Nothing changed.", f"The chosen projects are {idle}.")
    return redirect(f"/projects?{request.POST.get('query', '')}")


def _projects(count: int) -> str:
    return "One project" if count == 1 else f"{count} projects"
