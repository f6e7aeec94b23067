"""An S3 store on the loopback: one bucket, signatures checked, multipart uploads as S3 keeps them.

How it checks signatures is proven by an independent client that signs its own calls (`test_s3.py`).
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree import ElementTree

from makeready.office.connections.store import Receiver

KEY, SECRET, REGION, BUCKET = "AKIDPRESS", "s3cr3t/of+the/press", "eu-central-1", "press-files"


@dataclass
class Upload:
    """A multipart upload that is not complete."""

    key: str
    parts: dict[int, bytes] = field(default_factory=dict)


class S3Receiver:
    """Points (`at`): `part`, `complete`, `completed`; a function there gets the key, and may cut the line.

    completed_once: how often each key was made to appear. busy: the status of every call while it is not 0.
    """

    type = "s3"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.uploads: dict[str, Upload] = {}
        self.appeared: list[str] = []
        self.at: dict[str, Callable[[str], None]] = {}
        self.busy = 0
        self.page = 1000
        handler = type("Handler", (_Handler,), {"outer": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def connection(self, **changes: Any) -> dict[str, Any]:
        options = {"bucket": BUCKET, "region": REGION, "scheme": "http", **changes.pop("options", {})}
        told = {"type": "s3", "host": "127.0.0.1", "port": self.port, "username": KEY, "password": SECRET}
        return {**told, **changes, "options": options}

    def receiver(self, **changes: Any) -> Receiver:
        return Receiver(**{"name": "bucket", **self.connection(**changes)})

    def files(self) -> dict[str, bytes]:
        return {f"/{key}": data for key, data in sorted(self.objects.items())}

    def __enter__(self) -> S3Receiver:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    outer: S3Receiver
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        return None

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, BrokenPipeError):
            self.close_connection = True

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if self.outer.busy:
            self._error(self.outer.busy, "SlowDown", "Please reduce your request rate.")
        elif why := self._unsigned(parts.path, query, body):
            self._error(403, why, "The request is not signed as it should be.")
        else:
            bucket, _, key = unquote(parts.path).lstrip("/").partition("/")
            if bucket != BUCKET:
                self._error(404, "NoSuchBucket", "The specified bucket does not exist")
                return
            try:
                self._act(key, query, body)
            except ConnectionAbortedError:
                self.close_connection = True
                self.connection.close()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _serve

    def _act(self, key: str, query: dict[str, str], body: bytes) -> None:
        outer, upload = self.outer, self.outer.uploads.get(query.get("uploadId", ""))
        if "uploadId" in query and upload is None:
            self._error(404, "NoSuchUpload", "The specified upload does not exist.")
        elif self.command == "POST" and "uploads" in query:
            name = uuid.uuid4().hex
            outer.uploads[name] = Upload(key)
            self._xml(
                200, f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
            )
        elif self.command == "PUT" and upload:
            self._meet("part", key)
            upload.parts[int(query["partNumber"])] = body
            self._reply(200, b"", {"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
        elif self.command == "PUT":
            outer.objects[key] = body
            outer.appeared.append(key)
            self._reply(200, b"", {"ETag": f'"{hashlib.md5(body).hexdigest()}"'})
        elif self.command == "GET" and upload:
            self._list(upload, int(query.get("part-number-marker", 0)))
        elif self.command == "POST" and upload:
            self._complete(key, query["uploadId"], upload, body)
        elif self.command == "DELETE":
            if upload:
                del outer.uploads[query["uploadId"]]
            outer.objects.pop(key, None) if not upload else None
            self._reply(204)
        elif not key:
            self._xml(200, "<ListBucketResult></ListBucketResult>")
        elif key in outer.objects:
            self._reply(200, outer.objects[key])
        else:
            self._error(404, "NoSuchKey", "The specified key does not exist.")

    def _list(self, upload: Upload, after: int) -> None:
        left = [number for number in sorted(upload.parts) if number > after]
        shown = left[: self.outer.page]
        told = "".join(
            f"<Part><PartNumber>{n}</PartNumber><ETag>&quot;{hashlib.md5(upload.parts[n]).hexdigest()}&quot;</ETag>"
            f"<Size>{len(upload.parts[n])}</Size></Part>" for n in shown
        )  # fmt: skip
        more = f"<IsTruncated>{str(len(left) > len(shown)).lower()}</IsTruncated>"
        marker = f"<NextPartNumberMarker>{shown[-1] if shown else 0}</NextPartNumberMarker>"
        xml = f'<ListPartsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{marker}{more}{told}</ListPartsResult>'
        self._xml(200, xml)

    def _complete(self, key: str, name: str, upload: Upload, body: bytes) -> None:
        self._meet("complete", key)
        data = b""
        for one in ElementTree.fromstring(body):
            part = upload.parts[int(one.findtext("PartNumber") or 0)]
            if one.findtext("ETag") != f'"{hashlib.md5(part).hexdigest()}"':
                self._error(400, "InvalidPart", "One or more of the specified parts could not be found.")
                return
            data += part
        self.outer.objects[key] = data
        self.outer.appeared.append(key)
        del self.outer.uploads[name]
        self._meet("completed", key)
        self._xml(200, "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>")

    def _meet(self, point: str, key: str) -> None:
        if point in self.outer.at:
            self.outer.at[point](key)

    def _unsigned(self, path: str, query: dict[str, str], body: bytes) -> str:
        """S3's code of what is wrong with the signature, "" where it is right."""
        told = self.headers.get("Authorization", "")
        if not told.startswith("AWS4-HMAC-SHA256 "):
            return "AccessDenied"
        given = dict(part.strip().split("=", 1) for part in told.removeprefix("AWS4-HMAC-SHA256 ").split(","))
        key, day, region, service, _ = given["Credential"].split("/")
        if key != KEY:
            return "InvalidAccessKeyId"
        digest = self.headers["x-amz-content-sha256"]
        if digest not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            return "XAmzContentSHA256Mismatch"
        names = given["SignedHeaders"].split(";")
        pairs = sorted((quote(name, safe=""), quote(value, safe="")) for name, value in query.items())
        lines = [self.command, path, "&".join(f"{name}={value}" for name, value in pairs)]
        lines += [f"{name}:{' '.join(self.headers[name].split())}" for name in names]
        canonical = "\n".join([*lines, "", ";".join(names), digest])
        scope = f"{day}/{region}/{service}/aws4_request"
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        sign = f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{hashed}"
        secret = f"AWS4{SECRET}".encode()
        for word in (day, REGION, "s3", "aws4_request"):
            secret = hmac.digest(secret, word.encode(), "sha256")
        right = hmac.new(secret, sign.encode(), "sha256").hexdigest()
        return "" if hmac.compare_digest(right, given["Signature"]) else "SignatureDoesNotMatch"

    def _error(self, status: int, code: str, message: str) -> None:
        self._xml(status, f"<Error><Code>{code}</Code><Message>{message}</Message></Error>")

    def _xml(self, status: int, text: str) -> None:
        self._reply(status, f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode())

    def _reply(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
