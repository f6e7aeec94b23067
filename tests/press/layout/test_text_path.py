"""Text runs along a path letter by letter; what the path cannot hold is told."""

import math

import pytest

from makeready.press.displaylist.items import GlyphRun, Group

from .drawn import codes, laid_out, text

CIRCLE = "M0 20 A20 20 0 0 1 40 20"


def letters(words: str, **more) -> list[tuple[Group, GlyphRun]]:
    page = laid_out(text(words, **more))
    return [(group, group.items[0]) for group in page.items[0].items]


def foot(group: Group, run: GlyphRun) -> tuple[float, float]:
    """Where the middle of a letter's baseline stands."""
    wide = sum(glyph.advance for glyph in run.glyphs) * run.size / 1000
    at = group.matrix.apply(type(run.origin)(run.origin.x + wide / 2, run.origin.y))
    return at.x, at.y


def test_every_letter_stands_on_the_path_and_at_right_angles_to_it():
    for group, run in letters("around it goes", along={"path": CIRCLE}):
        x, y = foot(group, run)
        assert math.hypot(x - 30, y - 30) == pytest.approx(20, abs=0.02)
        outwards = math.degrees(math.atan2(y - 30, x - 30))
        turned = math.degrees(math.atan2(group.matrix.b, group.matrix.a))
        assert turned == pytest.approx(outwards + 90, abs=1)


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_text_is_aligned_on_its_path(align, share):
    found = letters("word", along={"path": "M0 0 L40 0"}, align=align)

    wide = sum(glyph.advance for _, run in found for glyph in run.glyphs) * found[0][1].size / 1000
    first_left = found[0][0].matrix.e + found[0][1].origin.x
    assert first_left == pytest.approx(10 + share * (40 - wide))


def test_an_offset_moves_the_text_along():
    (plain, *_), (moved, *_) = (letters("word", along={"path": "M0 0 L40 0", "offset": offset}) for offset in (0, 7))

    assert moved[0].matrix.e - plain[0].matrix.e == pytest.approx(7)


def test_arabic_keeps_its_joined_forms_and_runs_from_the_paths_end():
    found = letters("ببب", along={"path": "M0 0 L40 0"})

    assert "".join(run.text for _, run in reversed(found)) == "ببب"
    assert len({glyph.gid for _, run in found for glyph in run.glyphs}) >= 3
    assert max(group.matrix.e for group, _ in found) == pytest.approx(50, abs=3)


def test_text_longer_than_its_path_is_told_with_the_first_word_outside():
    page = laid_out(text("some words that run off the path", along={"path": "M0 0 L30 0"}))

    assert codes(page) == [("path-too-short", "pages/0/items/0/along")]
    assert "the path 30.0 mm; from “that” on it sticks out" in page.findings[0].message


def test_text_on_a_path_shrinks_to_it():
    page = laid_out(text("some words that run off the path", along={"path": "M0 0 L30 0"}, fit="shrink"))

    assert page.findings == ()


def test_runs_keep_their_looks_on_a_path():
    page = laid_out(
        {**text("", along={"path": CIRCLE}), "text": "", "runs": [{"text": "a"}, {"text": "b", "size": 24}]}
    )

    sizes = [group.items[0].size for group in page.items[0].items]
    assert sizes[1] == pytest.approx(2 * sizes[0])


def test_a_path_that_cannot_be_read_is_refused():
    from makeready.press.design.document import read
    from makeready.press.findings import PressError

    with pytest.raises(PressError) as caught:
        read({"version": 1, "pages": [{"width": 9, "height": 9, "items": [text("a", along={"path": "L0"})]}]})

    assert [finding.path for finding in caught.value.findings] == ["pages/0/items/0/along/path"]
