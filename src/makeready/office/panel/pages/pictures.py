"""Pictures of pages, drawn by the engine that prints."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from makeready.office.accounts.rights import Right
from makeready.office.designs import output, store
from makeready.office.designs.models import Design, Revision
from makeready.office.errors import Fault, Invalid
from makeready.office.panel.components.cached import cached
from makeready.office.panel.components.samples import filled
from makeready.office.panel.page import PanelRequest, page
from makeready.office.projects.corrections import DesignMissing
from makeready.office.projects.models import Project
from makeready.office.storage.downloads import bytes_response
from makeready.press.output.wish import Wish

NARROWEST, WIDEST = 16, 4000


@page("projects/<project>/picture.png", allow=Right.SEE)
def project_picture(request: PanelRequest, project: Project) -> HttpResponseBase:
    """A page of a project's design (`?page=1&width=800`, `?revision=2` for an earlier one)."""
    return picture(request, revision_of(project, number(request, "revision", 0) or None))


@page("designs/<design>/picture.png", allow=Right.SEE)
def design_picture(request: PanelRequest, design: Design) -> HttpResponseBase:
    """A page of a stored design; a template's fields show their own names."""
    return picture(request, filled(store.revision(design, number(request, "revision", 0) or None)))


def picture(request: HttpRequest, shown: Revision) -> HttpResponseBase:
    """The page asked for as PNG, made once per content and width; what cannot be printed is drawn as far as it goes."""
    wanted, width = number(request, "page", 1), min(WIDEST, max(NARROWEST, number(request, "width", 800)))
    fingerprint = output.fingerprint(shown, Wish(format="png", color="rgb"))

    def make() -> HttpResponseBase:
        name = f"{shown.design.name} {wanted}.png"
        try:
            return bytes_response(output.preview_png(shown, wanted, width), name, media_type="image/png", inline=True)
        except output.CannotPrint:
            if shown.document is None:
                raise
            drawing = output.page_svg(shown, wanted).encode()
            return bytes_response(drawing, f"{shown.design.name} {wanted}.svg", media_type="image/svg+xml", inline=True)

    return cached(request, (fingerprint, wanted, width), make)


def revision_of(project: Project, wanted: int | None = None) -> Revision:
    """A project's design, the newest revision unless a number is given.

    Raises:
        DesignMissing: it has none. NoSuchDesign: no revision of this number.
    """
    if project.design is None:
        raise DesignMissing(f"Project {project.number} has no design.")
    return store.revision(project.design, wanted)


def number(request: HttpRequest, name: str, usual: int) -> int:
    """A whole number in the address.

    Raises:
        Invalid: something else stands there.
    """
    given = request.GET.get(name, "")
    if not given:
        return usual
    if not given.isdecimal() or len(given) > 9:
        sentence = f"“{given[:30]}” is no number for {name}."
        raise Invalid(sentence, errors=[Fault(name, sentence)])
    return int(given)
