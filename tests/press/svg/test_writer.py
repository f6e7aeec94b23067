"""The SVG shows what prints, is safe in a web page, and tells the editor which item is which."""

import base64
import io
import re

import numpy as np
import pytest
import pyvips
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.press import foreign
from tests.press.pdf.drawing import FONTS, PRESS, made, page, rectangle, words

from makeready.press.color.convert import as_printed
from makeready.press.displaylist.items import Close, CurveTo, Group, LineTo, MoveTo, Path, Picture, PlacedPage
from makeready.press.displaylist.paint import BLACK, Blend, Cap, Cmyk, Gray, Join, Rgb, Spot, Stroke
from makeready.press.geometry import Matrix, Point, Rect
from makeready.press.pdf.reader import page_box
from makeready.press.raster.pixels import rasterise
from makeready.press.sources import SourceFile
from makeready.press.svg.glyphs import outline
from makeready.press.svg.writer import write, write_item

RED, SAND = Rgb(255, 40, 0), Cmyk(5, 10, 25, 0)
SVG = "{http://www.w3.org/2000/svg}"


def svg(*items, **options) -> str:
    return write(page(*items), fonts=FONTS, condition=PRESS, **options)


def elements(text: str, name: str):
    return list(ElementTree.fromstring(text).iter(SVG + name))


def one(text: str, name: str):
    (element,) = elements(text, name)
    return element


def png(mode: str, size: tuple[int, int], colour) -> SourceFile:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, "PNG")
    return SourceFile(out.getvalue())


def drawn(text: str, dpi: float) -> np.ndarray:
    """The SVG as pixels on white paper, by a renderer that is not ours."""
    image = pyvips.Image.svgload_buffer(text.encode(), dpi=72, scale=dpi / 72)
    return image.flatten(background=[255, 255, 255]).numpy()[:, :, :3]


def test_a_page_is_its_trim_in_millimetres():
    assert svg(rectangle(0, 0, 10, 5, RED)) == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="55mm" viewBox="0 0 85 55">'
        '<path fill="#ea2414" d="M0 0L10 0L10 5L0 5Z"/></svg>'
    )


def test_the_bleed_can_be_shown():
    root = ElementTree.fromstring(svg(bleed=True))

    assert (root.get("viewBox"), root.get("width")) == ("-3 -3 91 61", "91mm")


def test_what_is_seen_is_what_prints():
    picture = Picture(png("RGB", (40, 20), (0, 120, 200)), Rect(50, 35, 20, 10))
    turned = Group((words("Turned", x=0, y=0, size=4),), Matrix.move(40, 20) @ Matrix.turn(30))
    clipped = Group((rectangle(0, 0, 85, 55, Cmyk(0, 60, 0, 0)),), clip=rectangle(60, 5, 10, 10))
    faded = Group((rectangle(5, 40, 20, 10, RED), rectangle(15, 35, 20, 10, BLACK)), opacity=0.5)
    multiplied = Group((rectangle(30, 40, 10, 10, Cmyk(100, 0, 0, 0)),), blend=Blend.MULTIPLY)
    dashed = rectangle(5, 5, 20, 8, None, Stroke(Spot("Gold", 50, SAND), 0.7, Cap.ROUND, Join.BEVEL, dashes=(2, 1.5)))
    ring = Path((*rectangle(72, 20, 8, 8).segments, *rectangle(74, 22, 4, 4).segments), Gray(70), even_odd=True)
    drawing = page(
        rectangle(-3, -3, 91, 61, SAND),
        words("Anna Öz, Ελλάδα Київ"),
        turned,
        clipped,
        faded,
        multiplied,
        dashed,
        ring,
        picture,
    )

    seen = drawn(write(drawing, fonts=FONTS, condition=PRESS), 254)
    printed = rasterise(made(drawing, color="proof"), dpi=254).array

    assert seen.shape == printed.shape
    difference = np.abs(seen.astype(int) - printed.astype(int))
    assert difference.mean() < 0.5
    assert (difference > 128).mean() < 1e-3


def test_text_that_looks_alike_is_one_path_in_font_units():
    text = svg(words("An", y=10), words("na", y=20), words("Öz", y=30, ink=RED), words("!", y=40, size=3))

    paths = elements(text, "path")
    assert len(paths) == 3
    assert paths[1].get("fill") == "#ea2414" and paths[0].get("fill") == paths[2].get("fill") != "#ea2414"
    assert re.match(r"translate\(5 10\) scale\(0\.005 -0\.005\)", paths[0].get("transform"))
    assert paths[0].get("d").count("M") == 4


def test_a_glyph_is_always_drawn_by_the_same_characters():
    text = one(svg(words("nonna")), "path").get("d")
    n, o, n2, n3, a = [re.sub(r"^\S+ \S+?(?=m)", "", glyph) for glyph in text.split("M")[1:]]

    assert n == n2 == n3 and len({n, o, a}) == 3


def absolute(data: str) -> list[tuple[int, int]]:
    """The points of relative path data, in absolute coordinates."""
    at = start = (0, 0)
    points = []
    for command, numbers in re.findall(r"([mlcz])([^mlcz]*)", data):
        values = [int(v) for v in re.findall(r"-?\d+", numbers)]
        pairs = [(at[0] + x, at[1] + y) for x, y in zip(values[::2], values[1::2], strict=True)]
        points += pairs
        at = start if command == "z" else pairs[-1]
        start = at if command == "m" else start
    return points


coordinates = st.floats(-3000, 3000)
somewhere = st.builds(Point, coordinates, coordinates)
steps = st.one_of(st.builds(LineTo, somewhere), st.builds(CurveTo, somewhere, somewhere, somewhere))
contours = st.lists(st.tuples(st.builds(MoveTo, somewhere), st.lists(steps, max_size=5)), max_size=4)


@given(contours)
def test_relative_outlines_never_drift(drawn_contours):
    segments, expected = [], []
    for start, steps in drawn_contours:
        segments += [start, *steps, Close()]
        for segment in (start, *steps):
            controls = (segment.control1, segment.control2) if isinstance(segment, CurveTo) else ()
            expected += [(round(p.x), round(p.y)) for p in (*controls, segment.to)]

    assert absolute(outline(segments)) == expected


def test_items_of_the_design_are_marked_for_the_editor():
    text = svg(Group((words("a"),), item="pages/0/items/3", layer="Gold"))

    group = one(text, "g")
    assert (group.get("data-item"), group.get("data-layer")) == ("pages/0/items/3", "Gold")


def test_one_item_is_written_as_it_stands_in_the_page():
    item = Group((words("a"),), Matrix.move(3, 4), clip=rectangle(0, 0, 5, 5), item="pages/0/items/3")

    assert write_item(item, fonts=FONTS, condition=PRESS) in svg(rectangle(0, 0, 9, 9, RED), item)


def test_ids_of_several_pages_in_one_web_page_differ():
    def ids(number):
        clipped = [Group((), clip=rectangle(0, 0, 5, 5)) for _ in range(2)]
        return re.findall(r' id="([^"]+)"', svg(Group(tuple(clipped), item=f"pages/{number}/items/0")))

    assert ids(0) == ["pages-0-items-0-1", "pages-0-items-0-2"]
    assert not set(ids(0)) & set(ids(1))


def test_blending_brings_its_style_only_where_it_is_used():
    plain, blended = svg(Group((), opacity=0.5)), svg(Group((), blend=Blend.MULTIPLY))

    assert "<style>" not in plain and 'opacity="0.5"' in plain
    assert "<style>.blend-multiply{mix-blend-mode:multiply}</style>" in blended
    assert one(blended, "g").get("class") == "blend-multiply"


def test_strokes_say_only_what_is_not_usual():
    line = Path((MoveTo(Point(0, 0)), LineTo(Point(9, 9))), stroke=Stroke(RED, 0.25))

    assert one(svg(line), "path").attrib == {
        "fill": "none", "stroke": "#ea2414", "stroke-width": "0.25", "stroke-miterlimit": "10", "d": "M0 0L9 9",
    }  # fmt: skip


def pixels_of(href: str) -> Image.Image:
    kind, _, data = href.partition(";base64,")
    assert kind in ("data:image/png", "data:image/jpeg")
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_pictures_come_along_with_no_more_pixels_than_a_screen_shows():
    big = SourceFile(noisy(2000, 1000))
    shown = pixels_of(one(svg(Picture(big, Rect(0, 0, 50.8, 25.4))), "image").get("href"))

    assert shown.size == (300, 150)


def noisy(width: int, height: int) -> bytes:
    out = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 255, (height, width, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(out, "JPEG")
    return out.getvalue()


def test_drawings_stay_exact_and_transparency_is_a_mask():
    text = svg(Picture(png("RGBA", (10, 6), (200, 30, 60, 128)), Rect(0, 0, 20, 10), alt="a “flag” <b>"))

    opacity, shown = elements(text, "image")
    assert pixels_of(shown.get("href")).convert("RGB").getpixel((3, 3)) == pytest.approx((200, 30, 60), abs=2)
    assert pixels_of(opacity.get("href")).convert("L").getpixel((3, 3)) == 128
    assert shown.get("mask") == f"url(#{one(text, 'mask').get('id')})"
    assert shown.get("aria-label") == "a “flag” <b>"


def test_an_svg_for_screens_keeps_rgb_and_one_for_print_shows_what_the_press_makes_of_it():
    loud = Rgb(0, 255, 0)

    for_screens, for_print = svg(rectangle(0, 0, 10, 5, loud), screen=True), svg(rectangle(0, 0, 10, 5, loud))

    assert one(for_screens, "path").get("fill") == "#00ff00"
    shown = [round(part * 255) for part in as_printed(loud, PRESS)]
    assert one(for_print, "path").get("fill") == "#" + bytes(shown).hex()
    assert shown[1] < 220, "no press prints this green"


def test_pictures_can_have_addresses_instead():
    def href(item):
        return "/assets/1?a=b&c=d" if isinstance(item, Picture) else None

    text = svg(Picture(png("L", (1, 1), 0), Rect(0, 0, 1, 1)), href=href)

    assert one(text, "image").get("href") == "/assets/1?a=b&c=d"


def test_a_placed_page_is_shown_without_paper():
    file = SourceFile(foreign.pdf(b"0 1 1 0 k 0 0 130 300 re f"))
    box = page_box(file, 1, "trim")
    text = svg(rectangle(0, 0, 85, 55, SAND), PlacedPage(file, 1, Rect(0, 0, 85, 55), box))

    shown = pixels_of(one(text, "image").get("href"))
    assert shown.size == (502, 325)
    assert shown.mode == "RGBA" and shown.getpixel((480, 100))[3] == 0
    assert shown.getpixel((20, 100))[0] > 150


def test_the_same_page_gives_the_same_svg():
    item = Group((words("a"), Picture(png("RGBA", (9, 9), (1, 2, 3, 4)), Rect(0, 0, 9, 9))), clip=rectangle(0, 0, 9, 9))

    assert svg(item) == svg(item)


NASTY = '"><script>alert(1)</script><x y="'


def test_nothing_in_a_design_becomes_markup():
    text = svg(
        Group((words("<b>&amp;"),), item=NASTY, layer=NASTY, clip=rectangle(0, 0, 9, 9)),
        Picture(png("RGBA", (2, 2), (0, 0, 0, 9)), Rect(0, 0, 1, 1), alt=NASTY),
    )

    names = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(text).iter()}
    assert names == {"svg", "g", "path", "clipPath", "image", "mask"}
    assert "<script" not in text


@pytest.mark.parametrize("bleed", [False, True])
def test_nothing_is_loaded_from_elsewhere(bleed):
    text = svg(Picture(png("RGB", (2, 2), (0, 0, 0)), Rect(0, 0, 1, 1)), bleed=bleed)

    for element in ElementTree.fromstring(text).iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if "href" in name:
                assert value.startswith("data:image/")
