"""Looking at sheets: pages as pixels, and what a person would call a colour."""

import numpy as np
import pypdfium2

CYAN, MAGENTA, YELLOW, BLACK = ((c, m, y, k) for c, m, y, k in np.eye(4))
DOTS_A_MM = 4


def pixels(data: bytes, page: int = 0) -> np.ndarray:
    """A page at four pixels a millimetre, from its media box's top left."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        return pdf[page].render(scale=DOTS_A_MM * 25.4 / 72).to_numpy()[:, :, ::-1]
    finally:
        pdf.close()


def colour(picture: np.ndarray, x: float, y: float) -> str:
    """cyan, magenta, yellow, black or white, at x, y mm from the top left."""
    r, g, b = (int(v) for v in picture[round(y * DOTS_A_MM), round(x * DOTS_A_MM)])
    named = {
        "white": (255, 255, 255),
        "cyan": (0, 174, 239),
        "magenta": (236, 0, 140),
        "yellow": (255, 242, 0),
        "black": (20, 20, 20),
    }
    return min(named, key=lambda n: sum((a - c) ** 2 for a, c in zip(named[n], (r, g, b), strict=True)))


def page_text(data: bytes, page: int = 0) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return str(pdf[page].get_textpage().get_text_range())
    finally:
        pdf.close()


def page_count(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data))
