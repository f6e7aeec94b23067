"""How do a job's artifacts get their names and rows? One file per name; collections count from 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from makeready.office.jobs import leftovers
from makeready.office.jobs.models import Artifact, Job
from makeready.office.projects.models import Project
from makeready.office.storage.media_types import extension
from makeready.office.tasks.by_artifact import is_or_belongs_to
from makeready.office.tasks.task import File, Input

UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
"""What some system does not allow in a file's name."""


@dataclass(frozen=True)
class Named:
    """A file and the artifact that it becomes."""

    alias: str
    file: File
    collection: str = ""
    index: int = 0


def named(files: Iterable[File], wanted: Sequence[str]) -> list[Named]:
    """The names of `outputArtifacts` given to files in order; a collection takes all that are left.

    Files beyond a fixed list are left out, as the vendor does.
    """
    left = list(files)
    found = []
    for name in wanted:
        if "*" in name:
            found += [Named(name.replace("*", str(n)), file, name, n) for n, file in enumerate(left, 1)]
            left = []
        elif left:
            found.append(Named(name, left.pop(0)))
    return found


def of_element(made: Iterable[Named], names: Sequence[str], wanted: Sequence[str], index: int) -> list[Named]:
    """What a task made for one element of forEach: `proof3` belongs to `proof*`, as its third."""
    collection = dict(zip(wanted, names, strict=True))
    return [Named(one.alias, one.file, collection[one.alias], index) for one in made]


def keep(job: Job, made: Iterable[Named], *, whole: bool = True) -> None:
    """Write the rows; what an earlier attempt left under these names goes. whole: its collections are all there."""
    made = list(made)
    if whole:
        collections = {one.collection for one in made if one.collection}
        leftovers.let_go(Artifact.objects.filter(job=job, collection__in=collections))
    stale = _shows_older_design(job, made)
    for one in made:
        file = one.file
        Artifact.objects.update_or_create(
            job=job, alias=one.alias,
            defaults={
                "project_id": job.project_id, "name": file_name(one.alias, file.media_type), "file_id": file.sha256,
                "media_type": file.media_type, "size": file.size, "facts": dict(file.facts),
                "collection": one.collection, "index": one.index, "final": False, "stale": stale,
            },
        )  # fmt: skip


def _shows_older_design(job: Job, made: Iterable[Named]) -> bool:
    """Whether the design was changed while the job worked on it: then what it makes is stale from the beginning."""
    facts = [*Artifact.objects.filter(job=job).values_list("facts", flat=True), *(one.file.facts for one in made)]
    shown = {(fact["design"], fact["revision"]) for fact in facts if "design" in fact and not fact.get("library")}
    now = Project.objects.values_list("design_id", "design__current").get(pk=job.project_id)
    return any(one != now for one in shown)


def change(artifact: Input, **columns: Any) -> None:
    """Change an artifact's row."""
    Artifact.objects.filter(pk=artifact.id).update(**columns)


def finalize(job: Job, names: Sequence[str]) -> None:
    """Mark what stays; delete all else. Their files are cleared away later."""
    mine = list(Artifact.objects.filter(job=job))
    staying = {artifact.pk for name in names for artifact in of_name(mine, name)}
    staying |= {artifact.pk for artifact in mine if artifact.final}
    Artifact.objects.filter(pk__in=staying).update(final=True)
    leftovers.let_go(Artifact.objects.filter(job=job).exclude(pk__in=staying))


def of_name(artifacts: Iterable[Artifact], name: str) -> list[Artifact]:
    """The artifacts that a name means: one, all of a collection in order, or an element of one."""
    chosen = [one for one in artifacts if name in (one.alias, one.collection) or is_or_belongs_to(one.alias, name)]
    return sorted(chosen, key=lambda one: one.index)


def as_input(artifact: Artifact) -> Input:
    """A row as tasks see it."""
    return Input(
        artifact.pk, artifact.alias, artifact.name, artifact.file_id, artifact.media_type, artifact.size,
        artifact.facts, artifact.collection, artifact.index,
    )  # fmt: skip


def file_name(name: str, media_type: str) -> str:
    """A name fit for files, with the ending of its type."""
    ending = extension(media_type)
    stem = UNFIT.sub("_", name).strip().rstrip(".") or "file"
    if ending and stem.lower().endswith(ending):
        stem = stem[: -len(ending)]
    return stem[: 290 - len(ending)] + ending
