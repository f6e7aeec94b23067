"""How does a person learn that something was refused or went wrong? Where they are, in words, with what to do.

A form's faults stand beside its fields (the page function sees to that). Everything else comes here: as a
toast where htmx asked, as JSON where a script asked, as a notice on the page they came from after a button,
and as a page of its own otherwise. A fault of ours is logged with an id that the person sees.
"""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Sequence
from types import TracebackType
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from makeready.office.errors import Fault, Forbidden, NotFound, OfficeError, Unauthorised
from makeready.press.findings import PressError

log = logging.getLogger(__name__)


class DesignFindings(OfficeError):
    """A design cannot be drawn or printed; the findings say why."""

    code = "design_findings"
    status = 422
    title = "The design cannot be printed"
    fix = "Open the design in the editor and correct it."


class FormExpired(Forbidden):
    """A form without the token of this session."""

    code = "form_expired"
    title = "The form has expired"
    fix = "Open the page again and repeat what you did."


class OurFault(OfficeError):
    """Something broke here; the log has it under an id."""

    code = "our_fault"
    status = 500
    title = "Something went wrong here"
    fix = "Try again. If it stays, give the log id to whoever runs this server."


class said:
    """Runs a page; `answer` is the page's, or what is said to the person when it raised."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.answer: HttpResponseBase = HttpResponse(status=204)
        self.refused = False

    def __enter__(self) -> said:
        return self

    def __exit__(self, kind: type[BaseException] | None, why: BaseException | None, at: TracebackType | None) -> bool:
        if why is None or not isinstance(why, Exception) or isinstance(why, Http404):
            return False
        self.refused = True
        self.answer = tell(self.request, in_words(why))
        return True


def in_words(why: Exception) -> OfficeError:
    """Any exception as a refusal for a person; one that nobody expected is logged with an id."""
    if isinstance(why, OfficeError):
        return why
    if isinstance(why, PressError):
        return DesignFindings(
            why.findings[0].message, fix=why.findings[0].hint,
            errors=[Fault(finding.path, finding.message) for finding in why.findings],
        )  # fmt: skip
    log_id = secrets.token_hex(4)
    log.error("%s: %s", log_id, why, exc_info=why)
    return OurFault(f"Something went wrong here. It is in the log as {log_id}.", log_id=log_id)


def tell(request: HttpRequest, why: OfficeError) -> HttpResponseBase:
    """The answer that says it in the way that was asked."""
    if "application/json" in request.headers.get("Accept", ""):
        faults = [{"path": fault.path, "message": fault.message} for fault in why.errors]
        return JsonResponse({**why.as_dict(), "title": why.title, "errors": faults}, status=why.status)
    if isinstance(why, Unauthorised):
        return _to_sign_in(request)
    if getattr(request, "htmx", False):
        answer = render(request, "panel/components/toast.html", {"tone": "failed", **_shown(why)}, status=why.status)
        answer.headers["HX-Retarget"] = "#toasts"
        answer.headers["HX-Reswap"] = "beforeend"
        return answer
    came_from = _page_before(request)
    if request.method == "POST" and why.status in (400, 409, 412, 413, 422, 503) and came_from:
        say(request, why.sentence, why.hint, *(fault.message for fault in why.errors[:5]), good=False)
        return redirect(came_from)
    return error_page(request, why)


def error_page(request: HttpRequest, why: OfficeError) -> HttpResponse:
    """A page of its own: what happened and what to do."""
    return render(request, "panel/error.html", {"title": why.title, **_shown(why)}, status=why.status)


def say(request: HttpRequest, *sentences: str, good: bool = True) -> None:
    """Have sentences shown on the next page: the first in bold, then the rest."""
    level = messages.SUCCESS if good else messages.ERROR
    lines: Sequence[str] = list(dict.fromkeys(sentence for sentence in sentences if sentence))
    messages.add_message(request, level, "\n".join(lines))


def _shown(why: OfficeError) -> dict[str, object]:
    others = [fault.message for fault in why.errors if fault.message != why.sentence]
    return {"sentence": why.sentence, "hint": why.hint, "others": others[:20], "code": why.code, "status": why.status}


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    here = request.get_full_path() if request.method == "GET" and not getattr(request, "htmx", False) else "/"
    address = reverse("sign_in") + ("?" + urlencode({"next": here}) if here != "/" else "")
    if getattr(request, "htmx", False):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _page_before(request: HttpRequest) -> str:
    """Path and query of the page whose button was pressed, where it is one of ours."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return ""
    page = before.path + (f"?{before.query}" if before.query else "")
    return page if url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""  # never `//elsewhere`


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's `handler404`."""
    return error_page(request, NotFound("There is no such page.", fix="Check the address, or start from the overview."))


def broken(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: what no page of ours caught."""
    return error_page(request, in_words(sys.exc_info()[1] or RuntimeError("unknown")))  # type: ignore[arg-type]


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's `CSRF_FAILURE_VIEW`: the form was open in another session, or came from elsewhere."""
    return tell(request, FormExpired("This form is from another sign-in or from another site."))
