"""May this name with this password come in? Checked at the same pace for every name, ever slower for guessers.

Each try is counted and written down, one at a time, before the password is looked at, so that many at once count as
many. Whose address it is behind a proxy, `MAKEREADY_TRUSTED_PROXIES` decides (site/proxies.py). Wrong ones make
the next try wait: from the sixth of a name on 1, 2, 4 … 60 seconds (short, else a stranger could lock somebody
out), from the eleventh of an address on 1, 2, 4 … 900 seconds. The passwords themselves are never written.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_network

from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from makeready.office.accounts.models import FailedSignIn, Person
from makeready.office.errors import OfficeError

REMEMBERED = timedelta(minutes=30)
FREE_BY_NAME, LONGEST_BY_NAME = 5, 60
FREE_BY_ADDRESS, LONGEST_BY_ADDRESS = 10, 900
ADVISORY_LOCK = 0x51674E  # any number, as long as nobody else uses it for a lock in this database
BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInRefused(OfficeError):
    """Name or password is wrong; which of them is not said."""

    code = "sign_in_refused"
    status = 401
    title = "Not signed in"
    fix = "Check name and password, or ask an administrator for a new password."


class TooManyTries(OfficeError):
    """Too many wrong passwords: the next try has to wait."""

    code = "too_many_tries"
    status = 429
    title = "Too many tries"
    fix = "Wait, then try again; an administrator can set a new password."


def sign_in(request: HttpRequest, name: str, password: str) -> Person:
    """Sign somebody in on this request's session, which gets a new key.

    Raises:
        SignInRefused: wrong name or password, or somebody who may no longer sign in.
        TooManyTries: after many wrong ones; `seconds` says how long to wait.
    """
    name, address = name.strip()[:150], _place(request.META.get("REMOTE_ADDR", ""))
    tried = _written_down(name, address)
    person = Person.objects.filter(name=name).first()
    if person is None or not person.is_active:
        make_password(password)  # as slow as a real check
        raise SignInRefused("Name or password is wrong.")
    if not person.check_password(password):
        raise SignInRefused("Name or password is wrong.")
    FailedSignIn.objects.filter(pk=tried.pk).delete()
    FailedSignIn.objects.filter(name=name.casefold(), address=address).delete()
    FailedSignIn.objects.filter(at__lt=timezone.now() - REMEMBERED).delete()
    login(request, person, backend=BACKEND)
    return person


def waiting_seconds(failures: int, free: int, longest: int) -> int:
    """How long the next try has to wait after so many wrong ones."""
    return 0 if failures <= free else min(longest, 2 ** min(failures - free - 1, 20))


def _written_down(name: str, address: str) -> FailedSignIn:
    """The try, as one that failed until it is known better. One at a time: no two see the same number before them.

    Raises:
        TooManyTries: it has to wait; then it is not counted.
    """
    with transaction.atomic():  # on SQLite begun IMMEDIATE, so that writers queue
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        _make_guessers_wait(name, address, timezone.now())
        return FailedSignIn.objects.create(name=name.casefold(), address=address)


def _place(address: str) -> str:
    """What counts as one address: of IPv6 its /64, since whoever has one address there has them all."""
    try:
        return str(ip_network(f"{address}/64", strict=False)) if ":" in address else address[:64]
    except ValueError:
        return address[:64]


def _make_guessers_wait(name: str, address: str, now: datetime) -> None:
    since = now - REMEMBERED
    limits = (
        (FailedSignIn.objects.filter(name=name.casefold(), at__gt=since), FREE_BY_NAME, LONGEST_BY_NAME),
        (FailedSignIn.objects.filter(address=address, at__gt=since), FREE_BY_ADDRESS, LONGEST_BY_ADDRESS),
    )
    longest = 0.0
    for failed, free, most in limits:
        times = list(failed.order_by("-at").values_list("at", flat=True)[:64])
        if waits := waiting_seconds(len(times), free, most):
            longest = max(longest, (times[0] + timedelta(seconds=waits) - now).total_seconds())
    if longest > 0:
        seconds = int(longest) + 1
        raise TooManyTries(f"Too many wrong passwords. Try again in {seconds} s.", seconds=seconds)
