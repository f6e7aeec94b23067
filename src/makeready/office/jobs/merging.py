"""How does a design become a file of many records? By the engine's own merge, in a confined child of a helper."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from makeready.office.designs import output
from makeready.office.designs.models import Revision
from makeready.office.jobs.material import wish
from makeready.office.storage import blobs
from makeready.office.tasks.task import File, InputUnsuitable, Picture, TaskFailed
from makeready.press import confine
from makeready.press.findings import PressError
from makeready.records import all_rows

TOLD = 20
"""Bad records that are told one by one."""

MOST = 100_000
"""Records that one task takes: they stand in memory."""
SECONDS = 120.0
MEMORY = 1 << 30
"""What reading a file of records may take."""


class RecordsAtFault(TaskFailed):
    """Records of the data cannot be printed."""

    code = "records_at_fault"
    fix = "Correct these records in the data, or let the task leave them out (badRecords: skip); then start again."


def of_records(
    facts: Mapping[str, Any], design: str, data: str, name: str, picture: Picture, print_settings: dict[str, Any],
    skip: bool,
) -> File:  # fmt: skip
    """A design (its document in the storage: `design`) printed with every record of a file (`data`, called `name`).

    Raises:
        RecordsAtFault: some cannot be printed, and are not to be skipped. InputUnsuitable: no records.
        CannotPrint: the design itself is at fault.
    """
    shown = Revision.objects.select_related("design").get(design=facts["design"], number=facts["revision"])
    records, bad = _read(data, name)
    columns = set(records[0]) if records else set()
    shown.document = _without_values(json.loads(blobs.read(design)), shown.document or {}, columns)
    shown.record = {field: value for field, value in shown.record.items() if field not in columns}
    shown.digest = hashlib.sha256(f"{design}{data}".encode()).hexdigest()
    profile = str(picture.profile or print_settings.get("profile") or "")
    pdf, made = output.print_records(shown, records, wish(picture, print_settings), profile)
    bad += [f"Record {one.number}: {one.findings[0].message}" for one in made.set_aside]
    if bad and (not skip or not made.records):
        more = f" (and {len(bad) - 1} more)" if len(bad) > 1 else ""
        raise RecordsAtFault(f"{bad[0]}{more}", records=bad[:TOLD])
    blob = blobs.put(pdf, "application/pdf")
    told = {"records": made.records, "pages": made.page_count, "set_aside": len(bad)}
    return File(blob.sha256, blob.media_type, blob.size, facts=told, remarks=tuple(bad[:TOLD]))


def _without_values(document: dict[str, Any], template: Mapping[str, Any], columns: set[str]) -> dict[str, Any]:
    """The document whose fields that are columns of the data have the template's defaults, not the customer's values.

    Else a record with an empty cell would be printed with somebody else's name.
    """
    defaults = {field["name"]: field.get("default", "") for field in template.get("fields", [])}
    fields = [
        {**field, "default": defaults.get(field["name"], "")} if field["name"] in columns else field
        for field in document.get("fields", [])
    ]
    return {**document, **({"fields": fields} if fields else {})}


def _read(sha256: str, name: str) -> tuple[tuple[Mapping[str, str], ...], list[str]]:
    """The records of a file in the storage, and sentences about rows that are none. Anybody's file: behind walls."""
    lent = confine.lend(blobs.read(sha256), ".records")
    try:
        rows = confine.run(all_rows, lent, name, MOST, seconds=SECONDS, memory=MEMORY)
    except PressError as why:
        raise InputUnsuitable(f"“{name}” cannot be read: {why}", fix="Split the data, or save it as CSV.") from why
    finally:
        Path(lent).unlink(missing_ok=True)
    if isinstance(rows, str):
        raise InputUnsuitable(rows, fix="Hand in CSV or XLSX with a header line, or JSON lines, with fewer records.")
    bad = [f"Record {row.number} (line {row.line}): {row.fault}." for row in rows if row.fault]
    return tuple(row.record for row in rows if not row.fault), bad
