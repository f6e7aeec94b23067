"""What is seen in the editor is what prints: Chromium's drawing of the editor against the print file's pixels."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from tests.office.panel.conftest import Shop

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PX_PER_MM = 16
"""The page's edges lie on whole pixels in both, and PDFium puts even small letters where they are, not on a grid."""
MEAN, FAR, FAR_SHARE = 0.5, 128, 1e-4
"""Only the smoothing of edges may differ: 0–255 on average, and how many pixels by more than half."""

INK = {"cmyk": [85, 45, 75, 55]}
DOCUMENT: dict[str, Any] = {
    "version": 1,
    "name": "Everything",
    "pages": [
        {"name": "front", "width": 85, "height": 55, "bleed": 3, "items": [
            {"type": "rectangle", "x": -3, "y": -3, "width": 91, "height": 61, "fill": {"cmyk": [5, 10, 25, 0]}},
            {"type": "ellipse", "x": 55, "y": 4, "width": 26, "height": 18, "fill": {"rgb": [200, 90, 40]},
             "stroke": {"color": INK, "width": 0.8}, "opacity": 0.6},
            {"type": "line", "x": 6, "y": 24, "x2": 40, "y2": 24, "stroke": {"color": INK, "width": 0.5}},
            {"type": "path", "path": "M0 0 C8 -8 16 8 24 0 L24 6 Z", "x": 54, "y": 30, "fill": {"gray": 40}},
            {"type": "text", "x": 6, "y": 5, "width": 48, "height": 10, "size": 17, "font": "Source Serif Pro",
             "weight": 700, "text": "AV To Waffle fi", "fill": INK},
            {"type": "text", "x": 6, "y": 15, "width": 70, "height": 8, "size": 9, "align": "center",
             "text": "Žluťoučký kůň – Ελλάδα – Київ", "fill": {"rgb": [20, 20, 90]}},
            {"type": "text", "x": 6, "y": 27, "width": 44, "height": 16, "size": 8, "align": "justify",
             "text": "Set in lines that break where they break in print, since one layout draws both of them."},
            {"type": "text", "x": 52, "y": 38, "width": 30, "height": 8, "size": 11, "rotation": -12,
             "text": "turned a little", "fill": {"cmyk": [0, 90, 60, 0]}},
            {"type": "barcode", "symbology": "qr", "data": "https://shop.example/1", "x": 6, "y": 40, "width": 12,
             "height": 12, "fill": INK},
            {"type": "group", "x": 24, "y": 42, "clip": {"type": "ellipse", "width": 16, "height": 10}, "items": [
                {"type": "rectangle", "x": 0, "y": 0, "width": 8, "height": 10, "fill": INK},
                {"type": "rectangle", "x": 8, "y": 0, "width": 8, "height": 10, "fill": {"rgb": [240, 200, 40]}},
            ]},
        ]},
    ],
}  # fmt: skip


def test_the_editor_and_the_print_file_are_the_same_picture(page: Page, shop: Shop) -> None:
    project = shop.project(design={"document": DOCUMENT}, sku="NONE-1")
    seen = in_the_editor(page, project)
    printed = in_print(shop, project)

    assert seen.shape == printed.shape
    far_off = np.abs(seen - printed).max(axis=2)
    assert np.abs(seen - printed).mean() < MEAN
    assert (far_off > FAR).mean() < FAR_SHARE


def in_the_editor(page: Page, project: str) -> np.ndarray:
    """The page as the editor shows it, bleed included, at `PX_PER_MM`."""
    with page.expect_response("**/editor/page") as answered:
        page.goto(f"/projects/{project}/editor")
    drawing = answered.value.json()["svg"]
    alone = page.context.new_page()
    alone.set_viewport_size({"width": 91 * PX_PER_MM, "height": 61 * PX_PER_MM})
    alone.set_content(
        f"<style>body {{ margin: 0 }} svg {{ display: block; width: 100%; height: 100% }}</style>{drawing}"
    )
    picture = alone.screenshot(animations="disabled")
    alone.close()
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB"), dtype=float)


def in_print(shop: Shop, project: str) -> np.ndarray:
    """The print file's page, bleed included, drawn by PDFium at `PX_PER_MM`."""
    answer = shop.api.get(f"/projects/{project}/print-file?color=rgb")
    assert answer.status_code == 200, answer.text
    page = pypdfium2.PdfDocument(answer.content)[0]
    page.set_cropbox(*page.get_bleedbox())
    width, _ = page.get_size()
    bitmap = page.render(scale=(91 * PX_PER_MM - 0.01) / width)  # it rounds up
    return np.asarray(bitmap.to_pil().convert("RGB"), dtype=float)
