"""`src` words lead to files that we hold, and to nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from makeready.office.accounts.actor import SYSTEM
from makeready.office.designs import store
from makeready.office.designs.models import Asset, AssetKind, Pin
from makeready.office.designs.sources import addresses, pin_key, source_files
from makeready.office.storage import blobs
from makeready.press.findings import PressError

pytestmark = pytest.mark.django_db

PHOTO = b"\x89PNG\r\n\x1a\n a photo"


def document(*items: dict[str, Any], fields: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """A page with items."""
    page = {"name": "front", "width": 85, "height": 55, "items": list(items)}
    return {"version": 1, "name": "x", "fields": list(fields), "pages": [page]}


def image(src: str) -> dict[str, Any]:
    """An image item."""
    return {"type": "image", "src": src, "x": 0, "y": 0, "width": 10, "height": 10}


def test_assets_hashes_and_pinned_addresses_open() -> None:
    blob = blobs.put(PHOTO)
    asset = Asset.objects.create(kind=AssetKind.PICTURE, name="photo", file=blob)
    design = store.create_document_design("x", document(), by=SYSTEM)
    Pin.objects.create(design=design, src="https://shop/p.png", src_hash=pin_key("https://shop/p.png"), file=blob)

    files = source_files(design)

    for src in (asset.id, f"sha256:{blob.sha256}", "https://shop/p.png"):
        assert files.open(src).data == PHOTO


@pytest.mark.parametrize(
    ("src", "words"),
    [
        ("ast_00000000000000000000000000", "asset is not here"),
        ("sha256:" + "0" * 64, "no file with this SHA-256"),
        ("https://elsewhere.example/x.png", "has not been fetched"),
        ("/etc/passwd", "neither an asset"),
        ("file:///etc/passwd", "neither an asset"),
        ("../secret.key", "neither an asset"),
    ],
)
def test_everything_else_is_a_finding_in_words(src: str, words: str) -> None:
    with pytest.raises(PressError, match=words):
        source_files(None).open(src)


def test_a_pin_of_another_design_does_not_count() -> None:
    blob = blobs.put(PHOTO)
    one, other = (store.create_document_design(name, document(), by=SYSTEM) for name in "ab")
    Pin.objects.create(design=one, src="https://shop/p.png", src_hash=pin_key("https://shop/p.png"), file=blob)

    with pytest.raises(PressError):
        source_files(other).open("https://shop/p.png")


def test_the_addresses_to_fetch_are_found_in_groups_and_fields_once_each() -> None:
    group = {"type": "group", "items": [image("https://a.example/1.png"), image("https://a.example/1.png")]}
    found = addresses(
        document(group, image("{{Photo}}"), image("ast_1"), fields=({"name": "Photo", "type": "image"},)),
        {"Photo": "http://b.example/2.jpg"},
    )

    assert found == ("https://a.example/1.png", "http://b.example/2.jpg")
