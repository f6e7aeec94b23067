"""What can be refused? The family tree: code, sentence, fix, HTTP status.

OfficeError
├── NotFound               404  no such thing
├── Refused                409  the state forbids it
├── Invalid                422  the request is at fault; `errors` names every place
├── Forbidden              403  the role or key may not
├── Unauthorised           401  nobody is signed in
├── TooLarge               413
├── TooSlow                408  the body does not come
├── StaleVersion           412  somebody else was quicker (If-Match)
├── VersionNeeded          428  If-Match is missing
├── WrongMethod            405
├── InternalError          500  a fault of ours
├── Unavailable            503  something we rely on does not answer
└── NotBuilt               501  the contract has it, this version does not

Rooms define their own subclasses beside the rule that refuses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in a request: `path` like `lines/0/quantity`, and a sentence."""

    path: str
    message: str


class OfficeError(Exception):
    """Something is refused or impossible, in words for a person."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "This cannot be done"
    fix: ClassVar[str] = "Change the request and try again."

    def __init__(self, sentence: str, *, fix: str | None = None, errors: Iterable[Fault] = (), **facts: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = fix or self.fix
        self.errors = tuple(errors)
        self.facts = facts

    def as_dict(self) -> dict[str, Any]:
        """Code, message, hint and facts as plain values."""
        return {"code": self.code, "message": self.sentence, "hint": self.hint, **self.facts}


class NotFound(OfficeError):
    """There is no such thing."""

    code = "not_found"
    status = 404
    title = "Not found"
    fix = "Check the address or the id."


class Refused(OfficeError):
    """The state of things forbids it."""

    code = "refused"
    status = 409
    title = "Refused"


class Invalid(OfficeError):
    """The request is at fault; every place is named."""

    code = "invalid"
    status = 422
    title = "The request is not valid"
    fix = "Correct the places named and send it again."


class Forbidden(OfficeError):
    """The role or the key does not allow it."""

    code = "forbidden"
    status = 403
    title = "Not allowed"
    fix = "Ask an administrator for the right, or use another key."


class Unauthorised(OfficeError):
    """Nobody is signed in, or the key is unknown."""

    code = "unauthorised"
    status = 401
    title = "Who is there?"
    fix = "Send a valid key: Authorization: Bearer mr_…"


class TooLarge(OfficeError):
    """More bytes than are taken."""

    code = "too_large"
    status = 413
    title = "Too large"


class TooSlow(OfficeError):
    """The body did not come in time."""

    code = "request_timeout"
    status = 408
    title = "The request took too long"
    fix = "Send it again."


class StaleVersion(OfficeError):
    """Somebody else changed it in between."""

    code = "stale_version"
    status = 412
    title = "Changed in between"
    fix = "Read it again, look at what changed, and repeat with the new ETag."


class VersionNeeded(OfficeError):
    """If-Match is missing."""

    code = "version_needed"
    status = 428
    title = "Which version?"
    fix = "Send If-Match with the ETag of the version that you read."


class WrongMethod(OfficeError):
    """There is such an address, but not with this method."""

    code = "method_not_allowed"
    status = 405
    title = "Not with this method"
    fix = "Use one of the methods named in the header Allow."


class InternalError(OfficeError):
    """A fault of ours that nobody foresaw."""

    code = "internal_error"
    status = 500
    title = "Something went wrong here"
    fix = "Try again. If it stays, give the log id to whoever runs this server."


class Unavailable(OfficeError):
    """Something that this needs does not answer."""

    code = "unavailable"
    status = 503
    title = "Not available now"
    fix = "Try again in a moment."


class NotBuilt(OfficeError):
    """The contract has it, this version does not."""

    code = "not_built"
    status = 501
    title = "Not in this version"
    fix = "See docs/roadmap.md for what is to come."
