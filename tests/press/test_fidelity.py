"""What a customer sees is what prints: every example's page in a browser against the pixels of its print file."""

import io
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from tests.servers.browser import ARGUMENTS, MISSING, present

from makeready.cli import _designs
from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.fonts.library import FontLibrary
from makeready.press.raster.pixels import rasterise
from makeready.press.render import Stamp, Wish, render

EXAMPLES = sorted((Path(__file__).parents[2] / "examples" / "designs").glob("*.json"))
PRESS = OutputCondition.default()
WIDTH = 1000
"""Pixels across."""

MEAN_AT_MOST = 0.5
FAR_APART, FAR_APART_AT_MOST = 128, 1 / 10_000


@pytest.fixture(scope="module")
def fonts() -> FontLibrary:
    return FontLibrary()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = present()
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found[0], args=list(ARGUMENTS))
        yield running
        running.close()


def seen(svg: str, width: int, height: int, browser: Browser) -> np.ndarray:
    """The SVG as the browser shows it at exactly so many pixels."""
    drawn = re.sub(r'width="[^"]+" height="[^"]+"', f'width="{width}" height="{height}"', svg, count=1)
    drawn = drawn.replace("<svg ", '<svg preserveAspectRatio="none" ', 1)
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{drawn}")
    shot = page.screenshot()
    page.close()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"))


@pytest.mark.browser
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_page_on_the_screen_is_the_print_file_on_paper(example: Path, fonts: FontLibrary, browser: Browser):
    given = _designs.read(str(example))
    design, sources = document.read(given.data), given.sources()
    filled = {
        "fonts": fonts,
        "sources": sources,
        "condition": PRESS,
        "stamp": Stamp(datetime(2026, 11, 24, tzinfo=UTC), "t"),
    }
    print_file = render(design, {}, Wish(), **filled).data

    for number in range(1, len(design.pages) + 1):
        svg = render(design, {}, Wish(format="svg", pages=str(number)), **filled).data.decode()
        printed = rasterise(print_file, number, width_px=WIDTH, condition=PRESS)
        apart = np.abs(printed.array.astype(int) - seen(svg, printed.width, printed.height, browser))

        assert apart.mean() < MEAN_AT_MOST, f"page {number}"
        assert (apart.max(axis=2) > FAR_APART).mean() < FAR_APART_AT_MOST, f"page {number}"
