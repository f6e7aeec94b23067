"""How does a text stand in its box? Its words in their styles, broken into lines, in columns, at the size that fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from makeready.press.design.items import TextItem
from makeready.press.design.text import ParagraphStyle, TextRun
from makeready.press.displaylist.items import FontKey, GlyphRun
from makeready.press.displaylist.paint import Paint
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import Point, pt_to_mm
from makeready.press.typography.breaks import paragraphs
from makeready.press.typography.columns import Form, Frame
from makeready.press.typography.fit import ANY_FORM, Fitting, shrunk
from makeready.press.typography.lines import PlacedRun, SetLine, set_line, wrap
from makeready.press.typography.markers import marker
from makeready.press.typography.paragraph import Metrics, Paragraph, shaped
from makeready.press.typography.style import Stretch, Style

MARKER_GAP = 0.5
"""Least space between a marker and its paragraph, in type sizes."""

SOFT_HYPHEN = "\u00ad"
"""What a hyphen says that only a line's end has put there: readers join the word's parts at it."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line in its box. x: its left end, baseline: both mm from the box's top left.

    start: of its paragraph in the text. is_marker: it is no line of the text but the bullet or number before one.
    """

    paragraph: Paragraph
    start: int
    line: SetLine
    x: float
    baseline: float
    metrics: Metrics
    is_marker: bool = False


@dataclass(frozen=True, slots=True)
class SetText:
    """A text set in its box. size: the em, mm. height: of the tallest column, mm. room: what lines have, mm."""

    lines: tuple[TextLine, ...]
    fitting: Fitting
    size: float
    height: float
    room: float
    fonts: tuple[FontKey, ...]
    missing: tuple[tuple[int, str], ...]


def set_text(item: TextItem, fonts: FontLibrary) -> SetText:
    """The text set in its box, wherever the box is; remembered, because most items of a page stay as they were."""
    style = base_style(item, fonts)
    stretches, forms = (
        _stretches(item, style, fonts) if item.runs else ((), (item.paragraph,) if item.paragraph else ())
    )
    least = item.min_size if item.fit == "shrink" else item.size
    vertical = style.vertical
    return _set(
        item.words, style, stretches, tuple(map(_form, forms)), item.size, least,
        item.height if vertical else item.width, item.width if vertical else item.height,
        item.line_height, item.align, item.vertical_align, item.wrap, item.columns, item.column_gap, fonts,
    )  # fmt: skip


def base_style(item: TextItem, fonts: FontLibrary) -> Style:
    """The style of an item's words, as far as no run says otherwise."""
    paragraph = item.paragraph
    return Style(
        font=fonts.choose(item.font, item.weight, item.italic, _axes(item.axes)),
        letter_spacing=item.letter_spacing,
        language=item.language,
        direction=item.direction,
        features=_features(item.features),
        hyphenate=paragraph is not None and paragraph.hyphenate,
        vertical=item.writing == "vertical-rl",
    )


def run_style(item: TextItem, run: TextRun, base: Style, fonts: FontLibrary) -> Style:
    """The style of one of an item's runs."""
    font = base.font
    if not (run.font is None and run.weight is None and run.italic is None and not run.axes):
        weight = item.weight if run.weight is None else run.weight
        italic = item.italic if run.italic is None else run.italic
        font = fonts.choose(run.font or item.font, weight, italic, _axes(item.axes | run.axes))
    paragraph = run.paragraph
    return replace(
        base,
        font=font,
        letter_spacing=base.letter_spacing if run.letter_spacing is None else run.letter_spacing,
        language=base.language if run.language is None else run.language,
        scale=1.0 if run.size is None else run.size / item.size,
        rise=run.baseline_shift or 0.0,
        features=_features(item.features | run.features) if run.features else base.features,
        hyphenate=base.hyphenate if paragraph is None else paragraph.hyphenate,
    )


def _stretches(
    item: TextItem, base: Style, fonts: FontLibrary
) -> tuple[tuple[Stretch, ...], tuple[ParagraphStyle | None, ...]]:
    """The runs as styles with their ends, and how paragraphs are set that begin in each."""
    found: list[Stretch] = []
    forms: list[ParagraphStyle | None] = []
    end = 0
    for number, run in enumerate(item.runs):
        end += len(run.text)
        found.append(Stretch(end, run_style(item, run, base, fonts), number))
        forms.append(run.paragraph or item.paragraph)
    return tuple(found), tuple(forms)


def _features(wanted: dict[str, bool | int]) -> tuple[tuple[str, int], ...]:
    return tuple((tag, int(value)) for tag, value in sorted(wanted.items())) if wanted else ()


def _axes(wanted: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(wanted.items())) if wanted else ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a paragraph style says, before markers are counted."""

    form: Form
    start: int


def _form(style: ParagraphStyle | None) -> _Asked | None:
    if style is None:
        return None
    return _Asked(
        Form(
            align=style.align or "",
            before=style.space_before,
            after=style.space_after,
            left=style.left,
            right=style.right,
            first=style.first,
            tabs=tuple((stop.at, stop.align, stop.leader) for stop in sorted(style.tabs, key=lambda stop: stop.at)),
            marker=style.marker,
            orphans=style.orphans,
            widows=style.widows,
        ),
        style.start,
    )


def glyph_run(placed: PlacedRun, line: TextLine, start: Point, size: float, color: Paint) -> GlyphRun:
    """A run of a line that begins at `start`. size: of the text, mm."""
    run = placed.run
    own = size * run.style.scale
    return GlyphRun(
        origin=Point(start.x + placed.x * size / 1000, start.y - run.style.rise * own / 1000),
        font=run.font,
        size=own,
        glyphs=placed.glyphs,
        ink=color,
        text=line.paragraph.text[run.start : run.end] or SOFT_HYPHEN,
        rtl=run.rtl,
    )


@lru_cache(maxsize=2048)
def _set(
    words: str,
    style: Style,
    stretches: tuple[Stretch, ...],
    asked: tuple[_Asked | None, ...],
    size: float,
    least: float,
    width: float,
    height: float,
    line_height: float,
    align: str,
    vertical: str,
    wrap_lines: bool,
    columns: int,
    gap: float,
    fonts: FontLibrary,
) -> SetText:
    frame = Frame(width, height, line_height, wrap_lines, columns, gap)
    places = list(paragraphs(words))
    parts = [shaped(words[a:b], _style_at(a, style, stretches), fonts, _inside(stretches, a, b)) for a, b in places]
    forms = _forms(places, parts, asked, stretches, pt_to_mm(size), fonts) if asked else ()
    fitting = shrunk(parts, frame, size, least, forms)
    em = fitting.size
    room = [_room(vertical, height, tall, fitting.rows[0].baseline) for tall in fitting.heights]
    lines: list[TextLine] = []
    for row in fitting.rows:
        part, span = parts[row.paragraph], fitting.spans[row.paragraph][row.line]
        form = forms[row.paragraph] if forms else ANY_FORM
        line = set_line(part, span, fitting.rooms[row.paragraph], form.align or align, fonts)
        left, baseline = row.column * (frame.column + gap) if columns > 1 else 0.0, room[row.column] + row.baseline
        if form.marker and row.line == 0 and part.text:
            lines.append(_marker(form, part, em, left, baseline, frame.column, fonts))
        start = places[row.paragraph][0]
        lines.append(TextLine(part, start, line, left + line.x * em / 1000, baseline, row.metrics))
    return SetText(
        lines=tuple(lines),
        fitting=fitting,
        size=em,
        height=max(fitting.heights),
        room=frame.column,
        fonts=tuple(dict.fromkeys(run.font for line in lines for run in line.paragraph.runs)) or (style.font,),
        missing=tuple(
            dict.fromkeys((start + gap.at, gap.character) for (start, _), part in zip(places, parts, strict=True)
                          for gap in part.missing)
        ),
    )  # fmt: skip


def _room(vertical: str, height: float, tall: float, first: float) -> float:
    """How far below the box's top a column begins. first: the first baseline below the column's top."""
    if vertical == "top":
        return 0.0
    return {"middle": (height - tall) / 2, "bottom": height - tall}.get(vertical, -first)


def _style_at(at: int, style: Style, stretches: tuple[Stretch, ...]) -> Style:
    """The style in which a paragraph begins: an empty one is as tall as that says."""
    return (
        next((stretch.style for stretch in stretches if at < stretch.end), stretches[-1].style) if stretches else style
    )


def _inside(stretches: tuple[Stretch, ...], start: int, end: int) -> tuple[Stretch, ...]:
    """The stretches between two places, counted from the first."""
    found: list[Stretch] = []
    begin = 0
    for stretch in stretches:
        if stretch.end > start and begin < end:
            found.append(replace(stretch, end=min(stretch.end, end) - start))
        begin = stretch.end
    return tuple(found)


def _forms(
    places: Sequence[tuple[int, int]],
    parts: Sequence[Paragraph],
    asked: tuple[_Asked | None, ...],
    stretches: tuple[Stretch, ...],
    em: float,
    fonts: FontLibrary,
) -> list[Form]:
    """How each paragraph is set, with the text of its marker; lists are indented by their widest marker."""
    found: list[Form] = []
    count, pattern = 0, ""
    for (start, _), part in zip(places, parts, strict=True):
        number = next((n for n, stretch in enumerate(stretches) if start < stretch.end), len(stretches) - 1)
        wish = asked[number] if stretches else asked[0]
        form = ANY_FORM if wish is None else wish.form
        if not part.text:
            found.append(replace(form, marker=""))
            continue
        if wish is not None and form.marker:
            count = count + 1 if form.marker == pattern else wish.start
            pattern = form.marker
            found.append(replace(form, marker=marker(pattern, count)))
        else:
            count, pattern = 0, ""
            found.append(form)
    hang = max(
        (_marker_width(form, part, fonts) * em for form, part in zip(found, parts, strict=True) if form.marker),
        default=0.0,
    )
    return [
        replace(form, hang=hang) if form.marker and form.left + form.first <= form.left == 0 else form for form in found
    ]


def _marker_width(form: Form, part: Paragraph, fonts: FontLibrary) -> float:
    """Of a marker with the gap after it, in type sizes."""
    return _marker_text(form, part, fonts).pen[-1] / 1000 + MARKER_GAP


def _marker_text(form: Form, part: Paragraph, fonts: FontLibrary) -> Paragraph:
    first = part.stretches[0].style
    style = replace(first, direction="rtl" if part.rtl else "ltr", rise=0.0, hyphenate=False)
    return shaped(form.marker, style, fonts, (Stretch(len(form.marker), style, part.stretches[0].part),))


def _marker(
    form: Form, part: Paragraph, em: float, left: float, baseline: float, column: float, fonts: FontLibrary
) -> TextLine:
    """The bullet or number before a paragraph, on the baseline of its first line."""
    text = _marker_text(form, part, fonts)
    (span,) = wrap(text, float("inf"))
    line = set_line(text, span, span.width, "left", fonts)
    x = form.left + form.first
    if part.rtl:
        x = column - x - line.width * em / 1000
    return TextLine(text, 0, line, left + x, baseline, text.metrics[0], is_marker=True)
