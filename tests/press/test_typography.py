"""From a document's text property to what a PDF reader finds and what is seen: the whole road, in one file."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from tests.press.fonts import made

from makeready.press.color.condition import OutputCondition
from makeready.press.design.document import read
from makeready.press.fonts.library import FontLibrary
from makeready.press.render import Stamp, Wish, render
from makeready.press.sources import SourceFiles

FONTS = FontLibrary(system=False)
STAMP = Stamp(datetime(2026, 11, 24, tzinfo=UTC), "test")
JOINED = "\x02"
"""What PDFium makes of a hyphen that only the line's end has put there, joining the word's parts."""
GERMAN = "Die Donaudampfschifffahrtsgesellschaft unterhielt zahlreiche Verbindungen zwischen den Donauländern."


def printed(*items: dict, fonts: FontLibrary = FONTS, **wish) -> bytes:
    document = read({"version": 1, "pages": [{"width": 100, "height": 60, "items": list(items)}]})
    condition = OutputCondition.default()
    made = render(document, {}, Wish(**wish), fonts=fonts, sources=SourceFiles(), condition=condition, stamp=STAMP)
    return made.data


def item(words: str = "", **more) -> dict:
    words = {} if "runs" in more else {"text": words}
    return {"type": "text", "x": 5, "y": 5, "width": 90, "height": 50, **words, **more}


def said(pdf: bytes) -> str:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()


def found(pdf: bytes, words: str) -> bool:
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().search(words).get_next() is not None


def dark(pdf: bytes, ppmm: float = 8) -> np.ndarray:
    page = pypdfium2.PdfDocument(pdf)[0]
    return page.render(scale=ppmm * 25.4 / 72).to_numpy().min(axis=2) < 128


def test_runs_read_back_as_one_sentence():
    lowered = {"text": "2", "size": 7, "baseline_shift": -200}
    runs = [{"text": "Dear "}, {"text": "Anna", "weight": 700}, {"text": ", H"}, lowered, {"text": "O"}]

    assert said(printed(item(runs=runs))).replace("\r\n", "") == "Dear Anna, H2O"


def test_small_capitals_and_old_figures_still_say_their_letters():
    assert said(printed(item("Type 1893", features={"smcp": True, "onum": True}))) == "Type 1893"


def test_underlines_are_seen():
    bare, lined = (dark(printed(item("nnnn", size=40, underline=line))) for line in (False, True))

    more = (lined & ~bare).sum(axis=1)
    assert more.max() > 200 and (more > 100).sum() < 12


def test_a_wide_instance_is_embedded_wide():
    narrow, wide = (
        dark(printed(item("HHHH", size=40, font="Roboto Flex", axes={"wdth": wdth}))).any(axis=0).nonzero()[0]
        for wdth in (25, 151)
    )

    assert wide[-1] - wide[0] > 1.2 * (narrow[-1] - narrow[0])


def test_a_divided_word_is_read_with_its_hyphen_at_the_lines_end():
    words = said(printed(item(GERMAN, width=30, language="de", paragraph={"hyphenate": True})))

    assert words.count(JOINED) >= 2
    assert words.replace(JOINED, "").replace("\r\n", " ") == GERMAN


def test_tab_leaders_are_not_read_as_words():
    words = said(printed(item("Paper\t12.50", paragraph={"tabs": [{"at": 60, "align": "decimal", "leader": "."}]})))

    assert words.split() == ["Paper", "12.50"]


def test_lists_read_with_their_markers():
    words = said(printed(item("one\ntwo", paragraph={"marker": "{1}."})))

    assert words.split("\r\n") == ["1. one", "2. two"]


def test_columns_read_one_after_the_other():
    words = " ".join(f"w{number}" for number in range(60))

    assert said(printed(item(words, columns=3, height=30))).split() == words.split()


def test_text_on_a_path_is_found():
    assert found(printed(item("Text upon a curve", along={"path": "M0 30 C10 0 70 0 80 30"})), "upon a curve")


def test_vertical_text_is_found_and_stands_in_one_column():
    fonts = FontLibrary([made.file(made.font("日本語縦書", vertical=True))], system=False)

    pdf = printed(item("日本語縦書", writing="vertical-rl", font="Made", size=20), fonts=fonts)

    assert found(pdf, "日本語縦書")
    columns = dark(pdf).any(axis=0).nonzero()[0]
    rows = dark(pdf).any(axis=1).nonzero()[0]
    assert columns[-1] - columns[0] < 8 * 7.1 and rows[-1] - rows[0] > 8 * 33


@pytest.mark.parametrize("way", ["wish", "item"])
def test_outlines_look_the_same_and_hold_no_font(way):
    words = item("Outlines مرحبا ffi", size=30, outlines=way == "item")
    live, shapes = (
        printed(item("Outlines مرحبا ffi", size=30)),
        printed(words, text="outlines" if way == "wish" else "text"),
    )

    assert said(shapes) == ""
    with pikepdf.open(io.BytesIO(shapes)) as opened:
        assert "/Font" not in opened.pages[0].Resources
    assert (dark(live) != dark(shapes)).mean() < 0.002


def test_the_svg_shows_what_the_pdf_prints():
    svg = printed(item(runs=[{"text": "a"}, {"text": "b", "size": 30, "underline": True}]), format="svg").decode()

    assert svg.count("<path") == 3


def test_a_collection_prints_the_face_that_is_asked_for():
    fonts = FontLibrary(
        [
            made.collection(
                made.font("A", family="First"), made.font("AB", family="Second", boxes={"wide": (0, 0, 9, 9)})
            )
        ],
        system=False,
    )

    pdf = printed(item("AB", font="Second"), fonts=fonts)

    assert said(pdf) == "AB"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        (font,) = opened.pages[0].Resources.Font.values()
        assert str(font.BaseFont).endswith("+Second")


def test_colour_glyphs_print_in_their_colours():
    font = made.colored({"u1F600": [("a", 0)]}, [(1.0, 0.0, 0.0, 1.0)], characters="😀", boxes={"a": (0, 0, 900, 900)})
    pdf = printed(item("😀", size=60), fonts=FontLibrary([made.file(font)], system=False))

    page = pypdfium2.PdfDocument(pdf)[0].render(scale=4).to_numpy()[..., :3].astype(int)
    blue, green, red = page[..., 0], page[..., 1], page[..., 2]
    assert ((red > 180) & (green < 90) & (blue < 90)).sum() > 10_000


def test_a_variable_font_with_cff2_outlines_is_printed_at_its_weight():
    fonts = FontLibrary([made.variable_cff2()], system=False)

    regular, black = (printed(item("A", font="Made", size=60, weight=weight), fonts=fonts) for weight in (400, 900))

    wide = [dark(pdf).any(axis=0).sum() for pdf in (regular, black)]
    assert wide[1] == pytest.approx(4 * wide[0], abs=4)
    with pikepdf.open(io.BytesIO(black)) as opened:
        (font,) = opened.pages[0].Resources.Font.values()
        assert font.DescendantFonts[0].FontDescriptor.FontFile3.Subtype == "/CIDFontType0C"
    assert said(black) == "A"


def test_a_font_that_may_not_be_parted_is_embedded_whole_and_that_is_told():
    font = made.font("ABC", rights=0x0100)
    fonts = FontLibrary([made.file(font)], system=False)
    document = read({"version": 1, "pages": [{"width": 100, "height": 60, "items": [item("A", font="Made")]}]})

    file = render(
        document, {}, Wish(), fonts=fonts, sources=SourceFiles(), condition=OutputCondition.default(), stamp=STAMP
    )

    assert [finding.code for finding in file.findings] == ["font-embedded-whole"]
    with pikepdf.open(io.BytesIO(file.data)) as opened:
        (embedded,) = opened.pages[0].Resources.Font.values()
        assert embedded.BaseFont == "/Made"
        program = embedded.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    inside = TTFont(io.BytesIO(program))["glyf"]
    assert [inside[name].numberOfContours for name in inside.keys()] == [1, 1, 1, 1]  # noqa: SIM118


@pytest.mark.parametrize(
    ("words", "family"),
    [
        ("ភាសាខ្មែរ សួស្តី ពិភពលោក", "Noto Sans Khmer"),
        ("สวัสดีชาวโลก ที่นี่", "Noto Sans Thai"),
        ("नमस्ते क्षत्रिय", "Noto Sans Devanagari"),
    ],
)
def test_scripts_that_reorder_and_stack_are_found_again(words, family):
    pdf = printed(item(words, font=family, size=20))

    assert "".join(said(pdf).split()) == "".join(words.split())


def test_khmer_and_lao_break_between_words_though_nothing_parts_them():
    words = "ភាសាខ្មែរជាភាសារបស់ប្រជាជនខ្មែរ"
    whole, narrow = (
        said(printed(item(words, font="Noto Sans Khmer", width=width))).split("\r\n") for width in (90, 25)
    )

    assert len(whole) == 1 and len(narrow) > 1
    assert "".join(narrow) == "".join(whole) == words
    assert all(len(line) > 1 for line in narrow)
