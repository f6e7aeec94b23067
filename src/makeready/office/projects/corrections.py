"""How does a person put a project right? Each correction is a new revision or a recorded change; nothing is lost.

The ledger's `design` entries are what `reactions.py` hears: it marks print files stale and starts what had waited.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from makeready.office.accounts.actor import Actor
from makeready.office.designs import store
from makeready.office.designs.fetching import pin_sources
from makeready.office.designs.importing import taken_over
from makeready.office.designs.models import Design, Revision
from makeready.office.designs.output import findings
from makeready.office.errors import Fault, Invalid, Refused, StaleVersion
from makeready.office.history.ledger import record
from makeready.office.history.models import Kind
from makeready.office.projects import arrival, creation, design_source, problems, search
from makeready.office.projects.design_check import say_what_is_wrong, say_what_was_left_out
from makeready.office.projects.models import Problem, Project
from makeready.office.projects.problems import Code

MOST_MADE = 10_000_000


class DesignEdited(Refused):
    """New fields would replace what a person edited."""

    code = "design_edited"
    title = "The design was edited by hand"
    fix = "Edit the design itself, or send the fields with `discard_edits: true` to fill the template anew."


class DesignMissing(Refused):
    """The project has no design."""

    code = "design_missing"
    title = "There is no design"
    fix = "Look at the project's problems: fetch the design again, or put one in by hand."


class DesignIsFile(Refused):
    """The design is a customer's file, not a document: there is nothing in it that could be edited here."""

    code = "design_is_file"
    title = "The design is a file"
    fix = "Download it, correct it in your own program, and put the new file in its place."


class DesignPinned(Refused):
    """There is nothing to fetch: the design is there and complete."""

    code = "design_pinned"
    title = "The design is there"
    fix = "What was ordered is pinned. To change it, edit the design or put another file in its place."


class NothingToTakeOver(Refused):
    """The problem offers nothing that could be taken over."""

    code = "nothing_to_take_over"
    title = "There is nothing to take over"
    fix = "Only changed designs and changed fields can be taken over."


class ChangeInvalid(Invalid):
    """A change of a project is at fault."""

    code = "change_invalid"
    title = "The change is not valid"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a person wants changed; None: as it is. fields: those that change; one that is None goes."""

    name: str | None = None
    customer_name: str | None = None
    customer_email: str | None = None
    quantity: int | None = None
    fields: Mapping[str, str | None] | None = None


def change(
    project: Project,
    wanted: Changes,
    *,
    by: Actor,
    discard_edits: bool = False,
    expected_version: int | None = None,
) -> Project:
    """Change what the list shows of a project, or its fields: these fill its template anew, as a new revision.

    Raises:
        ChangeInvalid: with every fault. StaleVersion: somebody else was quicker.
        DesignEdited: the fields would undo what a person edited.
    """
    columns = _checked(wanted)
    with transaction.atomic():
        held = _held(project)
        if expected_version is not None and held.version != expected_version:
            raise StaleVersion(f"Somebody changed project {held.number} in between.")
        if wanted.fields is not None:
            columns["fields"] = _merged(held.fields, wanted.fields)
        columns = {column: value for column, value in columns.items() if getattr(held, column) != value}
        was = {column: getattr(held, column) for column in columns}
        marks = {column: timezone.now().isoformat() for column in columns}
        if columns:
            _save(held, **columns, overrides={**held.overrides, **marks})
            search.index(held)
        for column, value in columns.items():
            _record_change(held, column, was[column], value, by)
        refilled = "fields" in columns and _refill(held, by=by, discard_edits=discard_edits)
        if refilled:
            _save(held, design_due_at=timezone.now() + arrival.CLAIM)  # for the case that we crash before the next line
    _fresh(project)
    if refilled:
        _complete(project, by=by, because="The template was filled with changed fields.")
    return project


def save_design(
    project: Project,
    document: Mapping[str, Any],
    *,
    by: Actor,
    expected_version: int | None,
    comment: str = "",
    values: Mapping[str, str] | None = None,
) -> Revision:
    """Keep an edited document as the design's next revision; the ones before stay.

    expected_version: the design's version that the person read (None: whatever there is). A project without a
    design gets this one. values: what fills the document's fields from now on (None: what filled them before).

    Raises:
        DesignInvalid: with every fault. StaleVersion: somebody saved in between.
    """
    document, left_out = taken_over(document, arrival.page_size(project))
    with _revising(project):
        if left_out:
            say_what_was_left_out(project, left_out)
        if project.design is None:
            filling = arrival.record_for(project, project.fields) if values is None else values
            design = store.create_document_design(
                arrival.design_name(project), document, by=by, project=project.pk, record=filling
            )
            _put_in(project, design)
        else:
            store.revise(
                project.design, document, by=by, expected_version=expected_version, comment=comment, record=values
            )
    return _complete(project, by=by, because=comment or "Edited by hand.")


def save_file(project: Project, data: bytes, *, file_name: str, by: Actor, comment: str = "") -> Revision:
    """Put a file (PDF, PNG, JPEG, TIFF, SVG) in the design's place, as its next revision.

    Raises:
        FileUnusable: not of these kinds, or broken.
    """
    because = comment or f"Replaced by the file {file_name}."
    with _revising(project):
        if project.design is None:
            size = arrival.page_size(project)
            design = store.create_file_design(
                arrival.design_name(project), data, file_name=file_name, by=by, project=project.pk, page=size
            )
            _put_in(project, design)
        else:
            store.replace_by_file(project.design, data, file_name=file_name, by=by, comment=because)
    return _complete(project, by=by, because=because)


def fetch_again(project: Project, *, by: Actor) -> None:
    """Try again what failed: match a product, get the design, fetch missing pictures. `fetch_soon` does it.

    Raises:
        DesignPinned: the design is there and nothing is missing.
    """
    creation.match_again(project)
    with transaction.atomic():
        held = _held(project)
        missing = Problem.objects.filter(project=held, code=Code.PICTURE_MISSING).exists()
        if held.design_id is not None and not missing:
            raise DesignPinned(f"The design of project {held.number} was fetched and pinned.")
        if held.design_id is None:
            design_source.plan(held, held.line, held.product, due=timezone.now())
            design_source.say_what_is_missing(held, held.line, held.product)
        else:
            held.design_due_at, held.design_tries = timezone.now(), 0
        held.save(update_fields=["original", "design_due_at", "design_tries", "design_source", "updated_at"])
        record(Kind.DESIGN, by=by, project=held.pk, order=held.order_id, because="Asked to fetch the design again.")
    _fresh(project)


def take_over(project: Project, problem: Problem, *, by: Actor, discard_edits: bool = False) -> None:
    """Let the store's changed design or fields replace what is pinned, as a new revision.

    Raises:
        NothingToTakeOver: the problem is of another kind. DesignEdited: a person's edits would be lost.
        FetchFailed, AddressForbidden, FileUnusable, DesignInvalid: the new design cannot be had or used.
    """
    if problem.code == Code.FIELDS_CHANGED:
        gone = {name: None for name in project.fields if name not in project.line.fields}
        change(project, Changes(fields={**project.line.fields, **gone}), by=by, discard_edits=discard_edits)
    elif problem.code == Code.DESIGN_CHANGED:
        _take_design(project, by=by, discard_edits=discard_edits)
    else:
        raise NothingToTakeOver(f"“{problem.message[:100]}” is not about a changed design or field.")
    problems.clear(project, problem.code, key=problem.key)


def _take_design(project: Project, *, by: Actor, discard_edits: bool) -> None:
    if project.design is None:
        raise DesignMissing("The project has no design that another one could replace.")
    if store.revision(project.design).edited and not discard_edits:
        raise DesignEdited("A person edited the design since: the store's new one would replace that.")
    with _revising(project):
        arrival.replace(project, by=by)
    _save(project, design_source=design_source.fingerprint(project.line.design))
    _complete(project, by=by, because=f"Took over from the order: {design_source.in_words(project.line.design)}.")


def _refill(held: Project, *, by: Actor, discard_edits: bool) -> bool:
    if held.design is None:
        return False
    shown = store.revision(held.design)
    if shown.document is not None and shown.edited and not discard_edits:
        raise DesignEdited("A person edited the design since it was filled: new fields would undo that.")
    return arrival.refill(held, by=by, give_up_edits=discard_edits)


def _put_in(project: Project, design: Design) -> None:
    with transaction.atomic():
        held = _held(project)
        if held.design_id is not None:
            Design.objects.filter(pk=design.pk).delete()
            raise StaleVersion(f"Project {held.number} has got a design in between.")
        _save(held, design=design)
        problems.clear(held, *problems.NO_DESIGN)


@contextmanager
def _revising(project: Project) -> Iterator[None]:
    """While a new revision is made the project is marked: should we crash, `arrival` completes what was begun."""
    rows = Project.objects.filter(pk=project.pk)
    before = rows.values_list("design_due_at", flat=True).first()
    rows.update(design_due_at=timezone.now() + arrival.CLAIM)
    try:
        yield
    except BaseException:
        rows.update(design_due_at=before)
        raise
    _fresh(project)


def _complete(project: Project, *, by: Actor, because: str) -> Revision:
    """After a new revision: fetch the addresses that it brings, say what is wrong with it now, record it."""
    design = Design.objects.get(pk=project.design_id)
    failures = pin_sources(design)
    shown = store.revision(design)
    found = findings(shown)
    with transaction.atomic():
        held = _held(project)
        say_what_is_wrong(held, found, failures)
        _save(held, design_due_at=None)
        record(
            Kind.DESIGN, by=by, project=held.pk, order=held.order_id, subject=design.pk,
            was=str(shown.number - 1 or ""), now=str(shown.number), because=because, reacts=True,
        )  # fmt: skip
    _fresh(project)
    return shown


def _checked(wanted: Changes) -> dict[str, Any]:
    faults: list[Fault] = []
    columns: dict[str, Any] = {}
    for column, path, most in (
        ("name", "name", 500), ("customer_name", "customer/name", 300), ("customer_email", "customer/email", 320),
    ):  # fmt: skip
        text = getattr(wanted, column)
        if text is None:
            continue
        columns[column] = plain = text.replace("\0", "").strip()
        if len(plain) > most:
            faults.append(Fault(path, f"has {len(plain)} characters; {most} are the most"))
    if wanted.name is not None and not columns["name"]:
        faults.append(Fault("name", "must not be empty"))
    if wanted.quantity is not None:
        columns["quantity"] = wanted.quantity
        if not 1 <= wanted.quantity <= MOST_MADE:
            faults.append(Fault("quantity", f"must be 1 to {MOST_MADE:,}, not {wanted.quantity}"))
    if faults:
        raise ChangeInvalid("; ".join(f"{fault.path}: {fault.message}" for fault in faults) + ".", errors=faults)
    return columns


def _merged(fields: Mapping[str, str], wanted: Mapping[str, str | None]) -> dict[str, str]:
    merged: dict[str, str | None] = {**fields, **wanted}
    return {name.replace("\0", ""): value.replace("\0", "") for name, value in merged.items() if value is not None}


def _record_change(held: Project, column: str, was: Any, now: Any, by: Actor) -> None:
    if column == "fields":
        names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
        words = "; ".join(f"{name}: “{was.get(name, '')}” → “{now.get(name, '')}”" for name in names)
        record(Kind.DESIGN, by=by, project=held.pk, order=held.order_id, because=f"Changed fields. {words[:2000]}")
        problems.clear(held, Code.FIELDS_CHANGED) if now == held.line.fields else None
        return
    told = column.replace("_", "'s ").replace("customer's email", "customer's e-mail")
    record(
        Kind.ORDER, by=by, project=held.pk, order=held.order_id, was=str(was)[:200], now=str(now)[:200],
        because=f"Changed the {told}.", reacts=column == "quantity",
    )  # fmt: skip


def _held(project: Project) -> Project:
    rows = Project.objects.select_for_update(of=("self",))
    return rows.select_related("order", "line", "product__design", "design").get(pk=project.pk)


def _save(held: Project, **columns: Any) -> None:
    for column, value in columns.items():
        setattr(held, column, value)
    held.version += 1
    held.save(update_fields=[*columns, "version", "updated_at"])


def _fresh(project: Project) -> Project:
    project.refresh_from_db()
    return project
