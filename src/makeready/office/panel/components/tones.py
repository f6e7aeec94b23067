"""How does a state look? Its word, icon and tone, one table for every pill of the panel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tone:
    """A state on screen: word, name of the icon in `icons.svg`, tone of `tokens.css`."""

    word: str
    icon: str
    tone: str


STATUS = {
    "New": Tone("New", "circle", "new"),
    "Confirmed": Tone("Confirmed", "check", "confirmed"),
    "Active": Tone("Active", "clock", "active"),
    "Completed": Tone("Completed", "done", "completed"),
    "Rejected": Tone("Rejected", "reject", "rejected"),
}

PROCESSING = {
    "none": Tone("None", "dash", "waiting"),
    "queued": Tone("Queued", "waiting", "waiting"),
    "running": Tone("Running", "spinner", "running"),
    "done": Tone("Done", "done", "good"),
    "failed": Tone("Failed", "warning", "failed"),
}

JOB = {
    "pending": Tone("Pending", "waiting", "waiting"),
    "queued": Tone("Queued", "waiting", "waiting"),
    "running": Tone("Running", "spinner", "running"),
    "succeeded": Tone("Succeeded", "done", "good"),
    "failed": Tone("Failed", "warning", "failed"),
    "skipped": Tone("Skipped", "dash", "waiting"),
    "cancelled": Tone("Cancelled", "reject", "waiting"),
}

EVENT = {
    "received": Tone("Received", "waiting", "waiting"),
    "processed": Tone("Processed", "done", "good"),
    "ignored": Tone("Ignored", "dash", "waiting"),
    "failed": Tone("Failed", "warning", "failed"),
}

PAYMENT = {
    "pending": Tone("Payment pending", "waiting", "waiting"),
    "paid": Tone("Paid", "done", "good"),
    "refunded": Tone("Refunded", "reject", "rejected"),
}

FULFILMENT = {
    "none": Tone("Not fulfilled", "waiting", "waiting"),
    "partial": Tone("Fulfilled in part", "clock", "active"),
    "fulfilled": Tone("Fulfilled", "done", "good"),
}

SEVERITY = {
    "error": Tone("Error", "warning", "failed"),
    "warning": Tone("Warning", "warning", "warning"),
    "info": Tone("Note", "info", "waiting"),
}

WEBHOOK = {
    "on": Tone("On", "done", "good"),
    "failing": Tone("Failing", "warning", "failed"),
    "off": Tone("Off", "stop", "waiting"),
}

DELIVERY = {
    "waiting": Tone("Waiting", "waiting", "waiting"),
    "delivered": Tone("Delivered", "done", "good"),
    "failed": Tone("Failed", "warning", "failed"),
}

TABLES = {
    "status": STATUS, "processing": PROCESSING, "job": JOB, "event": EVENT, "payment": PAYMENT,
    "fulfilment": FULFILMENT, "severity": SEVERITY, "webhook": WEBHOOK, "delivery": DELIVERY,
}  # fmt: skip
