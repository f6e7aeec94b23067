"""Print files, previews and the editor's pages come from one engine, through one bridge."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests.office.designs.test_store import TEMPLATE, card

from makeready.office.accounts.actor import SYSTEM
from makeready.office.designs import assets, output, store
from makeready.office.designs.conditions import ProfileUnknown
from makeready.office.designs.models import AssetKind, Revision
from makeready.office.designs.store import PageSize
from makeready.office.errors import NotFound
from makeready.office.panel.editor.draft import Draft
from makeready.press.color.condition import OutputCondition
from makeready.press.confine import pool
from makeready.press.fonts.places import package_fonts
from makeready.press.output.wish import Wish
from makeready.press.walled import Limits

pytestmark = pytest.mark.django_db


def stored(document: dict[str, Any], **record: str) -> Revision:
    """The revision of a stored design."""
    return store.revision(store.create_document_design("x", document, by=SYSTEM, record=record))


def text_of(pdf: bytes) -> str:
    """What a PDF's first page says."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return str(page.get_textpage().get_text_range())


def inflated(pdf: bytes) -> bytes:
    """A PDF with its streams unpacked."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def test_a_document_prints_with_its_values() -> None:
    made = output.print_file(stored(TEMPLATE, Name="Anna Öz"), Wish())

    assert made.media_type == "application/pdf"
    assert "Anna Öz" in text_of(made.data)


def test_a_value_with_braces_is_printed_as_it_is() -> None:
    made = output.print_file(stored(TEMPLATE, Name="{{Name}} {{Else}}"), Wish())

    assert "{{Name}} {{Else}}" in text_of(made.data)


def test_two_designs_of_the_same_content_give_the_same_bytes() -> None:
    first, second = (output.print_file(stored(card("Same")), Wish()).data for _ in range(2))

    assert first == second


def test_a_missing_value_and_a_missing_picture_are_named_and_nothing_is_made() -> None:
    document = card("x", fields=[{"name": "Name", "type": "text", "required": True}])
    gone = {"type": "image", "src": "ast_gone", "x": 1, "y": 1, "width": 9, "height": 9}
    document["pages"][0]["items"] += [{**document["pages"][0]["items"][0], "text": "{{Name}}"}, gone]

    with pytest.raises(output.CannotPrint) as told:
        output.print_file(stored(document), Wish())

    words = " ".join(fault.message for fault in told.value.errors)
    assert "Name" in words
    assert "asset" in words
    assert told.value.status == 422


def test_a_customers_picture_becomes_a_page_of_the_products_size() -> None:
    picture = io.BytesIO()
    Image.new("RGB", (600, 360), (220, 20, 20)).save(picture, "PNG")
    design = store.create_file_design(
        "photo", picture.getvalue(), file_name="p.png", by=SYSTEM, page=PageSize(100, 60, 3)
    )

    made = output.print_file(store.revision(design), Wish(format="png", dpi=72, color="rgb"))

    assert Image.open(io.BytesIO(made.data)).size == (round(100 / 25.4 * 72), round(60 / 25.4 * 72))


def test_a_print_ready_pdf_passes_byte_for_byte() -> None:
    ready = output.print_file(stored(card("ready")), Wish()).data
    design = store.create_file_design("ready", ready, file_name="r.pdf", by=SYSTEM)

    assert output.print_file(store.revision(design), Wish()).data == ready


def test_a_profile_of_the_shop_is_used_by_name_and_an_unknown_one_is_named() -> None:
    own = bytearray(OutputCondition.default().icc)
    own[24:36] = bytes(12)  # the date: a profile that is not the built-in one
    asset = assets.add("our press", bytes(own), by=SYSTEM, kind=AssetKind.PROFILE)
    revision = stored(card("x"))

    assert bytes(own[:36]) in inflated(output.print_file(revision, Wish(), {"profile": "our press"}).data)
    assert output.print_file(revision, Wish(), {"profile": asset.id}).data
    with pytest.raises(ProfileUnknown, match="FOGRA99"):
        output.print_file(revision, Wish(), {"profile": "FOGRA99"})


def test_the_fingerprint_tells_what_would_come_out_differently() -> None:
    one, same, other = stored(card("A")), stored(card("A")), stored(card("B"))

    assert output.fingerprint(one, Wish()) == output.fingerprint(same, Wish())
    assert output.fingerprint(one, Wish()) != output.fingerprint(other, Wish())
    assert output.fingerprint(one, Wish()) != output.fingerprint(one, Wish(dpi=72))


def test_a_preview_is_as_wide_as_asked_and_kept() -> None:
    revision = stored(card("Preview"))

    first = output.preview_png(revision, 1, 425)

    picture = Image.open(io.BytesIO(first))
    assert picture.width == 425
    assert abs(picture.height - 275) <= 1
    assert output.preview_png(revision, 1, 425) == first
    with pytest.raises(NotFound, match="no page 7"):
        output.preview_png(revision, 7, 425)


def test_the_editor_sees_an_unsaved_change() -> None:
    revision = stored(card("before"))
    changed = Draft(card("after"), {}).on(revision)

    drawn, saved = output.page_svg(changed, 1), output.page_svg(revision, 1)

    assert drawn.startswith("<svg")
    assert drawn != saved
    with pytest.raises(NotFound):
        output.page_svg(revision, 2)


def test_what_is_to_be_said_before_printing_is_found() -> None:
    small = io.BytesIO()
    Image.new("RGB", (40, 40)).save(small, "PNG")
    asset = assets.add("tiny", small.getvalue(), by=SYSTEM)
    document = card("x")
    document["pages"][0]["items"].append({"type": "image", "src": asset.id, "x": 5, "y": 5, "width": 40, "height": 40})

    codes = [finding.code for finding in output.findings(stored(document))]

    assert "image-low-resolution" in codes


def test_a_wish_that_finds_no_place_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    revision = stored(card("x"))
    monkeypatch.setattr(pool, "_pool", full := pool._Pool(limit=0))

    with pytest.raises(output.TooManyAtOnce) as told:
        output.print_file(revision, Wish(), limits=Limits(patience=0))

    assert (told.value.status, told.value.facts["seconds"]) == (503, output.COME_BACK_SECONDS)
    assert not full._line


def test_a_design_that_takes_too_long_cannot_be_printed_in_words() -> None:
    with pytest.raises(output.CannotPrint) as told:
        output.print_file(stored(card("x")), Wish(format="tiff", dpi=2400), limits=Limits(seconds=0.3))

    assert told.value.facts["findings"][0]["code"] == "design-too-hard"
    assert "longer than 0.3 seconds" in told.value.sentence


def test_the_families_that_may_be_chosen_begin_with_the_shops_own() -> None:
    font = next(path for path in package_fonts() if path.name == "SourceSansPro-Black.ttf").read_bytes()
    before = output.families()

    assets.add("heavy", font, by=SYSTEM, kind=AssetKind.FONT)

    assert "Source Sans Pro" in before
    assert output.families()[0] == "Source Sans Pro"
    assert len(output.families()) == len(before) + 1
