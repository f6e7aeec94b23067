"""Pages become exactly the pixels of their box, with their colours where they belong."""

import io

import numpy as np
import pytest
from PIL import Image
from tests.press import foreign
from tests.press.foreign import MM

from makeready.press import confine
from makeready.press.findings import PressError
from makeready.press.geometry import Rect
from makeready.press.pdf.reader import describe
from makeready.press.raster import pixels
from makeready.press.raster.pixels import rasterise, rasterise_pages, rasterise_part, rasterise_png


def quarters(width: float = 85, height: float = 55, bleed: float = 3) -> bytes:
    """Cyan, magenta over yellow, black; the trim's corners exactly."""
    w, h = width / 2 * MM, height / 2 * MM
    inks = ((b"1 0 0 0", 0, 1), (b"0 1 0 0", 1, 1), (b"0 0 1 0", 0, 0), (b"0 0 0 1", 1, 0))
    squares = [b"%b k %f %f %f %f re f" % (ink, (bleed * MM) + x * w, (bleed * MM) + y * h, w, h) for ink, x, y in inks]
    return b" ".join(squares)


def named(pixel: np.ndarray) -> str:
    """The colour a person would name."""
    r, g, b = (int(v) > 128 for v in pixel)
    known = {(False, True, True): "cyan", (True, False, True): "magenta", (True, True, False): "yellow"}
    return known.get((r, g, b), "white" if r and g and b else "black")


def corners(picture: np.ndarray) -> list[str]:
    return [named(picture[y, x]) for y, x in ((1, 1), (1, -2), (-2, 1), (-2, -2))]


@pytest.mark.parametrize("dpi", [36, 72, 150, 300])
def test_a_box_fills_its_pixels_to_the_last_one(dpi):
    picture = rasterise(foreign.pdf(quarters()), dpi=dpi)

    assert (picture.width, picture.height) == (round(85 / 25.4 * dpi), round(55 / 25.4 * dpi))
    assert corners(picture.array) == ["cyan", "magenta", "yellow", "black"]


def test_width_in_pixels_gives_the_resolution():
    picture = rasterise(foreign.pdf(quarters()), width_px=850)

    assert (picture.width, picture.height) == (850, 550)
    assert picture.dpi == pytest.approx(254, rel=1e-3)


def test_bleed_and_media_can_be_shown():
    data = foreign.pdf(foreign.filled(1, 0, 0, 0, 1000, 1000), MediaBox=[-20, -20, 280, 200])

    assert named(rasterise(data, box="media", dpi=72).array[-5, 5]) == "white"
    assert named(rasterise(data, box="bleed", dpi=72).array[-2, 1]) == "cyan"
    assert rasterise(data, box="bleed", dpi=254).width == 910


def test_a_box_that_is_missing_is_the_next_larger_one():
    data = foreign.pdf(b"", TrimBox=None, BleedBox=None, CropBox=[10, 10, 110, 60])

    assert rasterise(data, dpi=72).array.shape == (50, 100, 3)


def test_a_turned_page_is_shown_as_it_is_looked_at():
    picture = rasterise(foreign.pdf(quarters(), Rotate=90), dpi=72).array

    assert picture.shape[:2] == (241, 156)
    assert corners(picture) == ["yellow", "cyan", "black", "magenta"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_part_is_cut_from_the_upright_page_and_has_no_paper(turn):
    data = foreign.pdf(quarters(), Rotate=turn, MediaBox=[-10, -20, 300, 200])
    boxes = describe(data).boxes[0]
    middle = boxes.trim.centre

    part = Rect(middle.x - 40, middle.y - 20, 80, 40)
    picture = np.asarray(Image.open(io.BytesIO(rasterise_part(data, 1, part, width_px=80))))
    whole = rasterise(data, dpi=72).array

    assert picture.shape == (40, 80, 4) and picture[..., 3].all()
    assert corners(picture[..., :3]) == corners(whole)
    beyond = rasterise_part(data, 1, Rect(boxes.media.x, boxes.media.y, 5, 5), width_px=5)
    assert not np.asarray(Image.open(io.BytesIO(beyond)))[..., 3].any()


def test_grey_has_one_band():
    picture = rasterise(foreign.pdf(foreign.filled(0, 0, 0, 1)), dpi=72, grey=True)

    assert picture.array.shape == (156, 241, 1)
    assert picture.array.max() < 60


def test_pages_come_in_the_order_asked_for():
    data = foreign.pdf(foreign.filled(1, 0, 0, 0), foreign.filled(0, 1, 0, 0))

    assert [named(p.array[9, 9]) for p in rasterise_pages(data, dpi=36)] == ["cyan", "magenta"]
    assert [named(p.array[9, 9]) for p in rasterise_pages(data, [2, 1, 2], dpi=36)] == ["magenta", "cyan", "magenta"]


@pytest.mark.parametrize("grey", [False, True])
def test_png_keeps_every_pixel_and_the_resolution(grey):
    data = foreign.pdf(quarters() + foreign.words("x"))
    picture = Image.open(io.BytesIO(rasterise_png(data, dpi=150, grey=grey)))

    assert picture.mode == ("L" if grey else "RGB")
    assert picture.info["dpi"] == pytest.approx((150, 150), abs=0.02)
    assert (np.asarray(picture).ravel() == rasterise(data, dpi=150, grey=grey).array.ravel()).all()


@pytest.mark.parametrize(
    ("data", "wish", "words"),
    [
        (b"", {}, "damaged or no PDF"),
        (b"<html>", {}, "damaged or no PDF"),
        (foreign.truncated(foreign.pdf(b"")), {}, "damaged"),
        (foreign.encrypted(foreign.pdf(b""), user="sesame"), {}, "password"),
        (foreign.pdf(b""), {"page": 3}, "no page 3, it has 1"),
        (foreign.pdf(b""), {"page": 0}, "no page 0"),
        (foreign.pdf(b""), {"dpi": 50_000}, "at most 300 million"),
    ],
)
def test_what_cannot_be_shown_is_said(data, wish, words):
    with pytest.raises(PressError, match=words):
        rasterise(data, **wish)


def test_a_page_that_never_ends_costs_only_its_child():
    """Forms in forms in forms, two hundred times each: PDFium draws on and on, in C."""
    loop = b"/Fm Do " * 200
    with foreign.opened(foreign.pdf(loop)) as file:
        form = file.make_stream(b"0 0 m 9 9 l S", Subtype=foreign.Name.Form, BBox=[0, 0, 900, 900])
        for _ in range(4):
            resources = foreign.Dictionary(XObject=foreign.Dictionary(Fm=form))
            form = file.make_stream(loop, Subtype=foreign.Name.Form, BBox=[0, 0, 900, 900], Resources=resources)
        file.pages[0].Resources = foreign.Dictionary(XObject=foreign.Dictionary(Fm=form))
        data = foreign.saved(file)

    with pytest.raises(PressError, match="longer than 1 seconds"):
        confine.run(pixels._draw_png, data, 1, pixels.Wanted(), seconds=1)
    assert rasterise(foreign.pdf(quarters()), dpi=36).width == 120
