"""A business card: 85 × 55 mm, two sides, a mark of linden leaves, a QR code."""

from __future__ import annotations

import math

from makeready.office.demo.artwork.drawing import (
    Item,
    circle,
    cmyk,
    document,
    field,
    ground,
    leaf,
    line,
    page,
    path,
    rectangle,
    text,
)

FOREST, MOSS, CREAM, BRASS, INK = (
    cmyk(85, 45, 75, 55),
    cmyk(62, 22, 70, 12),
    cmyk(2, 3, 9, 0),
    cmyk(18, 38, 78, 8),
    cmyk(0, 0, 0, 100),
)
WIDTH, HEIGHT = 85.0, 55.0


def design() -> Item:
    """The template."""
    return document(
        "Business card",
        [
            field("Name", required=True, label="Name", max_length=40),
            field("Title", label="Job title"),
            field("Company", label="Company", default="Linden & Quill"),
            field("Phone", label="Phone"),
            field("Email", label="E-mail"),
            field("Website", label="Website", default="linden-quill.example"),
        ],
        page("front", WIDTH, HEIGHT, _front()),
        page("back", WIDTH, HEIGHT, _back()),
    )


def _front() -> list[Item]:
    contact: Item = {"size": 7.2, "font": "Source Sans Pro", "line_height": 1.35}
    return [
        ground(WIDTH, HEIGHT, CREAM),
        rectangle(-3, -3, 9, 61, FOREST, name="spine"),
        rectangle(6, -3, 0.8, 61, BRASS, name="brass edge"),
        text("{{Name}}", 12, 9.5, 67, 8, 15, FOREST, font="Source Serif Pro", weight=600, fit="shrink", min_size=8, wrap=False, name="name"),
        text("{{Title}}", 12, 17.2, 67, 5, 7.8, BRASS, weight=600, letter_spacing=60, fit="shrink", min_size=5, wrap=False, name="title"),
        line(12, 24.4, 26, 24.4, BRASS, 0.3),
        text("{{Company}}", 12, 33, 44, 4, fill=INK, weight=600, name="company", **{**contact, "size": 7.6}),
        text("{{Phone}}\n{{Email}}\n{{Website}}", 12, 36.8, 48, 13, fill=INK, name="contact", fit="shrink", min_size=5, **contact),
        {"type": "barcode", "symbology": "qr", "data": "https://{{Website}}", "x": 63, "y": 33, "width": 17, "height": 17, "fill": FOREST, "name": "QR code"},
    ]  # fmt: skip


def _back() -> list[Item]:
    return [
        ground(WIDTH, HEIGHT, FOREST),
        {
            "type": "group", "name": "rings", "opacity": 0.5,
            "items": [circle(42.5, 24.5, 12 + 2.6 * n, None, stroke={"color": MOSS, "width": 0.22}) for n in range(16)],
        },
        circle(42.5, 24.5, 10.6, FOREST),
        *sprig(42.5, 24.5, 7.4),
        text("{{Company}}", 5, 40, 75, 7, 12, CREAM, font="Source Serif Pro", align="center", letter_spacing=90, fit="shrink", min_size=7, wrap=False, name="company"),
        text("letterpress · stationery · fine print", 5, 46.5, 75, 4, 6.2, BRASS, align="center", letter_spacing=120),
    ]  # fmt: skip


def sprig(x: float, y: float, reach: float) -> list[Item]:
    """The shop's mark: six leaves about a point."""
    leaves = [
        path(leaf(x + 0.8 * math.sin(math.radians(a)), y - 0.8 * math.cos(math.radians(a)), reach, reach * 0.3, a), BRASS if n % 2 else CREAM)
        for n, a in enumerate(range(0, 360, 60))
    ]  # fmt: skip
    return [{"type": "group", "name": "mark", "items": [*leaves, circle(x, y, 1.0, BRASS)]}]
