"""How does a page come to its address? `@page("projects/<project>", allow=Right.…)`: the registry of the panel.

A page function gets the request and what its address names, already loaded (`project: Project`), and answers
with a `Page` (template and values), a redirect or a file. Around it stand, once for all: sign-in, the right,
what is refused (said where the person is), and faults of ours (a log id, never a traceback).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, path

from makeready.office.accounts.actor import Actor
from makeready.office.accounts.principal import Principal
from makeready.office.accounts.rights import Right
from makeready.office.errors import Invalid, NotFound
from makeready.office.panel import refusals, visitors

View = Callable[..., Any]


class PanelRequest(HttpRequest):
    """A request by somebody signed in: `principal` (what they may), `actor` (who they are in history), htmx's facts."""

    principal: Principal
    actor: Actor
    htmx: Any


class Page:
    """A template of `templates/panel/` and the values it draws."""

    def __init__(self, template: str, *, status: int = 200, **values: Any) -> None:
        self.template = template
        self.status = status
        self.values = values

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page as HTML."""
        return render(request, f"panel/{self.template}", self.values, status=self.status)


_registry: dict[str, dict[str, View]] = defaultdict(dict)
_names: dict[str, str] = {}


def page(address: str, *, allow: Right | None, method: str = "GET") -> Callable[[View], View]:
    """Register a function as the page at `address`, under its own name for `{% url %}`.

    allow: the right that it takes; None: anybody, signed in or not.

    Raises:
        ValueError: two functions for one address and method, or one name for two addresses.
    """

    def register(function: View) -> View:
        name = function.__name__
        if method in _registry[address] or _names.setdefault(name, address) != address:
            raise ValueError(f"There are two pages {method} {address} or two named {name}.")
        _registry[address][method] = _view(function, allow)
        return function

    return register


def url_patterns() -> list[URLPattern]:
    """An address per entry of the registry; its name is that of the function (of the GET one where there are two)."""
    by_address: dict[str, list[str]] = defaultdict(list)
    for name, address in _names.items():
        by_address[address].append(name)
    return [
        path(address, _by_method(_registry[address]), name=name)
        for address in sorted(_registry, key=_words_first)
        for name in by_address[address]
    ]


def _words_first(address: str) -> list[bool]:
    """`projects/changes` before `projects/<project>`, which would take it for an id."""
    return ["<" in part for part in address.split("/")]


def registered(method: str) -> list[str]:
    """Every address that answers to a method."""
    return [address for address, views in _registry.items() if method in views]


def _by_method(views: dict[str, View]) -> View:
    def dispatch(request: HttpRequest, **named: Any) -> HttpResponseBase:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        if view is None:
            return HttpResponseNotAllowed(sorted(views))
        answer: HttpResponseBase = view(request, **named)
        return answer

    return dispatch


def _view(function: View, allow: Right | None) -> View:
    def view(request: PanelRequest, **named: Any) -> HttpResponseBase:
        with refusals.said(request) as said:
            visitors.let_in(request, allow)
            _readable(request, named)
            answer = function(request, **_loaded(function, named))
            said.answer = answer.answer(request) if isinstance(answer, Page) else answer
        return said.answer

    return view


def _readable(request: HttpRequest, named: dict[str, Any]) -> None:
    """No NUL anywhere: databases cannot keep or look for one."""
    texts = [
        *named.values(),
        *(text for form in (request.GET, request.POST) for _, all_ in form.lists() for text in all_),
    ]
    if any("\0" in text for text in texts if isinstance(text, str)):
        raise Invalid("There is a NUL character in what was sent.", fix="Take it out and try again.")


def _loaded(function: View, named: dict[str, Any]) -> dict[str, Any]:
    """What the address names, as the function wants it: rows for models, text and numbers as they are."""
    kinds = _kinds(function)
    return {name: _row(kinds[name], value) if _is_model(kinds[name]) else value for name, value in named.items()}


def _row(model: type[Model], id: str) -> Model:  # noqa: A002 (an id is called id)
    row: Model | None = model._default_manager.filter(pk=id).first()
    if row is None:
        raise NotFound(f"There is no {model._meta.verbose_name} {id}.")
    return row


@cache
def _kinds(function: View) -> dict[str, Any]:
    return get_type_hints(function)


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Model)
