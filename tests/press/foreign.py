"""PDFs as other programs and customers make them: good ones of known content, and broken ones."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

MM = 72 / 25.4
HELVETICA = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)


def pdf(
    *contents: bytes,
    width: float = 85,
    height: float = 55,
    bleed: float = 3,
    resources: dict[str, Any] | None = None,
    save: dict[str, Any] | None = None,
    **page_keys: Any,
) -> bytes:
    """One page for each content stream; mm; the trim's bottom left corner is at (bleed, bleed)."""
    file = pikepdf.new()
    w, h, b = width * MM, height * MM, bleed * MM
    shared = file.make_indirect(Dictionary(resources or {}))
    for content in contents or (b"",):
        keys = {
            "/Type": Name.Page,
            "/MediaBox": Array([0, 0, w + 2 * b, h + 2 * b]),
            "/BleedBox": Array([0, 0, w + 2 * b, h + 2 * b]),
            "/TrimBox": Array([b, b, b + w, b + h]),
            "/Resources": shared,
            "/Contents": file.make_stream(content),
            **{f"/{key}": value for key, value in page_keys.items()},
        }
        file.pages.append(pikepdf.Page(Dictionary({k: v for k, v in keys.items() if v is not None})))
    return saved(file, **(save or {}))


def saved(file: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    steady = {} if "encryption" in options else {"deterministic_id": True}
    file.save(out, fix_metadata_version=False, **steady, **options)
    return out.getvalue()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def filled(c: float, m: float, y: float, k: float, width: float = 91, height: float = 61) -> bytes:
    """Content that fills the page with one process colour (0–1), bleed included."""
    return f"{c} {m} {y} {k} k 0 0 {width * MM:.3f} {height * MM:.3f} re f".encode()


def words(text: str, x: float = 20, y: float = 20) -> bytes:
    """Content that says something in black, in the font /F1."""
    return f" 0 0 0 1 k BT /F1 12 Tf {x} {y} Td ({text}) Tj ET".encode()


def encrypted(data: bytes, user: str, owner: str = "owner") -> bytes:
    return saved(opened(data), encryption=pikepdf.Encryption(user=user, owner=owner, R=6))


def truncated(data: bytes) -> bytes:
    """The first half of a file whose objects lie in compressed streams: no page is left in it."""
    whole = saved(opened(data), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return whole[: len(whole) // 2]


def by_hand(objects: str, root: int = 1) -> bytes:
    """A PDF written by hand, without a cross-reference: readers must mend it."""
    return (
        b"%PDF-1.4\n"
        + objects.replace("endobj ", "endobj\n").encode("latin-1")
        + f"\ntrailer<</Root {root} 0 R>>\n%%EOF".encode()
    )
