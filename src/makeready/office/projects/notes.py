"""What do people and stores remark on a project? Notes: on the project's page, and in its history."""

from __future__ import annotations

from django.db import transaction

from makeready.office.accounts.actor import Actor
from makeready.office.errors import Fault, Invalid
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.projects.models import Note, Project

MOST_CHARACTERS = 10_000


class NoteEmpty(Invalid):
    """A note without words, or with far too many."""

    code = "note_empty"
    title = "The note cannot be kept"
    fix = f"Write one to {MOST_CHARACTERS:,} characters."


def add(project: Project, text: str, *, by: Actor) -> Note:
    """Write a note on a project.

    Raises:
        NoteEmpty: nothing in it, or more than 10,000 characters.
    """
    words = text.replace("\0", "").strip()
    if not 1 <= len(words) <= MOST_CHARACTERS:
        sentence = "The note is empty." if not words else f"The note has {len(words):,} characters."
        raise NoteEmpty(sentence, errors=[Fault("text", sentence)])
    with transaction.atomic():
        note = Note.objects.create(project=project, text=words, by=by.name)
        record(Kind.NOTE, by=by, project=project.pk, order=project.order_id, because=words)
    return note


def add_once(project: Project, text: str, *, by: Actor) -> None:
    """Write what a store remarks, unless it stands there already: stores repeat themselves with every message."""
    words = text.replace("\0", "").strip()[:MOST_CHARACTERS]
    if words and not Note.objects.filter(project=project, text=words, by=by.name).exists():
        add(project, words, by=by)
