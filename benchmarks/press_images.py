"""How long does a photo take to become inks, a card a preview, and a page its plates? Beside Pillow in the same run."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np

from benchmarks.figures import Figure, figure_of
from benchmarks.press_card import card
from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.fonts.library import FontLibrary
from makeready.press.images.convert import prepare
from makeready.press.raster.plates import separate
from makeready.press.render import Stamp, Wish, render
from makeready.press.sources import SourceFile, SourceFiles

PIXELS = (6000, 4000)
PLACED = (306.0, 204.0)
"""Millimetres: 3614 pixels across at 300 dpi."""


def photo() -> bytes:
    """A JPEG of 24 megapixels: soft shapes with grain, as cameras make them."""
    from PIL import Image

    rng = np.random.default_rng(7)
    soft = Image.fromarray(rng.integers(0, 255, (40, 60, 3), dtype=np.uint8)).resize(PIXELS, Image.Resampling.BICUBIC)
    grain = rng.integers(-6, 7, (PIXELS[1], PIXELS[0], 1), dtype=np.int16)
    out = io.BytesIO()
    Image.fromarray(np.clip(np.asarray(soft) + grain, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=88)
    return out.getvalue()


def measure() -> Iterator[Figure]:
    """Both ways by turns, so that a busy machine slows both."""
    picture, condition = photo(), OutputCondition.default()
    ours, theirs = [], []
    for turn in range(5):
        began = time.perf_counter()
        # Another byte at the end is another file: nothing is remembered.
        prepare(SourceFile(picture + bytes([turn])), placed=PLACED, target="cmyk", condition=condition)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        _pillow(picture, condition)
        theirs.append(time.perf_counter() - began)
    limit = "lcms converts 29 megapixels a second and thread"
    yield figure_of("press.photo.cmyk", ours, "s", 0.4, limit=limit, peers={"Pillow + ImageCms": min(theirs)})
    ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
    yield figure_of("press.photo.against-pillow", ratios, "×", 2.5, at_most=False)
    yield figure_of("press.photo.memory", [_memory()], "MB", 200.0)
    yield from _card(condition)


def _card(condition: OutputCondition) -> Iterator[Figure]:
    library, stamp = FontLibrary(system=False), Stamp(datetime(2026, 11, 24, tzinfo=UTC), "benchmark")
    design, sources = document.read(card()), SourceFiles()

    def made(wish: Wish, count: int) -> bytes:
        record = {"Name": f"Anna Öz {count}"}
        return render(design, record, wish, fonts=library, sources=sources, condition=condition, stamp=stamp).data

    preview = Wish(format="png", dpi=150, pages="1")
    yield figure_of("press.card.preview", _taken(lambda n: made(preview, n), 60), "ms", 6.0)
    print_file = made(Wish(), 0)
    plates = _taken(lambda n: separate(print_file, 1, condition=condition, dpi=300), 12)
    yield figure_of("press.card.plates", plates, "ms", None)


def _taken(work: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds of each run after the first few."""
    took = []
    for count in range(times + 5):
        began = time.perf_counter()
        work(count)
        took.append((time.perf_counter() - began) * 1000)
    return took[5:]


def _pillow(picture: bytes, condition: OutputCondition) -> bytes:
    """The same with Pillow: reduced, converted by lcms with black point compensation, packed alike."""
    from PIL import Image, ImageCms

    image = Image.open(io.BytesIO(picture))
    width = round(PLACED[0] / 25.4 * 300)
    small = image.resize((width, round(width * image.height / image.width)), Image.Resampling.LANCZOS)
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), io.BytesIO(condition.icc), "RGB", "CMYK",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC, flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )  # fmt: skip
    out = io.BytesIO()
    inks = ImageCms.applyTransform(small, transform)
    assert inks is not None, "only made in place where asked for"
    inks.save(out, "JPEG", quality=90, subsampling=0)
    return out.getvalue()


def _memory() -> float:
    """The most that a fresh process had in memory that does nothing but convert the photo, MB."""
    script = (
        "import re, sys\n"
        "from pathlib import Path\n"
        "from makeready.press.images.convert import prepare\n"
        "from makeready.press.color.condition import OutputCondition\n"
        "from makeready.press.sources import SourceFile\n"
        f"prepare(SourceFile(sys.stdin.buffer.read()), placed={PLACED}, target='cmyk',\n"
        "        condition=OutputCondition.default())\n"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], input=photo(), capture_output=True, check=True)
    return float(done.stdout)
