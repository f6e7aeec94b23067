"""Files to take away: print files made on demand, designs, artifacts, assets."""

from __future__ import annotations

import json
import tempfile
from typing import Any

from django.http import FileResponse, HttpResponseBase, QueryDict

from makeready.office.accounts.rights import Right
from makeready.office.designs import output, store
from makeready.office.designs.models import Asset, Design, Revision
from makeready.office.designs.package import write_package
from makeready.office.jobs.models import Artifact
from makeready.office.panel.components.cached import cached
from makeready.office.panel.page import PanelRequest, page
from makeready.office.panel.pages.pictures import number, revision_of
from makeready.office.panel.refusals import in_words
from makeready.office.projects.models import Project
from makeready.office.projects.printing import print_settings
from makeready.office.storage.downloads import blob_response, bytes_response, named
from makeready.office.storage.media_types import extension
from makeready.press.findings import PressError
from makeready.press.output.wish import Wish


@page("projects/<project>/print-file", allow=Right.SEE)
def project_print_file(request: PanelRequest, project: Project) -> HttpResponseBase:
    """Make the print file now; what the form leaves out is as the product says."""
    shown = revision_of(project)
    settings = print_settings(project)
    wanted = read_wish(request.GET, settings)

    def make() -> HttpResponseBase:
        made = output.print_file(shown, wanted, settings)
        name = f"{project.number} {project.name}.{made.extension}"
        return bytes_response(made.data, name, media_type=made.media_type)

    return cached(request, output.fingerprint(shown, wanted, settings), make)


@page("projects/<project>/design-file", allow=Right.SEE)
def project_design_file(request: PanelRequest, project: Project) -> HttpResponseBase:
    """The design as it came or as JSON; `?package=zip` with its pictures and fonts."""
    shown = revision_of(project, number(request, "revision", 0) or None)
    return design_answer(shown, f"{project.number} {project.name}", package=request.GET.get("package") == "zip")


@page("designs/<design>/file", allow=Right.SEE)
def design_file(request: PanelRequest, design: Design) -> HttpResponseBase:
    """A stored design as it came or as JSON."""
    shown = store.revision(design, number(request, "revision", 0) or None)
    return design_answer(shown, design.name, package=request.GET.get("package") == "zip")


@page("artifacts/<artifact>/file", allow=Right.SEE)
def artifact_file(request: PanelRequest, artifact: Artifact) -> HttpResponseBase:
    """A file that a job made."""
    return blob_response(artifact.file, artifact.name, media_type=artifact.media_type)


@page("assets/<asset>/file", allow=Right.SEE)
def asset_file(request: PanelRequest, asset: Asset) -> HttpResponseBase:
    """A file of the shop; pictures may be shown in the page."""
    ending = extension(asset.file.media_type)
    name = asset.name if asset.name.lower().endswith(ending) else f"{asset.name}{ending}"
    inline = asset.file.media_type in ("image/png", "image/jpeg")
    return cached(request, asset.file_id, lambda: blob_response(asset.file, name, inline=inline))


def read_wish(form: QueryDict, settings: dict[str, Any]) -> Wish:
    """What kind of print file the form asks for.

    Raises:
        DesignFindings: it asks for something that is not made.
    """
    wanted: dict[str, Any] = {name: form[name] for name in ("format", "color", "pages") if form.get(name, "").strip()}
    if dpi := form.get("dpi"):
        wanted["dpi"] = int(dpi) if dpi.isdecimal() and len(dpi) < 9 else 0
    if "format" in form:
        wanted["marks"] = form.get("marks") == "true"
    try:
        return output.wished(wanted, settings)
    except PressError as why:
        raise in_words(why) from why


def design_answer(shown: Revision, name: str, *, package: bool) -> HttpResponseBase:
    """A revision as a file."""
    if package:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (the answer closes it)
        write_package(shown, file)
        file.seek(0)
        return named(FileResponse(file, content_type="application/zip"), f"{name}.zip")
    if shown.file is not None:
        return blob_response(shown.file, shown.file_name or f"{name}{extension(shown.file.media_type)}")
    data = json.dumps(store.document_with_values(shown), ensure_ascii=False, indent=2).encode()
    return bytes_response(data, f"{name}.json", media_type="application/json")
