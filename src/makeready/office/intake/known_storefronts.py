"""Which storefront is this, and what does it sign with? Looked up once every few seconds, not for every request."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import DatabaseError, InterfaceError, close_old_connections

from makeready.office.errors import Unavailable
from makeready.office.storefronts import setup
from makeready.office.storefronts.models import Storefront as StorefrontRow
from makeready.office.storefronts.storefront import Storefront, adapter

FRESH_SECONDS = 3.0
MOST = 1000
"""Storefronts remembered, and as many ids that are none."""

MOST_ASKED = 200
"""Look-ups that wait for the database at a time; they take well below a millisecond each."""


@dataclass(frozen=True, slots=True)
class Known:
    """A storefront's platform (None: this version has no adapter), its name for people, and its secret."""

    id: str
    label: str
    platform: Storefront | None
    secret: bytes = field(repr=False)
    at: float = field(default_factory=time.monotonic)


class KnownStorefronts:
    """Storefronts by id, remembered for a few seconds. Unknown ids are remembered, too: guessing costs little.

    Guesses stand apart, so that any number of them drives out no storefront, and only so many wait at a time.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[float, Known | None]] = OrderedDict()
        self._nobody: OrderedDict[str, tuple[float, Known | None]] = OrderedDict()
        self._asked: dict[str, asyncio.Future[Known | None]] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="storefronts")

    async def get(self, identity: str, *, older_than: float = FRESH_SECONDS) -> Known | None:
        """The storefront, or None; looked up again where what is known is older than so many seconds.

        Raises:
            Unavailable: the database does not answer, the secret cannot be opened, or too many ask.
        """
        entry = self._known.get(identity) or self._nobody.get(identity)
        if entry and time.monotonic() - entry[0] < older_than:
            return entry[1]
        asked = self._asked.get(identity)
        loop = asyncio.get_running_loop()
        if asked is None or asked.done() or asked.get_loop() is not loop:
            if len(self._asked) >= MOST_ASKED:
                if entry and entry[1] is not None:
                    return entry[1]
                raise Unavailable("Too many unknown addresses are asked for at this moment.")
            asked = asyncio.ensure_future(self._look_up(identity))
            self._asked[identity] = asked
        return await asyncio.shield(asked)

    def close(self) -> None:
        """End the thread that asks the database (its connection is closed after each question)."""
        self._thread.shutdown()

    async def _look_up(self, identity: str) -> Known | None:
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, _read, identity)
        finally:
            self._asked.pop(identity, None)
        (self._nobody if found else self._known).pop(identity, None)
        remembered = self._known if found else self._nobody
        remembered[identity] = (time.monotonic(), found)
        remembered.move_to_end(identity)
        while len(remembered) > MOST:
            remembered.popitem(last=False)
        return found


def _read(identity: str) -> Known | None:
    close_old_connections()
    try:
        row = StorefrontRow.objects.filter(pk=identity).first()
    except (DatabaseError, InterfaceError) as why:
        raise Unavailable("The database does not answer.") from why
    finally:
        close_old_connections()
    if row is None:
        return None
    return Known(row.pk, row.get_platform_display(), adapter(row.platform), setup.signing_secret(row))
