"""How does a document say what its text looks like? Letters, runs within a paragraph, paragraphs, text on a path."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from makeready.press.design.paint import Color, Flag, Model, Number, Whole

MAX_TEXT = 20_000
"""Longest text of one item, characters."""
MAX_RUNS = 2_000
"""Most runs of one text."""
MAX_STOPS = 100
"""Most tab stops of one text."""

Language = Annotated[str, Field(pattern=r"^([A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*)?$", max_length=35)]
Features = Annotated[
    dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9]{4}$")], Flag | Annotated[Whole, Field(ge=0, le=1000)]],
    Field(
        max_length=50,
        description="OpenType features by tag: `{“smcp”: true, “liga”: false, “salt”: 2}`. True is on, false is off, a "
        "number chooses among alternates.",
    ),
]
Axes = Annotated[
    dict[Annotated[str, Field(pattern=r"^[A-Za-z0-9]{4}$")], Annotated[Number, Field(ge=-32768, le=32767)]],
    Field(
        max_length=20,
        description="Where a variable font's axes are set, by tag: `{“wdth”: 75, “opsz”: 14}`; `weight` and `italic` "
        "set theirs.",
    ),
]
Indent = Annotated[Number, Field(ge=-1000, le=1000)]
Gap = Annotated[Number, Field(ge=0, le=1000)]


class TextRun(Model):
    """A stretch of a text with a look of its own; what it does not say is as in the item."""

    text: str = Field(max_length=MAX_TEXT, description="The words; `{{Field}}` is filled from the record.")
    font: str | None = Field(None, max_length=200, description="Font family.")
    size: Annotated[Number, Field(ge=0.5, le=2000)] | None = Field(None, description="Type size, points.")
    weight: Annotated[Whole, Field(ge=1, le=1000)] | None = Field(None, description="400 is regular, 700 bold.")
    italic: Flag | None = Field(None, description="Slanted.")
    fill: Color | None = Field(None, description="Ink of the letters.")
    underline: Flag | None = Field(None, description="A line below the letters.")
    strike: Flag | None = Field(None, description="A line through the letters.")
    baseline_shift: Annotated[Number, Field(ge=-5000, le=5000)] | None = Field(
        None, description="Raised above the baseline, 1/1000 em of its own size; negative is lowered."
    )
    letter_spacing: Annotated[Number, Field(ge=-500, le=5000)] | None = Field(
        None, description="Space added after letters, 1/1000 em."
    )
    features: Features = Field({})
    axes: Axes = Field({})
    language: Language | None = Field(None, description="BCP 47 tag, such as `de`.")
    paragraph: ParagraphStyle | None = Field(
        None, description="How the paragraphs are set that begin in this run; none is as in the item."
    )


class TabStop(Model):
    """Where a tab leads."""

    at: Annotated[Number, Field(gt=0, le=5000)] = Field(description="Its place, mm from the edge where lines begin.")
    align: Literal["start", "center", "end", "decimal"] = Field(
        "start", description="What of the words after the tab stands there; `decimal`: their decimal sign."
    )
    leader: str = Field("", max_length=8, description="What fills the gap, such as `.`.")


class ParagraphStyle(Model):
    """How paragraphs are set."""

    align: Literal["start", "end", "left", "center", "right", "justify"] | None = Field(
        None, description="Where lines stand; none is as in the item."
    )
    space_before: Gap = Field(0.0, description="Space above it, mm; not at the top of a column.")
    space_after: Gap = Field(0.0, description="Space below it, mm; not at the foot of a column.")
    left: Indent = Field(0.0, description="Indent of all lines where they begin, mm (right in right-to-left text).")
    right: Indent = Field(0.0, description="Indent of all lines where they end, mm.")
    first: Indent = Field(0.0, description="Further indent of the first line, mm; negative hangs it out.")
    tabs: tuple[TabStop, ...] = Field((), max_length=MAX_STOPS, description="Tab stops, in order.")
    marker: str = Field(
        "",
        max_length=20,
        description="What stands before each paragraph: `•`, or a number as `{1}.`, `{a})`, `{A}`, `{i}` or `{I}`.",
    )
    start: Whole = Field(1, ge=0, le=1_000_000, description="The first paragraph's number, where `marker` counts.")
    hyphenate: Flag = Field(False, description="Words may be divided, by the rules of their `language`.")
    orphans: Whole = Field(2, ge=1, le=20, description="Fewest lines of a paragraph at the foot of a column.")
    widows: Whole = Field(2, ge=1, le=20, description="Fewest lines of a paragraph at the top of a column.")


class TextPath(Model):
    """A line along which text runs."""

    path: Annotated[str, Field(min_length=1, max_length=1_000_000)] = Field(
        description="SVG path data in mm, from the item's x and y."
    )
    offset: Annotated[Number, Field(ge=-5000, le=5000)] = Field(
        0.0, description="How far along the path the text is moved, mm."
    )


TextRun.model_rebuild()
