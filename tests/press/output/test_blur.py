"""A blurred mask reaches the press as a grey picture; the ink behind it stays ink."""

import io

import numpy as np
import pikepdf
from tests.press.pdf.drawing import FONTS, PRESS, made, page, pixels, rectangle, words

from makeready.press.displaylist.items import Group, Mask, MaskBy, Picture
from makeready.press.displaylist.paint import Blend, Cmyk, Gray, Spot
from makeready.press.images.probe import probe
from makeready.press.output.blur import SoftMasks

SHADE = Spot("Shade", 100, Cmyk(0, 0, 0, 60))


def shadow(blur: float, ink=SHADE, overprint=False):
    mask = Mask((rectangle(30, 10, 20, 20, Gray(100)),), blur=blur)
    return Group((rectangle(0, 0, 80, 40, ink),), mask=mask, blend=Blend.MULTIPLY, overprint=overprint)


def soft(*items):
    return SoftMasks(FONTS, PRESS).page(page(*items, width=80, height=40, bleed=0))


def test_the_edge_is_a_gaussian_with_half_of_it_on_the_edge():
    drawn = pixels(made(soft(shadow(2.0, Gray(100)))), dpi=254)[200, :, 0].astype(float)
    ink = 1 - (drawn - drawn.min()) / (drawn.max() - drawn.min())

    assert abs(ink[300] - 0.5) < 0.02  # on the edge, 30 mm
    assert abs(ink[280] - 0.159) < 0.02  # one standard deviation out
    assert abs(ink[320] - 0.841) < 0.02  # and in
    assert ink[230] < 0.005


def test_the_shadow_is_its_ink_with_a_grey_picture_as_its_mask():
    data = made(soft(shadow(1.5)))
    pdf = pikepdf.open(io.BytesIO(data))

    (space,) = pdf.pages[0].Resources.ColorSpace.values()
    assert space[1] == "/Shade"
    masks = [state for state in pdf.pages[0].Resources.ExtGState.values() if "/SMask" in state]
    (image,) = masks[0].SMask.G.Resources.XObject.values()
    assert (image.Subtype, image.ColorSpace) == ("/Image", "/DeviceGray")


def test_it_overprints_where_it_is_told_to():
    pdf = pikepdf.open(io.BytesIO(made(soft(shadow(1.5, overprint=True)))))

    assert any(state.get("/op") for state in pdf.pages[0].Resources.ExtGState.values())


def test_the_resolution_follows_the_blur_and_stays_in_bounds():
    def pixels_of(blur: float) -> float:
        (group,) = soft(shadow(blur)).items
        (picture,) = group.mask.items
        assert isinstance(picture, Picture)
        assert group.mask.by is MaskBy.LUMINOSITY
        return probe(picture.file).width / picture.box.width * 25.4

    assert round(pixels_of(0.2)) == 300
    assert 150 <= pixels_of(1.0) < 300
    assert round(pixels_of(20)) == 150


def test_a_page_without_soft_masks_is_the_same_page():
    plain = page(Group((words("Anna"),), mask=Mask((rectangle(0, 0, 9, 9, Gray(0)),))))

    assert SoftMasks(FONTS, PRESS).page(plain) is plain


def test_the_same_shadow_is_the_same_bytes():
    assert np.array_equal(
        np.frombuffer(made(soft(shadow(0.7))), np.uint8), np.frombuffer(made(soft(shadow(0.7))), np.uint8)
    )


def test_art_that_repeats_stays_one_object():
    studio = SoftMasks(FONTS, PRESS)
    art = Group((shadow(1.0),), repeats=True)
    first, second = (studio.page(page(art, words(name))) for name in ("Anna", "Bert"))

    assert first.items[0] is second.items[0]
    assert first.items[0].repeats
