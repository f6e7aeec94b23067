"""Pages onto sheets from the command line, with the count that a press operator needs."""

import pytest
from tests.press import foreign
from tests.press.impose.pixels import page_count

from makeready.press.pdf.reader import describe


@pytest.fixture
def card(folder):
    (folder / "card.pdf").write_bytes(foreign.pdf(foreign.filled(1, 0, 0, 0), foreign.filled(0, 1, 0, 0)))


@pytest.mark.usefixtures("card")
def test_it_says_how_many_fit_and_how_many_sheets_that_takes(typed, folder):
    said = typed("impose", "card.pdf", "-o", "sheet.pdf", "--gutter", 4, "--duplex", "--quantity", 250)

    assert said.code == 0
    assert said.err == "21 up, 1 sheet. 250 copies take 12 printed sheets.\n"
    facts = describe((folder / "sheet.pdf").read_bytes())
    assert (round(facts.width_mm), round(facts.height_mm), facts.pages) == (320, 450, 2)


@pytest.mark.usefixtures("card")
def test_sheets_have_names_and_sizes(typed, folder):
    for sheet, size in (("a3", (297, 420)), ("SRA4", (225, 320)), ("200x100", (200, 100)), ("12x18", (305, 457))):
        assert typed("impose", "card.pdf", "-o", "sheet.pdf", "--sheet", sheet).code == 0
        facts = describe((folder / "sheet.pdf").read_bytes())
        assert (round(facts.width_mm), round(facts.height_mm)) == size


@pytest.mark.usefixtures("card")
def test_n_up_puts_pages_side_by_side(typed, folder):
    assert typed("impose", "card.pdf", "-o", "sheet.pdf", "--layout", "n-up", "--no-marks").code == 0
    assert page_count((folder / "sheet.pdf").read_bytes()) == 1


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sheet", "50x50"], "does not fit"),
        (["--sheet", "huge"], "not “huge”"),
        (["--gutter", "-1"], "gutter is -1"),
        (["--quantity", "0"], "quantity is 0"),
        (["--columns", "9"], "does not fit"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_written(typed, folder, options, words):
    said = typed("impose", "card.pdf", "-o", "sheet.pdf", *options)

    assert said.code == 1 and words in said.err
    assert not (folder / "sheet.pdf").exists()


def test_streams_go_through(typed):
    done = typed("impose", "-", "-o", "-", stdin=foreign.pdf(b""))

    assert done.code == 0 and done.out[:5] == b"%PDF-"
