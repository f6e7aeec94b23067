"""May this thread change anything elsewhere? Within `only_reading` no call goes out but those that only read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from makeready.office.outgoing.failures import FetchFailed

_only = ContextVar("only_reading", default=False)
READS = ("GET", "HEAD", "OPTIONS", "PROPFIND")


class OnlyReading(FetchFailed):
    """A call that would change something was not made."""

    code = "only_reading"
    fix = "This was a trial. Start the pipeline as a job where the call is meant to be made."


@contextlib.contextmanager
def only_reading() -> Iterator[None]:
    """A belt beside the braces: what a trial forgot to tell does not go out either."""
    token = _only.set(True)
    try:
        yield
    finally:
        _only.reset(token)


def check(method: str, shown: str) -> None:
    """Raise where this call must not be made.

    Raises:
        OnlyReading: this thread may only read.
    """
    if _only.get() and method not in READS:
        raise OnlyReading(f"{method} {shown} was not called: nothing may be changed elsewhere now.", transient=False)
