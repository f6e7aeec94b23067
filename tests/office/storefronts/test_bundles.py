"""Of a bundle the whole is printed or its parts, never both, and what was written on either is not lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makeready.office.storefronts.bundles import settle
from makeready.office.storefronts.events import DesignRef, OrderLine


def line(name, parent="", **facts):
    return OrderLine(external_id=name, sku=name, title=name, quantity=Decimal(1), parent=parent, **facts)


def settled(*lines, products=()):
    return settle(lines, lambda line: line.sku in products)


def test_an_order_without_bundles_stays_as_it_is():
    lines = (line("a"), line("b", fields={"Name": "Anna"}), line("c", parent="gone"))
    assert settled(*lines).lines == lines
    assert settled(*lines).left_out == {}


SET = line("set"), line("card", "set"), line("envelope", "set")


@pytest.mark.parametrize(
    ("products", "written_on", "left_out"),
    [
        ((), (), {"set"}),
        ((), ("set",), {"card", "envelope"}),
        ((), ("card",), {"set"}),
        ((), ("set", "card"), {"set"}),
        (("set",), (), {"card", "envelope"}),
        (("set",), ("card",), {"card", "envelope"}),
        (("card",), ("set",), {"set"}),
        (("set", "card"), (), {"card", "envelope"}),
    ],
)
def test_what_is_set_up_or_personalised_decides(products, written_on, left_out):
    lines = [one.model_copy(update={"fields": {"Name": "Anna"}}) if one.sku in written_on else one for one in SET]
    answer = settled(*lines, products=products)
    assert answer.left_out.keys() == left_out
    assert all(len(reason.split()) > 5 for reason in answer.left_out.values())


def test_parts_get_what_was_written_on_the_whole():
    whole = line("set", fields={"Names": "Ala i Ola", "Colour": "red"}, attributes=("Colour",))
    card = line("card", "set", fields={"Colour": "blue"})
    kept = {one.external_id: one for one in settled(whole, card, products=("card",)).lines}
    assert kept["card"].fields == {"Names": "Ala i Ola", "Colour": "blue"}


def test_the_whole_gets_what_was_written_on_its_parts():
    design = DesignRef(url="https://files.example/a.pdf")
    lines = (
        line("set", fields={"Date": "1 May"}),
        line("card", "set", fields={"Name": "Ala"}, design=design),
        line("menu", "card", fields={"Name": "Ola"}),
    )
    kept = settled(*lines, products=("set",))
    assert kept.lines[0].fields == {"Date": "1 May", "Name": "Ala", "menu: Name": "Ola"}
    assert kept.lines[0].design == design
    assert kept.left_out.keys() == {"card", "menu"}


def test_a_bundle_that_contains_itself_does_not_hang():
    lines = (line("a", "b"), line("b", "a"), line("c", "c"))
    assert settled(*lines).left_out == {}


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef-"), st.booleans(), st.booleans()), max_size=8)
)
def test_never_both(rows):
    lines = {name: line(name, parent.strip("-"), fields={"F": "x"} if own else {}) for name, parent, own, _ in rows}
    products = {name for name, _, _, product in rows if product}
    answer = settle(lines.values(), lambda one: one.sku in products)
    assert [one.external_id for one in answer.lines] == list(lines)
    for one in lines.values():
        whole = lines.get(one.parent)
        if whole and whole.parent not in lines and one is not whole:
            assert one.external_id in answer.left_out or whole.external_id in answer.left_out
