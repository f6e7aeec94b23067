"""A postcard with the customer's photo: 148 × 105 mm, photo side and writing side."""

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
    line,
    page,
    path,
    rectangle,
    smooth,
    text,
)

SEA, SAND, INK, CORAL = cmyk(88, 48, 28, 18), cmyk(3, 5, 14, 0), cmyk(0, 0, 0, 100), cmyk(0, 68, 62, 0)
WIDTH, HEIGHT = 148.0, 105.0


def design() -> Item:
    """The template."""
    return document(
        "Postcard",
        [
            field("Photo", "image", required=True, label="Your photo"),
            field("Greeting", default="Greetings from the harbour", label="Greeting on the photo"),
            field("Message", "multiline", label="Message"),
            field("To", "multiline", label="Address"),
        ],
        page("photo", WIDTH, HEIGHT, _photo()),
        page("writing side", WIDTH, HEIGHT, _writing_side()),
    )


def _photo() -> list[Item]:
    return [
        image("{{Photo}}", -3, -3, WIDTH + 6, HEIGHT + 6, name="photo", alt="The customer's photo"),
        rectangle(-3, 78, WIDTH + 6, 30, SEA, opacity=0.72, blend="multiply", name="band"),
        text("{{Greeting}}", 8, 81.5, 132, 17, 34, WHITE, font="Great Vibes", align="center", vertical_align="middle", fit="shrink", min_size=14, wrap=False, name="greeting"),
    ]  # fmt: skip


def _writing_side() -> list[Item]:
    wave = smooth([(-6 + 8 * n, 99 + (1.6 if n % 2 else -1.6)) for n in range(21)], closed=False)
    return [
        ground(WIDTH, HEIGHT, SAND),
        path(wave, None, stroke={"color": SEA, "width": 0.5}, opacity=0.6, name="wave"),
        path(wave, None, y=2.4, stroke={"color": CORAL, "width": 0.5}, opacity=0.6, name="wave"),
        line(78, 12, 78, 90, SEA, 0.25),
        rectangle(121, 8, 19, 23, None, stroke={"color": SEA, "width": 0.3, "dashes": [1.2, 0.8]}, name="stamp"),
        circle(130.5, 19.5, 5.4, None, stroke={"color": CORAL, "width": 0.4}),
        *[line(86, 52 + 10 * n, 140, 52 + 10 * n, SEA, 0.2) for n in range(4)],
        text("{{Message}}", 8, 14, 64, 74, 10.5, INK, font="Source Serif Pro", italic=True, line_height=1.45, fit="shrink", min_size=6, name="message"),
        text("{{To}}", 88, 45.4, 52, 42, 10.5, INK, line_height=2.7, fit="shrink", min_size=6, name="address"),
        text("Harbour Prints · printed on uncoated 350 g board", 8, 92.5, 66, 4, 5.6, SEA, letter_spacing=40),
    ]  # fmt: skip
