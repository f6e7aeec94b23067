"""Designs are kept as immutable revisions."""

from __future__ import annotations

from typing import Any

import pytest

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.designs import store
from makeready.office.designs.files import FileUnusable
from makeready.office.designs.models import Design, Pin, Revision
from makeready.office.designs.sources import pin_key
from makeready.office.errors import StaleVersion
from makeready.office.storage import blobs

pytestmark = pytest.mark.django_db

ADA = Actor(ActorKind.PERSON, "Ada")


def card(words: str, **more: Any) -> dict[str, Any]:
    """A card that says something."""
    text = {"type": "text", "x": 8, "y": 10, "width": 69, "height": 10, "text": words, "size": 12}
    page = {"name": "front", "width": 85, "height": 55, "bleed": 3, "safe": 3, "items": [text]}
    return {"version": 1, "name": "Card", "pages": [page], **more}


TEMPLATE = card("{{Name}}", fields=[{"name": "Name", "type": "text", "required": True}])


def test_a_document_becomes_a_design_with_its_size() -> None:
    design = store.create_document_design("My card", card("Anna"), by=ADA)
    shown = store.revision(design)

    assert (design.name, design.current, shown.number) == ("My card", 1, 1)
    assert (shown.pages, shown.width_mm, shown.height_mm) == (1, 85, 55)
    assert shown.created_by == "Ada"


def test_a_broken_document_is_refused_with_every_place_and_leaves_nothing() -> None:
    broken = card("x")
    broken["pages"][0]["width"] = -5
    broken["pages"][0]["items"].append({"type": "hologram"})

    with pytest.raises(store.DesignInvalid) as told:
        store.create_document_design("broken", broken, by=ADA)

    paths = [fault.path for fault in told.value.errors]
    assert "pages/0/width" in paths
    assert any(path.startswith("pages/0/items/1") for path in paths)
    assert not Design.objects.exists()


def test_a_change_is_a_new_revision_and_the_old_one_stays() -> None:
    design = store.create_document_design("card", card("Typpo"), by=ADA)

    saved = store.revise(design, card("Typo"), by=ADA, expected_version=1)

    assert saved.number == 2
    assert saved.edited
    design.refresh_from_db()
    assert (design.current, design.version) == (2, 2)
    assert "Typpo" in str(store.revision(design, 1).document)


def test_who_saves_second_is_told_and_changes_nothing() -> None:
    design = store.create_document_design("card", card("Original"), by=ADA)
    store.revise(design, card("Ada's"), by=ADA, expected_version=1)

    with pytest.raises(StaleVersion):
        store.revise(design, card("Ben's"), by=ADA, expected_version=1)

    assert Revision.objects.filter(design=design).count() == 2


def test_a_revision_that_is_not_there_is_named() -> None:
    design = store.create_document_design("card", card("x"), by=ADA)

    with pytest.raises(store.NoSuchDesign, match="no revision 9"):
        store.revision(design, 9)


def test_the_project_has_a_copy_that_later_changes_do_not_reach() -> None:
    template = store.create_document_design("card", TEMPLATE, by=ADA)
    photo = blobs.put(b"\x89PNG\r\n\x1a\n photo")
    Pin.objects.create(design=template, src="https://x/p.png", src_hash=pin_key("https://x/p.png"), file=photo)

    own = store.copy_to_project(store.revision(template), project="prj_1", by=ADA, record={"Name": "Anna"})
    store.revise(template, card("Changed later"), by=ADA)

    assert "{{Name}}" in str(store.revision(own).document)
    assert store.revision(own).record == {"Name": "Anna"}
    assert own.pins.get().file == photo


def test_values_stand_as_defaults_when_the_document_is_read() -> None:
    template = store.create_document_design("card", TEMPLATE, by=ADA)
    own = store.copy_to_project(store.revision(template), project="prj_1", by=ADA, record={"Name": "{{Anna}}"})

    shown = store.document_with_values(store.revision(own))

    assert shown is not None
    assert shown["fields"][0]["default"] == "{{Anna}}"
    assert shown["pages"][0]["items"][0]["text"] == "{{Name}}"


def test_other_values_are_a_new_revision_of_the_same_document() -> None:
    template = store.create_document_design("card", TEMPLATE, by=ADA)
    own = store.copy_to_project(store.revision(template), project="prj_1", by=ADA, record={"Name": "Ana"})

    filled = store.refill(own, {"Name": "Anna"}, by=ADA)

    assert (filled.number, filled.record, filled.edited) == (2, {"Name": "Anna"}, False)


def test_giving_up_edits_begins_with_the_first_revision_again() -> None:
    template = store.create_document_design("card", TEMPLATE, by=ADA)
    own = store.copy_to_project(store.revision(template), project="prj_1", by=ADA, record={"Name": "Ana"})
    store.revise(own, card("by hand"), by=ADA)

    again = store.refill(own, {"Name": "Anna"}, by=ADA, from_first=True)

    assert "{{Name}}" in str(again.document)
    assert not again.edited


def test_the_same_content_has_the_same_digest_whoever_ordered_it() -> None:
    first, second = (store.create_document_design(name, card("Same"), by=ADA) for name in ("one", "two"))
    other = store.create_document_design("three", card("Other"), by=ADA)

    digests = [store.revision(design).digest for design in (first, second, other)]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><p>Please sign in", "web page"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (b"%PDF-1.7\n", ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), ""),
        (b"Name;Title\r\n", "text file"),
    ],
)
def test_a_file_that_is_no_design_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileUnusable) as told:
        store.create_file_design("upload", content, file_name="card.pdf", by=ADA)

    assert words in told.value.sentence
    assert told.value.hint
    assert not Design.objects.exists()
