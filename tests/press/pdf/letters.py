"""Pictures as letters: a few pixels of a page, readable in the difference when a test fails."""

from __future__ import annotations

import numpy as np
from tests.press.pdf.drawing import pixels

COLOURS = {
    "_": (255, 255, 255),
    "K": (35, 31, 32),
    "C": (0, 174, 239),
    "M": (236, 0, 140),
    "Y": (255, 242, 0),
    "R": (237, 28, 36),
    "G": (0, 166, 81),
    "B": (46, 49, 146),
    "g": (147, 149, 152),
}
"""Letters and the colours that PDFium shows for paper, the inks, their overprints, and 50 % black."""


def letters(pdf: bytes, step_mm: float = 1.0, number: int = 0) -> str:
    """The page's colours, one letter for the middle of every `step_mm` square; `?` is none of the known ones."""
    per_mm = 8
    picture = pixels(pdf, dpi=25.4 * per_mm, number=number)
    step = round(step_mm * per_mm)
    spots = picture[step // 2 :: step, step // 2 :: step]
    return "\n".join("".join(_letter(pixel) for pixel in row) for row in spots)


def assert_pixels(pdf: bytes, drawn: str, step_mm: float = 1.0) -> None:
    """The page looks as drawn; spaces before the lines do not count."""
    expected = "\n".join(line.strip() for line in drawn.strip().splitlines())

    assert letters(pdf, step_mm) == expected


def _letter(pixel: np.ndarray) -> str:
    distance = {letter: int(np.abs(pixel.astype(int) - colour).max()) for letter, colour in COLOURS.items()}
    best = min(distance, key=lambda letter: distance[letter])
    return best if distance[best] <= 24 else "?"
