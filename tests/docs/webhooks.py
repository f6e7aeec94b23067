"""docs/webhooks.md, from the catalogue of events and the pauses between tries."""

from __future__ import annotations

from makeready.office.webhooks.events import CATALOGUE
from makeready.office.webhooks.sender import KEPT, PATIENCE, PAUSES, SECONDS
from makeready.office.webhooks.signing import BOTH_COUNT
from tests.docs.markdown import GENERATED, table

FILE = "webhooks.md"
RECEIVER = '''import base64
import hashlib
import hmac
import time


def is_from_makeready(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """headers: names in lower case; body: as it came, before any parsing."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    ours = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    fresh = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return fresh and any(hmac.compare_digest(ours, one) for one in headers["webhook-signature"].split())
'''
BEFORE = """# Webhooks

Other systems are told what happens here: an address under Set-up → Webhooks (or `POST /api/v1/webhooks`), the events
that it wants to hear of, and a secret that is shown once. What is told is kept in the same transaction as the change
itself: told if it happened, and only then.

## What is sent

A `POST` with JSON. `data` has ids and facts of the change, no customer's data; `data.url` is where the API has the
rest.

```json
{"id": "evt_…", "type": "project.status", "timestamp": "2026-11-23T10:00:00.000Z",
 "data": {"project": "prj_…", "order": "ord_…", "job": null, "was": "New", "now": "Confirmed",
          "reason": "The order is paid.", "by": {"kind": "store", "name": "Card shop"},
          "url": "https://print.example/api/v1/projects/prj_…"}}
```
"""
CHECKING = """## Checking that it was us

Messages are signed as [Standard Webhooks](https://www.standardwebhooks.com) says, for which most languages have a
library. In Python, without one:
"""
TRIES = """## Tries

Any answer from 200 to 299 within {seconds} seconds is taken for received. Otherwise the same message, with the same
`webhook-id`, is tried again {pauses} after the try before; then it has failed, and can be sent again by hand. A
`Retry-After` that asks for more is heeded. A message may come twice and out of order: `webhook-id` tells that it was
there already.

While an address fails, one message at a time is tried there. An address that answers 410, or takes nothing for
{patience} days, is turned off, which the history and the panel say; what happened meanwhile is not lost:
`POST /api/v1/webhooks/{{id}}/replay` with `since` tells everything that has not arrived. The log keeps each message
and every try for {kept} days.

A new secret can be made at any time; for {both} hours both sign, with a space between the signatures.
"""


def text() -> str:
    events = table(("event", "when"), ((f"`{name}`", sentence) for name, sentence in CATALOGUE.items()))
    tries = TRIES.format(
        seconds=SECONDS, pauses=_in_words(PAUSES), patience=PATIENCE.days, kept=KEPT.days,
        both=int(BOTH_COUNT.total_seconds()) // 3600,
    )  # fmt: skip
    code = f"```python\n{RECEIVER}```\n"
    return "\n".join([GENERATED, "", BEFORE, "## Events\n", events, "", CHECKING, code, tries])


def _in_words(pauses: tuple[int, ...]) -> str:
    words = [_pause(seconds) for seconds in pauses]
    return ", ".join(words[:-1]) + " and " + words[-1]


def _pause(seconds: int) -> str:
    for unit, size in (("hours", 3600), ("minutes", 60)):
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
