"""One page fills a sheet: bleeds, marks and backs where a cutter expects them, and still a press file."""

import numpy as np
import pytest
from pikepdf import Array, Dictionary, Name
from tests.press import foreign
from tests.press.foreign import MM
from tests.press.impose.pixels import colour, page_count, page_text, pixels
from tests.press.pdf.drawing import made, page, words
from tests.press.pdfx4 import assert_pdfx4

from makeready.press.findings import PressError
from makeready.press.impose.grid import Flip
from makeready.press.impose.sheet import Plan
from makeready.press.impose.step_and_repeat import impose

FONT = {"/Font": Dictionary(F1=foreign.HELVETICA)}
CARD = foreign.pdf(foreign.filled(1, 0, 0, 0) + foreign.words("Anna"), resources=FONT)
BLEEDING = foreign.filled(0, 1, 0, 0) + f" 1 0 0 0 k {3 * MM} {3 * MM} {85 * MM} {55 * MM} re f".encode()
"""Cyan within the trim, magenta in the bleed: shows what of the bleed is kept."""


def test_a_sheet_holds_as_many_as_fit_and_counts_what_the_quantity_takes():
    sheets = impose(CARD, Plan(320, 450, gutter=4), quantity=250)

    assert (sheets.ups, sheets.sheets, sheets.sides, sheets.sheets_needed) == (21, 1, 1, 12)
    assert page_text(sheets.data).count("Anna") == 21


def test_each_page_gets_a_sheet_of_its_own():
    sheets = impose(foreign.pdf(foreign.filled(1, 0, 0, 0), foreign.filled(0, 1, 0, 0)), Plan(100, 70), quantity=7)

    assert (sheets.sheets, sheets.sides, sheets.sheets_needed) == (2, 2, 14)
    assert [colour(pixels(sheets.data, n), 50, 35) for n in (0, 1)] == ["cyan", "magenta"]


def test_the_sheet_is_the_paper_and_the_boxes_say_so():
    with foreign.opened(impose(CARD, Plan(320, 450, gutter=4)).data) as pdf:
        for box in ("/MediaBox", "/TrimBox", "/BleedBox"):
            assert [float(v) for v in pdf.pages[0].obj[box]] == pytest.approx([0, 0, 320 * MM, 450 * MM], abs=1e-3)


def test_bleed_reaches_out_at_the_edges_and_half_the_gutter_between():
    """Two cards of 85 mm, gutter 2 mm: block from 64 to 236 mm of a 300 mm sheet."""
    sheet = pixels(impose(foreign.pdf(BLEEDING), Plan(300, 80, gutter=2, crop_marks=False, rows=1, columns=2)).data)

    expected = {
        60.5: "white", 61.5: "magenta", 63.5: "magenta", 64.5: "cyan", 148.5: "cyan", 149.5: "magenta",
        150.5: "magenta", 151.5: "cyan", 236.5: "magenta", 238.5: "magenta", 239.5: "white",
    }  # fmt: skip
    assert {x: colour(sheet, x, 40) for x in expected} == expected


def test_without_a_gutter_trims_touch_and_no_bleed_covers_a_neighbour():
    sheet = pixels(impose(foreign.pdf(BLEEDING), Plan(300, 80, crop_marks=False, rows=1, columns=2)).data)

    assert {colour(sheet, x, 40) for x in np.arange(66, 234, 0.5)} == {"cyan"}


def test_less_bleed_can_be_kept():
    sheet = pixels(impose(foreign.pdf(BLEEDING), Plan(100, 80, bleed=1, crop_marks=False)).data)

    assert [colour(sheet, x, 40) for x in (6, 7, 8)] == ["white", "magenta", "cyan"]


def test_crop_marks_stand_outside_the_bleed_at_every_cut():
    sheet = pixels(impose(foreign.pdf(BLEEDING), Plan(300, 100, gutter=4, rows=1, columns=2)).data)
    dark = sheet.max(axis=2) < 200  # a hairline of a quarter point does not fill a pixel

    above = {round(x / 4) for x in np.flatnonzero(dark[round(17.5 * 4)])}
    assert above == {63, 148, 152, 237}
    beside = {round(y / 4) for y in np.flatnonzero(dark[:, (58 * 4)])}
    assert beside == {round(22.5), round(77.5)}
    assert not dark[(21 * 4) : (79 * 4), (62 * 4) : (238 * 4)].any()


def test_crop_marks_print_on_every_plate():
    with foreign.opened(impose(CARD, Plan(100, 100)).data) as pdf:
        (space,) = dict(pdf.pages[0].Resources.ColorSpace).values()
        assert [str(space[0]), str(space[1])] == ["/Separation", "/All"]


def test_marks_become_shorter_where_the_sheet_is_narrow():
    """A4 with bleed on SRA4 is what SRA4 is for: 7.5 mm on each side."""
    sheets = impose(foreign.pdf(b"", width=210, height=297), Plan(225, 320, margin=1))

    assert sheets.ups == 1


def test_pages_are_turned_where_more_fit():
    left_half = f"1 0 0 0 k 0 0 {30.5 * MM} {91 * MM} re f".encode()
    sheets = impose(foreign.pdf(left_half, width=55, height=85), Plan(320, 450, gutter=4))

    assert (sheets.ups, sheets.turned) == (21, True)
    # anticlockwise: what was left is now below
    assert [colour(pixels(sheets.data), 160, y) for y in (225 - 15, 225 + 15)] == ["white", "cyan"]


LEFT_MARKED = foreign.filled(1, 0, 0, 0) + f" 0 0 0 1 k {3 * MM} {3 * MM} {10 * MM} {55 * MM} re f".encode()
"""Cyan, its left edge black."""
RIGHT_MARKED = foreign.filled(0, 1, 0, 0) + f" 0 0 0 1 k {78 * MM} {3 * MM} {10 * MM} {55 * MM} re f".encode()
"""Magenta, its right edge black: the other side of the same edge."""


@pytest.mark.parametrize("flip", Flip)
def test_backs_lie_behind_their_fronts(flip):
    plan = Plan(320, 450, gutter=4, margin=6, duplex=True, flip=flip, columns=2, rows=3)
    sheets = impose(foreign.pdf(LEFT_MARKED, RIGHT_MARKED), plan)
    front, back = pixels(sheets.data, 0), pixels(sheets.data, 1)
    through = back[:, ::-1] if flip is Flip.TURN else back[::-1]

    assert (sheets.sheets, sheets.sides) == (1, 2)
    black_front, black_back = (side.max(axis=2) < 90 for side in (front, through))
    assert black_front.sum() > 50_000
    assert (black_front != black_back).mean() < 0.002


def test_a_front_without_a_back_has_an_empty_back():
    sheets = impose(CARD, Plan(100, 100, duplex=True))

    assert sheets.sides == 2
    assert (pixels(sheets.data, 1) == 255).all()


def test_a_turned_source_page_is_placed_as_it_is_looked_at():
    data = foreign.pdf(foreign.filled(1, 0, 0, 0), width=55, height=85, Rotate=90)

    assert impose(data, Plan(100, 70, crop_marks=False)).ups == 1


def test_inks_output_intent_and_metadata_survive():
    with foreign.opened(foreign.pdf(b"/Gold cs 1 scn 0 0 90 90 re f")) as file:
        tint = file.make_stream(b"{0 0 0 0}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4)
        gold = file.make_indirect(Array([Name.Separation, Name.GoldFoil, Name.DeviceCMYK, tint]))
        file.pages[0].Resources.ColorSpace = Dictionary(Gold=gold)
        intent = Dictionary(
            S=Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39", DestOutputProfile=file.make_stream(b"icc")
        )
        file.Root.OutputIntents = Array([intent])
        file.Root.Metadata = file.make_stream(b"<x>GTS_PDFXVersion='PDF/X-4'</x>", Type=Name.Metadata, Subtype=Name.XML)
        file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        file.docinfo.Title = "Card"
        data = foreign.saved(file)

    with foreign.opened(impose(data, Plan(320, 450, gutter=4)).data) as pdf:
        (form,) = dict(pdf.pages[0].Resources.XObject).values()
        assert str(form.Resources.ColorSpace.Gold[1]) == "/GoldFoil"
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == b"icc"
        assert b"PDF/X-4" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo.Title) == "Card"
        assert "/OpenAction" not in pdf.Root


def test_a_slug_line_tells_the_sheets_apart():
    file = made(page(words("front")), page(words("back")), page(words("front")), page(words("back")))
    sheets = impose(file, Plan(320, 450, gutter=4, duplex=True, slug="Order {{5001}} – Anna Öz"))

    assert_pdfx4(sheets.data)
    lines = [line for n in range(4) for line in page_text(sheets.data, n).splitlines() if "Order" in line]
    assert lines == [
        f"Order {{{{5001}}}} – Anna Öz · sheet {sheet} of 2, {side} · 21 up"
        for sheet in (1, 2)
        for side in ("front", "back")
    ]
    dark = pixels(sheets.data).max(axis=2) < 120
    assert dark[round(4 * 433.5) : (4 * 438), round(4 * 30.5) : (4 * 90)].any()
    assert sheets.data == impose(file, Plan(320, 450, gutter=4, duplex=True, slug="Order {{5001}} – Anna Öz")).data


def test_a_slug_line_without_room_is_left_out_and_said():
    sheets = impose(CARD, Plan(95, 62, crop_marks=False, slug="Order 5001"))

    assert [f.code for f in sheets.findings] == ["slug-left-out"]
    assert "Order" not in page_text(sheets.data)


def test_links_are_not_printed_and_do_not_stay():
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50])

    with foreign.opened(impose(foreign.pdf(b"", Annots=Array([link])), Plan(100, 100)).data) as pdf:
        assert "/Annots" not in pdf.pages[0].obj


def test_what_is_shared_is_in_the_sheet_once():
    one = impose(CARD, Plan(320, 450, gutter=4))

    with foreign.opened(one.data) as pdf:
        assert len(pdf.pages[0].Resources.XObject) == 1


def test_the_same_input_gives_the_same_bytes():
    plan = Plan(320, 450, gutter=4, duplex=True)

    assert impose(CARD, plan).data == impose(CARD, plan).data


def test_a_page_without_a_trim_is_placed_whole_and_said():
    sheets = impose(foreign.pdf(b"", TrimBox=None, BleedBox=None), Plan(100, 100))

    assert [f.code for f in sheets.findings] == ["placed-without-trim"]


@pytest.mark.parametrize(
    ("plan", "quantity", "words"),
    [
        (Plan(80, 80), 1, ["85 × 55 mm", "80 × 80 mm", "70 × 70 mm"]),
        (Plan(320, 450, columns=9), 1, ["9 × 1 pages", "85 × 55"]),
        (Plan(320, 450, margin=150), 1, ["10 × 140 mm"]),
        (Plan(-5, 450), 1, ["width is -5"]),
        (Plan(320, 450, gutter=-1), 1, ["gutter is -1"]),
        (Plan(float("nan"), 450), 1, ["width is nan"]),
        (Plan(320, 450, columns=0), 1, ["0 columns"]),
        (Plan(320, 450), 0, ["quantity is 0"]),
    ],
)
def test_what_cannot_be_is_said_with_the_sizes(plan, quantity, words):
    with pytest.raises(PressError) as refusal:
        impose(CARD, plan, quantity)

    message = str(refusal.value)
    assert all(word in message for word in words), message


def test_a_front_and_a_back_of_different_sizes_are_refused():
    with foreign.opened(foreign.pdf(b"", b"")) as file:
        file.pages[1].TrimBox = Array([0, 0, 100, 100])
        data = foreign.saved(file)

    with pytest.raises(PressError, match=r"Page 2 is 35.28 × 35.28 mm, but page 1 is 85 × 55 mm"):
        impose(data, Plan(320, 450, duplex=True))


def test_a_broken_file_is_refused_in_words():
    with pytest.raises(PressError, match="its end is missing"):
        impose(foreign.truncated(CARD), Plan(320, 450))
    assert page_count(impose(CARD, Plan(320, 450)).data) == 1
