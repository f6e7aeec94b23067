"""TIFF files of ours, read by programs that are not."""

import io

import numpy as np
import pytest
import pyvips
from PIL import Image

from makeready.press.color.condition import OutputCondition
from makeready.press.images import tiff


@pytest.mark.parametrize(("bands", "mode"), [(1, "L"), (3, "RGB"), (4, "CMYK")])
def test_pages_of_different_sizes_come_back(bands, mode):
    rng = np.random.default_rng(3)
    pages = [rng.integers(0, 256, (h, w, bands), dtype=np.uint8) for h, w in ((700, 33), (1, 1), (256, 90))]

    data = tiff.encode([(page, 300) for page in pages])

    with Image.open(io.BytesIO(data)) as read:
        assert read.n_frames == 3
        for number, page in enumerate(pages):
            read.seek(number)
            assert read.mode == mode
            assert read.info["dpi"] == (300, 300)
            assert (np.asarray(read).reshape(page.shape) == page).all()
    assert pyvips.Image.new_from_buffer(data, "", page=2).width == 90


def test_the_profile_is_inside():
    condition = OutputCondition.default()
    data = tiff.encode([(np.zeros((2, 2, 4), np.uint8), 72.5)], condition.icc)

    with Image.open(io.BytesIO(data)) as read:
        assert read.info["icc_profile"] == condition.icc
        assert read.info["dpi"][0] == pytest.approx(72.5)
