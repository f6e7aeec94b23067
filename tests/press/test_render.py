"""From a design to a file, the whole way, judged by what is in the file."""

import base64
import io
import zipfile
from datetime import UTC, datetime

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from tests.press import foreign
from tests.press.images.pictures import encoded, photo, quartered

from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.findings import PressError, Severity
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import mm_to_px
from makeready.press.preflight.check import preflight
from makeready.press.render import Stamp, Wish, describe, render, render_file
from makeready.press.sources import SourceFile, SourceFiles

WITH = {
    "fonts": FontLibrary(system=False),
    "condition": OutputCondition.default(),
    "stamp": Stamp(datetime(2026, 11, 24, tzinfo=UTC), "dsn_test/1"),
}
BLACK = {"cmyk": [0, 0, 0, 100]}
SAND = {"cmyk": [5, 10, 25, 0]}


def text(words, y=10.0, **more):
    return {"type": "text", "x": 8, "y": y, "width": 69, "height": 10, "text": words, "size": 12, "fill": BLACK, **more}


def box(x, y, width, height, fill, kind="rectangle", **more):
    return {"type": kind, "x": x, "y": y, "width": width, "height": height, "fill": fill, **more}


def page(*items, name="front", width=85, height=55, bleed=3):
    return {"name": name, "width": width, "height": height, "bleed": bleed, "safe": 3, "items": list(items)}


def design(*pages, fields=()):
    return document.read({"version": 1, "name": "Card", "fields": list(fields), "pages": list(pages)})


def data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


PICTURE = data_uri(encoded(quartered(), "PNG"), "image/png")
CARD = design(
    page(
        box(-3, -3, 91, 61, SAND),
        box(0, 40, 40, 10, {"rgb": [255, 40, 0]}),
        box(45, 40, 20, 10, {"spot": "GoldFoil", "tint": 100, "alternate": {"cmyk": [0, 20, 80, 0]}}),
        text("Anna Öz", 8, size=14),
        text("Ελληνικά Кириллица", 20),
        box(68, 4, 14, 14, BLACK, "barcode", symbology="qr", data="https://shop.example/5001"),
        {"type": "image", "x": 60, "y": 22, "width": 20, "height": 12, "src": PICTURE},
    ),
    page(box(-3, -3, 91, 61, SAND), text("back", 20), name="back"),
)


def made(design, wish=None, record=None, **files):
    sources = SourceFiles(lambda src: files["file"]) if files else SourceFiles()
    return render(design, record or {}, wish or Wish(), sources=sources, **WITH)


def text_of(data: bytes, number: int) -> str:
    pdf = pypdfium2.PdfDocument(data)
    try:
        return pdf[number].get_textpage().get_text_range()
    finally:
        pdf.close()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_a_design_becomes_a_pdf_that_preflight_has_nothing_to_say_about():
    file = made(CARD)

    assert (file.media_type, file.extension, file.page_count) == ("application/pdf", "pdf", 2)
    assert preflight(file.data) == ()
    assert file.findings == ()
    assert "Anna Öz" in text_of(file.data, 0)
    assert "Ελληνικά Кириллица" in text_of(file.data, 0)
    assert "back" in text_of(file.data, 1)


def test_grey_passes_preflight_too():
    assert preflight(made(CARD, Wish(color="gray")).data) == ()


def test_the_same_design_gives_the_same_bytes():
    for wish in (
        Wish(),
        Wish(format="png"),
        Wish(format="tiff"),
        Wish(format="jpeg", color="gray"),
        Wish(format="svg"),
    ):
        assert made(CARD, wish).data == made(CARD, wish).data


def test_pages_come_in_the_order_asked_for():
    file = made(CARD, Wish(pages="2,1,2"))

    assert file.page_count == 3
    assert ["back" in text_of(file.data, n) for n in range(3)] == [True, False, True]


def test_a_page_that_is_not_there_stops_it():
    with pytest.raises(PressError) as refused:
        made(CARD, Wish(pages="9"))

    assert refused.value.findings[0].path == "pages"


def test_everything_that_forbids_printing_comes_at_once():
    broken = design(
        page(
            text("{{Name}}"),
            text("private \U000f1234", 20),
            {"type": "image", "x": 0, "y": 0, "width": 9, "height": 9, "src": "gone.png"},
        ),
        fields=[{"name": "Name", "required": True}],
    )

    with pytest.raises(PressError) as refused:
        made(broken)

    words = " ".join(finding.message for finding in refused.value.findings)
    assert "Name" in words
    assert "F1234" in words.upper()
    assert "gone.png" in words
    assert all(finding.severity is Severity.ERROR for finding in refused.value.findings)


def test_remarks_come_along_with_the_file():
    coarse = design(page({"type": "image", "x": 0, "y": 0, "width": 80, "height": 48, "src": PICTURE}))

    assert [finding.code for finding in made(coarse).findings] == ["image-low-resolution"]


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff"])
@pytest.mark.parametrize("dpi", [72, 300])
@pytest.mark.parametrize(("color", "mode"), [("rgb", "RGB"), ("gray", "L"), ("cmyk", "CMYK")])
def test_pictures_have_exactly_the_pixels_colours_and_resolution_asked_for(kind, dpi, color, mode):
    file = made(CARD, Wish(format=kind, dpi=dpi, color=color, pages="1"))
    picture = opened(file.data)

    assert file.media_type == f"image/{kind}"
    assert picture.size == (mm_to_px(85, dpi), mm_to_px(55, dpi))
    assert picture.mode == ("RGB" if (kind, color) == ("png", "cmyk") else mode)
    assert picture.info["dpi"][0] == pytest.approx(dpi, abs=0.1)
    if picture.mode == "CMYK":
        assert picture.info["icc_profile"] == WITH["condition"].icc


def test_a_png_in_cmyk_says_that_it_cannot():
    assert [finding.code for finding in made(CARD, Wish(format="png", pages="1")).findings] == ["png-is-rgb"]


def test_a_picture_can_be_asked_for_by_width():
    assert opened(made(CARD, Wish(format="png", color="rgb", pages="1", width=425)).data).size == (425, 275)


def test_the_barcode_can_be_scanned_from_print_file_and_picture():
    picture = opened(made(CARD, Wish(format="png", color="rgb", pages="1")).data)

    assert [code.text for code in zxingcpp.read_barcodes(np.asarray(picture))] == ["https://shop.example/5001"]


def inks_at(picture: Image.Image, x: float, y: float) -> tuple[int, ...]:
    """Process inks in per cent at a place in mm."""
    per_mm = picture.width / 85
    return tuple(round(v / 2.55) for v in np.asarray(picture)[round(y * per_mm), round(x * per_mm)])


def test_cmyk_pictures_hold_the_inks_that_the_press_will_print():
    picture = opened(made(CARD, Wish(format="tiff", pages="1")).data)
    inks = np.asarray(picture)

    assert inks_at(picture, 2, 2) == (5, 10, 25, 0), "exact inks arrive exact"
    assert inks_at(picture, 55, 45) == (0, 20, 80, 0), "a spot ink as its alternate"
    solid = inks[inks[..., 3] > 250][:, :3].astype(int)
    assert len(solid) > 500, "black text and code"
    assert (np.abs(solid - [13, 26, 64]).max(axis=1) <= 1).any(), "black text overprints the ground"
    assert (solid == 0).all(axis=1).any(), "the code knocks it out"
    assert solid.max() <= 65, "no black text in four inks"


def test_several_pages_come_as_zip_or_as_one_tiff():
    archive = made(CARD, Wish(format="png", dpi=72, color="rgb"))
    with zipfile.ZipFile(io.BytesIO(archive.data)) as opened_zip:
        assert opened_zip.namelist() == ["1-front.png", "2-back.png"]
        assert opened(opened_zip.read("2-back.png")).size == (241, 156)
    assert archive.media_type == "application/zip"
    assert opened(made(CARD, Wish(format="tiff", dpi=72)).data).n_frames == 2


def test_svg_shows_the_page():
    file = made(CARD, Wish(format="svg", pages="1"))

    assert file.media_type == "image/svg+xml"
    assert file.data.startswith(b"<svg")
    assert b'viewBox="0 0 85 55"' in file.data
    assert b"<script" not in file.data


def test_crop_marks_grow_the_media_and_nothing_else():
    with pikepdf.open(io.BytesIO(made(CARD, Wish(marks=("crop",))).data)) as pdf:
        page = pdf.pages[0]
        trim, bleed, media = (
            [float(v) * 25.4 / 72 for v in page[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox")
        )
        assert trim[2] - trim[0] == pytest.approx(85, abs=0.001)
        assert bleed[2] - bleed[0] == pytest.approx(91, abs=0.001)
        assert media[2] - media[0] == pytest.approx(85 + 18, abs=0.001)
    assert preflight(made(CARD, Wish(marks=("crop",))).data) == ()
    assert opened(made(CARD, Wish(marks=("crop",), format="png", pages="1")).data).width == mm_to_px(103, 300)


FLAG = foreign.pdf(
    b"1 0 0 0 k 0 0 2.8346 5.6693 re f 0 1 0 0 k 2.8346 0 2.8346 2.8346 re f", width=2, height=2, bleed=0
)
PLACED = design(
    page(
        box(0, 0, 85, 55, {"cmyk": [0, 0, 100, 0]}),
        {"type": "pdf", "src": "flag", "page": 1, "x": 0, "y": 0, "width": 55, "height": 55},
        bleed=0,
    )
)


def test_a_placed_pdf_stays_vector_in_a_press_file():
    file = made(PLACED, file=FLAG)

    assert preflight(file.data) == ()
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        assert form.Subtype == "/Form"


def test_a_placed_pdf_is_a_picture_with_gaps_in_a_grey_file():
    file = made(PLACED, Wish(format="tiff", dpi=72, color="gray"), file=FLAG)
    picture = np.asarray(opened(file.data))

    assert [finding.code for finding in file.findings] == ["placed-flattened"]
    gap, beside, cyan = picture[40, 120], picture[40, 200], picture[40, 40]
    assert (gap == beside).all(), "the ground shows where the placed page is empty"
    assert not (cyan == beside).all()
    grey = made(PLACED, Wish(color="gray"), file=FLAG)
    assert preflight(grey.data) == ()


def test_a_placed_pdf_keeps_its_inks_in_a_cmyk_picture():
    file = made(PLACED, Wish(format="tiff", dpi=72), file=FLAG)
    picture = np.asarray(opened(file.data))

    assert file.findings == ()
    assert picture[40, 40].tolist() == [255, 0, 0, 0], "cyan of the placed page, the yellow below knocked out"
    assert picture[40, 120].tolist() == picture[40, 200].tolist() == [0, 0, 255, 0]


# customers' files

READY = foreign.pdf(foreign.filled(0, 0, 0, 0.1), foreign.filled(0, 0, 0, 0.6), width=85, height=55)


def sent(data: bytes, wish=None, **more):
    return render_file(SourceFile(data), wish or Wish(), **more, **WITH)


def test_a_print_ready_pdf_passes_byte_for_byte():
    for wish in (Wish(), Wish(pages="1-2"), Wish(pages="1-"), Wish(dpi=72)):
        assert sent(READY, wish).data == READY


def test_pages_of_a_customers_pdf_can_be_chosen():
    with pikepdf.open(io.BytesIO(sent(READY, Wish(pages="2,1,2")).data)) as pdf:
        assert [page.Contents.read_bytes()[:9] for page in pdf.pages] == [b"0 0 0 0.6", b"0 0 0 0.1", b"0 0 0 0.6"]
        assert "/TrimBox" in pdf.pages[2]


def test_pictures_of_a_customers_pdf_show_its_trim():
    for color, mode in (("rgb", "RGB"), ("gray", "L"), ("cmyk", "CMYK")):
        picture = opened(sent(READY, Wish(format="tiff", dpi=72, color=color, pages="2")).data)
        assert (picture.mode, picture.size) == (mode, (241, 156))


def test_a_customers_pdf_in_grey_or_with_marks_is_made_anew():
    grey = sent(READY, Wish(color="gray"))
    marked = sent(READY, Wish(marks=("crop",)))

    assert preflight(grey.data) == ()
    assert preflight(marked.data) == ()
    with pikepdf.open(io.BytesIO(marked.data)) as pdf:
        assert float(pdf.pages[0].TrimBox[2] - pdf.pages[0].TrimBox[0]) == pytest.approx(85 * 72 / 25.4, abs=0.001)


def corners(data: bytes) -> list[tuple[int, ...]]:
    """The bleed's corners as PDFium shows them: top left, top right, bottom left, bottom right."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        picture = np.asarray(pdf[0].render(scale=1).to_pil().convert("RGB"))
    finally:
        pdf.close()
    return [tuple(int(v) for v in picture[y, x]) for y in (3, -4) for x in (3, -4)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_a_picture_becomes_a_page_of_the_products_size(kind):
    file = sent(encoded(quartered(1000, 600), kind), size=(100, 60), bleed=3)

    assert preflight(file.data) == ()
    assert file.findings == ()
    with pikepdf.open(io.BytesIO(file.data)) as pdf:
        trim, bleed = ([float(v) * 25.4 / 72 for v in pdf.pages[0][name]] for name in ("/TrimBox", "/BleedBox"))
        assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((100, 60), abs=0.001)
        assert (bleed[2] - bleed[0], bleed[3] - bleed[1]) == pytest.approx((106, 66), abs=0.001)
    red, green, blue, white = corners(file.data)
    assert red[0] > 180 > red[1], "the picture reaches into the bleed"
    assert green[1] > green[0] and blue[2] > blue[0] and min(white) > 240


def test_a_picture_of_another_shape_is_shown_whole_and_said():
    file = sent(encoded(photo(900, 300), "JPEG"), size=(100, 60), bleed=3)

    assert [finding.code for finding in file.findings] == ["shape-differs"]
    assert "100 × 60" in file.findings[0].message
    assert all(min(corner) > 250 for corner in corners(file.data))


def tiff_of(*pictures: Image.Image) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, "TIFF", save_all=True, append_images=list(pictures[1:]))
    return out.getvalue()


def test_a_tiff_prints_all_its_pictures_each_on_its_page():
    data = tiff_of(*(Image.new("CMYK", (1181, 709), ink) for ink in ((255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 0, 255))))

    assert describe(SourceFile(data)).pages == 3
    file = sent(data, size=(100, 60), bleed=3)
    assert (file.page_count, file.findings) == (3, ())
    second = sent(data, Wish(format="tiff", dpi=72, pages="2"), size=(100, 60))
    assert np.asarray(opened(second.data))[50, 50].tolist() == [0, 255, 0, 0]


def test_a_preview_in_a_tiff_is_no_page_and_is_told():
    with_preview = tiff_of(quartered(1200, 720), quartered(120, 72))

    file = sent(with_preview, size=(100, 60))
    assert (file.page_count, [finding.code for finding in file.findings]) == (1, ["only-first-page"])


def test_pictures_in_a_pdf_are_as_fine_as_asked():
    for dpi, width in ((300, 300), (150, 150), (600, 500)):
        with pikepdf.open(
            io.BytesIO(sent(encoded(photo(500, 300), "JPEG"), Wish(dpi=dpi), size=(25.4, 15.24)).data)
        ) as pdf:
            (image,) = pdf.pages[0].get_images().values()
            assert int(image.Width) == width


def test_a_picture_without_a_product_has_its_own_size_at_300_dpi():
    with pikepdf.open(io.BytesIO(sent(encoded(quartered(300, 600), "PNG")).data)) as pdf:
        assert [float(v) for v in pdf.pages[0].TrimBox] == pytest.approx([0, 0, 72, 144], abs=0.001)


def svg(body: str, width=85, height=55) -> bytes:
    start = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
    )
    return f"{start}{body}</svg>".encode()


def test_an_svg_becomes_a_page_in_press_inks():
    drawn = svg('<rect width="42.5" height="27.5" fill="#e00000"/><text x="45" y="50" font-size="6">Zoë</text>')
    file = sent(drawn, size=(85, 55), bleed=3)

    assert preflight(file.data) == ()
    assert "Zoë" in text_of(file.data, 0)
    assert [finding.code for finding in file.findings] == ["no-bleed"]


def test_an_svg_with_bleed_fills_it():
    file = sent(svg('<rect width="91" height="61" fill="#e00000"/>', 91, 61), size=(85, 55), bleed=3)

    assert file.findings == ()
    assert all(red > 180 > green for red, green, _ in corners(file.data))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"%PDF-1.7\n", "damaged"),
        (foreign.encrypted(READY, "secret"), "password"),
        (encoded(quartered(), "PNG")[:120], "image"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (b"Name;Title\r\n", "unknown"),
        (svg("<rect>"), "well-formed"),
    ],
)
def test_what_cannot_be_printed_is_said_in_words(data, word):
    for attempt in (lambda: sent(data), lambda: describe(SourceFile(data))):
        with pytest.raises(PressError) as refused:
            attempt()
        assert word in refused.value.findings[0].message


@pytest.mark.parametrize(
    ("data", "kind", "pages", "size"),
    [
        (READY, "pdf", 2, (85, 55)),
        (encoded(quartered(300, 600), "JPEG"), "jpeg", 1, (25.4, 50.8)),
        (svg(""), "svg", 1, (85, 55)),
    ],
)
def test_a_customers_file_is_described_from_its_bytes(data, kind, pages, size):
    facts = describe(SourceFile(data))

    assert (facts.kind, facts.pages) == (kind, pages)
    assert (facts.width_mm, facts.height_mm) == pytest.approx(size, abs=0.001)
