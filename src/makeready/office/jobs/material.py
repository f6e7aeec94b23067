"""What do tasks work on, and what does the print engine make of it? Files go through the storage.

`of_design`, `of_file` and `page_facts` are called in helper processes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from makeready.office.designs import output, store
from makeready.office.designs.conditions import materials
from makeready.office.designs.files import examine
from makeready.office.designs.models import Design, Pin, Revision
from makeready.office.designs.sources import stock
from makeready.office.jobs.models import Job
from makeready.office.projects.models import Project
from makeready.office.storage import blobs
from makeready.office.tasks.task import File, Picture, TaskFailed
from makeready.press.output.printfile import PrintFile
from makeready.press.output.wish import Wish
from makeready.press.pdf.metadata import Stamp
from makeready.press.walled import print_customer_file


class DesignMissing(TaskFailed):
    """The project has no design to print."""

    code = "job_without_design"
    fix = "Fetch or add the project's design (its problems say what is missing), then press Retry."


class NoSuchItem(TaskFailed):
    """A pipeline asks for an item or design that the project does not have."""

    code = "item_missing"
    fix = "A project here has one item with one design: correct the pipeline, then start the job again."


def check_item(job: Job, item: str, index: int) -> None:
    """Raise where another item than the project's own is asked for."""
    known = {"", job.project.line.title, job.project.name, job.project.line.external_id}
    if item not in known:
        raise NoSuchItem(f"The project has no item “{item}”; its item is “{job.project.line.title}”.")
    if index:
        raise NoSuchItem(f"The project's item has one design, no number {index}.")


def design(project: Project) -> File:
    """The project's design as it is now: the document with the customer's values, or the file as it came.

    Raises:
        DesignMissing: there is none.
    """
    design_id = Project.objects.values_list("design_id", flat=True).get(pk=project.pk)
    if design_id is None:
        raise DesignMissing("The project has no design yet.")
    shown = store.revision(Design.objects.get(pk=design_id))
    facts = {"design": design_id, "revision": shown.number, "pages": shown.pages, "width": shown.width_mm,
             "height": shown.height_mm}  # fmt: skip
    if shown.file is not None:
        return File(shown.file.sha256, shown.file.media_type, shown.file.size, shown.file_name, facts)
    text = json.dumps(store.document_with_values(shown), ensure_ascii=False, indent=1)
    blob = blobs.put(text.encode(), "application/json")
    return File(blob.sha256, blob.media_type, blob.size, "design.json", facts)


def resources(project: Project, kind: str) -> list[File]:
    """General: what the design's addresses held when they were fetched. Hires: the customer's own file."""
    design_id = Project.objects.values_list("design_id", flat=True).get(pk=project.pk)
    if design_id is None:
        return []
    if kind == "Hires":
        shown = store.revision(Design.objects.get(pk=design_id))
        file = shown.file
        return [File(file.sha256, file.media_type, file.size, shown.file_name)] if file else []
    pins = Pin.objects.filter(design=design_id).select_related("file").order_by("pk")
    return [File(p.file.sha256, p.file.media_type, p.file.size, p.src.partition("?")[0].rpartition("/")[2])
            for p in pins]  # fmt: skip


def of_design(design_id: str, revision: int, picture: Picture, print_settings: dict[str, Any]) -> File:
    """A design's revision as a file, by the same way as the print file on demand.

    Raises:
        CannotPrint: with every finding.
    """
    found = Revision.objects.select_related("design", "file").get(design=design_id, number=revision)
    settings = {**print_settings, **({"profile": picture.profile} if picture.profile else {})}
    return kept(output.print_file(found, wish(picture, print_settings), settings, limits=output.queued()))


def of_file(sha256: str, picture: Picture, print_settings: dict[str, Any], created: datetime) -> File:
    """A file (fetched, or made by another task) as a file of another kind. created: its date in the result.

    Raises:
        PressError: it cannot be read or printed.
    """
    profile = str(picture.profile or print_settings.get("profile") or "")
    stamp = Stamp(created=created.astimezone(UTC).replace(microsecond=0), identifier=sha256)
    made_with = stock(None, materials(profile))
    wanted = wish(picture, print_settings)
    return kept(print_customer_file(sha256, wanted, None, 0.0, stamp, made_with, output.queued()))


def page_facts(sha256: str) -> tuple[int, float, float]:
    """A file's number of pages, and its first page's width and height in mm.

    Raises:
        FileUnusable: no PDF, picture or SVG.
    """
    facts = examine(blobs.read(sha256))
    return facts.pages, facts.width_mm, facts.height_mm


def wish(picture: Picture, print_settings: dict[str, Any]) -> Wish:
    """What is wanted of the engine: the task's own word, then the product's, then the engine's default."""
    given = {name: value for name, value in asdict(picture).items() if name != "profile"}
    if given["dpi"] is not None:
        given["dpi"] = round(given["dpi"])
    words = {name: value.value if isinstance(value, Enum) else value for name, value in given.items()}
    return output.wished(words, print_settings)


def kept(made: PrintFile) -> File:
    """A print file put into the storage; what the engine remarks goes with it."""
    blob = blobs.put(made.data, made.media_type)
    return File(blob.sha256, made.media_type, blob.size, remarks=tuple(one.message for one in made.findings))
