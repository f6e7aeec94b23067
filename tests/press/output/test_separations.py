"""Plates, proof and total ink of a print file, as files for people."""

import io
import zipfile

import numpy as np
import pytest
import pyvips
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests.press import foreign
from tests.press.pdf.drawing import PRESS

from makeready.press.color.condition import OutputCondition
from makeready.press.output.separations import PlatesWish, separations

GOLD = Array([
    Name.Separation, Name.Gold, Name.DeviceCMYK,
    Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.2, 0.8, 0], N=1),
])  # fmt: skip
OVER = Dictionary(OP=True, op=True, OPM=1)


def sheet(content: bytes) -> bytes:
    """A page of 40 × 20 mm with gold at hand; lengths in millimetres."""
    return foreign.pdf(
        b"%f 0 0 %f 0 0 cm " % (foreign.MM, foreign.MM) + content, width=40, height=20, bleed=0,
        resources={"/ColorSpace": Dictionary(G=GOLD), "/ExtGState": Dictionary(Over=OVER)},
    )  # fmt: skip


GOLD_OVER_CYAN = sheet(b"1 0 0 0 k 0 0 20 20 re f /Over gs /G cs 1 scn 10 0 20 20 re f")


def made(pdf: bytes, **wish: object):
    return separations(pdf, [1], PlatesWish(dpi=72, **wish), condition=PRESS)  # type: ignore[arg-type]


def test_each_ink_is_a_grey_picture_named_after_it():
    file = made(GOLD_OVER_CYAN)

    with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
        names = archive.namelist()
        cyan, gold = (np.asarray(Image.open(archive.open(names[n]))) for n in (0, 4))
    assert names == ["1-page-1-Cyan.png", "2-page-1-Magenta.png", "3-page-1-Yellow.png", "4-page-1-Black.png",
                     "5-page-1-Gold.png"]  # fmt: skip
    assert (cyan[30, 10], cyan[30, 40], cyan[30, 70]) == (0, 0, 255), "gold overprints the cyan"
    assert (gold[30, 10], gold[30, 40], gold[30, 70]) == (255, 0, 0)


def test_a_tiff_holds_the_spot_plates_behind_cmyk_and_says_their_names():
    file = made(GOLD_OVER_CYAN, kind="tiff")

    image = pyvips.Image.new_from_buffer(file.data, "")
    assert (image.bands, image.interpretation, image.get("icc-profile-data")) == (5, "cmyk", PRESS.icc)
    assert image.getpoint(40, 30) == [255, 0, 0, 0, 255] and image.getpoint(10, 30) == [255, 0, 0, 0, 0]
    assert b"8BIM\x03\xee" in file.data and b"\x04Gold" in file.data


def test_the_proof_prints_the_inks_over_each_other():
    proof = np.asarray(Image.open(io.BytesIO(made(GOLD_OVER_CYAN, kind="proof").data))).astype(int)
    without = np.asarray(Image.open(io.BytesIO(made(GOLD_OVER_CYAN, kind="proof", leaving_out=("Gold",)).data)))

    cyan, both, gold, paper = proof[30, 10], proof[30, 40], proof[30, 70], proof[30, 100]
    assert paper.tolist() == [255, 255, 255]
    assert (both <= np.minimum(cyan, gold) + 1).all(), "darker than either"
    assert both.tolist() == pytest.approx((cyan * gold / 255).tolist(), abs=1)
    assert without[30, 40].tolist() == cyan.tolist() and without[30, 70].tolist() == [255, 255, 255]


def test_the_proof_can_be_on_the_papers_own_colour():
    paper = np.asarray(Image.open(io.BytesIO(made(GOLD_OVER_CYAN, kind="proof", paper=True).data)))[30, 100]

    assert paper.tolist() != [255, 255, 255] and paper.min() > 180


def test_the_map_of_total_ink_is_lighter_where_there_is_more():
    total = np.asarray(Image.open(io.BytesIO(made(GOLD_OVER_CYAN, kind="total-ink").data)))

    assert (total[30, 100], total[30, 10], total[30, 40]) == (0, 63, 127)


def test_too_much_ink_is_told_with_its_page_and_place():
    file = made(sheet(b"1 1 1 0.5 k 10 5 10 10 re f"), limit=300)

    (finding,) = file.findings
    assert finding.page == 1 and "350 % of ink, 10 × 10 mm around 15, 10 mm" in finding.message
    assert "takes 300 %" in finding.message


def test_transparency_adds_up_to_too_much_ink_that_no_single_colour_has():
    multiply = sheet(b"1 1 0 0 k 10 5 10 10 re f /Over gs 0 0 1 0.9 k 10 5 10 10 re f")

    assert [finding.code for finding in made(multiply, limit=300).findings] == ["ink-limit-exceeded"]


def test_thin_lines_and_small_dots_may_be_heavier():
    assert made(sheet(b"1 1 1 1 k 10 0 0.5 20 re f 20 10 0.7 0.7 re f"), limit=300).findings == ()


def test_a_profile_tells_its_limit():
    known = OutputCondition(PRESS.icc, "Coated FOGRA39", "FOGRA39", registered=True)

    assert known.ink_limit == 330
    assert 250 <= PRESS.ink_limit <= 400
