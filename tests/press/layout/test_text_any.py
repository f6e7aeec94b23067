"""Whatever a document says of its text is set or told, never refused, and no character is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.design.items import TextItem
from makeready.press.displaylist.items import GlyphRun, Group
from makeready.press.layout.text_carets import caret_map

from .drawn import FONTS, laid_out

WORDS = st.text("ab fi-\t\n\u00ad\u0301שלום(12)مرحبنमस्ते漢字、สวั 😀\u200d", max_size=30)
STYLE = st.fixed_dictionaries(
    {},
    optional={
        "size": st.floats(0.5, 60),
        "weight": st.sampled_from([100, 400, 900]),
        "italic": st.booleans(),
        "font": st.sampled_from(["serif", "Heebo", "nobody's", "Great Vibes"]),
        "underline": st.booleans(),
        "baseline_shift": st.floats(-900, 900),
        "letter_spacing": st.floats(-100, 900),
        "features": st.sampled_from([{"smcp": True}, {"liga": False, "salt": 3}]),
        "axes": st.sampled_from([{"wght": 123}, {"none": 1}]),
        "language": st.sampled_from(["de", "en-GB", "ja", "zz"]),
    },
)
PARAGRAPH = st.fixed_dictionaries(
    {},
    optional={
        "left": st.floats(-5, 30),
        "right": st.floats(-5, 30),
        "first": st.floats(-20, 30),
        "space_before": st.floats(0, 9),
        "marker": st.sampled_from(["•", "{1}.", "{I}", "漢"]),
        "tabs": st.lists(
            st.fixed_dictionaries(
                {"at": st.floats(0.1, 60), "align": st.sampled_from(["start", "center", "end", "decimal"])},
                optional={"leader": st.sampled_from([".", "- "])},
            ),
            max_size=3,
        ),
        "hyphenate": st.booleans(),
        "widows": st.integers(1, 4),
        "orphans": st.integers(1, 4),
    },
)
RUN = st.builds(lambda text, style, form: {"text": text, **style, **form}, WORDS, STYLE,
                st.one_of(st.just({}), st.builds(lambda one: {"paragraph": one}, PARAGRAPH)))  # fmt: skip
ITEM = st.fixed_dictionaries(
    {"runs": st.lists(RUN, min_size=1, max_size=4), "width": st.floats(0.5, 80), "height": st.floats(0.5, 50)},
    optional={
        "paragraph": PARAGRAPH,
        "columns": st.integers(1, 4),
        "align": st.sampled_from(["start", "end", "center", "justify"]),
        "vertical_align": st.sampled_from(["top", "middle", "bottom", "baseline"]),
        "fit": st.sampled_from(["none", "shrink"]),
        "writing": st.sampled_from(["horizontal", "vertical-rl"]),
        "along": st.sampled_from(
            [{"path": "M0 0 L40 0"}, {"path": "M0 0"}, {"path": "M0 20 A20 20 0 0 1 40 20 Z", "offset": 9}]
        ),
        "direction": st.sampled_from(["auto", "rtl"]),
        "wrap": st.booleans(),
        "outlines": st.booleans(),
    },
)


def said(items) -> str:
    return "".join(said(item.items) if isinstance(item, Group) else getattr(item, "text", "") for item in items)


@given(ITEM)
@settings(max_examples=120, deadline=None)
def test_whatever_is_asked_is_set_or_told(wish):
    item = {"type": "text", "x": 1, "y": 1, **wish}

    page = laid_out(item)

    made = TextItem(**item)
    lines = caret_map(made, FONTS).lines
    assert lines[-1].end == len(made.words.encode("utf-16-le")) // 2
    assert {finding.code for finding in page.findings} <= {
        "glyph-missing", "text-overflow", "path-too-short", "font-missing", "font-style-missing", "font-axis-missing",
        "hyphenation-unknown",
    }  # fmt: skip
    if not made.outlines and page.items:
        seen = set(said(page.items[0].items))
        assert {c for c in made.words if c.isalnum() and c.isascii()} <= seen
        for run in (run for run in page.items[0].items if isinstance(run, GlyphRun)):
            assert all(0 <= glyph.cluster < max(len(run.text), 1) for glyph in run.glyphs)
