"""A die-cut sticker: the cut runs along a contour in the spot ink CutContour, on a layer of its own."""

from __future__ import annotations

import math

from makeready.office.demo.artwork.drawing import (
    WHITE,
    Item,
    circle,
    cmyk,
    document,
    field,
    page,
    path,
    scallop,
    smooth,
    spot,
    star,
    text,
)

NIGHT, DUSK, SUN, SNOW, PINE = (
    cmyk(92, 78, 30, 22),
    cmyk(38, 62, 12, 0),
    cmyk(0, 32, 88, 0),
    cmyk(8, 3, 2, 0),
    cmyk(86, 42, 62, 40),
)
CUT = spot("CutContour", cmyk(0, 100, 0, 0))
SIDE = 64.0


def design() -> Item:
    """The template."""
    return document(
        "Die-cut sticker",
        [field("Text", required=True, label="Words on the badge", max_length=22), field("Year", label="Year", default="2026")],
        page("sticker", SIDE, SIDE, _badge(), bleed=2, safe=3),
    )  # fmt: skip


def _badge() -> list[Item]:
    middle = SIDE / 2
    near = smooth(
        [(6, 43), (14, 35), (20, 39), (30, 27), (38, 37), (44, 32), (58, 44), (58, 60), (6, 60)], tension=0.05
    )
    far = smooth([(6, 40), (18, 27), (25, 33), (41, 19), (58, 38), (58, 60), (6, 60)], tension=0.04)
    trees = " ".join(star(12 + 5.6 * n, 46 - 2.2 * math.sin(n * 1.3), 4.6, 1.1, 3) for n in range(8))
    return [
        path(scallop(middle, middle, 31.4, 18, 1.6), NIGHT, name="ground"),
        circle(middle, middle, 26.4, DUSK, name="sky"),
        {
            "type": "group", "name": "landscape",
            "clip": {"type": "ellipse", "x": middle - 26.4, "y": middle - 26.4, "width": 52.8, "height": 52.8},
            "items": [
                circle(43, 21, 6.5, SUN, name="sun"),
                path(far, cmyk(60, 58, 18, 4), name="far hills"),
                path("M41 19 L36.6 23.6 L39.4 24.6 L41.2 23 L43.4 25 L46.2 24 Z", SNOW),
                path(near, cmyk(74, 56, 34, 18), name="near hills"),
                path(trees, PINE, name="trees"),
                circle(middle, 82, 36, PINE, name="meadow"),
            ],
        },
        circle(middle, middle, 26.4, None, stroke={"color": WHITE, "width": 0.7}),
        text("{{Text}}", 10, 47.2, 44, 7, 12.5, WHITE, weight=700, align="center", vertical_align="middle", letter_spacing=50, fit="shrink", min_size=6, wrap=False, name="words"),
        text("{{Year}}", 22, 53.4, 20, 4, 7, SUN, weight=600, align="center", letter_spacing=160, name="year"),
        path(scallop(middle, middle, 29.6, 18, 1.6), None, stroke={"color": CUT, "width": 0.25}, overprint=True, layer="CutContour", locked=True, name="cut contour"),
    ]  # fmt: skip
