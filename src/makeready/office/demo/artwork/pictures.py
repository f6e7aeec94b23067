"""Photos for the samples, computed: landscapes of hills, water and sky; the same seed gives the same picture."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyvips

Pixels = np.ndarray
"""height × width × 3, 0 to 1."""

SKIES = (
    ((0.98, 0.72, 0.42), (0.93, 0.50, 0.44), (0.33, 0.33, 0.56)),
    ((0.99, 0.93, 0.80), (0.62, 0.80, 0.90), (0.22, 0.48, 0.74)),
    ((0.96, 0.80, 0.78), (0.72, 0.66, 0.84), (0.30, 0.34, 0.60)),
    ((0.90, 0.95, 0.86), (0.55, 0.80, 0.78), (0.10, 0.40, 0.50)),
)
"""From the horizon upwards."""


@cache
def landscape(seed: int, width: int, height: int) -> bytes:
    """A JPEG of hills behind a lake. width, height: pixels."""
    random = np.random.default_rng(seed)
    horizon = int(height * 0.62)
    picture = np.zeros((height, width, 3))
    picture[:] = _sky(SKIES[seed % len(SKIES)], height, horizon)
    _sun(picture, random, horizon)
    _clouds(picture, random, horizon)
    for layer in range(4):
        _ridge(picture, random, horizon, layer, SKIES[seed % len(SKIES)])
    _lake(picture, random, horizon)
    picture += random.normal(0, 0.012, (height, width, 1))
    return _jpeg(picture)


def _sky(colors: tuple[tuple[float, float, float], ...], height: int, horizon: int) -> Pixels:
    up = np.clip(1 - np.arange(height) / horizon, 0, 1)
    steps = np.linspace(0, 1, len(colors))
    return np.stack([np.interp(up, steps, [c[band] for c in colors]) for band in range(3)], axis=-1)[:, None, :]


def _sun(picture: Pixels, random: np.random.Generator, horizon: int) -> None:
    height, width, _ = picture.shape
    x, y = width * random.uniform(0.25, 0.75), horizon * random.uniform(0.45, 0.75)
    rows, columns = np.ogrid[:height, :width]
    away = np.hypot(columns - x, rows - y) / height
    picture += np.exp(-((away / 0.28) ** 1.3))[..., None] * (0.26, 0.18, 0.08)
    disc = np.clip((0.052 - away) * height / 2, 0, 1)[..., None]
    picture[:] = picture * (1 - disc) + disc * (1.0, 0.95, 0.80)


def _clouds(picture: Pixels, random: np.random.Generator, horizon: int) -> None:
    height, width, _ = picture.shape
    cloud = sum(
        (_noise(random, height, width, rows, rows // 3) / 1.5**n for n, rows in enumerate((9, 18, 36, 72, 144))),
        start=np.zeros((height, width)),
    )
    cover = np.clip((cloud - np.quantile(cloud, 0.55)) * 0.42, 0, 0.5)
    cover *= np.clip(1.1 - np.arange(height) / horizon, 0, 1)[:, None]
    picture[:] = picture * (1 - cover[..., None]) + cover[..., None] * (1.0, 0.96, 0.93)


def _ridge(
    picture: Pixels, random: np.random.Generator, horizon: int, layer: int, sky: tuple[tuple[float, float, float], ...]
) -> None:
    height, width, _ = picture.shape
    x = np.linspace(0, 1, width)
    line = sum(
        (np.interp(x, np.linspace(0, 1, n + 1), random.normal(0, 1, n + 1)) / n**0.9 for n in (4, 9, 21, 55, 140)),
        start=np.zeros(width),
    )
    line = (line - line.min()) / np.ptp(line)
    top = horizon - height * (0.34 - 0.085 * layer) * (0.25 + 0.75 * line)
    rows = np.arange(height)[:, None]
    inside = np.clip(rows - top[None, :], 0, 1) * (rows < horizon + 1)
    near = (layer + 1) / 4
    haze, dark = np.array(sky[1]), np.array((0.06, 0.14, 0.17)) + random.uniform(-0.02, 0.05, 3)
    shade = haze * (1 - near) * 0.72 + dark * near
    depth = np.clip((rows - top[None, :]) / (height * 0.2), 0, 1)[..., None] * 0.12 * (1 - near)
    picture[:] = picture * (1 - inside[..., None]) + inside[..., None] * (shade + depth)


def _lake(picture: Pixels, random: np.random.Generator, horizon: int) -> None:
    height, width, _ = picture.shape
    depth = height - horizon
    ripple = (_noise(random, depth, width, 70, 14) * np.linspace(1, 16, depth)[:, None]).astype(int)
    mirrored = np.clip(horizon - 1 - (np.arange(depth) * 0.95).astype(int)[:, None] + ripple, 0, horizon - 1)
    reflection = picture[mirrored, np.arange(width)[None, :]]
    tint = np.linspace(0.12, 0.5, depth)[:, None, None]
    picture[horizon:] = reflection * (0.92 - tint * 0.5) + tint * np.array((0.06, 0.16, 0.24))


def _noise(random: np.random.Generator, height: int, width: int, rows: int, columns: int) -> Pixels:
    """Smooth noise about 0: a coarse grid of random values, eased between."""
    grid = random.normal(0, 1, (rows + 2, columns + 2))
    y, x = np.linspace(0, rows, height), np.linspace(0, columns, width)
    yi, xi = y.astype(int), x.astype(int)
    fy, fx = _eased(y - yi)[:, None], _eased(x - xi)[None, :]
    upper = grid[yi][:, xi] * (1 - fx) + grid[yi][:, xi + 1] * fx
    lower = grid[yi + 1][:, xi] * (1 - fx) + grid[yi + 1][:, xi + 1] * fx
    return np.asarray(upper * (1 - fy) + lower * fy)


def _eased(t: Pixels) -> Pixels:
    return np.asarray(t * t * (3 - 2 * t))


def _jpeg(picture: Pixels) -> bytes:
    pixels = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    height, width, bands = pixels.shape
    image = pyvips.Image.new_from_memory(np.ascontiguousarray(pixels), width, height, bands, "uchar")
    return bytes(image.copy(interpretation="srgb").jpegsave_buffer(Q=88))
