"""The web process: webhooks go straight to the durable inbox, static files to the panel's, the rest to Django."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makeready.office.site.settings")

import django

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

django.setup(set_prefix=False)

from makeready.office import reactions  # noqa: E402  (models need Django set up)
from makeready.office.intake.receive import receive_hook  # noqa: E402
from makeready.office.panel.static_files import static_file  # noqa: E402
from makeready.office.site.handler import ThreadedHandler  # noqa: E402
from makeready.office.site.proxies import as_first_sent, trusted  # noqa: E402

django_application = ThreadedHandler()
reactions.listen()
trusted()  # so that a setting that cannot be read is told at once


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One ASGI entry for everything."""
    scope = as_first_sent(scope)
    path = scope.get("path", "")
    if scope["type"] == "http" and path.startswith("/hooks/"):
        await receive_hook(scope, receive, send)
    elif scope["type"] == "http" and path.startswith("/static/"):
        await static_file(scope, receive, send)
    else:
        await django_application(scope, receive, send)
