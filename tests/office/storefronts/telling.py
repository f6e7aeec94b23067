"""An event in a few lines of text, so that what a person expects of a message can be written down and compared."""

from __future__ import annotations

from makeready.office.storefronts.events import Fulfilment, OrderEvent, OrderLine, Payment


def told(event: OrderEvent) -> str:
    """`5001 #5001: paid, none → Confirmed` and a line for each line item; or why it is no order."""
    if event.no_order:
        return f"no order: {event.no_order}"
    if event.sparse:
        return "\n".join([f"hint at {event.external_id}", *(f"! {remark}" for remark in event.remarks)])
    marks = [mark for mark, given in (("cancelled", event.cancelled), ("test", event.test)) if given]
    facts = ", ".join([event.payment, event.fulfilment, *marks])
    head = f"{event.external_id} {event.number}: {facts} → {status_wanted(event)}"
    return "\n".join([head, *map(_line, event.lines), *(f"! {remark}" for remark in event.remarks)])


def status_wanted(event: OrderEvent) -> str:
    """The status that the whole order's facts lead a new project to (product.md)."""
    if event.cancelled or event.payment is Payment.REFUNDED:
        return "Rejected"
    if event.fulfilment is Fulfilment.FULFILLED:
        return "Completed"
    return "Confirmed" if event.payment in (Payment.PAID, Payment.PARTIALLY_REFUNDED) else "New"


def _line(line: OrderLine) -> str:
    marks = [name for name in ("removed", "refunded", "fulfilled", "gift_card", "custom") if getattr(line, name)]
    if line.refunded_quantity:
        marks.append(f"{line.refunded_quantity} refunded")
    if line.parent:
        marks.append(f"part of {line.parent}")
    fields = [f"{name}{'*' if name in line.attributes else ''}={value!r}" for name, value in line.fields.items()]
    parts = [f"  {line.external_id} {line.sku or '-'} × {line.quantity}", *marks]
    text = ", ".join(parts) + (f" {{{', '.join(fields)}}}" if fields else "")
    return "\n".join([text, *_design(line), *(f"  ! {remark}" for remark in line.remarks)])


def _design(line: OrderLine) -> list[str]:
    """`design url https://…`, `preview https://…`; the words for what is waited for are another test's."""
    told = line.design.model_dump(exclude_defaults=True, exclude={"waits_for"}) if line.design else {}
    return [
        *(f"    design {kind} {value}" for kind, value in told.items()),
        *(f"    preview {preview}" for preview in line.previews),
    ]
