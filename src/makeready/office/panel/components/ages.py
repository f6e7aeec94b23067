"""How long ago, how long for? Times as people say them; the same words as `behaviour/times.js`."""

from __future__ import annotations

from datetime import UTC, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def age(moment: datetime, now: datetime) -> str:
    """“just now”, “12 min ago”, “3 h ago”, “2 d ago”, then the date."""
    seconds = (now - moment).total_seconds()
    if seconds < 45:
        return "just now"
    if seconds < 3570:
        return f"{max(1, round(seconds / 60))} min ago"
    if seconds < 86_400:
        return f"{max(1, round(seconds / 3600))} h ago"
    if seconds < 14 * 86_400:
        return f"{max(1, round(seconds / 86_400))} d ago"
    moment = moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def full(moment: datetime) -> str:
    """“23 Nov 2026, 16:48”, UTC."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M}"


def absolute(moment: datetime) -> str:
    """“23 Nov 2026, 16:48:12 UTC”."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M:%S} UTC"


def duration(seconds: float) -> str:
    """“0.6 s”, “42 s”, “2 min 5 s”, “3 h 10 min”."""
    if seconds < 10:
        return f"{max(0.0, seconds):.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
