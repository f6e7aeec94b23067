"""Foreign PDFs are described, or refused in words that say what is wrong with them."""

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.press import foreign
from tests.press.foreign import MM

from makeready.press.findings import PressError
from makeready.press.geometry import Point, Rect
from makeready.press.pdf.reader import describe

CATALOG = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
CUT_OFF, NO_PAGES, CIRCLE = "its end is missing", "no pages", "in a circle"


def doubling(levels: int) -> str:
    """A page tree each of whose nodes lists the next one twice: 2ⁿ pages in a few kilobytes."""
    nodes = [f"{n} 0 obj<</Type/Pages/Kids[{n + 1} 0 R {n + 1} 0 R]/Count 2>>endobj" for n in range(2, 2 + levels)]
    return CATALOG + "\n".join(nodes) + f"\n{2 + levels} 0 obj<</Type/Page/MediaBox[0 0 9 9]>>endobj"


def chain(levels: int) -> str:
    nodes = [f"{n} 0 obj<</Type/Pages/Kids[{n + 1} 0 R]/Count 1>>endobj" for n in range(2, 2 + levels)]
    return CATALOG + "\n".join(nodes) + f"\n{2 + levels} 0 obj<</Type/Page/MediaBox[0 0 9 9]>>endobj"


BAD = {
    "nothing": (b"", "file-empty", "empty"),
    "a web page": (b"<!DOCTYPE html><html>please sign in</html>", "not-a-pdf", "web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "not-a-pdf", "PNG"),
    "an svg": (b'<?xml version="1.0"?><svg/>', "not-a-pdf", "SVG"),
    "zeros": (bytes(100_000), "not-a-pdf", "unknown"),
    "only a header": (b"%PDF-1.7\n", "pdf-broken", CUT_OFF),
    "half a file": (foreign.truncated(foreign.pdf(b"x")), "pdf-broken", CUT_OFF),
    "a password": (foreign.encrypted(foreign.pdf(b"x"), user="sesame"), "pdf-protected", "password"),
    "no pages": (foreign.by_hand(CATALOG + "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj"), "pdf-broken", NO_PAGES),
    "its own child": (
        foreign.by_hand(CATALOG + "2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj"),
        "pdf-broken",
        CIRCLE,
    ),
    "a circle": (
        foreign.by_hand(
            CATALOG + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Pages/Kids[2 0 R]>>endobj"
        ),
        "pdf-broken",
        "pages",
    ),
    "a million pages out of twenty": (foreign.by_hand(doubling(20)), "pdf-broken", CIRCLE),
    "a tree a hundred thousand deep": (foreign.by_hand(chain(100_000)), "pdf-broken", "pages"),
    "arrays in arrays": (b"%PDF-1.4\n1 0 obj" + b"[" * 1_000_000 + b"]" * 1_000_000, "pdf-broken", ""),
    "a page without a size": (foreign.pdf(b"", MediaBox=[5, 5, 5, 5]), "pdf-broken", "page 1 has no size"),
    "too many pages": (foreign.pdf(*[b""] * 5001), "pdf-too-large", "5001 pages"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_words(kind):
    data, code, words = BAD[kind]

    with pytest.raises(PressError) as refusal:
        describe(data)

    (finding,) = refusal.value.findings
    assert finding.code == code
    assert words in finding.message
    assert finding.hint


def test_boxes_are_told_in_points_and_millimetres():
    facts = describe(foreign.pdf(b"", b""))

    assert facts.pages == 2
    assert (facts.width_mm, facts.height_mm) == pytest.approx((85, 55))
    front = facts.boxes[0]
    assert front.has_trim and front.has_bleed
    assert (front.trim.x, front.trim.width) == pytest.approx((3 * MM, 85 * MM))
    assert (front.bleed.width, front.media.height) == pytest.approx((91 * MM, 61 * MM))


def test_where_a_box_is_missing_the_next_larger_one_stands_for_it():
    plain = describe(foreign.pdf(b"", TrimBox=None, BleedBox=None)).boxes[0]
    cropped = describe(foreign.pdf(b"", TrimBox=None, BleedBox=None, CropBox=[10, 10, 100, 110])).boxes[0]

    assert not plain.has_trim and plain.trim == plain.bleed == plain.crop == plain.media
    assert cropped.trim == cropped.bleed == Rect(10, 10, 90, 100)


def test_a_box_beyond_the_media_is_cut_to_it():
    boxes = describe(foreign.pdf(b"", bleed=0, TrimBox=[-50, -50, 9000, 20])).boxes[0]

    assert boxes.trim == Rect(0, 0, boxes.media.width, 20)


def test_corners_may_come_in_any_order():
    assert describe(foreign.pdf(b"", TrimBox=[90, 80, 10, 20])).boxes[0].trim == Rect(10, 20, 80, 60)


@pytest.mark.parametrize(
    ("turn", "bottom_left_goes_to"), [(0, (5, 7)), (90, (5, 107)), (180, (205, 107)), (270, (105, 7)), (-90, (105, 7))]
)
def test_a_turned_page_is_measured_as_it_is_looked_at(turn, bottom_left_goes_to):
    sides = (100, 200) if turn % 180 else (200, 100)
    data = foreign.pdf(b"", MediaBox=[5, 7, 205, 107], TrimBox=None, BleedBox=None, Rotate=turn)

    boxes = describe(data).boxes[0]

    assert (boxes.media.x, boxes.media.y, boxes.media.width, boxes.media.height) == (5, 7, *sides)
    corner = boxes.upright.apply(Point(5, 7))
    assert (corner.x, corner.y) == ((5, 207) if turn == 90 else bottom_left_goes_to if turn != 180 else (205, 107))


def test_a_page_counted_in_larger_units_is_measured_in_points():
    boxes = describe(foreign.pdf(b"", MediaBox=[0, 0, 100, 50], TrimBox=None, BleedBox=None, UserUnit=10)).boxes[0]

    assert (boxes.media.width, boxes.media.height) == (1000, 500)


def test_a_file_that_opens_without_a_password_is_read():
    facts = describe(foreign.encrypted(foreign.pdf(b"x"), user=""))

    assert facts.encrypted and facts.pages == 1


def test_a_file_without_cross_reference_is_mended_and_says_so():
    tree = (
        CATALOG
        + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>endobj 3 0 obj<</Type/Page/Parent 2 0 R>>endobj"
    )

    facts = describe(foreign.by_hand(tree))

    assert facts.repaired and facts.boxes[0].media == Rect(0, 0, 9, 9)
    assert not describe(foreign.pdf(b"")).repaired


def test_the_standard_it_claims_is_told():
    with foreign.opened(foreign.pdf(b"")) as file:
        file.Root.Metadata = file.make_stream(b"<x><pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion></x>")
        modern = foreign.saved(file)
    with foreign.opened(foreign.pdf(b"")) as file:
        file.docinfo["/GTS_PDFXVersion"] = "PDF/X-1a:2003"
        old = foreign.saved(file)

    assert [describe(data).pdfx for data in (modern, old, foreign.pdf(b""))] == ["PDF/X-4", "PDF/X-1a:2003", ""]


SEED = foreign.pdf(
    b"0 0 0 1 k 10 10 20 20 re f", b"BT ET", save={"object_stream_mode": pikepdf.ObjectStreamMode.disable}
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SEED) - 1), st.integers(1, 40), st.binary(max_size=40))
def test_any_damage_ends_in_facts_or_in_a_finding(at, length, instead):
    try:
        facts = describe(SEED[:at] + instead + SEED[at + length :])
    except PressError as refusal:
        assert refusal.findings[0].message
    else:
        assert facts.pages >= 1
