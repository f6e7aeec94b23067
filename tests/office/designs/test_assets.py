"""Pictures, PDFs, fonts and profiles of the shop."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from makeready.office.accounts.actor import SYSTEM
from makeready.office.designs import assets, store
from makeready.office.designs.files import FileUnusable
from makeready.office.designs.models import Asset, AssetKind
from makeready.office.history.models import Entry
from makeready.press.color.condition import OutputCondition
from makeready.press.fonts.library import FontLibrary

pytestmark = pytest.mark.django_db


def png() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (30, 20), (200, 10, 10)).save(out, "PNG")
    return out.getvalue()


def test_a_picture_a_profile_and_a_font_are_told_apart_by_their_bytes() -> None:
    library = FontLibrary(system=False)
    font = library.load(library.choose()).data

    kinds = [assets.add("x", data, by=SYSTEM).kind for data in (png(), OutputCondition.default().icc, font)]

    assert kinds == [AssetKind.PICTURE, AssetKind.PROFILE, AssetKind.FONT]
    assert Asset.objects.get(kind=AssetKind.FONT).facts["families"] == ["Source Sans Pro"]
    assert Entry.objects.filter(kind="setup").count() == 3


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"hello", None, "text file"),
        (b"", AssetKind.FONT, "empty"),
        (b"OTTO" + bytes(60), AssetKind.FONT, ""),
        (bytes(36) + b"acsp" + bytes(100), AssetKind.PROFILE, ""),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_and_not_kept(data: bytes, kind: AssetKind | None, words: str) -> None:
    with pytest.raises(FileUnusable) as told:
        assets.add("x", data, by=SYSTEM, kind=kind)

    assert words in told.value.sentence
    assert not Asset.objects.exists()


def test_a_picture_where_a_font_was_asked_for_is_refused() -> None:
    with pytest.raises(FileUnusable, match="not a font"):
        assets.add("x", png(), by=SYSTEM, kind=AssetKind.FONT)


def test_a_used_picture_stays_until_no_design_names_it() -> None:
    asset = assets.add("logo", png(), by=SYSTEM)
    image = {"type": "image", "src": asset.id, "x": 0, "y": 0, "width": 9, "height": 9}
    page = {"name": "front", "width": 85, "height": 55, "items": [image]}
    design = store.create_document_design("Card", {"version": 1, "name": "Card", "pages": [page]}, by=SYSTEM)

    with pytest.raises(assets.AssetUsed, match="Card"):
        assets.remove(asset, by=SYSTEM)

    design.delete()
    assets.remove(asset, by=SYSTEM)
    assert not Asset.objects.exists()
