"""How is a refusal told to a program? As an RFC 9457 problem document: code, sentence, what to do, every place.

Whatever is raised behind the border becomes one: our own errors as they are, the libraries' translated, and
what nobody expected as `internal_error`, whose traceback goes to the log alone. Every problem carries the id
under which the log has it.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja.errors import HttpError, ValidationError

from makeready.office.designs.output import CannotPrint
from makeready.office.errors import (
    Fault,
    InternalError,
    Invalid,
    NotFound,
    OfficeError,
    TooLarge,
    Unauthorised,
    Unavailable,
)
from makeready.press.findings import Finding, PressError, Severity

log = logging.getLogger("makeready.api")

MEDIA_TYPE = "application/problem+json"
TYPE = "/api/v1/docs#problem-"


class BadRequest(OfficeError):
    """The request cannot even be read."""

    code = "bad_request"
    status = 400
    title = "The request cannot be read"
    fix = "Correct the request and send it again."


class BodyUnreadable(BadRequest):
    """The body is not JSON that can be taken."""

    code = "body_unreadable"
    fix = "Send one JSON value in UTF-8, with Content-Type: application/json."


def problem(request: HttpRequest, why: Exception) -> HttpResponse:
    """The answer to whatever was raised, written to the log under the id that it carries."""
    error = as_office_error(why)
    log_id = new_log_id()
    _write_down(request, error, why, log_id)
    return problem_response(error, log_id)


def problem_response(error: OfficeError, log_id: str) -> HttpResponse:
    """A problem document as an answer."""
    response = HttpResponse(
        json.dumps(problem_document(error, log_id), ensure_ascii=False, default=str).encode("utf-8", "replace"),
        status=error.status,
        content_type=MEDIA_TYPE,
    )
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # with its id, by us; not once more by Django
    if isinstance(error, Unauthorised):
        response["WWW-Authenticate"] = 'Bearer realm="makeready"'
    if "seconds" in error.facts:
        response["Retry-After"] = str(error.facts["seconds"])
    return response


def problem_document(error: OfficeError, log_id: str) -> dict[str, Any]:
    """RFC 9457's members, and ours: code, hint, errors, log_id and the facts of the kind."""
    document: dict[str, Any] = {
        **error.facts,
        "type": TYPE + error.code,
        "title": error.title,
        "status": error.status,
        "detail": error.sentence,
        "code": error.code,
        "hint": error.hint,
        "log_id": log_id,
    }
    if error.errors:
        document["errors"] = [{"path": fault.path, "message": fault.message} for fault in error.errors]
    return document


def as_office_error(why: BaseException) -> OfficeError:
    """What was raised, in our own family."""
    match why:
        case OfficeError():
            return why
        case ValidationError():
            return invalid(why.errors)
        case HttpError() if isinstance(why.__cause__, OfficeError):
            return why.__cause__
        case HttpError():
            return BadRequest(str(why) or "The request cannot be read.")
        case PressError():
            return cannot_print(why.findings)
        case Http404():
            return NotFound("There is nothing at this address.")
        case RequestDataTooBig():
            return TooLarge("The body is larger than is taken here.", fix="Send large files as multipart uploads.")
        case MultiPartParserError():
            return BadRequest(f"The multipart body cannot be read: {why}.", fix="Send it as multipart/form-data.")
        case UnicodeError() | SuspiciousOperation():
            return BadRequest("The request holds characters that cannot be read.", fix="Send UTF-8.")
        case OperationalError():
            return Unavailable("The database does not answer now.")
        case _:
            return InternalError("Something went wrong on this server; nothing of yours is at fault.")


def invalid(errors: Iterable[Mapping[str, Any]]) -> Invalid:
    """Pydantic's findings as one refusal that names every place."""
    faults = tuple(dict.fromkeys(fault for error in errors for fault in _faults(error)))
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    place = f"{faults[0].path}: " if faults[0].path else ""
    return Invalid(f"{place}{faults[0].message}{more}", errors=faults)


def cannot_print(findings: Iterable[Finding]) -> CannotPrint:
    """The engine's findings as a refusal; the first error makes the sentence."""
    return CannotPrint(tuple(sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)))


def new_log_id() -> str:
    """An id that a person can read out: eight letters and digits."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstvwxyz") for _ in range(8))


def _write_down(request: HttpRequest, error: OfficeError, why: Exception, log_id: str) -> None:
    places = "; ".join(f"{fault.path}: {fault.message}" for fault in error.errors[:5])
    line = f"[{log_id}] {request.method} {request.path} → {error.status} {error.code}: {error.sentence} {places}"
    line = "".join(one if one.isprintable() else f"\\x{ord(one):02x}" for one in line[:2000])  # nobody forges lines
    if error.status >= 500 and not isinstance(why, OfficeError):
        log.error(line, exc_info=why)
    else:
        log.log(logging.WARNING if error.status >= 500 else logging.INFO, line)


def _faults(error: Mapping[str, Any]) -> Iterator[Fault]:
    """One finding of pydantic: where (without the names of our functions' parameters), and a sentence."""
    source, *rest = error["loc"]
    inner = rest[1:] if source in ("body", "query", "form") and len(rest) > 1 else rest
    if source in ("body",) and len(rest) == 1:
        inner = []
    path = "/".join(str(part) for part in inner if not str(part).startswith(("function-", "tagged-union", "nullable")))
    yield Fault(path, _sentence(error, inner[-1] if inner else ""))


def _sentence(error: Mapping[str, Any], name: object) -> str:
    match error["type"]:
        case "missing" if not name:
            return "The body is empty: a JSON object is needed."
        case "missing":
            return f"“{name}” is needed."
        case "extra_forbidden":
            return f"There is no field “{name}” here."
        case "value_error" | "assertion_error":
            return str(error["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
        case "model_type" | "model_attributes_type" | "dict_type" | "dataclass_type":
            return "A JSON object is needed here."
        case _:
            sentence = str(error["msg"]).replace("Input should be", "It must be").strip()
            return sentence if sentence.endswith(".") else f"{sentence}."
