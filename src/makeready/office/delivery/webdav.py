"""How does a file reach a WebDAV server (Nextcloud, ownCloud, a press's portal)? PUT beside its name, then MOVE.

RFC 4918; every call goes through the guarded client.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from makeready.office import outgoing
from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery.failures import DeliveryFailed, ReceiverFull, SignInRefused
from makeready.office.delivery.http import credentials
from makeready.office.delivery.receipts import hidden_name

SECONDS = 60
SECONDS_PER_FILE = 3600
TRANSIENT = (408, 423, 425, 429)
"""423: somebody holds a lock, which ends."""

LENGTH = b'<?xml version="1.0"?><propfind xmlns="DAV:"><prop><getcontentlength/></prop></propfind>'


class WebDavLine:
    """Calls to one WebDAV server; there is nothing to hold open between them."""

    kind = "webdav"

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        scheme = str(receiver.options.get("scheme", "https"))
        self._base = f"{scheme}://{receiver.place}{str(receiver.options.get('path', '')).rstrip('/')}"

    def address(self, path: str) -> str:
        """`webdav://host/path`, without credentials."""
        return f"webdav://{self._receiver.place}/{path.lstrip('/')}"

    def make_folders(self, folder: str) -> None:
        """See that a folder is there, level by level. 405: it is there already (RFC 4918, 9.3.1)."""
        if folder in ("", ".", "/") or self._is_there(folder):
            return
        for level in reversed([PurePosixPath(folder), *PurePosixPath(folder).parents]):
            if str(level) not in (".", "/"):
                answer = self._call("MKCOL", f"{level}/", f"make the folder {level}", allowed=(405,))
                if answer.status == 405 and not self._is_there(str(level)):
                    raise DeliveryFailed(f"{self.address(str(level))} cannot be made.", fix=_RIGHTS)

    def temporary(self, to: str, token: str) -> str:
        """Hidden beside the final name."""
        return hidden_name(to, token)

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Write a file whole, in place of one that is there."""
        length = {} if size is None else {"Content-Length": str(size)}  # many servers take no pieces of unknown number
        headers = {"Content-Type": "application/octet-stream", **length}
        self._call("PUT", path, f"take {path}", body=chunks, headers=headers, seconds=SECONDS_PER_FILE)
        return path

    def size(self, path: str) -> int | None:
        """A file's size in bytes, by PROPFIND; None where there is none."""
        headers = {"Depth": "0", "Content-Type": "application/xml"}
        answer = self._call("PROPFIND", path, f"tell the size of {path}", (404,), body=LENGTH, headers=headers)
        if answer.status == 404:
            return None
        told = [one.text for one in self._xml(answer).iter("{DAV:}getcontentlength")]
        return int(told[0]) if told and told[0] and told[0].strip().isdecimal() else None

    def rename(self, path: str, to: str) -> None:
        """Give a file its final name, in place of one that is there."""
        headers = {"Destination": self._url(to), "Overwrite": "T"}
        answer = self._call("MOVE", path, f"rename {path} to {to}", headers=headers)
        if answer.status == 207:  # RFC 4918, 9.9.4: a part of it failed
            raise DeliveryFailed(f"{self._receiver.place} would not rename {path} to {to}.", fix=_RIGHTS)

    def remove(self, path: str) -> None:
        """Delete a file; none there is fine."""
        self._call("DELETE", path, f"delete {path}", allowed=(404,))

    def _is_there(self, folder: str) -> bool:
        headers = {"Depth": "0", "Content-Type": "application/xml"}
        act = f"look into {folder}"
        return self._call("PROPFIND", f"{folder}/", act, (404,), body=LENGTH, headers=headers).status != 404

    def _url(self, path: str) -> str:
        return f"{self._base}/{quote(path.lstrip('/'))}"

    def _call(
        self,
        method: str,
        path: str,
        act: str,
        allowed: tuple[int, ...] = (),
        *,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        seconds: float = SECONDS,
    ) -> outgoing.Answer:
        answer = outgoing.call(
            method, self._url(path), headers={**credentials(self._receiver), **(headers or {})}, body=body,
            seconds=seconds, trusted_host=True,
        )  # fmt: skip
        if not answer.ok and answer.status not in allowed:
            raise _in_words(self._receiver, act, answer)
        return answer

    def _xml(self, answer: outgoing.Answer) -> Element:
        try:
            return fromstring(answer.body)
        except (ParseError, DefusedXmlException, ValueError) as why:
            raise DeliveryFailed(f"{self._receiver.place} does not answer as a WebDAV server should.") from why


@contextlib.contextmanager
def open_line(receiver: Receiver) -> Iterator[WebDavLine]:
    """A line to the server; calls raise `DeliveryFailed` and `FetchFailed`, in words."""
    yield WebDavLine(receiver)


@probe("webdav")
def test(receiver: Receiver) -> str:
    """Look into the root folder."""
    line = WebDavLine(receiver)
    if not line._is_there(receiver.root or "/"):
        return f"Signed in at {receiver.place}; the folder {receiver.root} is not there yet and will be made."
    return f"Signed in at {receiver.place}" + (f" as {receiver.username}." if receiver.username else ".")


def _in_words(receiver: Receiver, act: str, answer: outgoing.Answer) -> DeliveryFailed:
    """A refusal as a sentence. 507: no space (RFC 4918, 11.5)."""
    place = receiver.place
    if answer.status in (401, 407):
        return SignInRefused(f"{place} refused the login: user name or password is wrong.")
    if answer.status == 507:
        return ReceiverFull(f"{place} has no space left.")
    try:
        words = f" {HTTPStatus(answer.status).phrase}"
    except ValueError:
        words = ""
    transient = answer.status >= 500 or answer.status in TRANSIENT
    sentence = f"{place} would not {act}: it answered {answer.status}{words}."
    return DeliveryFailed(sentence, transient=transient, fix=_LATER if transient else _RIGHTS)


_LATER = "It is tried again by itself, with growing pauses."
_RIGHTS = "Give the user the right to make folders and write there, or correct the path, then press Retry."
