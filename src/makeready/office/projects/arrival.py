"""How does the design reach its project? Copied, read or fetched once after the order was kept, then pinned.

Nothing of this happens inside the order's transaction. A project that waits for its design is marked in the database
(`design_due_at`); whoever gets it claims it by moving that mark on, so that several processes never do it twice and
a crash frees it again. A design that cannot be had is a problem on the project, in words.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.background import Background
from makeready.office.designs import store
from makeready.office.designs.fetching import MAX_BYTES, PinFailure, design_from_address, file_name_of, pin_sources
from makeready.office.designs.files import as_document
from makeready.office.designs.importing import taken_over
from makeready.office.designs.models import Design
from makeready.office.designs.output import findings
from makeready.office.errors import OfficeError
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.outgoing import fetch
from makeready.office.projects import problems
from makeready.office.projects.design_check import say_what_is_wrong, say_what_was_left_out
from makeready.office.projects.design_source import fingerprint, in_words, reference
from makeready.office.projects.models import Project
from makeready.office.projects.problems import Code
from makeready.office.storage import blobs
from makeready.press.findings import Finding

logger = logging.getLogger(__name__)

CLAIM = timedelta(minutes=10)
"""How long one try may take before another process takes it for crashed: longer than every time limit in it."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60))
"""Pauses before the tries after a failure that may pass, and after a file that is not there yet."""
NOT_THERE_YET = (404, 409, 425)
"""Answers after which the file may still come: some designers finish theirs half an hour after the order."""


def bring(project_id: str) -> bool:
    """Get a project's design, if it is due and nobody else is at it; False where there was nothing to do.

    Never raises for what a store or customer sent: that becomes a problem on the project.
    """
    project = _claimed(project_id)
    if project is None:
        return False
    try:
        design, left_out = (project.design, ()) if project.design else _made(project)
        if project.design is not None:
            refill(project, by=_store(project))
        arrived(project, design, pin_sources(design), left_out)
    except OfficeError as why:
        _not_there(project, why)
    except Exception:
        # The border of a thread: whatever else went wrong becomes a problem with the number under which it is logged.
        log_id = uuid.uuid4().hex[:12]
        logger.exception("getting the design of %s failed (%s)", project.pk, log_id)
        _not_there(project, OfficeError(
            f"Getting the design failed for a reason of ours (log {log_id}).",
            fix="Fetch the design again. If it fails again, tell your administrator the log's number.",
        ))  # fmt: skip
    return True


def fetch_waiting(limit: int = 20) -> int:
    """Get what is due, oldest first: new ones, failed ones whose pause is over, and what a crash left."""
    due = Project.objects.filter(design_due_at__lte=timezone.now()).order_by("design_due_at")
    return sum(1 for project_id in list(due.values_list("pk", flat=True)[:limit]) if bring(project_id))


def fetch_soon() -> None:
    """Have what is due fetched in the background of this process. Returns at once."""
    _background.wake()


def bring_at_once(projects: Iterable[Project], seconds: float = 2.0) -> None:
    """Get the designs that need no fetching in this thread, as long as the time lasts: whoever handed the order in
    then sees them in the answer. `fetch_soon` does the rest.
    """
    end = time.monotonic() + seconds
    for project in projects:
        if time.monotonic() > end:
            return
        if project.design_due_at is not None and not _needs_fetching(project):
            bring(project.pk)


_background = Background("designs", lambda: fetch_waiting(1) > 0, seconds=5, threads=3)


def arrived(
    project: Project, design: Design, failures: list[PinFailure], left_out: tuple[Finding, ...] = ()
) -> None:  # fmt: skip
    """Put a design that is complete, or as complete as it gets, on its project, with what is wrong with it.

    left_out: what of another program's design was not carried over.
    """
    shown = store.revision(design)
    found = findings(shown)
    with transaction.atomic():
        held = Project.objects.select_for_update(of=("self",)).select_related("line").get(pk=project.pk)
        first = held.design_id is None
        if first and fingerprint(held.line.design) != project.design_source:
            Design.objects.filter(pk=design.pk).delete()
            return  # the order changed meanwhile: what it says now is due already
        if not first and held.design_id != design.pk:
            Design.objects.filter(pk=design.pk).delete()
            return  # somebody put a design in by hand meanwhile
        again = _next_try(held, any(failure.transient for failure in failures))
        held.design, held.design_due_at = design, again
        held.version += 1 if first else 0
        held.save(update_fields=["design", "design_due_at", "version", "updated_at"])
        problems.clear(held, *problems.NO_DESIGN)
        say_what_is_wrong(held, found, failures)
        if first:
            say_what_was_left_out(held, left_out)
        if first or not failures:
            because = _because(held) if first else "The design was filled and its pictures fetched again."
            record(
                Kind.DESIGN, by=_store(held), project=held.pk, order=held.order_id, subject=design.pk,
                now=str(shown.number), because=because, reacts=True,
            )  # fmt: skip


def refill(project: Project, *, by: Actor, give_up_edits: bool = False) -> bool:
    """Fill the project's design with its fields anew, as a new revision; False where nothing would change.

    A customer's file has no fields to fill. The caller looks after edits: `give_up_edits` goes back to revision 1.
    """
    assert project.design is not None
    shown, values = store.revision(project.design), record_for(project, project.fields)
    if shown.document is None or (shown.record == values and not (give_up_edits and shown.edited)):
        return False
    store.refill(project.design, values, by=by, from_first=give_up_edits)
    project.design.refresh_from_db()
    return True


def replace(project: Project, *, by: Actor) -> None:
    """Put what the line refers to now in the place of the project's design, as its next revision.

    Raises:
        FetchFailed, AddressForbidden: it cannot be had. FileUnusable, DesignInvalid, NoSuchDesign: it cannot be used.
    """
    assert project.design is not None
    ref = reference(project.line)
    document, data, name = ref.document, b"", "design"
    if ref.id:
        original = store.revision(_stored(ref.id))
        document, name = original.document, original.file_name
        data = blobs.read(str(original.file_id)) if original.file_id else b""
    elif ref.url:
        data, name = fetch(ref.url, max_bytes=MAX_BYTES).data, file_name_of(ref.url)
        document = as_document(data)
    if document is None:
        store.replace_by_file(project.design, data, file_name=name, by=by)
    else:
        values = record_for(project, project.fields)
        ours, left_out = taken_over(document, page_size(project))
        store.revise(project.design, ours, by=by, record=values, edited=False)
        say_what_was_left_out(project, left_out)


def record_for(project: Project, fields: Mapping[str, str]) -> dict[str, str]:
    """What fills the template: the store's fields under the template's names."""
    names = project.product.fields if project.product else {}
    plain = {name: value for name, value in fields.items() if name not in names}
    return plain | {names[name]: value for name, value in fields.items() if name in names}


def design_name(project: Project) -> str:
    """What a project's own design is called: as the project, as far as there is room."""
    return project.name[:300]


def page_size(project: Project) -> store.PageSize | None:
    """The page of the product: a picture that a line brings becomes one page of this size, bleed included."""
    if project.product is None or project.product.design is None:
        return None
    return store.page_of(store.revision(project.product.design))


def _needs_fetching(project: Project) -> bool:
    """Whether an address stands anywhere in what the design is made of; too many are taken for addresses, never few."""
    ref, original = reference(project.line), project.original
    parts = [ref.url, ref.document, original.document if original else None, project.fields]
    said = json.dumps(parts).lower()
    return "http:" in said or "https:" in said


def _stored(design_id: str) -> Design:
    design = Design.objects.filter(pk=design_id).first()
    if design is None:
        raise store.NoSuchDesign(f"The design {design_id[:60]} is not stored here.")
    return design


def _claimed(project_id: str) -> Project | None:
    now = timezone.now()
    project = (
        Project.objects.filter(pk=project_id, design_due_at__lte=now)
        .select_related("line", "product__design", "design", "original__design", "original__file", "storefront")
        .first()
    )
    if project is None:
        return None
    ours = Project.objects.filter(pk=project_id, design_due_at=project.design_due_at).update(
        design_due_at=now + CLAIM, design_tries=F("design_tries") + 1
    )
    if not ours:
        return None
    project.design_tries += 1
    project.design_due_at = now + CLAIM
    if project.design_id is None and project.design_tries > 1:
        Design.objects.filter(project=project.pk).delete()  # what a try before left half done
    return project


def _made(project: Project) -> tuple[Design, tuple[Finding, ...]]:
    by, ref, name = _store(project), reference(project.line), design_name(project)
    values = record_for(project, project.fields)
    if project.original is not None:
        copied = store.copy_to_project(
            project.original, project=project.pk, by=by, record=values, page=page_size(project)
        )
        return copied, ()
    if ref.document is not None:
        document, left_out = taken_over(ref.document, page_size(project))
        return store.create_document_design(name, document, by=by, project=project.pk, record=values), left_out
    return design_from_address(ref.url, name=name, project=project.pk, by=by, record=values, page=page_size(project))


def _not_there(project: Project, why: OfficeError) -> None:
    retry = bool(getattr(why, "transient", False)) or why.facts.get("status") in NOT_THERE_YET
    with transaction.atomic():
        held = Project.objects.select_for_update(of=("self",)).select_related("line").get(pk=project.pk)
        if held.design_id is not None or fingerprint(held.line.design) != project.design_source:
            return
        held.design_due_at = again = _next_try(held, retry)
        held.save(update_fields=["design_due_at", "updated_at"])
        ref = reference(held.line)
        what = in_words(held.line.design) if held.line.design else "The template"
        later = f" It is tried again at {again:%H:%M} UTC." if again else ""
        problems.raise_problem(
            held, Code.DESIGN_NOT_FETCHED if ref.url else Code.DESIGN_INVALID,
            f"{what[0].upper()}{what[1:]} cannot be used: {why.sentence}{later}", why.hint, holds_start=True,
            cause=why.code, errors=[{"path": fault.path, "message": fault.message} for fault in why.errors],
        )  # fmt: skip


def _next_try(held: Project, worth_it: bool) -> datetime | None:
    if not worth_it or held.design_tries > len(PAUSES):
        return None
    return timezone.now() + PAUSES[held.design_tries - 1]


def _because(project: Project) -> str:
    if project.line.design:
        return f"Taken from the order: {in_words(project.line.design)}."
    return "The product's template was filled with the order's fields."


def _store(project: Project) -> Actor:
    return Actor(ActorKind.STORE, project.storefront.name, project.storefront_id)
