"""A page taken apart into its inks: exact amounts, overprint, spots, pictures, gradients, blending."""

import io
import zlib

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.press import foreign
from tests.press.pdf.drawing import PRESS

from makeready.press.findings import PressError
from makeready.press.raster.plates import PROCESS, Separation, separate

TINT = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[0, 0.2, 0.8, 0], N=1)
GOLD = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, TINT])
OVER = Dictionary(OP=True, op=True, OPM=1)
PLAIN_OVER = Dictionary(OP=True, op=True, OPM=0)


def plates_of(content: bytes, **resources: object) -> Separation:
    """A page of 20 × 10 points, a pixel for each."""
    data = foreign.pdf(
        content, width=20 / foreign.MM, height=10 / foreign.MM, bleed=0,
        resources={f"/{key}": value for key, value in resources.items()},
    )  # fmt: skip
    return separate(data, condition=PRESS, dpi=72)


def inks_at(made: Separation, x: int, y: int) -> list[int]:
    return [int(made.plate(ink)[y, x]) for ink in made.inks]


def test_every_amount_of_a_process_ink_arrives_exactly():
    for amount in range(0, 101, 7):
        made = plates_of(b"%f 0.25 1 0 k 0 0 20 10 re f" % (amount / 100))

        assert inks_at(made, 5, 5) == [round(amount * 2.55), 64, 255, 0]


def test_black_that_nobody_chose_and_grey_are_black_ink():
    made = plates_of(b"0 0 10 10 re f 0.5 g 10 0 10 10 re f")

    assert inks_at(made, 5, 5) == [0, 0, 0, 255]
    assert inks_at(made, 15, 5) == [0, 0, 0, 127]


def test_a_spot_ink_has_its_plate_and_knocks_the_others_out():
    made = plates_of(b"1 0 0 0 k 0 0 20 10 re f /G cs 0.5 scn 0 0 10 10 re f", ColorSpace=Dictionary(G=GOLD))

    assert made.inks == (*PROCESS, "Gold")
    assert inks_at(made, 5, 5) == pytest.approx([0, 0, 0, 0, 128], abs=1)
    assert inks_at(made, 15, 5) == [255, 0, 0, 0, 0]
    assert made.four_inks[5, 5].tolist() == pytest.approx([0, 26, 102, 0], abs=1)


def test_overprint_leaves_the_other_inks_standing():
    ground = b"1 0 0.5 0 k 0 0 20 10 re f /Over gs "
    spaces, states = Dictionary(G=GOLD), Dictionary(Over=OVER)

    black = plates_of(ground + b"0 0 0 1 k 0 0 10 10 re f", ExtGState=states)
    spot = plates_of(ground + b"/G cs 1 scn 0 0 10 10 re f", ExtGState=states, ColorSpace=spaces)
    text = plates_of(
        ground + b"0 1 0 0 k BT /F1 40 Tf -2 -10 Td (M) Tj ET", ExtGState=states,
        Font=Dictionary(F1=foreign.HELVETICA),
    )  # fmt: skip

    assert inks_at(black, 5, 5) == pytest.approx([255, 0, 128, 255], abs=1)
    assert inks_at(spot, 5, 5) == pytest.approx([255, 0, 128, 0, 255], abs=1)
    assert (text.plate("Cyan") == 255).all() and text.plate("Magenta").max() == 255


def test_a_white_that_overprints_changes_nothing_and_one_that_does_not_knocks_out():
    ground = b"1 0 0 0 k 0 0 20 10 re f "

    over = plates_of(ground + b"/Over gs 0 0 0 0 k 0 0 10 10 re f", ExtGState=Dictionary(Over=OVER))
    plain = plates_of(ground + b"0 0 0 0 k 0 0 10 10 re f")
    mode_0 = plates_of(ground + b"/Over gs 0 0 0 0 k 0 0 10 10 re f", ExtGState=Dictionary(Over=PLAIN_OVER))

    assert (inks_at(over, 5, 5), inks_at(plain, 5, 5)) == ([255, 0, 0, 0], [0, 0, 0, 0])
    assert inks_at(mode_0, 5, 5) == [0, 0, 0, 0], "mode 0 paints all four"


def test_overprint_ends_with_the_state_it_was_set_in():
    made = plates_of(b"1 0 0 0 k 0 0 20 10 re f q /Over gs Q 0 1 0 0 k 0 0 10 10 re f", ExtGState=Dictionary(Over=OVER))

    assert inks_at(made, 5, 5) == [0, 255, 0, 0]


def test_forms_paint_in_the_state_they_are_drawn_in():
    file = pikepdf.new()
    form = file.make_stream(b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 20, 10])
    file.add_blank_page(page_size=(20, 10))
    page = file.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(F=form), ExtGState=Dictionary(Over=OVER))
    page.Contents = file.make_stream(b"1 0 0 0 k 0 0 20 10 re f 0 0 1 0 k q /Over gs /F Do Q q 1 0 0 1 10 0 cm /F Do Q")

    made = separate(foreign.saved(file), condition=PRESS, dpi=72)

    assert inks_at(made, 5, 5) == [255, 0, 255, 0], "overprinted"
    assert inks_at(made, 15, 5) == [0, 0, 255, 0], "knocked out"


def test_multiply_adds_ink_and_opacity_thins_it():
    states = Dictionary(M=Dictionary(BM=Name.Multiply), H=Dictionary(ca=0.5))

    multiplied = plates_of(b"0.5 0 0 0 k 0 0 20 10 re f /M gs 0.5 0.25 0 0 k 0 0 10 10 re f", ExtGState=states)
    faded = plates_of(b"1 0 0 0 k 0 0 20 10 re f /H gs 0 0 1 0 k 0 0 10 10 re f", ExtGState=states)

    assert inks_at(multiplied, 5, 5) == pytest.approx([191, 64, 0, 0], abs=1)
    assert inks_at(faded, 5, 5) == pytest.approx([128, 0, 128, 0], abs=1)


@pytest.mark.parametrize("packing", ["flate", "dct"])
def test_pictures_keep_their_numbers(packing):
    from PIL import Image

    file = pikepdf.new()
    pixels = Image.new("CMYK", (20, 10), (10, 60, 200, 90))
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=100, subsampling=0)
    packed = {"flate": (zlib.compress(pixels.tobytes()), {"Filter": Name.FlateDecode}),
              "dct": (out.getvalue(), {"Filter": Name.DCTDecode, "Decode": Array([1, 0] * 4)})}[packing]  # fmt: skip
    image = file.make_stream(packed[0], Subtype=Name.Image, Width=20, Height=10, BitsPerComponent=8,
                             ColorSpace=Name.DeviceCMYK, **packed[1])  # fmt: skip
    file.add_blank_page(page_size=(20, 10))
    file.pages[0].Resources = Dictionary(XObject=Dictionary(I=image))
    file.pages[0].Contents = file.make_stream(b"20 0 0 10 0 0 cm /I Do")

    made = separate(foreign.saved(file), condition=PRESS, dpi=72)

    assert inks_at(made, 5, 5) == pytest.approx([10, 60, 200, 90], abs=1)


def test_inline_pictures_and_grey_ones_are_taken_apart_too():
    made = plates_of(
        b"q 10 0 0 10 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /CMYK ID \x40\x80\x00\x00 EI Q "
        b"q 10 0 0 10 10 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x40 EI Q"
    )

    assert inks_at(made, 5, 5) == [0x40, 0x80, 0, 0]
    assert inks_at(made, 15, 5) == [0, 0, 0, 0xBF]


def test_gradients_run_on_every_plate():
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=[0, 0, 20, 0],
        Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0, 0], C1=[0, 0, 1, 0], N=1),
    )  # fmt: skip

    made = plates_of(b"/S sh", Shading=Dictionary(S=shading))

    assert inks_at(made, 0, 5) == pytest.approx([249, 0, 6, 0], abs=7)
    assert inks_at(made, 10, 5) == pytest.approx([121, 0, 130, 0], abs=10)


def test_several_inks_in_one_space_are_told_apart():
    rule = b"{ exch pop 0 exch 0 exch 0 }"
    file = pikepdf.new()
    function = file.make_stream(rule, FunctionType=4, Domain=[0, 1, 0, 1], Range=[0, 1] * 4)
    space = Array([Name.DeviceN, Array([Name.Silver, Name.Cyan]), Name.DeviceCMYK, function])
    file.add_blank_page(page_size=(20, 10))
    file.pages[0].Resources = Dictionary(ColorSpace=Dictionary(N=space))
    file.pages[0].Contents = file.make_stream(b"/N cs 0.2 1 scn 0 0 20 10 re f")

    made = separate(foreign.saved(file), condition=PRESS, dpi=72)

    assert made.inks == (*PROCESS, "Silver")
    assert inks_at(made, 5, 5) == [255, 0, 0, 0, 51]


def test_register_marks_are_in_every_ink_and_total_ink_is_their_sum():
    every = Array([Name.Separation, Name.All, Name.DeviceCMYK, TINT])
    made = plates_of(b"/A cs 1 scn 0 0 10 10 re f /G cs 0.5 scn 10 0 10 10 re f",
                     ColorSpace=Dictionary(A=every, G=GOLD))  # fmt: skip

    assert inks_at(made, 5, 5) == [255] * 5
    assert made.total_ink()[5, 5] == 500 and made.total_ink(["Gold"])[5, 5] == 400
    assert made.total_ink()[5, 15] == 50


def test_rgb_is_separated_by_the_condition():
    made = plates_of(b"1 0 0 rg 0 0 20 10 re f")

    c, m, y, _ = inks_at(made, 5, 5)
    assert m > 200 and y > 150 and c < 60


def test_a_page_that_is_not_there_is_said():
    with pytest.raises(PressError, match="there is no page 3"):
        separate(foreign.pdf(foreign.filled(0, 0, 0, 1)), 3, condition=PRESS)


def test_shapes_have_the_same_edges_on_every_plate():
    made = plates_of(b"0.5 1 1 0.5 k 3 1 m 17 5 l 3 9 l f")

    assert (np.abs(made.plate("Magenta").astype(int) - 2 * made.plate("Cyan").astype(int)) <= 2).all()
