"""How is a mask made soft? Blurred by a Gaussian in floating point, then grey in eight bits."""

from __future__ import annotations

import pyvips


def soften(png: bytes, sigma: float, *, by_lightness: bool = False) -> bytes:
    """The opacity of a see-through picture, blurred, as a grey PNG; white is opaque. Same input, same bytes.

    sigma: standard deviation, pixels. by_lightness: how light it is on black counts, not how opaque.
    """
    picture = pyvips.Image.new_from_buffer(png, "")
    opacity = picture[picture.bands - 1].cast("float")
    if by_lightness:
        light = picture[0] if picture.bands < 3 else 0.2126 * picture[0] + 0.7152 * picture[1] + 0.0722 * picture[2]
        opacity = opacity * light / 255
    soft = opacity.gaussblur(sigma, precision="float", min_ampl=0.001) if sigma > 0 else opacity
    grey = (soft + 0.5).cast("uchar").copy(interpretation="b-w")
    return bytes(grey.pngsave_buffer(strip=True))
