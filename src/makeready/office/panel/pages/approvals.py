"""Approvals by a signed link: whoever has it sees the question and what it is about, and decides; no sign-in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from makeready.office.accounts.actor import Actor, ActorKind
from makeready.office.jobs import approvals
from makeready.office.jobs.course import OPEN
from makeready.office.panel.page import Page, page


@page("approvals/<token>", allow=None)
def approval(request: HttpRequest, token: str) -> Page:
    """The question."""
    asked = approvals.of_link(token)
    files = asked.job.artifacts.filter(anonymous_access=True).order_by("collection", "index", "pk")[:24]
    return Page(
        "approvals/page.html", asked=asked, project=asked.job.project, token=token, files=files,
        open=not asked.decision and asked.job.status in OPEN,
    )  # fmt: skip


@page("approvals/<token>", allow=None, method="POST")
def approve(request: HttpRequest, token: str) -> HttpResponseBase:
    """The answer."""
    given = request.POST
    name = given.get("name", "").strip()[:100] or "somebody"
    by = Actor(ActorKind.PERSON, f"{name} (by link, not signed in)")
    approvals.decide(approvals.of_link(token), given.get("decision", ""), by=by, comment=given.get("comment", ""))
    return redirect("approval", token)
