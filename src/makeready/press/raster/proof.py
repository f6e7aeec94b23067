"""How will the page look off the press? Its plates printed over each other on the screen: the soft proof."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from makeready.press.color.condition import OutputCondition
from makeready.press.images.proof import inks_on_screen
from makeready.press.raster.pixels import Pixels
from makeready.press.raster.plates import STEPS, Separation


def soft_proof(
    made: Separation, condition: OutputCondition, *, paper: bool = False, leaving_out: Collection[str] = ()
) -> Pixels:
    """The page as sRGB: process inks by the profile, each spot ink as its alternate filters the light above them.

    paper: with the paper's own colour. leaving_out: inks that are not meant to be seen, such as a cutting line.
    """
    seen = inks_on_screen(made.process, condition, paper=paper)
    for spot in made.spots:
        if spot.ink not in leaving_out:
            looks = np.frombuffer(spot.screen, np.uint8).reshape(STEPS, 3)[made.plate(spot.ink)]
            seen = ((seen.astype(np.uint16) * looks + 127) // 255).astype(np.uint8)
    return Pixels(made.width, made.height, 3, np.ascontiguousarray(seen).tobytes(), made.dpi)
