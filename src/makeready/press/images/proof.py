"""How do amounts of ink look? Plates as sRGB, on the paper of the condition or on a screen's white."""

from __future__ import annotations

import numpy as np
import pyvips

from makeready.press.color.condition import OutputCondition
from makeready.press.color.profiles import SRGB


def inks_on_screen(process: np.ndarray, condition: OutputCondition, *, paper: bool = False) -> np.ndarray:
    """SRGB, height × width × 3, of process inks, height × width × 4, 0 paper to 255 full.

    paper: the paper's own colour and the press's own black (absolute colorimetric); else the paper is the screen's
    white and full black its black (relative colorimetric with black point compensation).
    """
    height, width, _ = process.shape
    image = pyvips.Image.new_from_memory(np.ascontiguousarray(process), width, height, 4, "uchar")
    shown = image.copy(interpretation="cmyk").icc_transform(
        SRGB,
        input_profile=condition.profile,
        intent="absolute" if paper else "relative",
        black_point_compensation=not paper,
        depth=8,
    )
    return np.asarray(shown.numpy()).reshape(height, width, 3)
