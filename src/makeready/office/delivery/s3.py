"""How does a file reach an S3 bucket? As a multipart upload, invisible until one call completes it, once.

An upload's id is used up by its completion: what S3 itself knows of the id tells, after a crash, whether the
file has got its name, even where the receiver has taken it away since. docs/decisions/delivery-s3.md says why.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from makeready.office import outgoing
from makeready.office.connections.store import Receiver, probe
from makeready.office.delivery.failures import DeliveryFailed, ReceiverFull, SignInRefused
from makeready.office.delivery.sigv4 import canonical_query, signed

SECONDS = 120
PART = 8 << 20
"""Bytes of a part; all but the last must have at least 5 MiB."""

UPLOAD = "?uploadId="
REFUSED = ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthorizationHeaderMalformed")
TRANSIENT = ("SlowDown", "InternalError", "ServiceUnavailable", "RequestTimeout", "OperationAborted")


class S3Line:
    """Calls to one bucket; there is nothing to hold open between them."""

    kind = "s3"

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        bucket = str(receiver.options.get("bucket", ""))
        virtual = str(receiver.options.get("style", "path")).strip().lower() == "virtual"
        self._host = f"{bucket}.{receiver.place}" if virtual else receiver.place
        self._stem = "" if virtual else f"/{bucket}"
        self._bucket = bucket

    def address(self, path: str) -> str:
        """`s3://host/bucket/key`, without credentials."""
        return f"s3://{self._receiver.place}/{self._bucket}/{path.lstrip('/')}"

    def make_folders(self, folder: str) -> None:
        """Nothing: a bucket has no folders, only keys with slashes."""

    def temporary(self, to: str, token: str) -> str:
        """The key itself: what is being uploaded is not to be seen under it."""
        return to

    def put(self, path: str, chunks: Iterable[bytes], size: int | None = None) -> str:
        """Upload in parts, not completed; answers the key with the upload's id."""
        answer = self._call("POST", path, {"uploads": ""}, f"begin {path}")
        upload = _text(self._xml(answer), "UploadId")
        try:
            for number, part in enumerate(_parts(chunks), 1):
                self._call("PUT", path, {"partNumber": str(number), "uploadId": upload}, f"take {path}", part)
        except BaseException:
            with contextlib.suppress(DeliveryFailed, outgoing.FetchFailed):
                self.remove(path + UPLOAD + upload)
            raise
        return path + UPLOAD + upload

    def size(self, path: str) -> int | None:
        """Bytes of an object, or of an upload's parts so far; None where there is none."""
        key, upload = _split(path)
        if upload:
            parts = self._listed(key, upload)
            return None if parts is None else sum(int(_text(part, "Size")) for part in parts)
        answer = self._call("HEAD", key, {}, f"tell the size of {key}", allowed=(404,))
        return None if answer.status == 404 else int(answer.headers.get("content-length", "0"))

    def rename(self, path: str, to: str) -> None:
        """Complete an upload: the object appears whole under its key, in place of one that is there."""
        key, upload = _split(path)
        parts = self._listed(key, upload)
        if parts is None:
            raise DeliveryFailed(f"{self.address(key)}: there is no such upload any more.", fix=_RIGHTS)
        told = ((_text(part, "PartNumber"), escape(_text(part, "ETag"))) for part in parts)
        body = "".join(f"<Part><PartNumber>{n}</PartNumber><ETag>{tag}</ETag></Part>" for n, tag in told)
        whole = f"<CompleteMultipartUpload>{body}</CompleteMultipartUpload>".encode()
        answer = self._call("POST", key, {"uploadId": upload}, f"complete {key}", whole)
        result = self._xml(answer)
        if _name(result) == "Error":  # S3 may begin with 200 and fail later
            raise self._refusal(f"complete {key}", 500, result)

    def remove(self, path: str) -> None:
        """Delete an object, or forget an upload; none there is fine."""
        key, upload = _split(path)
        query = {"uploadId": upload} if upload else {}
        self._call("DELETE", key, query, f"delete {key}", allowed=(404,))

    def look(self) -> None:
        """Ask for the bucket itself."""
        self._call("GET", "", {"list-type": "2", "max-keys": "1"}, "show the bucket")

    def _listed(self, key: str, upload: str) -> list[Element] | None:
        """All parts of an upload; None where it is none (any more)."""
        found: list[Element] = []
        marker = ""
        while True:
            query = {"uploadId": upload, **({"part-number-marker": marker} if marker else {})}
            answer = self._call("GET", key, query, f"list the parts of {key}", allowed=(404,))
            if answer.status == 404:
                return None
            told = self._xml(answer)
            found += [one for one in told if _name(one) == "Part"]
            if _text(told, "IsTruncated").lower() != "true":
                return found
            marker = _text(told, "NextPartNumberMarker")

    def _call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str],
        act: str,
        body: bytes = b"",
        allowed: tuple[int, ...] = (),
    ) -> outgoing.Answer:
        receiver, target = self._receiver, f"{self._stem}/{quote(path.lstrip('/'), safe='/-_.~')}"
        headers = signed(
            method, self._host, target, query, body, key=receiver.username, secret=receiver.password,
            region=str(receiver.options.get("region", "us-east-1")), now=datetime.now(UTC),
        )  # fmt: skip
        scheme, asked = receiver.options.get("scheme", "https"), canonical_query(query)
        url = f"{scheme}://{self._host}{target}{'?' if asked else ''}{asked}"
        answer = outgoing.call(method, url, headers=headers, body=body, seconds=SECONDS, trusted_host=True)
        if not answer.ok and answer.status not in allowed:
            told = self._xml(answer) if answer.body.strip() else None
            raise self._refusal(act, answer.status, told)
        if answer.status == 404 and method != "HEAD" and b"NoSuchBucket" in answer.body:
            raise self._refusal(act, 404, self._xml(answer))
        return answer

    def _xml(self, answer: outgoing.Answer) -> Element:
        try:
            return fromstring(answer.body)
        except (ParseError, DefusedXmlException, ValueError) as why:
            raise DeliveryFailed(
                f"{self._receiver.place} does not answer as an S3 store should ({answer.status}).",
                transient=answer.status >= 500,
            ) from why

    def _refusal(self, act: str, status: int, told: Element | None) -> DeliveryFailed:
        """A refusal as a sentence, by S3's code of it."""
        place = self._receiver.place
        code = _text(told, "Code") if told is not None else ""
        said = _text(told, "Message") if told is not None else ""
        if code in REFUSED or status in (401, 403):
            more = f" ({code})" if code else ""
            return SignInRefused(f"{place} refused access key, secret or region{more}.")
        if code in ("QuotaExceeded", "XMinioStorageFull", "EntityTooLarge") or status == 507:
            return ReceiverFull(f"{place} has no space left for it ({code or status}).")
        if code == "NoSuchBucket":
            return DeliveryFailed(f"{place} has no bucket “{self._bucket}”.", fix="Correct the bucket's name.")
        try:
            words = code or HTTPStatus(status).phrase
        except ValueError:
            words = ""
        transient = status >= 500 or status in (408, 429) or code in TRANSIENT
        sentence = f"{place} would not {act}: {status} {words}{f', {said[:200]}' if said else ''}."
        return DeliveryFailed(sentence, transient=transient, fix=_LATER if transient else _RIGHTS)


@contextlib.contextmanager
def open_line(receiver: Receiver) -> Iterator[S3Line]:
    """A line to the bucket; calls raise `DeliveryFailed` and `FetchFailed`, in words."""
    yield S3Line(receiver)


@probe("s3")
def test(receiver: Receiver) -> str:
    """List one key of the bucket."""
    S3Line(receiver).look()
    return f"The bucket “{receiver.options.get('bucket')}” at {receiver.place} can be read with this key."


def _parts(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces gathered into parts; larger ones after a hundred each, so that 10,000 parts hold any file."""
    held, number = bytearray(), 0
    for piece in chunks:
        held += piece
        while len(held) >= (most := PART << min(number // 100, 5)):
            yield bytes(held[:most])
            del held[:most]
            number += 1
    if held or number == 0:  # an empty file is one empty part
        yield bytes(held)


def _split(path: str) -> tuple[str, str]:
    key, _, upload = path.rpartition(UPLOAD)
    return (key, upload) if key else (path, "")


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element, name: str) -> str:
    return next((one.text or "" for one in element if _name(one) == name), "")


_LATER = "It is tried again by itself, with growing pauses."
_RIGHTS = "Give the key the right to put objects there, or correct bucket and path, then press Retry."
