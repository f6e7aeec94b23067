"""Pages of customers' PDFs inside ours: as vector, in their inks, once each."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from tests.press import foreign
from tests.press.pdf.drawing import FONTS, PRESS, STAMP, made, page, rectangle
from tests.press.pdf.letters import assert_pixels

from makeready.press.displaylist.items import Group, PlacedPage
from makeready.press.displaylist.paint import Cmyk
from makeready.press.findings import PressError
from makeready.press.geometry import Matrix, Rect
from makeready.press.pdf.placed import page_form
from makeready.press.pdf.writer import write
from makeready.press.sources import SourceFile

FLAG = b"1 0 0 0 k 0 0 2.8346 5.6693 re f 0 1 0 0 k 2.8346 0 2.8346 2.8346 re f"
"""2 mm × 2 mm: cyan on the left, magenta bottom right, nothing top right."""


def flag(**keys) -> SourceFile:
    return SourceFile(foreign.pdf(FLAG, width=2, height=2, bleed=0, **keys))


def placed(file: SourceFile, box: Rect, source: Rect | None = None) -> PlacedPage:
    return PlacedPage(file, 1, box, source or Rect(0, 0, 2 * foreign.MM, 2 * foreign.MM))


def test_it_fills_its_box():
    assert_pixels(
        made(page(placed(flag(), Rect(1, 1, 4, 2)), width=6, height=4, bleed=0)),
        """ ______
            _CC___
            _CCMM_
            ______ """,
    )


def test_only_the_part_asked_for_is_shown():
    right_half = Rect(foreign.MM, 0, foreign.MM, 2 * foreign.MM)
    assert_pixels(
        made(page(placed(flag(), Rect(1, 0, 2, 2), right_half), width=4, height=2, bleed=0)),
        """ ____
            _MM_ """,
    )


def test_a_turned_page_is_shown_as_it_is_looked_at():
    assert_pixels(
        made(page(placed(flag(Rotate=90), Rect(0, 0, 2, 2)), width=2, height=2, bleed=0)),
        """ CC
            M_ """,
    )


def test_it_is_moved_and_faded_like_anything_else():
    group = Group((placed(flag(), Rect(0, 0, 2, 2)),), matrix=Matrix.move(2, 0) @ Matrix.turn(90))
    assert_pixels(
        made(page(group, width=3, height=2, bleed=0)),
        """ CC_
            M__ """,
    )


def test_what_lies_below_shows_where_it_is_empty():
    ground = rectangle(0, 0, 2, 2, Cmyk(0, 0, 100, 0))
    assert_pixels(
        made(page(ground, placed(flag(), Rect(0, 0, 2, 2)), width=2, height=2, bleed=0)),
        """ CY
            CM """,
    )


def test_a_page_shown_often_is_in_the_file_once():
    shown = [placed(flag(), Rect(2 * n, 0, 2, 2)) for n in range(5)]
    with pikepdf.open(io.BytesIO(made(page(*shown), page(*shown)))) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == Name.Form]
        assert len(forms) == 1


def test_its_layers_stay_as_they_were():
    with foreign.opened(foreign.pdf(b"/OC /L1 BDC EMC /OC /L2 BDC EMC")) as file:
        shown, hidden = (file.make_indirect(Dictionary(Type=Name.OCG, Name=n)) for n in ("die", "notes"))
        file.pages[0].Resources = Dictionary(Properties=Dictionary(L1=shown, L2=hidden))
        file.Root.OCProperties = Dictionary(OCGs=[shown, hidden], D=Dictionary(OFF=[hidden]))
        source = SourceFile(foreign.saved(file))

    with pikepdf.open(io.BytesIO(made(page(placed(source, Rect(0, 0, 2, 2)))))) as pdf:
        assert {str(layer.Name) for layer in pdf.Root.OCProperties.OCGs} == {"die", "notes"}
        assert [str(layer.Name) for layer in pdf.Root.OCProperties.D.OFF] == ["notes"]


def test_rgb_in_it_is_given_a_meaning():
    """PDF/X-4 takes RGB beside a CMYK intent only where it is said which RGB: in the page and in its forms."""
    inline = b" BI /W 1 /H 1 /BPC 8 /CS /RGB ID \xff\x00\x00 EI"  # which is not converted
    with foreign.opened(foreign.pdf(b"1 0 0 rg 0 0 9 9 re f /Fm Do" + inline)) as file:
        inner = file.make_stream(b"0 1 0 rg" + inline, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=Dictionary())
        file.pages[0].Resources = Dictionary(XObject=Dictionary(Fm=inner))
        source = SourceFile(foreign.saved(file))
    out = io.BytesIO()
    item = placed(source, Rect(0, 0, 2, 2))
    write([page(item)], fonts=FONTS, condition=PRESS, title="", stamp=STAMP, out=out)

    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == Name.Form]
        assert len(forms) == 2
        for form in forms:
            assert str(form.Resources.ColorSpace.DefaultRGB[0]) == "/ICCBased"


def test_what_it_paints_with_is_noticed():
    with foreign.opened(
        foreign.pdf(b"/P0 gs 0 0 0 1 k", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))
    ) as file:
        image = file.make_stream(b"\0\0\0", Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
        image.ColorSpace = Array([Name.Indexed, Name.DeviceGray, 0, b"\0"])
        file.pages[0].Resources = Dictionary(
            XObject=Dictionary(Im=image),
            ExtGState=Dictionary(P0=Dictionary(ca=0.5)),
            Font=Dictionary(F1=foreign.HELVETICA),
        )
        data = foreign.saved(file)

    facts = page_form(SourceFile(data), 1).facts

    assert facts.spaces == {"DeviceRGB", "DeviceCMYK", "DeviceGray"}
    assert facts.unembedded == ("Helvetica",)
    assert facts.transparent


@pytest.mark.parametrize(
    "data", [b"", b"<html>", foreign.encrypted(foreign.pdf(b""), "secret")], ids=["empty", "html", "locked"]
)
def test_what_cannot_be_read_is_refused_at_its_place(data):
    item = Group((placed(SourceFile(data), Rect(0, 0, 2, 2)),), item="pages/0/items/7")

    with pytest.raises(PressError) as refused:
        made(page(item))

    assert (refused.value.findings[0].path, refused.value.findings[0].page) == ("pages/0/items/7", 1)
