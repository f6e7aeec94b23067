"""Which lines of an order become projects, and why do the others not? A plain function of lines and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from makeready.office.storefronts.events import OrderLine
from makeready.office.storefronts.models import ProjectsFor

PLAIN = "The line carries no design and no personalisation, and no product matches it."
UNMAPPED = "A gift card or custom line: it becomes a project only where a product matches it."
REMOVED = "The store removed the line before a project was made of it."
PARTS_DO = "The parts of this bundle carry the personalisation."
BUNDLE_DOES = "A part of a bundle that carries the personalisation itself."


def reasons_against(lines: Sequence[OrderLine], matched: Mapping[str, bool], rule: ProjectsFor) -> dict[str, str]:
    """Per line (by external id) the reason why it becomes no project; "" where it does.

    matched: whether a product matches the line. A bundle and its parts are never both made: what carries the
    personalisation is, and of two that do, the part.
    """
    reasons = {line.external_id: _reason(line, matched[line.external_id], rule) for line in lines}
    if rule is ProjectsFor.ALL:
        return reasons
    personal = {line.external_id for line in lines if _is_personalised(line) and not reasons[line.external_id]}
    for line in lines:
        bundle = line.parent
        if bundle not in reasons:
            continue
        if line.external_id in personal and not reasons[bundle]:
            reasons[bundle] = PARTS_DO
        elif bundle in personal and line.external_id not in personal and not reasons[line.external_id]:
            reasons[line.external_id] = BUNDLE_DOES
    return reasons


def _reason(line: OrderLine, matched: bool, rule: ProjectsFor) -> str:
    if gone(line):
        return REMOVED
    if matched or rule is ProjectsFor.ALL or line.design is not None:
        return ""
    if line.gift_card or line.custom:
        return UNMAPPED
    return "" if line.fields else PLAIN


def gone(line: OrderLine) -> bool:
    """Whether there is nothing left to make of a line: removed, refunded as a whole, or a quantity of none."""
    return line.removed or line.refunded or line.quantity <= 0


def _is_personalised(line: OrderLine) -> bool:
    return line.design is not None or bool(line.fields)
