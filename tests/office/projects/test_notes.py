"""Notes: on the project and in its history."""

from __future__ import annotations

import pytest
from tests.office.shop import Shop, history_of, notes_of

from makeready.office.accounts.actor import Actor
from makeready.office.projects.notes import NoteEmpty, add, add_once


def test_a_note_stands_on_the_project_and_in_its_history(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()

    add(project, "  Called the customer. ", by=ada)

    assert [(note.text, note.by) for note in project.notes.all()] == [("Called the customer.", "Ada")]
    assert (notes_of(project), history_of(project)[-1].actor_name) == (["Called the customer."], "Ada")


@pytest.mark.parametrize(
    "text", ["", "  \n", "\0", "x" * 10_001], ids=["none", "blank", "nothing but U+0000", "too long"]
)
def test_a_note_without_words_or_with_too_many_is_refused(shop: Shop, ada: Actor, text: str) -> None:
    _, project = shop.project()

    with pytest.raises(NoteEmpty) as refused:
        add(project, text, by=ada)

    assert refused.value.errors[0].path == "text"


def test_what_a_store_repeats_is_noted_once(shop: Shop, ada: Actor) -> None:
    _, project = shop.project()
    for words in ("Trashed.", "Trashed.", "", "Deleted."):
        add_once(project, words, by=ada)

    assert notes_of(project) == ["Trashed.", "Deleted."]
