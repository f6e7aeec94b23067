"""Say whether all is well: database, storage, fonts, profiles, workers, clock, address; and what to do if not."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from makeready.cli import DONE, INPUT_AT_FAULT
from makeready.config import Config, config
from makeready.office.errors import OfficeError

OLDEST_BELIEVABLE = datetime(2026, 1, 1, tzinfo=UTC)
SCRIPTS = {
    "Latin": "Aß", "Greek": "Ωή", "Cyrillic": "Жї", "Arabic": "عش", "Hebrew": "אש", "Devanagari": "कष",
    "Thai": "กฎ", "Chinese": "漢", "Japanese": "あ", "Korean": "한", "Emoji": "😀",
}  # fmt: skip
"""A letter or two by which a script counts as covered."""
NEEDED = ("Latin", "Greek", "Cyrillic")


class Finding(NamedTuple):
    """What a check found. fix: what to do; "" where all is well. wrong: whether work cannot go on like this."""

    said: str
    fix: str = ""
    wrong: bool = False


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose."""


def run(args: argparse.Namespace) -> int:
    """Check one thing after another; exit code 1 where something is wrong."""
    found = [(name, finding) for name, check in CHECKS.items() for finding in _checked(check)]
    for name, finding in found:
        sign = "WRONG" if finding.wrong else "look " if finding.fix else "ok   "
        print(f"{sign}  {name:<9} {' '.join(finding.said.split())}")
        if finding.fix:
            print(f"{'':<17} → {finding.fix}")
    return INPUT_AT_FAULT if any(finding.wrong for _, finding in found) else DONE


def _checked(check: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from check()
    except OfficeError as why:
        yield Finding(why.sentence, why.hint, wrong=True)
    except Exception as why:  # noqa: BLE001 (whatever is broken: the other checks must still be told)
        said = str(why).partition("\n")[0][:200]
        yield Finding(
            f"Cannot be checked: {said or type(why).__name__}", "Mend the others first; then ask again.", True
        )


def _database() -> Iterator[Finding]:
    from makeready.office.site.prepare import prepare

    prepare()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    place = urlsplit(config().database)
    shown = place.path.replace("//", "/") if place.scheme == "sqlite" else f"{place.hostname or 'local'}{place.path}"
    yield Finding(f"{connection.display_name} answers ({shown}) and is up to date.")


def _storage() -> Iterator[Finding]:
    from makeready.office.storage import blobs

    yield Finding(blobs.check())


def _walls() -> Iterator[Finding]:
    """What holds around the processes that read customers' files."""
    from makeready.press import confine
    from makeready.press.confine import child, walls

    up = confine.run(child.facts)["walls"]
    missing = [wall for wall in walls.ALL if wall not in up]
    yield Finding(f"What reads customers' files is limited in or kept from: {', '.join(up)}.")
    if missing:
        yield Finding(
            f"This machine sets no limits to: {', '.join(missing)}.",
            "Run Makeready on Linux 5.13 or newer (x86-64 or ARM64), in a container that allows seccomp and Landlock.",
        )


def _fonts() -> Iterator[Finding]:
    from makeready.office.designs.conditions import materials
    from makeready.office.designs.sources import stock
    from makeready.press import walled

    shop = stock(None, materials())
    families = walled.families(shop)
    if not families:
        yield Finding("No font at all was found.", "Install the package font-source-sans-pro, or upload fonts.", True)
        return
    covered = walled.scripts_covered(SCRIPTS, shop)
    missing = [script for script in SCRIPTS if script not in covered]
    yield Finding(f"{len(families)} font families; scripts covered: {', '.join(covered)}.")
    if missing:
        yield Finding(
            f"No font for: {', '.join(missing)}. Designs in these scripts are refused with the character named.",
            "Upload fonts under Assets, or install the machine's (Debian: fonts-noto-core, fonts-noto-cjk, "
            "fonts-noto-color-emoji).",
            wrong=any(script in NEEDED for script in missing),
        )


def _profiles() -> Iterator[Finding]:
    from makeready.office.designs.conditions import output_condition
    from makeready.office.designs.models import Asset, AssetKind

    condition = output_condition()
    own = Asset.objects.filter(kind=AssetKind.PROFILE).count()
    if own:
        yield Finding(f"{own} ICC profiles of the shop; the default output condition is “{condition.name}”.")
    else:
        yield Finding(
            f"The default output condition is the built-in profile “{condition.name}”, which is no press's own.",
            "Ask your press for its ICC profile and upload it under Assets as the default.",
        )


def _workers() -> Iterator[Finding]:
    from django.utils import timezone

    from makeready.office.jobs.models import Job, JobStatus, Worker

    heard = Worker.objects.filter(stopped_at=None, heard_at__gt=timezone.now() - timedelta(seconds=30))
    waiting = Job.objects.filter(status=JobStatus.QUEUED).order_by("created_at").first()
    names = ", ".join(f"{worker.host} ({worker.pid})" for worker in heard)
    if names:
        yield Finding(f"Workers heard of within the last half minute: {names}.")
    else:
        yield Finding(
            "No worker was heard of within the last half minute: queued print files wait.",
            "Run `makeready worker`, or `makeready serve` without --no-worker.",
        )
    if waiting and timezone.now() - waiting.created_at > timedelta(minutes=5):
        minutes = int((timezone.now() - waiting.created_at).total_seconds() // 60)
        yield Finding(
            f"The oldest queued job has waited for {minutes} minutes.",
            "Look at the workers' log; start more workers or raise MAKEREADY_WORKER_CONCURRENCY.",
        )


def _clock() -> Iterator[Finding]:
    """Against the file system's, and the database's where it is another machine."""
    now = datetime.now(UTC)
    if now < OLDEST_BELIEVABLE:
        yield Finding(f"The clock says {now:%Y-%m-%d}, which is past.", "Set the clock (NTP).", wrong=True)
        return
    with tempfile.NamedTemporaryFile(dir=config().data) as file:
        apart = abs(Path(file.name).stat().st_mtime - time.time())
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            apart = max(apart, abs(float(cursor.fetchone()[0]) - time.time()))
    if apart > 5:
        yield Finding(
            f"The clocks of this machine and of its data are {apart:.0f} s apart.",
            "Let NTP set both: what happened first is told by the clock.",
            wrong=apart > 60,
        )
    else:
        yield Finding(f"{now:%Y-%m-%d %H:%M:%S} UTC, in step with the data's.")


def _address() -> Iterator[Finding]:
    address = config().base_url
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Finding(f"MAKEREADY_BASE_URL is no web address: {address!r}.", "Set it like https://print.example.", True)
    elif parts.hostname in ("127.0.0.1", "localhost", "::1") or address == Config.base_url:
        yield Finding(
            f"Stores are told to send their webhooks to {address}, which only this machine reaches.",
            "Set MAKEREADY_BASE_URL to the address under which the stores reach this server.",
        )
    elif parts.scheme == "http":
        yield Finding(
            f"{address} is not encrypted: passwords and keys can be read on the way.",
            "Put a proxy with TLS before it and set MAKEREADY_BASE_URL to https://….",
        )
    else:
        yield Finding(f"Reached as {address}.")


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "database": _database,
    "storage": _storage,
    "walls": _walls,
    "fonts": _fonts,
    "profiles": _profiles,
    "workers": _workers,
    "clock": _clock,
    "address": _address,
}
"""In the order in which one needs the other."""
