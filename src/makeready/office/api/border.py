"""What does the API say where no operation was reached? The middleware that makes those answers problem documents.

Unknown addresses, wrong methods, bodies that cannot be parsed and faults outside the operations are answered by
Django in HTML; a program gets the same told as a problem document. HEAD is answered as GET without its body.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from makeready.office.api import metrics
from makeready.office.api.problems import MEDIA_TYPE, BadRequest, problem
from makeready.office.errors import InternalError, NotFound, OfficeError, TooLarge, WrongMethod

PREFIX = "/api/"
Answer = Callable[[HttpRequest], HttpResponseBase]


def api_border(answer: Answer) -> Answer:
    """Django middleware; the outermost, so that it sees every answer."""

    def bordered(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            with metrics.timed(request) as timing:
                timing.response = answer(request)
            return timing.response
        if request.method == "HEAD":
            request.method = "GET"
        with metrics.timed(request) as timing:
            timing.response = _as_problem(request, answer(request))
        return timing.response

    return bordered


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if response.status_code < 400 or response.get("Content-Type", "").startswith(MEDIA_TYPE):
        return response
    told = problem(request, _error(request, response))
    if response.has_header("Allow"):
        told["Allow"] = response["Allow"]
    return told


def _error(request: HttpRequest, response: HttpResponseBase) -> OfficeError:
    match response.status_code:
        case 404:
            return NotFound(f"There is no call at {request.path}.", fix="See /api/v1/docs for all calls.")
        case 405:
            return WrongMethod(f"{request.path} knows only {response.get('Allow', 'other methods')}.")
        case 413:
            return TooLarge("The body is larger than is taken here.")
        case status if status >= 500:
            return InternalError("Something went wrong on this server; nothing of yours is at fault.")
        case status:
            return BadRequest(f"{HTTPStatus(status).phrase}.")
