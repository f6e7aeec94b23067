"""The editor's page."""

from __future__ import annotations

from makeready.office.accounts.rights import Right
from makeready.office.panel.page import Page, PanelRequest, page
from makeready.office.projects.models import Project


@page("projects/<project>/editor", allow=Right.WORK)
def editor(request: PanelRequest, project: Project) -> Page:
    """A project's design, to be corrected."""
    return Page("editor/page.html", project=project)
