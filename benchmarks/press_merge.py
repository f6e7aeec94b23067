"""How fast do ten thousand cards become one PDF/X-4, on one core, in how much memory? And what do others take?

Each run is a process of its own. The peers (reportlab, fpdf2, WeasyPrint, Typst) make the same cards, each in an
environment of its own under build/peers, made when first needed; they are handed their QR codes ready. Seconds of the
processor are compared, so that neither other work on the machine nor a second core counts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks._cards import for_peers
from benchmarks.figures import Figure, figure_of

WHEN_NAMED = True
"""Left out of a run over everything: it installs the peers."""

HERE = Path(__file__).resolve().parent
PEERS = {
    "reportlab": ("reportlab==5.1.0", 300),
    "fpdf2": ("fpdf2==2.8.9", 300),
    "weasyprint": ("weasyprint==70.0", 100),
    "typst": ("typst==0.15.2", 1000),
}
"""What is installed, and how many cards it makes: enough for a second or so."""
GOALS = {"reportlab": 50.0, "fpdf2": 50.0, "weasyprint": 200.0, "typst": 10.0}
RUNS = 3
LIMIT = (
    "Python: of a card a third is its code (eight masks judged, two hundred rectangles), a third its six lines, "
    "the rest objects and streams; deflate is a tenth of all"
)


def measure() -> Iterator[Figure]:
    """Ours, then theirs, then how often theirs goes into ours."""
    live = [_ours(10_000, "codes", "live") for _ in range(RUNS)]
    yield figure_of("press.merge.10000.live.seconds", [run["cpu"] for run in live], "s", 1.0, limit=LIMIT)
    yield figure_of("press.merge.10000.live.memory", [run["mb"] for run in live], "MB", 100.0)
    large = [_ours(100_000, "codes", "live")]
    yield figure_of("press.merge.100000.live.seconds", [run["cpu"] for run in large], "s", None)
    yield figure_of("press.merge.100000.live.memory", [run["mb"] for run in large], "MB", 100.0)
    known = [10_000 / _ours(10_000, "codes", "known")["cpu"] for _ in range(RUNS)]
    yield figure_of("press.merge.10000.known.rate", known, "1/s", 15_000.0, at_most=False, limit=LIMIT)
    text = [10_000 / _ours(10_000, "text", "live")["cpu"] for _ in range(RUNS)]
    theirs = {kind: _peers(kind) for kind in ("codes", "text")}
    yield figure_of("press.merge.10000.text.rate", text, "1/s", None, at_most=False, peers=theirs["text"])
    rates = [10_000 / run["cpu"] for run in live]
    for name, rate in theirs["codes"].items():
        ratios = [ours / rate for ours in rates]
        yield figure_of(f"press.merge.than.{name}", ratios, "×", GOALS[name], at_most=False, peers={name: rate})
    for name in ("typst", "reportlab"):
        if name in theirs["text"]:
            ratios = [ours / theirs["text"][name] for ours in text]
            yield figure_of(f"press.merge.text.than.{name}", ratios, "×", 10.0, at_most=False)


def _ours(count: int, *how: str) -> dict[str, Any]:
    return _told([sys.executable, "-m", "benchmarks._merge_run", str(count), *how], cwd=HERE.parent)


def _peers(kind: str) -> dict[str, float]:
    """Cards a second of each peer that can be had."""
    cards = Path("build/peers/cards.json").resolve()
    cards.parent.mkdir(parents=True, exist_ok=True)
    cards.write_text(for_peers(max(count for _, count in PEERS.values()) + 5), "utf-8")
    fonts = [str(_font("font_source_sans_pro", "SourceSansPro")), str(_font("font_source_serif_pro", "SourceSerifPro"))]
    rates: dict[str, float] = {}
    for name, (wanted, count) in PEERS.items():
        python = _environment(name, wanted)
        if python is None:
            continue
        program = HERE / "peers" / f"with_{name}.py"
        made = cards.with_name(f"{name}-{kind}.pdf")
        seconds = [
            _told([str(python), str(program), str(cards), str(count), str(made), *fonts, kind])["seconds"]
            for _ in range(RUNS)
        ]
        rates[name] = count / min(seconds)
    return rates


def _environment(name: str, wanted: str) -> Path | None:
    """A Python that has the peer; None where it cannot be installed."""
    place = Path("build/peers").resolve() / name
    python = place / "bin" / "python"
    ready = place / ".ready"
    if not ready.exists():
        print(f"  installing {wanted} …", file=sys.stderr)
        try:
            subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", wanted], check=True, capture_output=True)
        except subprocess.CalledProcessError as why:
            print(f"  {name} cannot be installed: {why.stderr.decode()[-200:]}", file=sys.stderr)
            return None
        ready.touch()
    return python


def _font(package: str, name: str) -> Path:
    return next(path for path in Path(str(files(package))).rglob(f"{name}-Regular.ttf"))


def _told(command: list[str], cwd: Path | None = None) -> dict[str, Any]:
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} broke: {done.stderr.decode()[-400:]}")
    told: dict[str, Any] = json.loads(done.stdout.decode().strip().splitlines()[-1])
    return told
