"""A concert poster: 297 × 420 mm, circles that multiply where they overlap."""

from __future__ import annotations

from makeready.office.demo.artwork.drawing import (
    Item,
    circle,
    cmyk,
    document,
    field,
    ground,
    line,
    page,
    rectangle,
    text,
)

PAPER, CYAN, MAGENTA, YELLOW, INK = (
    cmyk(2, 3, 8, 0),
    cmyk(78, 8, 12, 0),
    cmyk(4, 82, 18, 0),
    cmyk(0, 14, 86, 0),
    cmyk(70, 60, 50, 80),
)
WIDTH, HEIGHT = 297.0, 420.0


def design() -> Item:
    """The template."""
    return document(
        "Concert poster",
        [
            field("Title", required=True, label="Title"),
            field("Artists", "multiline", label="Who plays"),
            field("When", required=True, label="When"),
            field("Where", label="Where"),
        ],
        page("poster", WIDTH, HEIGHT, _poster(), safe=10),
    )


def _poster() -> list[Item]:
    discs = [(105, 120, 78, CYAN), (192, 120, 78, MAGENTA), (148.5, 196, 78, YELLOW)]
    return [
        ground(WIDTH, HEIGHT, PAPER),
        {
            "type": "group", "name": "discs",
            "items": [circle(x, y, r, ink, blend="multiply") for x, y, r, ink in discs],
        },
        {
            "type": "group", "name": "grooves", "opacity": 0.4,
            "items": [circle(148.5, 145, 12 + 5 * n, None, stroke={"color": PAPER, "width": 0.5}) for n in range(22)],
        },
        circle(148.5, 145, 9, INK), circle(148.5, 145, 2.2, PAPER),
        rectangle(-3, 290, WIDTH + 6, 133, INK, name="base"),
        text("{{Title}}", 18, 296, 261, 46, 92, PAPER, weight=900, vertical_align="middle", letter_spacing=-15, fit="shrink", min_size=30, wrap=False, name="title"),
        line(18, 346, 279, 346, YELLOW, 1.2),
        text("{{Artists}}", 18, 352, 160, 50, 26, PAPER, font="Source Serif Pro", line_height=1.25, fit="shrink", min_size=12, name="artists"),
        text("{{When}}", 185, 352, 94, 24, 26, YELLOW, weight=700, align="right", fit="shrink", min_size=12, name="when"),
        text("{{Where}}", 185, 380, 94, 20, 17, PAPER, align="right", fit="shrink", min_size=9, name="where"),
    ]  # fmt: skip
