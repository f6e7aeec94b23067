"""What is in a raster image, found from its bytes; bad ones are refused in words."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.press.images.pictures import encoded, quartered

from makeready.press.findings import PressError
from makeready.press.images.jpeg import read_frame
from makeready.press.images.probe import check_pixels, probe
from makeready.press.sources import SourceFile


def raw_png(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG whose header may promise anything."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("kind", "mode", "space"), [
    ("PNG", "RGB", "rgb"), ("PNG", "RGBA", "rgb"), ("PNG", "L", "gray"), ("PNG", "P", "rgb"), ("PNG", "1", "gray"),
    ("JPEG", "RGB", "rgb"), ("JPEG", "CMYK", "cmyk"), ("TIFF", "CMYK", "cmyk"), ("TIFF", "RGB", "rgb"),
])  # fmt: skip
def test_format_and_colours_are_found(kind, mode, space):
    facts = probe(SourceFile(encoded(quartered(40, 24).convert(mode), kind)))

    assert facts.media_type == f"image/{kind.lower()}"
    assert (facts.width, facts.height, facts.space) == (40, 24, space)
    assert facts.alpha == (mode == "RGBA")


def test_a_photo_taken_upright_is_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    facts = probe(SourceFile(encoded(quartered(40, 24), "JPEG", exif=exif)))

    assert (facts.width, facts.height) == (24, 40)


def test_its_own_size_is_at_300_dpi():
    facts = probe(SourceFile(encoded(quartered(300, 600), "PNG", dpi=(72, 72))))

    assert (facts.width_mm, facts.height_mm) == pytest.approx((25.4, 50.8))
    assert facts.dpi == pytest.approx(72, abs=0.1)


@pytest.mark.parametrize(("data", "word"), [
    (b"", "empty"),
    (b"<!DOCTYPE html><html></html>", "web page"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
    (b"%PDF-1.4\n", "PDF"),
    (bytes(1000), "unknown"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "damaged"),
    (raw_png(0, 0), "damaged"),
    (raw_png(60_000, 60_000), "too large"),
    (b"GIF89a" + bytes(100), "GIF"),
    (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC"),
    (b"RIFF\x10\0\0\0WEBPVP8 ", "damaged"),
    (encoded(quartered().convert("F"), "TIFF"), "colours"),
])  # fmt: skip
def test_what_cannot_be_used_is_said_in_words(data, word):
    with pytest.raises(PressError) as refused:
        probe(SourceFile(data), path="pages/0/items/1/src", page=1)

    finding = refused.value.findings[0]
    assert (finding.code, finding.path, finding.page) == ("image-unreadable", "pages/0/items/1/src", 1)
    assert word in finding.message


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_file_that_is_cut_off_is_found_when_its_pixels_are_asked_for(kind):
    data = encoded(quartered(400, 240), kind)

    with pytest.raises(PressError) as refused:
        check_pixels(SourceFile(data[: len(data) * 2 // 3]))

    assert refused.value.findings[0].code == "image-unreadable"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255), st.sampled_from(["PNG", "JPEG", "TIFF"]))
def test_a_damaged_file_is_either_read_or_refused(place, value, kind):
    data = bytearray(encoded(quartered(20, 12), kind))
    data[place % len(data)] = value

    try:
        assert check_pixels(SourceFile(bytes(data))).width > 0
    except PressError as error:
        assert error.findings[0].message


@given(st.binary(max_size=200))
def test_any_bytes_after_a_jpeg_start_give_a_frame_or_none(data):
    frame = read_frame(b"\xff\xd8" + data)

    assert frame is None or frame.components >= 0
