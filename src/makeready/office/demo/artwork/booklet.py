"""A booklet of eight A5 pages: a family's recipes, cover and back included."""

from __future__ import annotations

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

TOMATO, OLIVE, FLOUR, INK, BASIL = (
    cmyk(4, 84, 82, 2),
    cmyk(48, 30, 92, 16),
    cmyk(2, 5, 14, 0),
    cmyk(0, 0, 0, 100),
    cmyk(72, 22, 92, 12),
)
WIDTH, HEIGHT = 148.0, 210.0

RECIPES = (
    ("Tomato soup", "1 kg ripe tomatoes · 2 onions · 1 clove of garlic · basil · olive oil",
     "Halve the tomatoes and roast them for forty minutes, cut side up, with the onions in wedges and the garlic in its skin. "
     "Press the garlic out, blend everything with half a litre of hot stock, and finish with torn basil and a thread of oil."),
    ("Flat bread", "500 g flour · 320 ml water · 10 g salt · 3 g yeast",
     "Mix in the evening, fold three times within the hour, and let it rest in the cold until noon. Divide into six, roll thin, "
     "and bake on a hot stone until it blisters. Keep warm in a cloth."),
    ("Lemon chicken", "1 chicken · 3 lemons · thyme · potatoes · salt",
     "Salt the bird the day before. Fill it with lemon and thyme, set it on the potatoes, and give it eighty minutes at 190 °C. "
     "Let it rest; the potatoes may go on."),
    ("Olive oil cake", "200 g sugar · 3 eggs · 180 ml olive oil · 220 g flour · 1 orange",
     "Beat eggs and sugar until pale, pour in the oil in a thin stream, fold in the flour and the grated peel. "
     "Forty minutes at 175 °C. It is better on the second day."),
)  # fmt: skip


def design() -> Item:
    """The template."""
    return document(
        "Recipe booklet",
        [
            field("Title", required=True, label="Title on the cover"),
            field("Family", required=True, label="Family"),
            field("Dedication", "multiline", label="Dedication"),
        ],
        page("cover", WIDTH, HEIGHT, _cover(), safe=8),
        page("dedication", WIDTH, HEIGHT, _dedication(), safe=8),
        *[page(name, WIDTH, HEIGHT, _recipe(n, name, needs, how), safe=8) for n, (name, needs, how) in enumerate(RECIPES, 3)],
        page("notes", WIDTH, HEIGHT, _notes(), safe=8),
        page("back", WIDTH, HEIGHT, [ground(WIDTH, HEIGHT, TOMATO), *_sprig(74, 116, 26)], safe=8),
    )  # fmt: skip


def _cover() -> list[Item]:
    return [
        ground(WIDTH, HEIGHT, TOMATO),
        circle(74, 84, 50, FLOUR),
        circle(74, 84, 44, None, stroke={"color": TOMATO, "width": 0.6}),
        *_sprig(74, 104, 34),
        text("{{Title}}", 14, 146, 120, 26, 40, FLOUR, font="Source Serif Pro", weight=700, align="center", vertical_align="middle", line_height=1.05, fit="shrink", min_size=18, name="title"),
        text("from the kitchen of {{Family}}", 14, 176, 120, 8, 12, FLOUR, font="Source Serif Pro", italic=True, align="center", fit="shrink", min_size=7, name="family"),
    ]  # fmt: skip


def _dedication() -> list[Item]:
    return [
        ground(WIDTH, HEIGHT, FLOUR),
        text("{{Dedication}}", 24, 60, 100, 80, 15, INK, font="Source Serif Pro", italic=True, align="center", vertical_align="middle", line_height=1.5, fit="shrink", min_size=8, name="dedication"),
    ]  # fmt: skip


def _recipe(number: int, name: str, needs: str, how: str) -> list[Item]:
    return [
        ground(WIDTH, HEIGHT, FLOUR),
        rectangle(-3, -3, WIDTH + 6, 62, OLIVE if number % 2 else BASIL, name="band"),
        *_sprig(122, 52, 22),
        text(name, 16, 30, 100, 20, 30, FLOUR, font="Source Serif Pro", weight=700, vertical_align="bottom", name="dish"),
        text(needs, 16, 70, 116, 24, 13, TOMATO, weight=600, line_height=1.4, name="needs"),
        line(16, 96, 40, 96, TOMATO, 0.5),
        text(how, 16, 104, 116, 86, 15, INK, font="Source Serif Pro", align="justify", line_height=1.5, language="en", name="how"),
        text(str(number), 64, 196, 20, 6, 9, OLIVE, align="center", name="folio"),
    ]  # fmt: skip


def _notes() -> list[Item]:
    lines = [line(16, 50 + 12 * n, 132, 50 + 12 * n, OLIVE, 0.2) for n in range(12)]
    title = text("Notes", 16, 24, 100, 12, 20, TOMATO, font="Source Serif Pro", weight=700)
    return [ground(WIDTH, HEIGHT, FLOUR), title, *lines]


def _sprig(x: float, y: float, reach: float) -> list[Item]:
    stem = [
        path(
            f"M{x} {y} C{x - 2} {y - reach * 0.5} {x + 2} {y - reach * 0.8} {x} {y - reach * 1.4}",
            None,
            stroke={"color": BASIL, "width": 0.6},
        )
    ]
    leaves = [
        path(
            leaf(x, y - reach * (0.15 + 0.2 * n), reach * (0.62 - 0.07 * n), reach * 0.17, side * (62 - 5 * n)),
            BASIL if (n + side) % 2 else OLIVE,
        )
        for n in range(5)
        for side in (-1, 1)
    ]
    return [{"type": "group", "name": "basil", "items": [*stem, *leaves, path(leaf(x, y - reach * 1.1, reach * 0.5, reach * 0.14, 0), BASIL)]}]  # fmt: skip
