"""One run of many cards in a process of its own: `COUNT codes|text live|known`. Prints seconds and memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._cards import design, record, records
from makeready.press.barcodes.encode import encode
from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.fonts.library import FontLibrary
from makeready.press.render import Stamp, Wish, merge
from makeready.press.sources import SourceFiles

KNOWN = 4000
"""Codes that are encoded before: as many as the engine remembers."""


def main(count: int, codes: bool, known: bool) -> None:
    """Some cards for warmth, then so many others for the clock."""
    with_ = {
        "fonts": FontLibrary(system=False), "sources": SourceFiles(), "condition": OutputCondition.default(),
        "stamp": Stamp(datetime(2026, 11, 24, tzinfo=UTC), "benchmark"),
    }  # fmt: skip
    card = document.read(design(codes=codes))
    with TemporaryDirectory() as folder, (Path(folder) / "out.pdf").open("wb") as out:
        merge(card, (record(10_000_000 + n) for n in range(500)), Wish(), out=out, **with_)
        if known:
            for one in records(KNOWN):
                encode("qr", one["Link"])
        out.seek(0)
        out.truncate()
        began, cpu = time.perf_counter(), time.process_time()
        wanted = ({**one, "Link": record(n % KNOWN)["Link"]} if known else one for n, one in enumerate(records(count)))
        made = merge(card, wanted, Wish(), out=out, **with_)
        out.flush()
        took, used = time.perf_counter() - began, time.process_time() - cpu
        size = out.tell()
    assert made.records == count and made.page_count == 2 * count
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took, "cpu": used, "mb": peak, "size": size / 1e6}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] == "codes", sys.argv[3] == "known")
