"""Which moves are legal, at a glance? The table of `projects/statuses.py` as an SVG drawing.

The project page and the docs show the same drawing: nothing in it is written by hand. Solid arrows are moves
that anybody may make; dashed ones lead back and take a person with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from makeready.office.projects.statuses import BACK, FORWARD, OPEN, Status

WIDTH, HEIGHT = 620, 236
BOX_WIDTH, BOX_HEIGHT = 104, 32
ROW_Y, REJECTED_Y = 84, 196
STEP = 172
ROW = (*OPEN, Status.COMPLETED)

STYLE = """
.moves text { font: 500 13px system-ui, sans-serif; fill: #171b22; text-anchor: middle; }
.moves rect { fill: #fff; stroke: #878f9c; }
.moves path { fill: none; stroke: #666f7d; stroke-width: 1.25; }
.moves .back { stroke-dasharray: 4 3; }
.moves marker path { fill: #666f7d; stroke: none; }
"""
"""For a drawing that stands alone, outside the panel's style sheets."""


@dataclass(frozen=True)
class Arrow:
    """One legal move as a curve."""

    start: Status
    end: Status
    back: bool
    curve: str


def draw(now: Status | None = None, *, alone: bool = False) -> str:
    """The diagram as SVG. now: the status whose moves stand out. alone: with its own colours, for documents."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="moves" viewBox="-2 0 {WIDTH + 4} {HEIGHT}" '
        f'role="img" aria-label="{escape(in_words())}">',
        f"<style>{STYLE}</style>" if alone else "",
        '<defs><marker id="moves-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M0 .8L7.5 4 0 7.2z"/></marker></defs>',
        *(_drawn_arrow(arrow, now) for arrow in arrows()),
        *(_drawn_box(status, now) for status in Status),
        "</svg>",
    ]
    return "".join(parts)


def in_words() -> str:
    """The same for those who cannot see it."""
    sentences = []
    for status in Status:
        forward = ", ".join(FORWARD[status]) or "nowhere by itself"
        back = f"; back, by a person with a reason, to {', '.join(BACK[status])}" if BACK[status] else ""
        sentences.append(f"From {status} to {forward}{back}.")
    return "Legal moves. " + " ".join(sentences)


def arrows() -> Iterator[Arrow]:
    """Every legal move, those back last."""
    for back, table in ((False, FORWARD), (True, BACK)):
        for start, ends in table.items():
            for end in ends:
                yield Arrow(start, end, back, _curve(start, end, back=back))


def _curve(start: Status, end: Status, *, back: bool) -> str:
    if end is Status.REJECTED:
        return _down_to_rejected(start)
    if start is Status.REJECTED:
        return _up_from_rejected(end)
    steps = ROW.index(end) - ROW.index(start)
    if steps == 1:
        return f"M{_right(start)} {ROW_Y}H{_left(end) - 3}"
    side = 1 if back else -1  # back below the row, skipping above it
    reach = abs(steps)
    lean = 18 - 12 * (reach - 1) if back else 12 - 14 * (reach - 2)
    x1, x2 = _center(start) + (lean if steps > 0 else -lean), _center(end) - (lean if steps > 0 else -lean)
    edge = ROW_Y + side * BOX_HEIGHT / 2
    bow = edge + side * (30 * reach - 18 if not back else 20 * reach - 4)
    return f"M{x1:g} {edge:g}C{x1:g} {bow:g} {x2:g} {bow:g} {x2:g} {edge + side * 3:g}"


def _down_to_rejected(start: Status) -> str:
    x, bottom = _center(start) - 34, ROW_Y + BOX_HEIGHT / 2
    target = _center(Status.REJECTED) - 34 + 22 * ROW.index(start)
    top = REJECTED_Y - BOX_HEIGHT / 2 - 3
    return f"M{x:g} {bottom:g}C{x:g} {bottom + 48:g} {target:g} {bottom + 32:g} {target:g} {top:g}"


def _up_from_rejected(end: Status) -> str:
    target, bottom = _center(end) + 40, ROW_Y + BOX_HEIGHT / 2 + 3
    if end is Status.CONFIRMED:
        x, top = _center(Status.REJECTED) + 32, REJECTED_Y - BOX_HEIGHT / 2
        return f"M{x:g} {top:g}C{x:g} {top - 34:g} {target:g} {top - 26:g} {target:g} {bottom:g}"
    x = _right(Status.REJECTED)
    return f"M{x:g} {REJECTED_Y}C{target:g} {REJECTED_Y} {target:g} {REJECTED_Y - 30} {target:g} {bottom:g}"


def _center(status: Status) -> float:
    if status is Status.REJECTED:
        return WIDTH / 2 - 40
    return BOX_WIDTH / 2 + ROW.index(status) * STEP


def _left(status: Status) -> float:
    return _center(status) - BOX_WIDTH / 2


def _right(status: Status) -> float:
    return _center(status) + BOX_WIDTH / 2


def _drawn_arrow(arrow: Arrow, now: Status | None) -> str:
    marks = " ".join(mark for mark, on in (("back", arrow.back), ("open", arrow.start is now)) if on)
    return f'<path class="{marks}" d="{arrow.curve}" marker-end="url(#moves-tip)"/>'


def _drawn_box(status: Status, now: Status | None) -> str:
    y = REJECTED_Y if status is Status.REJECTED else ROW_Y
    here = ' class="now"' if status is now else ""
    return (
        f'<g data-tone="{status.lower()}"{here}><rect x="{_left(status):g}" y="{y - BOX_HEIGHT / 2:g}" '
        f'width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="{BOX_HEIGHT / 2:g}"/>'
        f'<text x="{_center(status):g}" y="{y + 4.5:g}">{status}</text></g>'
    )
