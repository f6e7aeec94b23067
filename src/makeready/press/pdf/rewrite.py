"""How is an opened PDF changed? Pages become forms, get more on them, are replaced; the rest stays as packed.

For functions that run in a confined child, with what `press.pdf.reader` opened.
"""

from __future__ import annotations

import io
import zlib
from decimal import Decimal
from typing import Any

from makeready.press.geometry import Matrix
from makeready.press.pdf.reader import (
    Array,
    Dictionary,
    Name,
    ObjectStreamMode,
    PageBoxes,
    Pdf,
    Stream,
    StreamDecodeLevel,
    content_of,
)


def identity(page: Dictionary) -> tuple[bytes, ...]:
    """What is the same for two pages that look the same because they share all they are made of."""
    keys = ("/Contents", "/Resources", "/MediaBox", "/Rotate", "/UserUnit", "/Group")
    return tuple(_tokens(page.get(key)) for key in keys)


def as_form(pdf: Pdf, page: Dictionary, boxes: PageBoxes) -> Stream:
    """The page as a Form in its own file: content as it is packed, the same resources, upright by its /Matrix."""
    content, packing = content_of(page)
    form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=page["/MediaBox"], **_words(packing))
    form["/Resources"] = page.get("/Resources", Dictionary())
    if not boxes.upright.is_identity:
        form["/Matrix"] = matrix(boxes.upright)
    if "/Group" in page:
        form["/Group"] = page["/Group"]
    return form


def packed_stream(pdf: Pdf, content: bytes) -> Stream:
    """Content of ours as a new stream of the file, packed."""
    return pdf.make_stream(zlib.compress(content, 6), Filter=Name.FlateDecode)


def with_resource(page: Dictionary, category: str, name: str, value: Any) -> Dictionary:
    """The page's resources with one more in a category; the page's own may be shared and stay as they are."""
    resources = Dictionary(dict(page.get("/Resources", Dictionary()).items()))
    resources[category] = Dictionary({**dict(resources.get(category, Dictionary()).items()), f"/{name}": value})
    return resources


_KEPT_IN_CATALOG = {
    "/Type",
    "/Version",
    "/Extensions",
    "/Pages",
    "/Metadata",
    "/OutputIntents",
    "/OCProperties",
    "/Lang",
}


def replace_pages(pdf: Pdf, pages: list[Dictionary]) -> None:
    """Give the file these pages in place of its own; what leads to the old ones (links, outlines, forms) goes.

    The page tree is one flat list, made at once: appending page by page takes quadratic time.
    """
    for key in set(pdf.Root.keys()) - _KEPT_IN_CATALOG:
        del pdf.Root[key]
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(pages), Count=len(pages)))
    for page in pages:
        page["/Parent"] = tree
    pdf.Root["/Pages"] = tree


def append_pages(whole: Pdf, part: Pdf) -> None:
    """Add all pages of a file; its layers come along in the state they have, its bookmarks and form fields do not."""
    if "/OCProperties" in part.Root:
        whole.add_pages_from(part, forms="strip", outlines="ignore")
    else:
        whole.pages.extend(part.pages)


def matrix(transform: Matrix) -> Array:
    """A transform as PDF writes it."""
    return numbers(transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)


def numbers(*values: float) -> Array:
    """Numbers as PDF writes them, to a millionth."""
    return Array([Decimal(f"{value:.6f}".rstrip("0").rstrip(".")) for value in values])


def save(pdf: Pdf) -> bytes:
    """The PDF as bytes: the same for the same input; streams stay as they are packed."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        encryption=False,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.none,
        fix_metadata_version=False,
    )
    return out.getvalue()


def _tokens(value: Any) -> bytes:
    return value.unparse() if hasattr(value, "unparse") else repr(value).encode()


def _words(keys: dict[str, Any]) -> dict[str, Any]:
    """Keys without their slash, as keyword arguments."""
    return {key[1:]: value for key, value in keys.items()}
