"""A placed page's RGB becomes inks of the press; what cannot be converted stays and is told."""

import io
import math
from decimal import Decimal

import pikepdf
import pytest
import pyvips
from pikepdf import Array, Dictionary, Name
from tests.press import foreign
from tests.press.pdf.drawing import FONTS, PRESS, STAMP, page, pixels
from tests.press.pdfx4 import assert_pdfx4

from makeready.press.color.convert import to_cmyk
from makeready.press.color.profiles import SRGB, built_in
from makeready.press.displaylist.items import PlacedPage
from makeready.press.displaylist.paint import Lab, Rgb
from makeready.press.geometry import Rect
from makeready.press.pdf.functions import NoFunction, evaluate
from makeready.press.pdf.writer import write
from makeready.press.sources import SourceFile

RED = to_cmyk(Rgb(255, 0, 0), PRESS)


def printed(content: bytes, prepare=lambda file, resources: None) -> tuple[bytes, list[str]]:
    """A page of a foreign PDF placed on ours as PDF/X-4, and what was said."""
    with foreign.opened(foreign.pdf(content, width=20, height=20, bleed=0)) as file:
        resources = file.pages[0].Resources = Dictionary()
        prepare(file, resources)
        source = SourceFile(foreign.saved(file))
    out = io.BytesIO()
    size = 20 * foreign.MM
    item = PlacedPage(source, 1, Rect(0, 0, 20, 20), Rect(0, 0, size, size))
    ours = page(item, width=20, height=20, bleed=0)
    findings = write([ours], fonts=FONTS, condition=PRESS, title="", stamp=STAMP, out=out)
    return out.getvalue(), [finding.code for finding in findings]


@pytest.fixture
def form():
    """The placed page in our file, which stays open as long as the test."""
    opened = []

    def find(data):
        opened.append(pikepdf.open(io.BytesIO(data)))
        (found,) = opened[-1].pages[0].Resources.XObject.values()
        return found

    return find


def operators(form):
    return [(str(i.operator), [float(v) for v in i.operands if isinstance(v, int | float | Decimal)])
            for i in pikepdf.parse_content_stream(form)]  # fmt: skip


def test_type_and_line_art_become_inks_and_neutral_ones_black_alone(form):
    data, said = printed(b"1 0 0 rg 0 0 9 9 re f 0 0 0 RG 0 0 9 9 re S 0.5 0.5 0.5 rg 0 0 9 9 re f")
    found = operators(form(data))

    assert found[0] == ("k", pytest.approx(RED, abs=0.001))
    assert found[3] == ("K", [0, 0, 0, 1])
    assert found[6][0] == "k"
    assert found[6][1][:3] == [0, 0, 0]
    assert said == ["placed-converted"]
    assert_pdfx4(data)


def test_spaces_with_a_profile_and_lab_are_converted_where_they_are_painted_with(form):
    def spaces(file, resources):
        profile = file.make_stream(built_in(SRGB), N=3)
        lab = Array([Name.Lab, Dictionary(WhitePoint=[0.9642, 1, 0.8249], Range=[-128, 127, -128, 127])])
        resources.ColorSpace = Dictionary(
            A=Array([Name.ICCBased, profile]), B=lab, C=Array([Name.CalRGB, Dictionary()])
        )

    data, _ = printed(b"q /A cs 1 0 0 scn 0 0 9 9 re f Q /B cs 60 30 20 scn /C CS 1 0 0 SCN 0 0 9 9 re B", spaces)
    found = [inks for word, inks in operators(form(data)) if word in "kK"]

    assert found[1] == pytest.approx(RED, abs=0.004)
    assert found[3] == pytest.approx(to_cmyk(Lab(60, 30, 20), PRESS), abs=0.001)
    assert found[5] == pytest.approx(RED, abs=0.001)
    assert "/ColorSpace" not in form(data).Resources or not form(data).Resources.ColorSpace.keys()
    assert_pdfx4(data)


def test_forms_patterns_and_groups_are_converted_too(form):
    def inner(file, resources):
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        resources.XObject = Dictionary(
            Fm=file.make_stream(b"0 1 0 rg 0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=Dictionary(),
                                Group=group)
        )  # fmt: skip
        resources.Pattern = Dictionary(
            P=file.make_stream(b"1 0 0 rg 0 0 1 1 re f", PatternType=1, PaintType=1, TilingType=1, BBox=[0, 0, 2, 2],
                               XStep=2, YStep=2, Resources=Dictionary())
        )  # fmt: skip

    data, said = printed(b"/Fm Do /Pattern cs /P scn 0 0 9 9 re f", inner)
    placed = form(data)

    assert operators(placed.Resources.XObject.Fm)[0][0] == "k"
    assert Name.DeviceCMYK == placed.Resources.XObject.Fm.Group.CS
    assert operators(placed.Resources.Pattern.P)[0] == ("k", pytest.approx(RED, abs=0.001))
    assert said == ["placed-converted"]


def test_soft_masks_stay_as_light_as_they_were(form):
    def mask(file, resources):
        group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        veil = file.make_stream(b"1 0 0 rg 0 0 9 9 re f", Subtype=Name.Form, BBox=[0, 0, 9, 9],
                                Resources=Dictionary(), Group=group)  # fmt: skip
        resources.ExtGState = Dictionary(G=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=veil)))

    data, said = printed(b"/G gs 0 0 1 rg 0 0 9 9 re f", mask)
    veil = form(data).Resources.ExtGState.G.SMask.G

    assert operators(veil)[0] == ("g", [0.3])
    assert str(veil.Group.CS) == "/DeviceGray"
    assert said == ["placed-converted"]


@pytest.mark.parametrize("jpeg", [True, False])
def test_pictures_become_inks(form, jpeg):
    image = pyvips.Image.black(40, 40, bands=3).linear([0, 0, 0], [255, 0, 0])
    image = image.cast("uchar").copy(interpretation="srgb")
    raw = image.jpegsave_buffer(Q=95) if jpeg else bytes(image.write_to_memory())

    def picture(file, resources):
        made = file.make_stream(raw, Subtype=Name.Image, Width=40, Height=40, BitsPerComponent=8,
                                ColorSpace=Name.DeviceRGB)  # fmt: skip
        if jpeg:
            made.Filter = Name.DCTDecode
        resources.XObject = Dictionary(Im=made)

    data, said = printed(b"18 0 0 18 0 0 cm /Im Do", picture)
    made = form(data).Resources.XObject.Im

    assert made.ColorSpace == Name.DeviceCMYK
    assert said == ["placed-converted"]
    shown = pixels(data)[-8, 8]
    assert shown[0] > 200
    assert max(shown[1], shown[2]) < 80
    assert_pdfx4(data)


def test_palettes_and_spots_stand_on_inks_and_keep_their_numbers(form):
    def spaces(file, resources):
        tint = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 1, 1], C1=[1, 0, 0], N=1)
        brand = Array([Name.Separation, Name.Brand, Name.DeviceRGB, tint])
        palette = Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\xff\xff\xff\xff\x00\x00")])
        resources.ColorSpace = Dictionary(S=brand)
        resources.XObject = Dictionary(
            Im=file.make_stream(b"\x40", Subtype=Name.Image, Width=2, Height=1, BitsPerComponent=1, ColorSpace=palette)
        )

    data, said = printed(b"/S cs 0.5 scn 0 0 9 9 re f q 9 0 0 9 20 20 cm /Im Do Q", spaces)
    placed = form(data)
    space = placed.Resources.ColorSpace.S
    palette = placed.Resources.XObject.Im.ColorSpace

    assert ("scn", [0.5]) in operators(placed)
    assert (space[1], space[2]) == (Name.Brand, Name.DeviceCMYK)
    assert evaluate(space[3], [1.0]) == pytest.approx(RED, abs=0.005)
    assert evaluate(space[3], [0.0]) == pytest.approx((0, 0, 0, 0), abs=0.001)
    assert palette[1] == Name.DeviceCMYK
    assert list(bytes(palette[3])[4:]) == pytest.approx([round(255 * ink) for ink in RED], abs=2)
    assert said == ["placed-converted"]
    assert_pdfx4(data, expected=("low-resolution",))


def test_gradients_run_in_inks(form):
    def shading(file, resources):
        run = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[1, 1, 1], N=1)
        resources.Shading = Dictionary(
            Sh=Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 50, 0], Function=run)
        )

    data, said = printed(b"/Sh sh", shading)
    made = form(data).Resources.Shading.Sh

    assert made.ColorSpace == Name.DeviceCMYK
    assert evaluate(made.Function, [0.0]) == pytest.approx(RED, abs=0.005)
    assert evaluate(made.Function, [1.0]) == pytest.approx((0, 0, 0, 0), abs=0.001)
    assert said == ["placed-converted"]


def test_what_cannot_be_converted_keeps_its_meaning_and_is_told(form):
    data, said = printed(b"1 0 0 rg 0 0 9 9 re f 9 0 0 9 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID \xff\x00\x00 EI")

    assert operators(form(data))[0][0] == "k"
    assert str(form(data).Resources.ColorSpace.DefaultRGB[0]) == "/ICCBased"
    assert said == ["placed-rgb"]


def test_a_page_in_inks_stays_byte_for_byte_what_it_was(form):
    data, said = printed(b"0 1 0 0 k 0 0 9 9 re f")

    assert form(data).read_bytes() == b"0 1 0 0 k 0 0 9 9 re f"
    assert said == []


def test_a_screens_file_keeps_rgb():
    with foreign.opened(foreign.pdf(b"1 0 0 rg 0 0 200 200 re f", width=20, height=20, bleed=0)) as file:
        source = SourceFile(foreign.saved(file))
    out = io.BytesIO()
    item = PlacedPage(source, 1, Rect(0, 0, 20, 20), Rect(0, 0, 50, 50))
    write([page(item, width=20, height=20, bleed=0)], fonts=FONTS, condition=PRESS, color="rgb", title="", stamp=STAMP,
          out=out)  # fmt: skip

    assert tuple(pixels(out.getvalue())[10, 10]) == (255, 0, 0)


class TestFunctions:
    """What a PDF function says."""

    def calculated(self, words: str, inputs: int, outputs: int, at):
        file = pikepdf.new()
        made = file.make_stream(words.encode(), FunctionType=4, Domain=[0, 1] * inputs, Range=[0, 1] * outputs)
        return evaluate(made, at)

    @pytest.mark.parametrize(
        ("words", "at", "expected"),
        [
            ("{dup 0.5 mul exch 1 exch sub}", [0.4], [0.2, 0.6]),
            ("{dup 0.5 gt {pop 1} {pop 0} ifelse 0.25}", [0.7], [1, 0.25]),
            ("{1 index exch 3 1 roll add 2 div}", [0.2, 0.6], [0.6, 0.2]),
        ],
    )
    def test_calculators(self, words, at, expected):
        assert self.calculated(words, len(at), 2, at)[-2:] == pytest.approx(expected)

    @pytest.mark.parametrize("words", ["{", "{pop pop}", "{0 0 div}", "{nonsense}", "{9 999999 exp 9 exp}", "dup"])
    def test_broken_ones_are_no_functions(self, words):
        with pytest.raises(NoFunction):
            self.calculated(words, 1, 1, [0.5])

    def test_samples_run_straight_between_their_points(self):
        file = pikepdf.new()
        made = file.make_stream(
            bytes([0, 128, 255]), FunctionType=0, Size=[3], BitsPerSample=8, Domain=[0, 1], Range=[0, 1]
        )

        assert evaluate(made, [0.25]) == pytest.approx([64 / 255])
        assert math.isclose(evaluate(made, [2.0])[0], 1.0)
