"""A wrap for a mug: 200 × 92 mm, the name on a band of waves, once for each side of the handle."""

from __future__ import annotations

from makeready.office.demo.artwork.drawing import (
    WHITE,
    Item,
    circle,
    cmyk,
    document,
    field,
    ground,
    image,
    page,
    path,
    smooth,
    text,
)

WAVES = (cmyk(70, 12, 32, 0), cmyk(82, 36, 28, 6), cmyk(94, 62, 30, 22))
SKY, SUN, INK = cmyk(8, 10, 26, 0), cmyk(0, 46, 84, 0), cmyk(100, 78, 38, 40)
WIDTH, HEIGHT = 200.0, 92.0


def design() -> Item:
    """The template."""
    return document(
        "Mug wrap",
        [
            field("Name", required=True, label="Name on the mug", max_length=24),
            field("Line", default="captain of the morning", label="Small line"),
            field("Photo", "image", label="A photo (optional)"),
        ],
        page("wrap", WIDTH, HEIGHT, _wrap()),
    )


def _wrap() -> list[Item]:
    return [
        ground(WIDTH, HEIGHT, SKY),
        *[circle(x, 40, 17, SUN) for x in (50, 150)],
        *[
            path(_wave(54 + 9 * n, 4.2 - 0.8 * n, 20 - 2 * n, n * 7), ink, opacity=0.92, name="wave")
            for n, ink in enumerate(WAVES)
        ],
        *[
            item
            for x in (10, 110)
            for item in (
                text("{{Name}}", x, 18, 80, 27, 46, INK, font="Great Vibes", align="center", vertical_align="middle", fit="shrink", min_size=16, wrap=False, name="name"),
                text("{{Line}}", x, 79, 80, 6, 9.5, WHITE, weight=600, align="center", letter_spacing=110, fit="shrink", min_size=6, wrap=False, name="line"),
            )
        ],
        image("{{Photo}}", 88, 30, 24, 24, name="photo"),
    ]  # fmt: skip


def _wave(level: float, height: float, length: float, shift: float) -> str:
    crest = [
        (x * length / 2 - 30 + shift, level + (height if x % 2 else -height)) for x in range(int(2 * 280 / length))
    ]
    inside = [(x, y) for x, y in crest if -20 <= x <= WIDTH + 20]
    curve = smooth(inside, closed=False)
    return f"{curve} L{inside[-1][0]:.3f} 100 L{inside[0][0]:.3f} 100 Z"
