"""Which lines of a bundle are printed? The whole or its parts, never both; no personalisation is lost by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from makeready.office.storefronts.events import OrderLine


@dataclass(frozen=True, slots=True)
class Settled:
    """The lines, with personalisation where it is printed, and why some of them are not to be made: id → sentence."""

    lines: tuple[OrderLine, ...]
    left_out: dict[str, str]


def settle(lines: Iterable[OrderLine], matches: Callable[[OrderLine], bool]) -> Settled:
    """Decide for every bundle of an order.

    matches: whether one of our products is set up for a line. The whole is printed when it is the one that is
    set up, or the only one that is personalised; otherwise its parts are.
    """
    by_id = {line.external_id: line for line in lines}
    left_out: dict[str, str] = {}
    for whole in [line for line in by_id.values() if line.parent not in by_id]:
        parts = _parts_of(whole, by_id)
        if not parts:
            continue
        if _is_printed_whole(whole, parts, matches):
            by_id[whole.external_id] = _gathered(whole, parts)
            reason = f"It is a part of “{whole.title}”, which is printed as a whole."
            left_out |= dict.fromkeys((part.external_id for part in parts), reason)
        else:
            for part in parts:
                by_id[part.external_id] = _with_fields_of(part, whole)
            left_out[whole.external_id] = f"It is a bundle: its {len(parts)} parts are printed, each for itself."
    return Settled(tuple(by_id.values()), left_out)


def _parts_of(whole: OrderLine, by_id: dict[str, OrderLine]) -> list[OrderLine]:
    """Parts and parts of parts, in the order's order; a bundle that contains itself has none."""
    inside, found = {whole.external_id}, True
    while found:
        found = False
        for line in by_id.values():
            if line.parent in inside and line.external_id not in inside:
                inside.add(line.external_id)
                found = True
    return [line for line in by_id.values() if line.external_id in inside and line is not whole]


def _is_printed_whole(whole: OrderLine, parts: list[OrderLine], matches: Callable[[OrderLine], bool]) -> bool:
    if matches(whole):
        return True
    if any(matches(part) for part in parts):
        return False
    return whole.personalised and not any(part.personalised for part in parts)


def _gathered(whole: OrderLine, parts: list[OrderLine]) -> OrderLine:
    """The whole with what was written on its parts; a name that is taken is told apart by the part's title."""
    fields, brought = dict(whole.fields), [part.design for part in parts if part.design]
    for part in parts:
        for label, value in part.fields.items():
            fields.setdefault(label if label not in fields else f"{part.title}: {label}", value)
    design = whole.design or (brought[0] if len(brought) == 1 else None)
    attributes = {*whole.attributes, *(label for part in parts for label in part.attributes)}
    kept = tuple(label for label in fields if label in attributes)
    return whole.model_copy(update={"fields": fields, "attributes": kept, "design": design})


def _with_fields_of(part: OrderLine, whole: OrderLine) -> OrderLine:
    fields = {**{label: value for label, value in whole.fields.items() if label not in part.fields}, **part.fields}
    attributes = tuple(label for label in fields if label in {*whole.attributes, *part.attributes})
    return part.model_copy(update={"fields": fields, "attributes": attributes})
