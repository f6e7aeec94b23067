"""Lines put together from pairs are what HarfBuzz makes of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.fonts.library import FontLibrary
from makeready.press.typography.itemise import Run
from makeready.press.typography.pairs import pairs_of, script_in
from makeready.press.typography.shape import shape
from makeready.press.typography.style import Style

FONTS = FontLibrary(system=False)
KEYS = [FONTS.choose(*style) for style in (("sans",), ("serif",), ("sans", 700), ("Heebo",), ("Great Vibes",))]


def shaped(text, font):
    return shape(text, Run(0, len(text), 0, script_in(text), font.key, Style(font.key)), font).glyphs


@given(
    key=st.sampled_from(KEYS), text=st.text("".join(map(chr, range(0x20, 0x180))) + "–“”’€", min_size=1, max_size=40)
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_set_as_harfbuzz_sets_it_or_not_at_all(key, text):
    font = FONTS.load(key)
    line = pairs_of(font, script_in(text), "").line(text)

    assert line is None or line == shaped(text, font)


@pytest.mark.parametrize(
    "text", ["AVATAR Type To", "+48 42 123 45 67", "anna.oz@press.example", "Łódź, 12–14", "  a  b"]
)
def test_names_numbers_and_addresses_are_plain(text):
    font = FONTS.load(KEYS[0])

    assert pairs_of(font, script_in(text), "").line(text) == shaped(text, font)


@pytest.mark.parametrize("text", ["affix ffi", "e\u0301", "حداد", "a\nb", "नमस्ते"])
def test_ligatures_marks_and_other_scripts_are_not(text):
    assert pairs_of(FONTS.load(KEYS[0]), script_in(text), "").line(text) is None


def test_a_font_with_rules_over_several_letters_is_not():
    assert pairs_of(FONTS.load(KEYS[-1]), "Latn", "").line("Anna") is None
