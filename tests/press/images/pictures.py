"""Pictures for tests, drawn here: their orientation and colours can be told."""

import io

import numpy as np
from PIL import Image

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 170, 20), (20, 20, 220), (255, 255, 255)


def quartered(width: int = 400, height: int = 240) -> Image.Image:
    """Red, green over blue, white."""
    picture = Image.new("RGB", (width, height))
    for colour, at in (
        (RED, (0, 0)),
        (GREEN, (width // 2, 0)),
        (BLUE, (0, height // 2)),
        (WHITE, (width // 2, height // 2)),
    ):
        picture.paste(colour, (*at, at[0] + width // 2, at[1] + height // 2))
    return picture


def photo(width: int = 800, height: int = 600, seed: int = 7) -> Image.Image:
    """Soft light with grain: what a camera gives."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    light = np.stack([x / width * 200, y / height * 180, (x + y) / (width + height) * 220], axis=-1)
    return Image.fromarray(np.clip(light + rng.normal(20, 12, (height, width, 3)), 0, 255).astype(np.uint8))


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
