"""A wedding invitation: 120 × 170 mm, names in a script face, a wreath in the spot ink GoldFoil."""

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
    spot,
    text,
)

GOLD, SAGE, PALE, PAPER, INK = (
    spot("GoldFoil", cmyk(14, 32, 72, 6)),
    cmyk(42, 16, 42, 10),
    cmyk(22, 8, 24, 0),
    cmyk(1, 2, 6, 0),
    cmyk(0, 0, 0, 90),
)
WIDTH, HEIGHT = 120.0, 170.0


def design() -> Item:
    """The template."""
    return document(
        "Wedding invitation",
        [
            field("Names", required=True, label="The couple"),
            field("Line", default="invite you to celebrate their wedding", label="Line"),
            field("Date", required=True, label="Date"),
            field("Place", "multiline", label="Place"),
        ],
        page("invitation", WIDTH, HEIGHT, _front(), safe=6),
    )


def _front() -> list[Item]:
    centred = {"align": "center", "font": "Source Serif Pro"}
    return [
        ground(WIDTH, HEIGHT, PAPER),
        rectangle(6, 6, WIDTH - 12, HEIGHT - 12, None, stroke={"color": GOLD, "width": 0.35}, name="foil frame"),
        rectangle(7.6, 7.6, WIDTH - 15.2, HEIGHT - 15.2, None, stroke={"color": SAGE, "width": 0.18}),
        *_wreath(60, 70, 38),
        text("Together with their families", 15, 15, 90, 6, 8.5, INK, italic=True, **centred),
        text("{{Names}}", 28, 50, 64, 40, 36, GOLD, font="Great Vibes", align="center", vertical_align="middle", line_height=1.05, fit="shrink", min_size=16, name="names"),
        text("{{Line}}", 15, 117, 90, 7, 10.5, INK, italic=True, name="line", **centred),
        line(48, 128.5, 72, 128.5, GOLD, 0.3),
        text("{{Date}}", 15, 132, 90, 8, 14, INK, weight=600, letter_spacing=40, fit="shrink", min_size=8, name="date", **centred),
        text("{{Place}}", 20, 142, 80, 17, 9.5, INK, line_height=1.4, fit="shrink", min_size=6, name="place", **centred),
    ]  # fmt: skip


def _wreath(x: float, y: float, radius: float) -> list[Item]:
    items: list[Item] = [circle(x, y, radius, None, stroke={"color": SAGE, "width": 0.3})]
    for n in range(64):
        angle = 360 * n / 64
        if 150 < angle < 210 and n % 2:
            continue
        a = math.radians(angle)
        px, py = x + radius * math.sin(a), y - radius * math.cos(a)
        lean = (
            angle
            + (38 if angle < 180 else -38)
            + (90 if angle < 180 else -90)
            - (90 if n % 2 else 0) * (1 if angle < 180 else -1)
        )
        length = 6.2 + 2.2 * math.sin(n * 2.4)
        items.append(path(leaf(px, py, length, length * 0.24, lean), (SAGE, PALE, GOLD)[n % 3 if n % 6 else 2]))
        if n % 5 == 0:
            items.append(circle(px + 2.6 * math.sin(a), py - 2.6 * math.cos(a), 0.75, GOLD))
    return [{"type": "group", "name": "wreath", "items": items}]
