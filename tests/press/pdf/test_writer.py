"""The whole file, judged by its meaning: boxes, labels, inks, text, pixels, and the same bytes every time."""

import io
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path as File

import numpy as np
import pikepdf
import pytest
from tests.press.images.pictures import encoded, photo, quartered
from tests.press.pdf.drawing import FONTS, PRESS, STAMP, made, page, pixels, rectangle, text_of, words
from tests.press.pdf.letters import assert_pixels

from makeready.press.displaylist.items import Group, Picture
from makeready.press.displaylist.paint import Blend, Cmyk, Gray, Rgb, Spot
from makeready.press.geometry import Matrix, Rect
from makeready.press.pdf.writer import Stamp, write
from makeready.press.sources import SourceFile

RICH = page(
    rectangle(-3, -3, 91, 61, Cmyk(5, 10, 25, 0)),
    rectangle(0, 40, 40, 10, Rgb(255, 40, 0)),
    rectangle(45, 40, 20, 10, Spot("GoldFoil", 100, Cmyk(0, 20, 80, 0))),
    words("Anna Öz", 5, 10),
    words("Ελληνικά Кириллица", 5, 20, family="serif", ink=Gray(100)),
    words("In RGB black", 5, 30, ink=Rgb(0, 0, 0)),
    Picture(SourceFile(encoded(quartered(), "PNG")), Rect(60, 22, 20, 12)),
    Picture(SourceFile(encoded(photo(), "JPEG")), Rect(60, 2, 20, 12)),
)
BACK = page(words("back"), name="back")


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def images(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [x for x in pdf.pages[0].Resources.XObject.values() if x.Subtype == "/Image"]


def operators(pdf: pikepdf.Pdf, number: int = 0) -> list[tuple[tuple, str]]:
    return [(tuple(operands), str(operator)) for operands, operator in pikepdf.parse_content_stream(pdf.pages[number])]


def colours(data: bytes) -> set[str]:
    """Operators that set process colours, on all pages and in all their forms."""
    with opened(data) as pdf:
        owners = [
            *pdf.pages,
            *(o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"),
        ]
        seen = {str(operator) for owner in owners for _, operator in pikepdf.parse_content_stream(owner)}
        return seen & {"g", "G", "rg", "RG", "k", "K", "cs", "CS", "sh"}


def test_it_says_that_it_is_pdfx4_and_for_which_press():
    with opened(made(RICH, BACK)) as pdf:
        xmp = pdf.Root.Metadata.read_bytes().decode()
        (intent,) = pdf.Root.OutputIntents

        assert pdf.pdf_version == "1.6"
        assert "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>" in xmp
        assert "/Filter" not in pdf.Root.Metadata, "XMP is readable without unpacking"
        assert intent.S == "/GTS_PDFX"
        assert intent.DestOutputProfile.read_bytes() == PRESS.icc
        assert int(intent.DestOutputProfile.N) == 4
        assert str(intent.OutputConditionIdentifier) == PRESS.identifier
        assert "/RegistryName" not in intent, "an unregistered condition is not said to be registered"
        assert pdf.docinfo.Trapped == "/False"
        assert pdf.trailer.ID[0] != pdf.trailer.ID[1]


def test_boxes_are_the_pages_millimetres():
    wide = page(width=210, height=297, bleed=5)
    with opened(made(RICH, replace(wide, media=wide.bleed.grown(7)))) as pdf:
        card, poster = pdf.pages
        assert [float(v) for v in card.TrimBox] == pytest.approx([8.5039, 8.5039, 249.4488, 164.4094], abs=1e-4)
        assert [float(v) for v in card.BleedBox] == pytest.approx([0, 0, 257.9528, 172.9134], abs=1e-4)
        assert card.MediaBox == card.BleedBox
        trim = [float(v) * 25.4 / 72 for v in poster.TrimBox]
        assert trim == pytest.approx([12, 12, 222, 309], abs=1e-4)


def test_it_holds_press_inks_only():
    assert colours(made(RICH, BACK)) == {"k", "cs"}

    with opened(made(RICH, BACK)) as pdf:
        assert {str(image.ColorSpace) for image in images(pdf)} == {"/DeviceCMYK"}


def test_grey_files_hold_grey_and_spot_inks_only():
    grey = made(RICH, BACK, color="gray")

    assert colours(grey) == {"g", "cs"}
    with opened(grey) as pdf:
        separation = next(iter(pdf.pages[0].Resources.ColorSpace.values()))
        assert str(separation[1]) == "/GoldFoil"
        assert str(separation[2]) == "/DeviceGray"
        assert {str(image.ColorSpace) for image in images(pdf)} == {"/DeviceGray"}


def test_screen_files_are_rgb_and_claim_no_standard():
    screen = made(RICH, color="rgb")

    assert colours(screen) == {"rg"}
    with opened(screen) as pdf:
        assert "GTS_PDFX" not in pdf.Root.Metadata.read_bytes().decode()
        assert "/OutputIntents" not in pdf.Root


def test_exact_inks_stay_exact():
    with opened(made(page(rectangle(0, 0, 9, 9, Cmyk(12, 34, 56, 7.5))))) as pdf:
        assert (0.12, 0.34, 0.56, 0.075) in [
            tuple(float(v) for v in operands) for operands, operator in operators(pdf) if operator == "k"
        ]


def test_black_text_is_black_ink_alone_and_overprints():
    for ink in (Rgb(0, 0, 0), Gray(100), Cmyk(0, 0, 0, 100)):
        with opened(made(page(words("black", ink=ink)))) as pdf:
            set_colours = [tuple(map(float, o)) for o, operator in operators(pdf) if operator == "k"]
            (state,) = pdf.pages[0].Resources.ExtGState.values()

            assert set_colours == [(0, 0, 0, 1)]
            assert (state.op, state.OPM) == (True, 1)


def test_coloured_text_and_white_do_not_overprint():
    loud = Group((words("red", ink=Cmyk(0, 100, 100, 0)), rectangle(0, 0, 9, 9, Cmyk(0, 0, 0, 0))), overprint=True)

    with opened(made(page(words("red", ink=Cmyk(0, 100, 100, 0))))) as pdf:
        assert "/ExtGState" not in pdf.pages[0].Resources
    with opened(made(page(loud))) as pdf:
        states = [str(o[0]) for o, operator in operators(pdf) if operator == "gs"]
        known = pdf.pages[0].Resources.ExtGState
        assert [bool(known[name].op) for name in states] == [True, False], "white that overprints would vanish"


def test_a_spot_ink_is_a_separation_with_its_alternate():
    tints = [Spot("Gold Foil#1", tint, Cmyk(0, 20, 80, 0)) for tint in (100, 50)]
    with opened(made(page(*[rectangle(i * 10, 0, 9, 9, ink) for i, ink in enumerate(tints)]))) as pdf:
        (space,) = pdf.pages[0].Resources.ColorSpace.values()
        assert [str(space[0]), str(space[1])] == ["/Separation", "/Gold Foil#1"]
        assert [float(v) for v in space[3].C1] == pytest.approx([0, 0.2, 0.8, 0])
        assert [float(o[0]) for o, operator in operators(pdf) if operator == "scn"] == [1, 0.5]


def test_equal_things_are_in_the_file_once():
    picture = RICH.items[-1]
    pages = [page(picture, words("same font")), page(picture, words("same font"))]
    with opened(made(*pages)) as pdf:
        kinds = [str(o.get("/Subtype", o.get("/Type", ""))) for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        assert kinds.count("/Image") == 1
        assert pdf.pages[0].Contents.objgen == pdf.pages[1].Contents.objgen
        assert len([o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]) == 2


def test_only_changes_of_state_are_written():
    with opened(made(page(*[rectangle(i, 0, 1, 1, Cmyk(0, 0, 0, 50)) for i in range(5)]))) as pdf:
        assert [operator for _, operator in operators(pdf)] == ["cm", "k"] + ["re", "f"] * 5


def test_the_same_pages_give_the_same_bytes_in_another_process():
    code = (
        "import sys; from tests.press.pdf.test_writer import RICH, BACK; from tests.press.pdf.drawing import made;"
        "sys.stdout.buffer.write(made(RICH, BACK))"
    )
    root = File(__file__).parents[3]
    other = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, check=True, timeout=60)

    assert other.stdout == made(RICH, BACK)


def test_pages_made_one_by_one_and_forgotten_keep_their_own_inks(monkeypatch):
    monkeypatch.setattr("makeready.press.pdf.fonts.RUNS_KEPT", 3)  # as after thousands of lines
    inks = [(number % 100, number // 100, 0, 0) for number in range(1, 301)]
    out = io.BytesIO()
    # Each page is gone before the next one is made: what it was made of may come again at the same place in memory.
    pages = (page(words("Anna", ink=Cmyk(*(float(part) for part in ink)))) for ink in inks)
    assert write(pages, fonts=FONTS, condition=PRESS, title="Test", stamp=STAMP, out=out) == ()

    with opened(out.getvalue()) as pdf:
        written = [re.search(rb"(\S+ \S+ \S+ \S+) k\n", one.Contents.read_bytes()) for one in pdf.pages]
    assert [found and [round(float(part) * 100) for part in found[1].split()] for found in written] == [
        list(ink) for ink in inks
    ]


def test_another_stamp_is_another_file_of_another_date():
    later = Stamp(datetime(2026, 11, 24, 12, 30, tzinfo=timezone(timedelta(hours=1))), STAMP.identifier)
    with opened(made(BACK, stamp=later)) as new, opened(made(BACK)) as old:
        assert str(new.docinfo.CreationDate) == "D:20261124113000Z"
        assert new.trailer.ID[0] == old.trailer.ID[0], "the same artwork"
        assert new.trailer.ID[1] != old.trailer.ID[1], "another state of it"


def test_titles_of_every_script_arrive():
    with opened(made(BACK, title="名刺 <&> – Визитка\x07")) as pdf:
        assert str(pdf.docinfo.Title) == "名刺 <&> – Визитка\x07"
        assert "名刺 &lt;&amp;&gt; – Визитка<" in pdf.Root.Metadata.read_bytes().decode()


def test_a_long_file_has_a_tree_of_pages():
    data = made(*[page(words(f"page {n}")) for n in range(1, 131)])

    with opened(data) as pdf:
        assert len(pdf.pages) == 130
        assert len(pdf.Root.Pages.Kids) == 3
    assert text_of(data, 129) == "page 130"


def test_things_stand_where_they_were_put():
    assert_pixels(
        made(
            page(
                rectangle(0, 0, 2, 1, Cmyk(100, 0, 0, 0)),
                rectangle(3, 1, 1, 2, Cmyk(0, 100, 0, 0)),
                rectangle(0, 3, 4, 1, Cmyk(0, 0, 0, 100)),
                width=4,
                height=4,
                bleed=0,
            )
        ),
        """ CC__
            ___M
            ___M
            KKKK """,
    )


def test_what_hangs_over_the_bleed_is_in_the_file():
    assert_pixels(
        made(page(rectangle(-1, -1, 2, 2, Cmyk(0, 0, 100, 0)), width=2, height=2, bleed=1)),
        """ YY__
            YY__
            ____
            ____ """,
    )


def test_groups_are_moved_turned_and_clipped():
    bar = rectangle(0, 0, 3, 1, Cmyk(100, 0, 0, 0))
    turned = Group((bar,), matrix=Matrix.move(4, 0) @ Matrix.turn(90))
    clipped = Group((bar, rectangle(0, 1, 3, 1, Cmyk(0, 100, 0, 0))), clip=rectangle(0, 0, 1, 2))
    assert_pixels(
        made(page(clipped, turned, width=4, height=3, bleed=0)),
        """ C__C
            M__C
            ___C """,
    )


def test_a_group_fades_as_one():
    """Its items do not show through each other, only what is below shows through all of them."""
    stacked = Group((rectangle(0, 0, 2, 1, Cmyk(0, 0, 0, 100)), rectangle(1, 0, 2, 1, Cmyk(0, 0, 0, 100))), opacity=0.5)
    row = pixels(made(page(stacked, width=4, height=1, bleed=0)), dpi=203.2)[4, 4::8]

    assert (row[0] == row[1]).all()
    assert (row[1] == row[2]).all()
    assert 120 < row[0][0] < 160


def test_multiply_darkens_what_is_below():
    ground = rectangle(0, 0, 2, 1, Cmyk(0, 0, 100, 0))
    over = Group((rectangle(1, 0, 2, 1, Cmyk(100, 0, 0, 0)),), blend=Blend.MULTIPLY)
    yellow, both, cyan = pixels(made(page(ground, over, width=3, height=1, bleed=0)), dpi=203.2)[4, 4::8].astype(int)

    assert (both <= np.minimum(yellow, cyan) + 2).all()


def test_transparent_pages_name_the_space_they_mix_in():
    faded = Group((rectangle(0, 0, 9, 9, Cmyk(0, 0, 0, 100)),), opacity=0.5)
    for color, space in (("cmyk", "/DeviceCMYK"), ("gray", "/DeviceGray"), ("rgb", "/DeviceRGB")):
        with opened(made(page(faded), BACK, color=color)) as pdf:
            assert space == pdf.pages[0].Group.CS
            assert "/Group" not in pdf.pages[1]


def test_layers_can_be_switched():
    cut = Group((rectangle(0, 0, 9, 9, Spot("CutContour", 100, Cmyk(0, 100, 0, 0))),), layer="Cut")
    with opened(made(page(cut, cut))) as pdf:
        (layer,) = pdf.Root.OCProperties.OCGs
        assert str(layer.Name) == "Cut"
        assert pdf.Root.OCProperties.D.Name
        assert "/AS" not in pdf.Root.OCProperties.D
        assert [operator for _, operator in operators(pdf)].count("BDC") == 2


def test_a_picture_is_upright_in_its_box():
    picture = Picture(SourceFile(encoded(quartered(), "PNG")), Rect(0, 0, 4, 2))
    seen = pixels(made(page(picture, width=4, height=2, bleed=0)), dpi=203.2)

    def dominant(x, y):
        red, green, blue = seen[y, x].astype(int)
        return "_" if min(red, green, blue) > 200 else max((red, "R"), (green, "G"), (blue, "B"))[1]

    assert [dominant(8, 4), dominant(24, 4), dominant(8, 12), dominant(24, 12)] == ["R", "G", "B", "_"]


def test_transparent_pictures_let_the_ground_through():
    stamp = quartered(80, 40).convert("RGBA")
    stamp.paste((0, 0, 0, 0), (0, 0, 40, 40))
    picture = Picture(SourceFile(encoded(stamp, "PNG")), Rect(0, 0, 4, 2))
    seen = pixels(made(page(rectangle(0, 0, 4, 2, Cmyk(0, 0, 100, 0)), picture, width=4, height=2, bleed=0)), 203.2)

    assert (seen[4, 8] > (240, 230, 0)).all()
    assert seen[4, 8][2] < 30


def test_pictures_are_as_fine_as_asked():
    picture = Picture(SourceFile(encoded(photo(1200, 900), "PNG")), Rect(0, 0, 25.4, 19.05))
    turned = Group((picture,), matrix=Matrix.turn(45) @ Matrix.scale(2))
    for item, ppi, width in ((picture, 300, 300), (picture, 72, 72), (turned, 300, 600)):
        with opened(made(page(item), image_ppi=ppi)) as pdf:
            (image,) = images(pdf)
            assert int(image.Width) == width


def test_the_file_opens_without_a_word_of_complaint():
    with opened(made(RICH, BACK)) as pdf:
        assert not pdf.check_pdf_syntax()
    assert re.match(rb"%PDF-1\.6\n%[\x80-\xff]{4}\n", made(BACK))
