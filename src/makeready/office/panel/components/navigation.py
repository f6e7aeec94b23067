"""What stands in the sidebar? The rooms a person may enter, with what waits in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from makeready.office.accounts.principal import Principal
from makeready.office.accounts.rights import Right
from makeready.office.intake.models import Hook, HookState
from makeready.office.projects.models import Processing, Project
from makeready.office.projects.statuses import OPEN
from makeready.office.webhooks.models import Subscription


@dataclass(frozen=True)
class Entry:
    """A room: its word, the name of its page, who may enter, what waits."""

    word: str
    page: str
    right: Right = Right.SEE
    waiting: Callable[[], int] = lambda: 0
    waiting_words: str = ""


@dataclass(frozen=True)
class Drawn:
    """An entry for one person on one page."""

    word: str
    address: str
    here: bool
    waiting: int
    waiting_words: str


def failed_projects() -> int:
    """Open projects whose last job failed."""
    return Project.objects.filter(processing=Processing.FAILED, status__in=[s.value for s in OPEN]).count()


def failed_events() -> int:
    """Store events that could not be processed."""
    return Hook.objects.filter(state=HookState.FAILED).count()


def troubled_webhooks() -> int:
    """Webhooks that take nothing, or were turned off because of it."""
    return Subscription.objects.exclude(failing_since=None).count()


GROUPS: dict[str, tuple[Entry, ...]] = {
    "": (
        Entry("Overview", "overview"),
        Entry("Projects", "projects"),
        Entry("Orders", "orders"),
        Entry("Jobs", "jobs", waiting=failed_projects, waiting_words="failed"),
        Entry("Inbox", "inbox", Right.SEE_INBOX, waiting=failed_events, waiting_words="failed"),
    ),
    "Production": (
        Entry("Products", "products"),
        Entry("Designs", "designs"),
        Entry("Pipelines", "pipelines"),
        Entry("Assets", "assets"),
    ),
    "Set-up": (
        Entry("Storefronts", "storefronts"),
        Entry("Connections", "connections", Right.SEE_CONNECTIONS),
        Entry("Webhooks", "webhooks", Right.SEE_CONNECTIONS, waiting=troubled_webhooks, waiting_words="failing"),
        Entry("People", "people", Right.SEE_PEOPLE),
        Entry("API keys", "api_keys", Right.SEE_PEOPLE),
    ),
}


def drawn_for(principal: Principal, path: str) -> list[tuple[str, list[Drawn]]]:
    """The groups with the entries that this person may enter."""
    groups = []
    for group, entries in GROUPS.items():
        open_to = [_drawn(entry, path) for entry in entries if principal.may(entry.right)]
        if open_to:
            groups.append((group, open_to))
    return groups


def _drawn(entry: Entry, path: str) -> Drawn:
    address = reverse(entry.page)
    here = path == address if address == "/" else path == address or path.startswith(address + "/")
    return Drawn(entry.word, address, here, entry.waiting(), entry.waiting_words)
