"""With which inks does the press print a colour of somebody else's PDF? RGB by its own profile, and Lab."""

from __future__ import annotations

import numpy as np
import pyvips

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import RGB_GRID, FourInks, interpolate, press_table, rgb_grid, to_cmyk
from makeready.press.color.profiles import NoProfile, read_profile
from makeready.press.displaylist.paint import Lab, Rgb

PROFILE = "icc-profile-data"
"""Where libvips keeps an image's own profile."""


class Separator:
    """Colours of one foreign file on their way to one printing condition."""

    def __init__(self, condition: OutputCondition) -> None:
        self._condition = condition
        self._tables: dict[bytes, np.ndarray] = {}

    @property
    def condition(self) -> OutputCondition:
        """The press."""
        return self._condition

    def line_art(self, red: float, green: float, blue: float, profile: bytes = b"") -> FourInks:
        """Type and line art in RGB, 0 to 1: neutral means black ink alone, as in designs. profile: none is sRGB."""
        rgb = Rgb(*(255 * min(max(value, 0.0), 1.0) for value in (red, green, blue)))
        if not profile or max(rgb.r, rgb.g, rgb.b) - min(rgb.r, rgb.g, rgb.b) <= 1e-6:
            return to_cmyk(rgb, self._condition)
        return self.mixed(red, green, blue, profile)

    def mixed(self, red: float, green: float, blue: float, profile: bytes = b"") -> FourInks:
        """The same through the profiles alone: where colours run into each other."""
        c, m, y, k = interpolate(self._table(profile), (red, green, blue))
        return c, m, y, k

    def lab(self, lightness: float, a: float, b: float) -> FourInks:
        """A measured colour."""
        return to_cmyk(Lab(lightness, a, b), self._condition)

    def _table(self, profile: bytes) -> np.ndarray:
        if not usable(profile):
            return press_table(self._condition)
        if profile not in self._tables:
            image = rgb_grid().copy()
            image.set_type(pyvips.GValue.blob_type, PROFILE, profile)
            inks = image.icc_transform(
                self._condition.profile, embedded=True, intent="relative", black_point_compensation=True, depth=16
            )
            shape = (RGB_GRID,) * 3 + (4,)
            self._tables[profile] = np.asarray(inks.numpy(), dtype=np.float64).reshape(shape) / 65535
        return self._tables[profile]


def usable(profile: bytes) -> bool:
    """Whether bytes are a profile of RGB; what is none counts as sRGB."""
    try:
        return bool(profile) and read_profile(profile).space == "RGB"
    except NoProfile:
        return False
