"""Places to break are counted in characters, whatever ICU counts in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.press.typography.breaks import graphemes, line_breaks, paragraphs, utf16_offsets, words


def pieces(text: str, ends) -> list[str]:
    return [text[a:b] for a, b in zip((0, *ends[:-1]), ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Öz", ["Anna ", "Öz"]),
        ("😀 well-known 100%", ["😀 ", "well-", "known ", "100%"]),
        ("สวัสดีชาวโลก", ["สวัสดี", "ชาว", "โลก"]),
        ("no\u00a0break", ["no\u00a0break"]),
        ("東京都", ["東", "京", "都"]),
        ("「日本」、語。", ["「日", "本」、", "語。"]),
        ("ພາສາລາວສະບາຍດີ", ["ພາສາ", "ລາວ", "ສະບາຍດີ"]),
        ("ភាសាខ្មែរជាភាសា", ["ភាសាខ្មែរ", "ជា", "ភាសា"]),
        ("(שלום) עולם", ["(שלום) ", "עולם"]),
    ],
)
def test_lines_may_end_where_the_language_lets_them(text, expected):
    assert pieces(text, line_breaks(text)) == expected


def test_a_grapheme_is_what_people_take_for_one_character():
    text = "e\u0301👨‍👩‍👧क्षि"

    assert [text[a:b] for a, b in graphemes(text)][:2] == ["e\u0301", "👨‍👩‍👧"]


@given(st.text(max_size=40))
def test_every_character_is_in_one_grapheme_and_one_word(text):
    for parts in (graphemes(text), words(text)):
        assert "".join(text[a:b] for a, b in parts) == text
    assert utf16_offsets(text)[-1] == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", [""]), ("a\nb", ["a", "b"]), ("a\r\n\r\nb", ["a", "", "b"]), ("a\u2028", ["a", ""]), ("a\rb", ["a", "b"])],
)
def test_paragraphs_end_at_every_kind_of_new_line(text, expected):
    assert [text[a:b] for a, b in paragraphs(text)] == expected
