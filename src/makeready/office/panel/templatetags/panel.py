"""What do templates write in the same way everywhere? Icons, pills, times, sizes, millimetres, addresses."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from makeready.office.accounts.rights import Right
from makeready.office.panel.components import ages, navigation
from makeready.office.panel.components.tones import TABLES
from makeready.office.webhooks.subscriptions import shown

register = template.Library()


@register.simple_tag
def icon(name: str, kind: str = "") -> SafeString:
    """An icon of `icons.svg`, for the eye only."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" viewBox="0 0 16 16"><use href="{}#{}"></use></svg>',
        kind, static("panel/icons.svg"), name,
    )  # fmt: skip


@register.simple_tag
def pill(table: str, value: str) -> SafeString:
    """A state as icon and word: `{% pill "status" project.status %}`."""
    tone = TABLES[table][str(value)]
    drawn = icon(tone.icon, "spin" if tone.icon == "spinner" else "")
    return format_html('<span class="pill" data-tone="{}">{}{}</span>', tone.tone, drawn, tone.word)


@register.simple_tag
def state_icon(table: str, value: str) -> SafeString:
    """A state as its icon alone, in its tone; the word for those who cannot see it."""
    tone = TABLES[table][str(value)]
    drawn = icon(tone.icon, "spin" if tone.icon == "spinner" else "")
    return format_html(
        '<span class="state" data-tone="{}" title="{}">{}<span class="unseen">{}: </span></span>',
        tone.tone, tone.word, drawn, tone.word,
    )  # fmt: skip


@register.filter
def without_query(url: str) -> str:
    """An address without what may be a token in it."""
    return shown(url)


@register.filter
def ago(moment: datetime | None) -> SafeString | str:
    """A time as its age (“12 min ago”), the moment itself in the tooltip; `times.js` keeps it right."""
    if moment is None:
        return "–"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(), ages.absolute(moment), ages.age(moment, timezone.now()),
    )  # fmt: skip


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A time in full (“23 Nov 2026, 16:48”); the browser shows it in its own time zone."""
    if value is None:
        return "–"
    return format_html(
        '<time datetime="{}" title="{}" data-full>{}</time>', value.isoformat(), ages.absolute(value), ages.full(value)
    )


@register.simple_tag
def took(start: datetime | None, end: datetime | None) -> str:
    """How long something took: “0.6 s”, “2 min 5 s”; nothing while it has not begun."""
    return "" if start is None else ages.duration(((end or timezone.now()) - start).total_seconds())


@register.filter
def size(count: int | None) -> str:
    """Bytes for people, in powers of 1000: “1.8 MB”."""
    number = float(count or 0)
    for unit in ("B", "kB", "MB", "GB"):
        if number < 1000 or unit == "GB":
            return f"{number:.0f} {unit}" if unit in ("B", "kB") else f"{number:.1f} {unit}"
        number /= 1000
    return ""


@register.filter
def mm(length: float | None) -> str:
    """A length in millimetres without needless zeros: “85”, “85.5”."""
    return "–" if length is None else f"{length:.2f}".rstrip("0").rstrip(".")


@register.filter
def grouped(number: int | None) -> str:
    """A whole number with thousands apart: “12 400” with narrow spaces."""
    return f"{number or 0:,}".replace(",", "\u202f")


@register.filter
def plain(number: Any) -> str:
    """A quantity without the zeros of its column: 250.0000 → 250."""
    text = f"{number:f}" if number is not None else ""
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def pretty(value: Any) -> str:
    """JSON, indented."""
    return json.dumps(value, indent=2, ensure_ascii=False)


@register.simple_tag(takes_context=True)
def rooms(context: dict[str, Any]) -> list[tuple[str, list[navigation.Drawn]]]:
    """What stands in the sidebar for this person."""
    return navigation.drawn_for(context["request"].principal, context["request"].path)


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], right: str) -> bool:
    """Whether the person has a right: `{% may "work" as can_work %}`. What they may not, they are not shown."""
    request: HttpRequest = context["request"]
    principal = getattr(request, "principal", None)
    return bool(principal and principal.may(Right(right)))


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The address's query with some values changed, empty ones left out: filters live in the address."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return "?" + query.urlencode() if query else "?"


@register.filter
def split_words(words: str) -> list[str]:
    """Words between spaces as a list: `{% for format in "pdf png"|split_words %}`."""
    return words.split()


@register.filter
def words(name: str) -> str:
    """A name from code as words: `access_token` → “access token”."""
    return str(name).replace("_", " ")
