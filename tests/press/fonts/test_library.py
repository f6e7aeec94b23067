"""Fonts are found, chosen and substituted the same way every time."""

from pathlib import Path

import pytest

from makeready.press.findings import PressError
from makeready.press.fonts.library import FontLibrary
from makeready.press.fonts.places import package_fonts
from makeready.press.sources import SourceFile

from . import made


@pytest.fixture(scope="module")
def fonts() -> FontLibrary:
    """The fonts of the installed packages only: the same on every machine."""
    return FontLibrary(system=False)


def package_font(name: str) -> Path:
    return next(path for path in package_fonts() if path.name == name)


def chosen(fonts: FontLibrary, family: str | None, weight: int = 400, italic: bool = False) -> str:
    return fonts.load(fonts.choose(family, weight, italic)).postscript_name


@pytest.mark.parametrize(
    ("family", "weight", "italic", "expected"),
    [
        (None, 400, False, "SourceSansPro-Regular"),
        ("Source Sans", 700, False, "SourceSansPro-Bold"),
        ("source-sans pro", 400, True, "SourceSansPro-It"),
        ("Source Sans Pro", 500, False, "SourceSansPro-Regular"),
        ("Source Sans Pro", 800, True, "SourceSansPro-BlackIt"),
        ("Source Sans Pro", 100, False, "SourceSansPro-ExtraLight"),
        ("serif", 600, False, "SourceSerifPro-Semibold"),
        ("Source Sans Pro Semibold", 400, False, "SourceSansPro-Semibold"),
        ("Great Vibes", 700, True, "GreatVibes-Regular"),
        ("No such family", 700, False, "SourceSansPro-Bold"),
    ],
)
def test_a_style_gets_its_nearest_face(fonts, family, weight, italic, expected):
    assert chosen(fonts, family, weight, italic) == expected


def test_it_is_told_when_a_family_or_style_is_not_there(fonts):
    assert fonts.knows("Great Vibes") and fonts.knows("serif") and not fonts.knows("No such family")
    assert fonts.has_style("Source Sans Pro", 700, True) and not fonts.has_style("Great Vibes", 700, False)


def test_a_variable_font_is_set_to_the_weight(fonts):
    light, bold = (fonts.load(fonts.choose("Heebo", weight)) for weight in (100, 800))

    assert bold.key.axes == (("wght", 800.0),)
    assert bold.advance(bold.glyph("ש")) > light.advance(light.glyph("ש"))


def test_a_weight_beyond_the_axis_is_its_end(fonts):
    assert fonts.choose("Heebo", 1000).axes == (("wght", 900.0),)


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("ع", "NotoSansArabic-Regular"),
        ("ש", "Heebo-Regular"),
        ("क", "NotoSansDevanagari-Regular"),
        ("ก", "NotoSansThai-Regular"),
        ("Я", "SourceSansPro-Regular"),  # its italic has no Cyrillic
    ],
)
def test_a_character_that_the_font_lacks_comes_from_one_that_has_it(fonts, character, expected):
    like = fonts.choose(None, 400, True) if expected.startswith("Source") else fonts.choose()

    key = fonts.fallback(character, like)

    assert key is not None and fonts.covers(key, character)
    assert fonts.load(key).postscript_name == expected


def test_a_fallback_keeps_the_weight(fonts):
    assert fonts.fallback("ع", fonts.choose(None, 700)).axes == (("wght", 700.0),)


def test_nobody_has_a_private_character_and_no_font_of_another_maker_is_asked(fonts):
    assert fonts.fallback("\U000f1234", fonts.choose()) is None
    assert FontLibrary().fallback("\ue001", fonts.choose()) is None


def test_the_shops_own_font_comes_first():
    own = SourceFile(package_font("GreatVibes-Regular.ttf").read_bytes())
    library = FontLibrary([own], system=False)

    key = library.choose("great vibes")

    assert key.sha256 == own.sha256
    assert library.families()[0].name == "Great Vibes" and library.families()[0].source == "own"


@pytest.mark.parametrize(
    ("data", "word"), [(b"wOF2" + bytes(60), "web font"), (b"%PDF-1.7", "outlines"), (b"", "outlines")]
)
def test_a_file_that_is_no_font_is_refused_in_words(data, word):
    with pytest.raises(PressError) as caught:
        FontLibrary([SourceFile(data), SourceFile(data)])

    assert [f.code for f in caught.value.findings] == ["font-unreadable"] * 2
    assert word in caught.value.findings[0].message


def test_a_truncated_font_never_crashes():
    whole = package_font("SourceSansPro-Regular.ttf").read_bytes()
    for size in range(0, len(whole), 20_011):
        try:
            library = FontLibrary([SourceFile(whole[:size])], system=False)
        except PressError:
            continue
        library.load(library.choose("Source Sans Pro")).outline(1)


def test_a_key_from_one_library_opens_in_another(fonts):
    key = FontLibrary().choose("Source Serif Pro", 300)

    assert fonts.load(key).postscript_name == "SourceSerifPro-Light"


def test_fallbacks_do_not_depend_on_the_order_in_which_fonts_are_handed_in():
    files = [made.file(made.font("日", family=name)) for name in ("Beta", "Alpha", "Gamma")]
    libraries = [FontLibrary(order, system=False) for order in (files, files[::-1])]

    assert {
        chosen.load(key).facts.family for chosen in libraries if (key := chosen.fallback("日", chosen.choose()))
    } == {"Alpha"}


def test_a_face_of_a_collection_is_found_by_its_name():
    fonts = FontLibrary([made.collection(made.font("A", family="One"), made.font("B", family="Two"))], system=False)

    two = fonts.choose("Two")

    assert two.index == 1 and fonts.load(two).covers("B") and not fonts.load(two).covers("A")


def test_further_axes_are_set_within_their_range(fonts):
    assert fonts.choose("Roboto Flex", 400, False, (("wdth", 60.0), ("none", 1.0))).axes == (("wdth", 60.0),)
    assert fonts.choose("Roboto Flex", 400, False, (("wdth", 999.0),)).axes == (("wdth", 151.0),)
