"""Type shrinks only as far as it must, and says when even that is not enough."""

from hypothesis import given
from hypothesis import strategies as st

from makeready.press.geometry import pt_to_mm
from makeready.press.typography.columns import Frame
from makeready.press.typography.fit import broken, shrunk

from .setting import paragraph


def frame(width: float, height: float, wrap: bool = True) -> Frame:
    return Frame(width, height, line_height=1.2, wrap=wrap)


def test_text_that_fits_keeps_its_size():
    fitting = shrunk([paragraph("Anna")], frame(50, 10), 12, 6)

    assert fitting.fits and fitting.size == pt_to_mm(12)


def test_text_shrinks_to_one_line_where_only_one_fits():
    text = paragraph("Anna Katharina Oberhuber-Mayrhofer")
    box = frame(50, 5)

    fitting = shrunk([text], box, 14, 6)

    assert fitting.fits and pt_to_mm(6) <= fitting.size < pt_to_mm(14)
    assert not broken([text], box, fitting.size + pt_to_mm(0.1)).fits


def test_at_the_least_size_it_says_what_is_too_much():
    fitting = shrunk([paragraph("word " * 80)], frame(30, 5), 12, 10)

    assert (fitting.too_tall, fitting.too_wide, fitting.cut) == (True, False, False)
    assert fitting.size == pt_to_mm(10)


def test_without_wrapping_the_width_decides():
    assert broken([paragraph("Anna Katharina")], frame(10, 10, wrap=False), pt_to_mm(12)).too_wide


def test_a_word_is_shrunk_rather_than_cut():
    assert broken([paragraph("Donaudampfschiff")], frame(20, 30), pt_to_mm(14)).cut
    assert not shrunk([paragraph("Donaudampfschiff")], frame(20, 30), 14, 5).cut


@given(st.integers(1, 40), st.floats(10, 80), st.floats(4, 40))
def test_the_size_lies_between_its_limits_and_fits_if_any_size_does(count, width, height):
    text = [paragraph("word " * count)]
    box = frame(width, height)

    fitting = shrunk(text, box, 18, 5)

    assert pt_to_mm(5) <= fitting.size <= pt_to_mm(18)
    assert fitting.fits == (broken(text, box, fitting.size).fits)
    assert fitting.fits or not broken(text, box, pt_to_mm(5)).fits
