"""Which lines of an order become projects, and why do the others not? A plain function of lines and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from makeready.office.storefronts.events import OrderLine
from makeready.office.storefronts.models import ProjectsFor

PLAIN = "The line carries no design and no personalisation, and no product matches it."
UNMAPPED = "A gift card or custom line: it becomes a project only where a product matches it."
REMOVED = "The store removed the line before a project was made of it."


def reasons_against(
    lines: Sequence[OrderLine], matched: Mapping[str, bool], left_out: Mapping[str, str], rule: ProjectsFor
) -> dict[str, str]:
    """Per line (by external id) the reason why it becomes no project; "" where it does.

    matched: whether a product matches the line. left_out: what `storefronts.bundles` says is printed with another.
    """
    return {
        line.external_id: left_out.get(line.external_id) or _reason(line, matched[line.external_id], rule)
        for line in lines
    }


def gone(line: OrderLine) -> bool:
    """Whether there is nothing left to make of a line: removed, refunded as a whole, or a quantity of none."""
    return line.removed or line.refunded or line.quantity <= 0


def _reason(line: OrderLine, matched: bool, rule: ProjectsFor) -> str:
    if gone(line):
        return REMOVED
    if matched or rule is ProjectsFor.ALL or line.design is not None:
        return ""
    if line.gift_card or line.custom:
        return UNMAPPED
    return "" if line.personalised else PLAIN
