"""What kind of file is it? Told from its bytes; what a sender claims does not count."""

from __future__ import annotations

import codecs
import json
import re

UNKNOWN = "application/octet-stream"

EXTENSIONS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tif",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/svg+xml": ".svg",
    "application/json": ".json",
    "application/zip": ".zip",
    "application/xml": ".xml",
    "font/ttf": ".ttf",
    "font/otf": ".otf",
    "font/collection": ".ttc",
    "application/vnd.iccprofile": ".icc",
    "text/html": ".html",
    "text/plain": ".txt",
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x00\x01\x00\x00", "font/ttf"),
    (b"true", "font/ttf"),
    (b"OTTO", "font/otf"),
    (b"ttcf", "font/collection"),
)
_SVG_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>/]")
_HTML = re.compile(rb"<!doctype html|<html[\s>]", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """The media type of a file, from its first 4 KiB (JSON: all of it); unknown is `application/octet-stream`."""
    for magic, media_type in _MAGIC:
        if data.startswith(magic):
            return media_type
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[36:40] == b"acsp":
        return "application/vnd.iccprofile"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    if _SVG_ROOT.search(head):
        return "image/svg+xml"
    if _HTML.search(head[:512]):
        return "text/html"
    return _text_kind(data, head)


def extension(media_type: str) -> str:
    """The usual ending of a file of this type, with its dot; "" where there is none."""
    return EXTENSIONS.get(media_type, "")


def _text_kind(data: bytes, head: bytes) -> str:
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        try:
            json.loads(data)
        except (ValueError, RecursionError):
            return "text/plain" if _is_text(head) else UNKNOWN
        return "application/json"
    return "text/plain" if head and _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True
