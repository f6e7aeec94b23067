"""Can an event be kept at all? What no adapter may let through, checked once more before the database sees it."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from decimal import Decimal
from typing import Any

from makeready.office.errors import Fault, Invalid
from makeready.office.storefronts.events import OrderEvent

MOST_PIECES = Decimal(1_000_000_000)
MOST_LINES = 5000
LONGEST_ID = 200


class OrderUnusable(Invalid):
    """An order cannot be kept as it was told."""

    code = "order_unusable"
    title = "The order cannot be taken"
    fix = "Correct the places named in the store or the sender, and send the order again."


def usable(event: OrderEvent) -> OrderEvent:
    """The event without what no database keeps: U+0000, halves of characters, numbers that are none.

    Raises:
        OrderUnusable: with every fault and its place.
    """
    try:
        plain = event.model_dump()
        clean = _storable(plain)
    except (RecursionError, ValueError) as why:
        sentence = "is nested too deeply"
        raise OrderUnusable(f"Something in the order {sentence}.", errors=[Fault("lines", sentence)]) from why
    if clean != plain:
        event = OrderEvent.model_validate(clean)
    if faults := _faults(event):
        raise OrderUnusable("; ".join(f"{fault.path}: {fault.message}" for fault in faults[:5]) + ".", errors=faults)
    return event


def fingerprint(event: OrderEvent) -> str:
    """Tells whether an event says anything new: SHA-256 of all of it but its time."""
    content = event.model_dump(mode="json", exclude={"updated_at"})
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _faults(event: OrderEvent) -> list[Fault]:
    faults = []
    if not 1 <= len(event.external_id) <= LONGEST_ID:
        faults.append(Fault("external_id", f"must have 1 to {LONGEST_ID} characters"))
    if len(event.lines) > MOST_LINES:
        faults.append(Fault("lines", f"has {len(event.lines)} lines; {MOST_LINES} are the most"))
    times = Counter(line.external_id for line in event.lines)
    for number, line in enumerate(event.lines):
        if not 1 <= len(line.external_id) <= LONGEST_ID:
            faults.append(Fault(f"lines/{number}/external_id", f"must have 1 to {LONGEST_ID} characters"))
        elif times[line.external_id] > 1:
            faults.append(Fault(f"lines/{number}/external_id", f"“{line.external_id}” stands at several lines"))
        if not line.quantity.is_finite() or line.quantity > MOST_PIECES:
            faults.append(Fault(f"lines/{number}/quantity", f"must be a number up to {MOST_PIECES:,}"))
    return faults


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return _storable_text(value)
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_storable(one) for one in value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _storable_text(text: str) -> str:
    """Without U+0000; half of a surrogate pair, which JSON can spell and UTF-8 cannot, becomes U+FFFD."""
    plain = text.replace("\0", "")
    try:
        plain.encode()
    except UnicodeEncodeError:
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return plain
