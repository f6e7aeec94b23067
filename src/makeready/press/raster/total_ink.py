"""Where lies more ink than paper holds? The sum of the process plates against the condition's limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from makeready.press.geometry import MM_PER_INCH, Rect
from makeready.press.raster.inks import PROCESS
from makeready.press.raster.plates import Separation

SPOT_MM = 1.0
"""A patch smaller than this across dries all the same, and edges of anti-aliased shapes are no patches."""

TOLERANCE = 2
"""Per cent: what counting in 255 steps and recompression may add."""


@dataclass(frozen=True, slots=True)
class HeavyArea:
    """An area above the limit.

    most: the highest sum of inks in it, per cent. where: around all of it, mm from the box's top left corner.
    share: of the page, 0 to 1.
    """

    most: int
    where: Rect
    share: float


def heavy_area(made: Separation, limit: float) -> HeavyArea | None:
    """What of a page has more process ink than `limit` per cent; None where nothing as large as a patch does."""
    spots = [ink for ink in made.inks if ink not in PROCESS]
    total = made.total_ink(spots)
    over = _patches(total > limit + TOLERANCE, max(1, round(SPOT_MM / MM_PER_INCH * made.dpi)))
    if not over.any():
        return None
    rows, columns = np.flatnonzero(over.any(axis=1)), np.flatnonzero(over.any(axis=0))
    mm = MM_PER_INCH / made.dpi
    left, top = float(columns[0] * mm), float(rows[0] * mm)
    width, height = float((columns[-1] + 1) * mm) - left, float((rows[-1] + 1) * mm) - top
    return HeavyArea(int(total[over].max()), Rect(left, top, width, height), float(over.mean()))


def _patches(over: np.ndarray, size: int) -> np.ndarray:
    """The pixels that belong to a square of `size` × `size` wholly above the limit: an opening, by sums."""
    if size <= 1:
        return over
    kept = _windows(over, size) == size * size
    grown = np.pad(kept, size - 1)
    return _windows(grown, size) > 0


def _windows(values: np.ndarray, size: int) -> np.ndarray:
    """How many are true in each window of `size` × `size`."""
    height, width = values.shape
    if height < size or width < size:
        return np.zeros((max(height - size + 1, 0), max(width - size + 1, 0)), np.int64)
    sums = np.zeros((height + 1, width + 1), np.int64)
    sums[1:, 1:] = values.cumsum(axis=0, dtype=np.int64).cumsum(axis=1)
    return np.asarray(sums[size:, size:] - sums[:-size, size:] - sums[size:, :-size] + sums[:-size, :-size])
