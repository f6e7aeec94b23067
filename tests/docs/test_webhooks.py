"""The receiver that the documentation shows takes what we sign, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

from makeready.office.webhooks import signing
from tests.docs.webhooks import RECEIVER


def test_the_documented_receiver_takes_our_messages_and_no_others() -> None:
    made: dict[str, Any] = {}
    exec(compile(RECEIVER, "docs/webhooks.md", "exec"), made)
    secret, now, body = signing.fresh(), datetime.now(UTC), '{"name": "Öz"}'.encode()
    signed = signing.headers("evt_1", now, body, [signing.fresh(), secret])
    old = signing.headers("evt_1", now - timedelta(hours=1), body, [secret])

    assert made["is_from_makeready"](secret, signed, body)
    assert not made["is_from_makeready"](secret, signed, body + b" ")
    assert not made["is_from_makeready"](signing.fresh(), signed, body)
    assert not made["is_from_makeready"](secret, old, body)
