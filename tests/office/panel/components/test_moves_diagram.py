"""The drawing of the legal moves: all of the table and nothing else."""

from __future__ import annotations

from xml.etree import ElementTree

from makeready.office.panel.components.moves_diagram import arrows, draw, in_words
from makeready.office.projects.statuses import BACK, FORWARD, Status

SVG = "{http://www.w3.org/2000/svg}"


def test_every_legal_move_is_one_arrow() -> None:
    drawn = {(arrow.start, arrow.end): arrow.back for arrow in arrows()}
    forward = {(start, end): False for start, ends in FORWARD.items() for end in ends}
    back = {(start, end): True for start, ends in BACK.items() for end in ends}

    assert drawn == forward | back


def test_no_two_arrows_lie_on_each_other() -> None:
    curves = [arrow.curve for arrow in arrows()]

    assert len(curves) == len(set(curves))


def test_the_moves_from_where_it_is_stand_out() -> None:
    drawing = ElementTree.fromstring(draw(Status.ACTIVE))
    open_ways = [one for one in drawing.iter(f"{SVG}path") if "open" in (one.get("class") or "").split()]
    here = [one.get("data-tone") for one in drawing.iter(f"{SVG}g") if one.get("class") == "now"]

    assert len(open_ways) == len(FORWARD[Status.ACTIVE]) + len(BACK[Status.ACTIVE])
    assert here == ["active"]


def test_alone_it_brings_its_own_colours_and_in_the_panel_none() -> None:
    assert "<style>" in draw(alone=True)
    assert "style" not in draw(Status.NEW)


def test_it_says_the_same_in_words() -> None:
    assert "From Completed to nowhere by itself; back, by a person with a reason, to Confirmed, Active." in in_words()
