"""How do sRGB and CIELAB (D50, as in ICC profiles) belong together?"""

from __future__ import annotations

import numpy as np

WHITE = (0.9642, 1.0, 0.8249)
"""D50, the white of the profile connection space."""

_SRGB_D50 = np.array(((0.43607, 0.38515, 0.14307), (0.22249, 0.71687, 0.06061), (0.01392, 0.09708, 0.71410)))
"""SRGB primaries adapted to D50, as every sRGB profile has them."""


def of_srgb(values: np.ndarray) -> np.ndarray:
    """CIELAB (D50) of sRGB, 0 to 1 each."""
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    xyz = linear @ _SRGB_D50.T / np.array(WHITE)
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (xyz * 24389 / 27 + 16) / 116)
    return np.stack((116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])), axis=1)


def to_srgb(lab: tuple[float, ...]) -> tuple[float, float, float]:
    """sRGB, 0 to 1, of one CIELAB colour; what a screen cannot show is cut off."""
    fy = (lab[0] + 16) / 116
    f = (fy + lab[1] / 500, fy, fy - lab[2] / 200)
    xyz = [(v**3 if v > 6 / 29 else (v * 116 - 16) * 27 / 24389) * w for v, w in zip(f, WHITE, strict=True)]
    r, g, b = (_coded(sum(m * v for m, v in zip(row, xyz, strict=True))) for row in _FROM_XYZ)
    return r, g, b


_FROM_XYZ = np.linalg.inv(_SRGB_D50).tolist()


def _coded(linear: float) -> float:
    linear = min(max(linear, 0.0), 1.0)
    return round(12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055, 9)
