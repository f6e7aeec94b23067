"""docs/pictures/moves.svg: the same drawing of the legal moves that the project page shows."""

from __future__ import annotations

from makeready.office.panel.components.moves_diagram import draw

FILE = "pictures/moves.svg"


def text() -> str:
    return draw(alone=True) + "\n"
