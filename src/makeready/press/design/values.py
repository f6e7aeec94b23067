"""What does a field take, and how is it printed? Numbers and dates read and written by locale, limits checked.

Numbers and dates are written by ICU, patterns matched by RE2, whose time grows with the value and not with the
pattern's cleverness: both come from templates, values come from anybody.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import re2
from icu4py.messageformat import MessageFormat

from makeready.press.barcodes.encode import checked
from makeready.press.barcodes.symbol import BarcodeFault
from makeready.press.design.color_words import color_of
from makeready.press.design.items import MAX_SRC
from makeready.press.design.text import MAX_TEXT

if TYPE_CHECKING:
    from makeready.press.design.document import FieldDefinition

ENGLISH = "en"
"""The locale where none is given."""
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
LONGEST_NUMBER = 40
"""Characters of a number, blanks and separators included."""


def wrong(field: FieldDefinition, value: str, locale: str) -> str:
    """Why a field does not take a value, as the end of a sentence that begins with the field; "" where it does."""
    most = field.max_length or (MAX_SRC if field.type == "image" else MAX_TEXT)
    if _broken(value):
        return "holds half a character (a lone surrogate), which no font has."
    if len(value) > most:
        return f"holds {len(value)} characters; {most} are the most."
    own = _WRONG.get(field.type)
    return (own(field, value, locale) if own else "") or _outside(field, value)


def printed(field: FieldDefinition, value: str, locale: str) -> str:
    """A value as texts show it: by the field's `format` where it has one; unreadable ones as they are."""
    if not field.format or not value.strip():
        return value
    locale = field.locale or locale or ENGLISH
    if field.type == "number" and (number := number_of(value, locale)) is not None:
        return _formatted("number", field.format, locale, number)
    if field.type == "date" and (day := date_of(value, locale)) is not None:
        return _formatted("date", field.format, locale, _noon(day))
    return value


def number_of(value: str, locale: str) -> Decimal | None:
    """A number as people write it: `1234.5`, `1 234,5`, `1.234,50`, `-3`; None where it is none.

    Where only one separator stands in it, the locale says whether it parts thousands or decimals; unless what follows
    are not three digits, then it parts decimals whatever the locale says.
    """
    plain = re.sub(r"[\s\u00a0\u202f'’]", "", value) if len(value) <= LONGEST_NUMBER else ""
    if not re.fullmatch(r"[+-]?[\d.,]*\d", plain):
        return None
    whole, mark, rest = _parted(plain, _decimal_mark(locale or ENGLISH))
    groups = re.split(r"[.,]", whole.lstrip("+-"))
    if len(groups) > 1 and (not all(len(group) == 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= 3):
        return None
    try:
        return Decimal(re.sub(r"[.,]", "", whole) + (f".{rest}" if mark else ""))
    except InvalidOperation:
        return None


def date_of(value: str, locale: str) -> datetime.date | None:
    """A date as programs write it (`2026-11-24`, a time after it is left away) or in figures as the locale does."""
    text = value.strip()[:40]
    if found := ISO_DATE.fullmatch(text):
        parts = dict(zip("ymd", found.groups(), strict=True))
    else:
        figures = re.fullmatch(r"(\d{1,4})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{1,4})\.?", text)
        parts = dict(zip(_order(locale or ENGLISH), figures.groups(), strict=True)) if figures else {}
    if len(parts.get("y", "")) != 4:
        return None
    try:
        return datetime.date(int(parts["y"]), int(parts["m"]), int(parts["d"]))
    except ValueError:
        return None


def contradiction(field: FieldDefinition) -> str:
    """What is wrong with how a field writes and limits its values, as the end of a sentence; "" where nothing is."""
    if field.format and field.type not in ("number", "date"):
        return "has a “format”, which only numbers and dates have."
    if field.format and (why := _bad_format(field)):
        return f"has a “format” that cannot be used: {why}"
    for pattern, what in ((field.pattern, "pattern"), (_class(field.characters), "characters")):
        if pattern and _compiled(pattern) is None:
            return f"has “{what}” that cannot be read as a regular expression (RE2)."
    if field.symbology and field.type != "barcode":
        return "has a “symbology”, which only barcodes have."
    if field.min_dpi and field.type != "image":
        return "has a “min_dpi”, which only images have."
    return ""


Check = Callable[["FieldDefinition", str, str], str]


def _number(field: FieldDefinition, value: str, locale: str) -> str:
    number = number_of(value, field.locale or locale)
    if number is None:
        return f"takes a number, and “{value[:40]}” is none."
    if field.minimum is not None and number < field.minimum:
        return f"takes at least {field.minimum:g} (it is {value})."
    if field.maximum is not None and number > field.maximum:
        return f"takes at most {field.maximum:g} (it is {value})."
    return ""


def _date(field: FieldDefinition, value: str, locale: str) -> str:
    # Without a format a date prints as it came: stores tell dates in words, too.
    if field.format and date_of(value, field.locale or locale) is None:
        return f"takes a date such as 2026-11-24, and “{value[:40]}” is none."
    return ""


def _choice(field: FieldDefinition, value: str, locale: str) -> str:
    return "" if value in field.choices else f"takes one of its choices, and “{value[:40]}” is none of them."


def _color(field: FieldDefinition, value: str, locale: str) -> str:
    fits = color_of(value) is not None
    return "" if fits else f"takes a colour such as #0055ff or cmyk(0, 100, 0, 0), and “{value[:40]}” is none."


def _barcode(field: FieldDefinition, value: str, locale: str) -> str:
    try:
        if field.symbology:
            checked(field.symbology, value)
    except BarcodeFault as fault:
        return f"cannot be made a barcode: {fault}"
    return ""


_WRONG: dict[str, Check] = {
    "number": _number, "date": _date, "choice": _choice, "color": _color, "barcode": _barcode,
}  # fmt: skip


def _outside(field: FieldDefinition, value: str) -> str:
    """What a value has that its field's characters and pattern do not allow."""
    if field.characters:
        allowed = _compiled(_class(field.characters))
        strange = next((c for c in value if allowed and not allowed.fullmatch(c)), "")
        if strange:
            return f"takes only the characters {field.characters[:60]}, and “{strange}” is none of them."
    if field.pattern and (wanted := _compiled(field.pattern)) and not wanted.fullmatch(value):
        return f"is not written as it must be ({field.pattern[:60]}); it is “{value[:40]}”."
    return ""


def _class(characters: str) -> str:
    """The inside of a character class (`A-Z0-9 .`) as an expression for one character."""
    return f"[{characters}]" if characters else ""


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> Any:
    """The expression ready to match; None where it is none."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


def _broken(value: str) -> bool:
    """Whether a value cannot be written as UTF-8: it holds a lone surrogate, as broken JSON escapes leave them."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def _parted(plain: str, decimal: str) -> tuple[str, str, str]:
    """What stands before the decimal mark, the mark, and what stands after it."""
    marks = [c for c in plain if c in ".,"]
    if not marks:
        return plain, "", ""
    whole, mark, rest = plain.rpartition(marks[-1])
    if len(set(marks)) > 1:
        return whole, mark, rest
    groups = len(marks) > 1 or (mark != decimal and len(rest) == 3)
    return (plain, "", "") if groups else (whole, mark, rest)


@lru_cache(maxsize=256)
def _decimal_mark(locale: str) -> str:
    return "," if "1,5" in MessageFormat("{v, number, 0.0}", _latin(locale)).format({"v": 1.5}) else "."


@lru_cache(maxsize=256)
def _order(locale: str) -> str:
    """In which order a locale writes year, month and day in figures: `dmy`, `mdy`, `ymd`."""
    sample = MessageFormat("{v, date, ::yMd}", _latin(locale)).format({"v": _noon(datetime.date(2026, 11, 24))})
    order = [kind for part in re.findall(r"\d+", sample) if (kind := {"2026": "y", "11": "m", "24": "d"}.get(part))]
    return "".join(order) if len(order) == 3 else "ymd"


def _latin(locale: str) -> str:
    """The locale with western figures and calendar, as values come in."""
    return f"{locale.partition('@')[0].replace('-', '_')}@calendar=gregorian;numbers=latn"


def _noon(day: datetime.date) -> datetime.datetime:
    """A moment that is on this day in every time zone that the machine may have."""
    return datetime.datetime.combine(day, datetime.time(12))


@lru_cache(maxsize=512)
def _writer(kind: str, form: str, locale: str) -> MessageFormat:
    return MessageFormat(f"{{v, {kind}, {form}}}", locale.replace("-", "_"))


def _formatted(kind: str, form: str, locale: str, value: Any) -> str:
    written: str = _writer(kind, form.strip(), locale).format({"v": value})
    return written.strip()


def _bad_format(field: FieldDefinition) -> str:
    """Why a format cannot be used, as a sentence; "" where it can."""
    if "{" in field.format or "}" in field.format:
        return "it holds a brace."
    sample = Decimal("1234.5") if field.type == "number" else _noon(datetime.date(2026, 11, 24))
    try:
        _formatted(field.type, field.format, field.locale or ENGLISH, sample)
    except (ValueError, TypeError):
        return "it is neither a CLDR pattern nor a skeleton after “::”."
    return ""
