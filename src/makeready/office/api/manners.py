"""What does every operation ask before it begins? Who calls, whether they may, and whether the question makes sense.

`@needs(Right.…)` names the right beside the operation; `mannered` stands around each of them, so that no
operation can forget anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.operation import Operation

from makeready.office.accounts.rights import Right
from makeready.office.api.callers import who_calls
from makeready.office.api.idempotency import HEADER, once
from makeready.office.api.problems import problem
from makeready.office.errors import Fault, Invalid, NotFound

Function = TypeVar("Function", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]
STORES_OWN = ("line",)
"""Path parameters that hold a store's own id, which may be any text."""
ID = re.compile(r"[A-Za-z0-9_.:-]{1,80}\Z")


def needs(right: Right, *, unless: Callable[..., bool] | None = None) -> Callable[[Function], Function]:
    """Name the right that an operation takes. unless: asked with the path's ids, whether it is open to anybody."""

    def name_it(function: Function) -> Function:
        function.right = right  # type: ignore[attr-defined]
        function.unless = unless  # type: ignore[attr-defined]
        return function

    return name_it


def mannered(run: Run) -> Run:
    """An operation of django-ninja with everything around it that all of them share."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    right: Right = operation.view_func.right  # type: ignore[attr-defined]
    unless: Callable[..., bool] | None = operation.view_func.unless  # type: ignore[attr-defined]
    words = query_names(operation)

    @wraps(run)
    def answer(request: HttpRequest, **place: Any) -> HttpResponseBase:
        try:
            if unless is None or _has_odd_ids(place) or not unless(**place):
                principal = who_calls(request)
                principal.require(right)
                request.caller = principal  # type: ignore[attr-defined]
            _refuse_odd_ids(place)
            _refuse_unknown_words(request, words)
            if request.method == "POST" and request.headers.get(HEADER) is not None:
                return once(request, lambda: run(request, **place))
            return run(request, **place)
        except Exception as why:  # noqa: BLE001 (the border: whatever it is becomes a problem document)
            return problem(request, why)

    return answer


def query_names(operation: Operation) -> frozenset[str]:
    """The query parameters that an operation knows."""
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_flatten_map__", model.model_fields)
    )


def _has_odd_ids(place: dict[str, Any]) -> bool:
    return any(_is_odd(name, value) for name, value in place.items())


def _is_odd(name: str, value: Any) -> bool:
    return "\0" in str(value) if name in STORES_OWN else isinstance(value, str) and not ID.match(value)


def _refuse_odd_ids(place: dict[str, Any]) -> None:
    for name, value in place.items():
        if _is_odd(name, value):
            shown = value if len(value) <= 40 else value[:37] + "…"
            raise NotFound(f"There is nothing with the id {shown!r}.")


def _refuse_unknown_words(request: HttpRequest, words: frozenset[str]) -> None:
    unknown = [name for name in request.GET if name not in words]
    if unknown:
        known = f"Known here: {', '.join(sorted(words))}." if words else "None is known here."
        faults = [Fault(name, f"There is no query parameter “{name}” here. {known}") for name in unknown]
        raise Invalid(faults[0].message, errors=faults)
    for name in request.GET:
        if len(request.GET.getlist(name)) > 1:
            raise Invalid(f"“{name}” is given twice.", errors=[Fault(name, "It may be given once.")])
        if "\0" in request.GET[name]:
            raise Invalid(f"“{name}” holds a NUL character.", errors=[Fault(name, "NUL characters cannot be used.")])
