"""What does a helper process do? It answers one piece of work after another until its pipe closes.

Nothing of Django is imported before it is set up: this module is the first that the new process loads.
"""

from __future__ import annotations

import contextlib
import os
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

NICE = 10
"""Share of the processor beside the web process: about a tenth where both want all of it."""


def serve(pipe: Connection, database: str) -> None:
    """A helper's life. database: the name of the worker's database."""
    _be_modest()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makeready.office.site.settings")
    import django

    django.setup()
    from django.db import close_old_connections, connection

    connection.settings_dict["NAME"] = database
    while True:
        try:
            function, arguments = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)
        answer = _answer(function, arguments)
        close_old_connections()
        try:
            pipe.send(answer)
        except OSError:
            os._exit(0)


def get_ready() -> None:
    """Load what every piece of work needs, and start the one confined child that will draw."""
    from makeready.office.designs import conditions, output
    from makeready.press import confine, walled

    confine.settle(1, walled.READY)
    confine.warm(1)
    _ = (output, conditions.output_condition())


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[str, Any]:
    """("done", result), ("refused", code and words) or ("broke", traceback)."""
    from makeready.office.errors import OfficeError
    from makeready.press.findings import PressError

    try:
        return "done", function(*arguments)
    except OfficeError as why:
        return "refused", why.as_dict()
    except PressError as why:
        first = why.findings[0]
        told = {"code": first.code, "message": first.message, "hint": first.hint}
        return "refused", {**told, "findings": [finding.as_dict() for finding in why.findings]}
    except Exception:  # noqa: BLE001  (the border of a process: the worker logs it)
        return "broke", traceback.format_exc()


def _be_modest() -> None:
    """A low share of the processor, in long turns: renders use what orders and pages leave."""
    with contextlib.suppress(OSError):
        os.nice(NICE)
    if hasattr(os, "SCHED_BATCH"):
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
