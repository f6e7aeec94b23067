"""`make bench`: measure everything, print a table, write `build/bench.jsonl`.

Names as arguments choose modules, `press` all whose names begin so. `--publish` puts the figures into
docs/benchmarks.md, too.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
import time
from pathlib import Path

import benchmarks
from benchmarks.figures import Figure

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- figures: `python -m benchmarks --publish` -->", "<!-- end -->"


def main(arguments: list[str]) -> int:
    """Run the chosen modules (all without a choice); 1 where one of them broke."""
    publish = "--publish" in arguments
    chosen = [name for name in arguments if not name.startswith("--")]
    figures: list[Figure] = []
    broken = 0
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name.startswith("_") or module.name == "figures" or not _is_chosen(module.name, chosen):
            continue
        found_there = importlib.import_module(f"benchmarks.{module.name}")
        measure = getattr(found_there, "measure", None)
        if measure is None or (not chosen and getattr(found_there, "WHEN_NAMED", False)):
            continue
        began = time.monotonic()
        print(f"measuring {module.name} …", file=sys.stderr, flush=True)
        try:
            found = list(measure())
        except Exception as why:
            broken += 1
            print(f"{module.name} broke: {type(why).__name__}: {why}", file=sys.stderr)
            continue
        figures += found
        print(f"  took {time.monotonic() - began:.0f} s", file=sys.stderr)
    _write(figures, Path("build/bench.jsonl"))
    print(_table(figures))
    if publish:
        _publish(figures, DOCUMENT)
    return 1 if broken else 0


def _is_chosen(name: str, chosen: list[str]) -> bool:
    return not chosen or any(name == one or name.startswith(f"{one}_") for one in chosen)


def _write(figures: list[Figure], file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text("".join(json.dumps(figure.as_json()) + "\n" for figure in figures), "utf-8")


def _table(figures: list[Figure]) -> str:
    rows = [("figure", "median", "spread", "goal", "")]
    for one in figures:
        low, high = one.spread
        goal = "" if one.goal is None else f"{'≤' if one.at_most else '≥'} {one.goal:g} {one.unit}"
        verdict = {True: "met", False: "MISSED", None: ""}[one.met]
        rows.append((one.name, f"{one.value:.4g} {one.unit}", f"{low:.4g} – {high:.4g}", goal, verdict))
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    limits = [f"{one.name}: {one.limit}" for one in figures if one.limit]
    return "\n".join(lines + (["", "What limits each:", *limits] if limits else []))


def _publish(figures: list[Figure], document: Path) -> None:
    """Replace the rows of what was measured now; others stay."""
    words = document.read_text("utf-8")
    before, rest = words.split(BEGIN)
    table, after = rest.split(END)
    rows = {line.split("`")[1]: line for line in table.splitlines() if line.startswith("| `")}
    rows |= {figure.name: _row(figure) for figure in figures}
    head = "| figure | median | spread | goal | |\n| --- | --- | --- | --- | --- |"
    limits = {line.split("`")[1]: line for line in table.splitlines() if line.startswith("- `")}
    limits |= {figure.name: f"- `{figure.name}`: {figure.limit}." for figure in figures if figure.limit}
    said = "\n".join([head, *(rows[name] for name in sorted(rows)), "", "What limits each:", ""])
    told = "\n".join(limits[name] for name in sorted(limits))
    document.write_text(f"{before}{BEGIN}\n\n{said}\n{told}\n\n{END}{after}", "utf-8")


def _row(one: Figure) -> str:
    low, high = one.spread
    goal = "" if one.goal is None else f"{'≤' if one.at_most else '≥'} {one.goal:g} {one.unit}"
    verdict = {True: "met", False: "**missed**", None: ""}[one.met]
    return f"| `{one.name}` | {_short(one.value)} {one.unit} | {_short(low)} – {_short(high)} | {goal} | {verdict} |"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
