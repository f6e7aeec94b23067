"""Why did a request not go out, or not come back? Two reasons, in words.

OfficeError
├── AddressForbidden   nothing was sent: the address is no http(s) address, or leads to a private place
└── FetchFailed        it was tried: no such host, no answer, too slow, too large, refused; `transient` says
                       whether the same request may succeed later
"""

from __future__ import annotations

from typing import Any

from makeready.office.errors import OfficeError


class AddressForbidden(OfficeError):
    """An address that this server does not call."""

    code = "address_forbidden"
    status = 422
    title = "The address is not allowed"
    fix = "Use a public address that begins with https://."


class FetchFailed(OfficeError):
    """A request that went out did not bring what was wanted."""

    code = "fetch_failed"
    status = 502
    title = "The address could not be fetched"
    fix = "Check that the address opens in a browser, then try again."

    def __init__(self, sentence: str, *, transient: bool, fix: str | None = None, **facts: Any) -> None:
        super().__init__(sentence, fix=fix, **facts)
        self.transient = transient
