"""A picture as pixels for the target: upright, cropped, in its colours, no larger than needed."""

import io

import numpy as np
import pytest
import pyvips
from PIL import Image
from tests.press.images.pictures import BLUE, GREEN, RED, encoded, photo, quartered

from makeready.press.color.condition import OutputCondition
from makeready.press.color.convert import as_printed, to_srgb
from makeready.press.displaylist.paint import Gray, Rgb
from makeready.press.findings import PressError
from makeready.press.geometry import Rect
from makeready.press.images.convert import prepare
from makeready.press.images.pack import Packed
from makeready.press.images.probe import probe
from makeready.press.sources import SourceFile

PRESS = OutputCondition.default()
POSTCARD = (148.0, 105.0)


def pixels(packed: Packed) -> np.ndarray:
    """Height × width × components; process inks as 0 paper to 255 full."""
    if packed.coding == "jpeg":
        raw = np.asarray(Image.open(io.BytesIO(packed.data)))
        return raw.reshape(packed.height, packed.width, packed.components)
    import zlib

    rows = np.frombuffer(zlib.decompress(packed.data), dtype=np.uint8).reshape(packed.height, -1)
    assert (rows[:, 0] == 2).all()
    up = np.cumsum(rows[:, 1:].astype(np.uint64), axis=0).astype(np.uint8)
    return up.reshape(packed.height, packed.width, packed.components)


def test_rgb_becomes_process_inks_through_the_profile():
    packed = prepare(SourceFile(encoded(quartered(), "PNG")), placed=(20, 12), target="cmyk", condition=PRESS)
    made = pixels(packed)

    expected = (
        pyvips.Image.new_from_array(np.array([[RED, GREEN], [BLUE, (255, 255, 255)]], dtype=np.uint8))
        .copy(interpretation="srgb")
        .icc_transform("cmyk", input_profile="srgb", black_point_compensation=True)
        .numpy()
    )
    assert packed.components == 4
    for row, column in ((0, 0), (0, 1), (1, 0), (1, 1)):
        at = made[packed.height // 4 + row * packed.height // 2, packed.width // 4 + column * packed.width // 2]
        assert np.abs(at.astype(int) - expected[row, column]).max() <= 2


def test_a_picture_with_more_than_enough_pixels_is_brought_to_300_ppi():
    packed = prepare(
        SourceFile(encoded(photo(1200, 800), "PNG")), placed=(25.4, 16.9333), target="cmyk", condition=PRESS
    )

    assert (packed.width, packed.height) == (300, 200)


def test_a_picture_with_few_pixels_is_never_blown_up():
    packed = prepare(SourceFile(encoded(quartered(40, 24), "PNG")), placed=POSTCARD, target="cmyk", condition=PRESS)

    assert (packed.width, packed.height) == (40, 24)


def test_a_photo_is_packed_as_jpeg_and_a_drawing_without_loss():
    camera = prepare(SourceFile(encoded(photo(), "PNG")), placed=POSTCARD, target="cmyk", condition=PRESS)
    drawing = prepare(SourceFile(encoded(quartered(800, 600), "PNG")), placed=POSTCARD, target="cmyk", condition=PRESS)

    assert (camera.coding, drawing.coding) == ("jpeg", "flate")
    assert camera.inverted, "CMYK in a JPEG is stored Adobe's way"


def test_a_cmyk_jpeg_at_the_right_size_goes_through_untouched():
    data = encoded(photo(600, 400).convert("CMYK"), "JPEG", quality=80)
    packed = prepare(SourceFile(data), placed=(60, 40), target="cmyk", condition=PRESS)

    assert packed.data == data
    assert packed.inverted


def test_a_cmyk_tiff_keeps_its_numbers():
    inks = Image.new("CMYK", (50, 40), (12, 34, 56, 78))
    packed = prepare(SourceFile(encoded(inks, "TIFF")), placed=(20, 16), target="cmyk", condition=PRESS)

    assert (pixels(packed) == (12, 34, 56, 78)).all()


def test_grey_pictures_stay_grey():
    for mode in ("L", "1"):
        packed = prepare(
            SourceFile(encoded(quartered(40, 24).convert(mode), "PNG")), placed=(20, 12), target="cmyk", condition=PRESS
        )
        assert packed.components == 1


def test_crop_is_a_part_of_the_upright_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90°: blue, red over white, green
    file = SourceFile(encoded(quartered(400, 240), "JPEG", exif=exif, quality=95))
    packed = prepare(file, placed=(50, 80), target="rgb", condition=PRESS, crop=Rect(0.5, 0, 0.5, 0.5))

    assert (packed.width, packed.height) == (120, 200)
    assert np.abs(pixels(packed)[100, 60].astype(int) - RED).max() < 12


def test_transparency_becomes_a_mask_and_does_not_darken_edges():
    picture = quartered(80, 80).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 40, 80))
    packed = prepare(SourceFile(encoded(picture, "PNG")), placed=(2, 2), target="rgb", condition=PRESS)

    mask = pixels(packed.mask)[:, :, 0]
    assert (mask[:, 0] == 0).all()
    assert (mask[:, -1] == 255).all()
    edge = pixels(packed)[3][(mask[3] > 20) & (mask[3] < 235)]
    assert (edge[:, 1] > 140).all() if len(edge) else True


def test_an_opaque_alpha_channel_is_dropped():
    picture = encoded(quartered(80, 80).convert("RGBA"), "PNG")

    assert prepare(SourceFile(picture), placed=(20, 20), target="cmyk", condition=PRESS).mask is None


def test_every_kind_of_picture_reaches_every_target():
    kinds = [
        encoded(quartered(60, 40).convert(mode), kind)
        for kind, mode in [("PNG", "RGBA"), ("PNG", "LA"), ("PNG", "P"), ("PNG", "1"), ("PNG", "I;16"),
                           ("JPEG", "L"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("TIFF", "CMYK"), ("TIFF", "I;16")]
    ]  # fmt: skip
    for data in kinds:
        for target, most in [("cmyk", 4), ("gray", 1), ("rgb", 3), ("proof", 3)]:
            packed = prepare(SourceFile(data), placed=(20, 12), target=target, condition=PRESS)
            assert packed.components in (1, most)
            pixels(packed)


def test_a_proof_shows_what_the_press_makes_of_the_picture():
    green = prepare(SourceFile(encoded(Image.new("RGB", (50, 40), (0, 255, 0)), "PNG")),
                    placed=(20, 16), target="proof", condition=PRESS)  # fmt: skip
    black = prepare(SourceFile(encoded(Image.new("L", (50, 40), 0), "PNG")),
                    placed=(20, 16), target="proof", condition=PRESS)  # fmt: skip

    expected = [round(part * 255) for part in as_printed(Rgb(0, 255, 0), PRESS)]
    assert pixels(green)[3, 3].tolist() == pytest.approx(expected, abs=2)
    assert pixels(black)[3, 3].tolist() == [round(part * 255) for part in as_printed(Gray(100), PRESS)]


def test_a_file_that_is_cut_off_is_refused_with_its_place():
    for kind, mode in (("JPEG", "CMYK"), ("JPEG", "RGB"), ("PNG", "RGB")):
        data = encoded(photo(300, 200).convert(mode), kind)
        with pytest.raises(PressError) as refused:
            prepare(
                SourceFile(data[: len(data) // 2]),
                placed=(60, 40),
                target="cmyk",
                condition=PRESS,
                path="pages/0/items/3",
            )
        assert refused.value.findings[0].path == "pages/0/items/3"


def test_the_same_picture_gives_the_same_bytes():
    data = encoded(photo(), "PNG")
    one, two = (
        prepare(SourceFile(data), placed=size, target="cmyk", condition=PRESS) for size in (POSTCARD, (148.0, 105.1))
    )

    assert one.data == two.data


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_pictures_of_the_web_print_as_well(kind):
    image = pyvips.Image.black(60, 40, bands=3).linear([1, 1, 1], [200, 30, 60]).copy(interpretation="srgb")
    save = {"webp": lambda i: i.webpsave_buffer(lossless=True), "avif": lambda i: i.heifsave_buffer(compression="av1")}
    file = SourceFile(bytes(save[kind](image.cast("uchar"))))

    assert (probe(file).media_type, probe(file).space) == (f"image/{kind}", "rgb")
    shown = pixels(prepare(file, placed=(20, 13), target="rgb", condition=PRESS))
    assert shown[10, 10].tolist() == pytest.approx([200, 30, 60], abs=4)


def gray_profile(device_class: bytes) -> bytes:
    """A grey profile with an even curve: as dark as light is linear."""
    curve = b"curv" + bytes(4) + (0).to_bytes(4, "big")
    white = b"XYZ " + bytes(4) + b"".join(round(v * 65536).to_bytes(4, "big") for v in (0.9642, 1.0, 0.8249))
    tags, at, body = [(b"wtpt", white), (b"kTRC", curve)], 128 + 4 + 24, b""
    rows = b""
    for name, value in tags:
        rows += name + (at + len(body)).to_bytes(4, "big") + len(value).to_bytes(4, "big")
        body += value
    head = bytearray(128)
    head[0:4] = (at + len(body)).to_bytes(4, "big")
    head[8:12], head[12:16], head[16:20], head[20:24] = b"\x02\x40\0\0", device_class, b"GRAY", b"XYZ "
    head[36:40] = b"acsp"
    head[68:80] = b"".join(round(v * 65536).to_bytes(4, "big") for v in (0.9642, 1.0, 0.8249))
    return bytes(head) + len(tags).to_bytes(4, "big") + rows + body


def test_grey_of_a_profile_is_as_light_in_print_and_grey_ink_keeps_its_numbers():
    def printed(device_class: bytes, target: str) -> int:
        out = io.BytesIO()
        Image.new("L", (50, 40), 128).save(out, "PNG", icc_profile=gray_profile(device_class))
        packed = prepare(SourceFile(out.getvalue()), placed=(20, 16), target=target, condition=PRESS)
        return int(pixels(packed)[3, 3, 0])

    linear_half = 188  # half the light is 188 of 255 in sRGB
    assert printed(b"prtr", "cmyk") == 128
    assert printed(b"mntr", "rgb") == pytest.approx(linear_half, abs=1)
    level = printed(b"mntr", "cmyk")
    assert round(to_srgb(Gray(100 - level / 2.55), PRESS)[1] * 255) == pytest.approx(linear_half, abs=4)
