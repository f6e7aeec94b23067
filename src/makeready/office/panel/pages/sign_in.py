"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from makeready.office.accounts.signing_in import SignInRefused, TooManyTries
from makeready.office.accounts.signing_in import sign_in as let_sign_in
from makeready.office.panel.page import Page, page


@page("sign-in", allow=None)
def sign_in(request: HttpRequest) -> Page | HttpResponseBase:
    """The form; who is signed in already goes on."""
    if request.user.is_authenticated:
        return redirect(_next(request, request.GET.get("next", "")))
    return Page("sign_in/page.html", next=request.GET.get("next", ""))


@page("sign-in", allow=None, method="POST")
def try_sign_in(request: HttpRequest) -> Page | HttpResponseBase:
    """Name and password, checked; guessers are slowed down."""
    name, wanted = request.POST.get("name", ""), request.POST.get("next", "")
    try:
        let_sign_in(request, name, request.POST.get("password", ""))
    except (SignInRefused, TooManyTries) as refusal:
        return Page("sign_in/page.html", status=refusal.status, refusal=refusal, name=name, next=wanted)
    return redirect(_next(request, wanted))


@page("sign-out", allow=None, method="POST")
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End this browser's session."""
    logout(request)
    return redirect("sign_in")


def _next(request: HttpRequest, wanted: str) -> str:
    """Where to go after signing in: only ever to an address of ours."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else "/"
