"""The REST API as a whole: every noun of this folder, with the same manners.

A module that has a `router` is a noun: its first docstring line becomes its heading in the docs.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from functools import cached_property
from types import ModuleType
from typing import Any

from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from makeready import __version__
from makeready.office import api as package
from makeready.office.accounts.rights import Right
from makeready.office.api.docs import ReadableDocs
from makeready.office.api.manners import mannered
from makeready.office.api.openapi import complete
from makeready.office.api.parsing import CarefulParser
from makeready.office.api.problems import problem

PREFIX = "/api/v1/"
INTRODUCTION = """Orders in, projects, press-ready files out: everything the panel can do, a program can do here.

Send your key as `Authorization: Bearer mr_…`. Bodies are JSON, times UTC in ISO 8601, ids opaque texts with a \
prefix. Lists come in pages: `?limit=50&cursor=…` answers `items` and `next_cursor`.

What can be edited has an `ETag`; send it back as `If-Match`. Every POST honours `Idempotency-Key`: sent again \
with the same key, the first answer is given and nothing is done twice.

Refusals are problem documents (RFC 9457) with a stable `code`, a sentence, a hint, and `errors` naming every \
place that is at fault."""


class Compact(JSONRenderer):
    """JSON as it is: UTF-8, no spaces."""

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The body's bytes."""
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class RestApi(NinjaAPI):
    """django-ninja with our manners around every operation, and a complete OpenAPI document."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document; the same for everybody, so it is made once."""
        return self._document

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`projects_list`, `projects_show`, …: the noun's module and the function."""
        function = operation.view_func
        return f"{function.__module__.rpartition('.')[2]}_{function.__name__}"

    @cached_property
    def _document(self) -> OpenAPISchema:
        document = super().get_openapi_schema(path_prefix=PREFIX)
        rights: dict[str, Right] = {
            operation.operation_id or self.get_openapi_operation_id(operation): operation.view_func.right  # type: ignore[attr-defined]
            for bound in self._get_bound_routers()
            for view in bound.path_operations.values()
            for operation in view.operations
        }
        document["tags"] = [{"name": noun_name(one), "description": noun_sentence(one)} for one in nouns()]
        bodies = [kind for one in nouns() for kind in getattr(one, "bodies", ())]
        complete(document, rights, bodies)
        return document


def nouns() -> list[ModuleType]:
    """The modules of this folder that have a router, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    skipped = ("site", "models", "apps", "migrations")
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names if name not in skipped]
    return [module for module in modules if isinstance(getattr(module, "router", None), Router)]


def noun_name(module: ModuleType) -> str:
    """The heading of a noun."""
    return module.__name__.rpartition(".")[2].replace("_", " ").capitalize()


def noun_sentence(module: ModuleType) -> str:
    """What it is about: the first line of its docstring."""
    return (module.__doc__ or "").strip().partition("\n")[0]


def _put_together() -> RestApi:
    whole = RestApi(
        title="Makeready API",
        version=__version__,
        description=INTRODUCTION,
        docs=ReadableDocs(),
        parser=CarefulParser(),
        renderer=Compact(),
        urls_namespace="api-1",
    )
    for kind in (Exception, Http404, HttpError, ValidationError):  # instead of django-ninja's own words
        whole.add_exception_handler(kind, problem)  # type: ignore[arg-type]
    whole.default_router.add_decorator(mannered, mode="view")
    for noun in nouns():
        whole.add_router("", noun.router, tags=[noun_name(noun)])
    return whole


api = _put_together()
