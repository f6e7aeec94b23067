"""The output condition: a CMYK profile or a sentence why not."""

import struct

import pytest

from makeready.press.color.condition import OutputCondition, registry_name
from makeready.press.color.profiles import BUILT_IN_CMYK, SRGB, built_in
from makeready.press.findings import PressError


def test_the_default_is_named_as_what_it_is():
    condition = OutputCondition.default()

    assert "libvips" in condition.name
    assert "FOGRA" not in condition.identifier
    assert not condition.registered
    assert condition.icc[16:20] == b"CMYK"
    assert condition.icc[12:16] == b"prtr"


def test_a_profile_of_the_operator_becomes_a_condition():
    condition = OutputCondition.from_icc(bytes(built_in(BUILT_IN_CMYK)))

    assert condition.name == "Chemical proof"
    assert condition == OutputCondition.default(), "the same profile is the same condition"


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "no ICC profile"),
        (b"%PDF-1.6" + bytes(400), "no ICC profile"),
        (built_in(SRGB), "not CMYK"),
        (built_in(BUILT_IN_CMYK)[:50_000], "cut off"),
        (built_in(BUILT_IN_CMYK).replace(b"prtrCMYK", b"scnrCMYK", 1), "scnr"),
        (built_in(BUILT_IN_CMYK).replace(b"B2A0", b"zzzz", 1), "both directions"),
    ],
    ids=["empty", "a PDF", "sRGB", "half", "a scanner's", "one way only"],
)
def test_what_is_no_press_profile_is_refused_in_words(data, word):
    with pytest.raises(PressError) as refused:
        OutputCondition.from_icc(data)

    assert refused.value.findings[0].code == "profile-unusable"
    assert word in refused.value.findings[0].message


def test_a_profile_whose_tables_lie_is_refused():
    """The header is right, but the conversion table is not where the contents say."""
    data = bytearray(built_in(BUILT_IN_CMYK))
    count = struct.unpack_from(">I", data, 128)[0]
    for row in range(count):
        if data[132 + 12 * row : 136 + 12 * row].startswith((b"B2A", b"A2B")):
            struct.pack_into(">II", data, 136 + 12 * row, 128, 8)

    with pytest.raises(PressError, match="colour engine"):
        OutputCondition.from_icc(bytes(data))


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Coated FOGRA39 (ISO 12647-2:2004)", "FOGRA39"),
        ("ISO Coated v2 300% (ECI)", "FOGRA39"),
        ("PSO Coated v3", "FOGRA51"),
        ("GRACoL2006_Coated1v2", "CGATS TR 006"),
        ("Our own press, paper B", None),
    ],
)
def test_known_descriptions_lead_to_the_registry(description, name):
    assert registry_name(description) == name
