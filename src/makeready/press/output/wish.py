"""What file is wanted? Format, resolution, colours, pages: read from words, checked once, every fault named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Literal, cast, get_args

from makeready.press.findings import Finding, PressError

Format = Literal["pdf", "png", "jpeg", "tiff", "svg"]
Color = Literal["cmyk", "rgb", "gray"]
Text = Literal["text", "outlines"]
Mark = Literal["crop", "bleed", "registration", "fold", "color-bar", "slug"]
MARKS: tuple[Mark, ...] = get_args(Mark)
Technical = Literal["keep", "leave-out", "only"]

DPI_AT_MOST = 2400
WIDTH_AT_MOST = 20_000

LONGEST_SLUG = 300
LONGEST_CODE = 40

PAGES_AT_MOST = 10_000
"""Pages that one range may name, repetitions counted."""

_ALSO_CALLED = {"jpg": "jpeg", "tif": "tiff", "grey": "gray", "grayscale": "gray", "greyscale": "gray"}
_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off", "none"}


class WrongParameter(Finding):
    """What was asked for cannot be."""

    code = "wrong-parameter"
    sentence = "The parameter {parameter} cannot be “{value}”."
    fix = "Use {allowed}."


class NoSuchPage(Finding):
    """A page was asked for that the design does not have."""

    code = "no-such-page"
    sentence = "The parameter pages asks for page {number}, but there {have}."
    fix = "Choose pages from 1 to {count}, such as “1”, “1-2”, “3,1” or “2-”."


@dataclass(frozen=True, slots=True)
class Wish:
    """A file as it is wanted.

    dpi: pixels per inch of pictures. color: a press's inks, a screen, black ink alone. pages: such as `1-2`,
    `3,1`, `2-` or `2-N`; None for all. marks: what stands around the trim (`output.marks`). slug, slug_code: what the
    mark `slug` says in words and as Code 128. width: of pictures in pixels, instead of a resolution. text: whether
    letters are text in fonts or shapes. technical: what becomes of technical layers (cut, fold, white, varnish).

    Raises:
        PressError: with a `WrongParameter` for each value that cannot be, its `path` the parameter's name.
    """

    format: Format = "pdf"
    dpi: int = 300
    color: Color = "cmyk"
    pages: str | None = None
    marks: tuple[Mark, ...] = ()
    slug: str = ""
    slug_code: str = ""
    width: int | None = None
    text: Text = "text"
    technical: Technical = "keep"

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise PressError(faults)

    @staticmethod
    def read(words: Mapping[str, str]) -> Wish:
        """A wish from the words of a query or a command line; words of other names do not concern it.

        Raises:
            PressError: with all faults at once.
        """
        known = {field.name for field in fields(Wish)}
        values: dict[str, object] = {name: words[name].strip() for name in known & words.keys()}
        for name in ("format", "color", "text", "technical"):
            if name in values:
                said = str(values[name]).lower()
                values[name] = _ALSO_CALLED.get(said, said)
        for name in ("dpi", "width"):
            if re.fullmatch(r"[0-9]{1,9}", str(values.get(name, ""))):
                values[name] = int(str(values[name]))
        if "marks" in values:
            values["marks"] = marks_of(str(values["marks"]))
        return Wish(**values)  # type: ignore[arg-type]

    def chosen(self, count: int) -> tuple[int, ...]:
        """The numbers of the pages wanted, from 1, in the order wanted, out of `count`.

        Raises:
            PressError: with `NoSuchPage` for each that is not there.
        """
        if self.pages is None:
            return tuple(range(1, count + 1))
        numbers = [number for part in self.pages.split(",") for number in _range(part.strip(), count)]
        missing = sorted({number for number in numbers if not 1 <= number <= count})
        if missing:
            have = "is only one" if count == 1 else f"are {count}"
            raise PressError([NoSuchPage(path="pages", number=n, count=count, have=have) for n in missing[:5]])
        if len(numbers) > PAGES_AT_MOST:
            raise PressError([_wrong("pages", self.pages, f"at most {PAGES_AT_MOST} pages")])
        return tuple(numbers)

    def _faults(self) -> Iterator[Finding]:
        if self.format not in get_args(Format):
            yield _wrong("format", self.format, _list(Format))
        if type(self.dpi) is not int or not 1 <= self.dpi <= DPI_AT_MOST:
            yield _wrong("dpi", self.dpi, f"a whole number from 1 to {DPI_AT_MOST}")
        if self.color not in get_args(Color):
            yield _wrong("color", self.color, _list(Color))
        if self.pages is not None and not all(_PART.fullmatch(part.strip()) for part in self.pages.split(",")):
            yield _wrong("pages", self.pages, "page numbers and ranges such as “1”, “1-2”, “3,1” or “2-”")
        if self.width is not None and (type(self.width) is not int or not 1 <= self.width <= WIDTH_AT_MOST):
            yield _wrong("width", self.width, f"a whole number of pixels from 1 to {WIDTH_AT_MOST}")
        if self.text not in get_args(Text):
            yield _wrong("text", self.text, _list(Text))
        if self.technical not in get_args(Technical):
            yield _wrong("technical", self.technical, _list(Technical))
        for mark in self.marks:
            if mark not in MARKS:
                yield _wrong("marks", mark, f"“true”, “false”, “all” or some of {', '.join(MARKS)}")
        if len(self.slug) > LONGEST_SLUG:
            yield _wrong("slug", self.slug, f"at most {LONGEST_SLUG} characters")
        if not (self.slug_code.isascii() and self.slug_code.isprintable() and len(self.slug_code) <= LONGEST_CODE):
            yield _wrong("slug_code", self.slug_code, f"at most {LONGEST_CODE} letters, digits and signs of ASCII")


_PART = re.compile(r"(?P<first>[1-9][0-9]{0,6})(?P<range>\s*-\s*(?P<last>[1-9][0-9]{0,6}|[nN])?)?")


def _range(part: str, count: int) -> range:
    """The pages of one part; `4-2` counts down."""
    found = _PART.fullmatch(part)
    assert found is not None, "checked when the wish was made"
    first = int(found["first"])
    if not found["range"]:
        return range(first, first + 1)
    open_ended = found["last"] is None or found["last"] in "nN"
    last = max(count, first) if open_ended else int(found["last"])
    # A range far beyond the end names its missing pages without being counted out.
    last = min(last, count + 5) if last >= first else last
    return range(first, last + 1) if last >= first else range(min(first, count + 5), last - 1, -1)


def marks_of(said: bool | str | Sequence[str]) -> tuple[Mark, ...]:
    """Marks as people ask for them: true for crop marks, false for none, `all`, or some by name: `crop, slug`."""
    words = (str(said) if isinstance(said, bool | str) else ",".join(said)).lower().strip()
    words = words.replace("colour", "color").replace("colorbar", "color-bar")
    if words in _YES | _NO:
        return ("crop",) if words in _YES else ()
    return MARKS if words == "all" else tuple(dict.fromkeys(cast(Mark, word.strip()) for word in words.split(",")))


def _wrong(parameter: str, value: object, allowed: str) -> WrongParameter:
    shown = str(value)
    return WrongParameter(path=parameter, parameter=parameter, value=shown[:40], allowed=allowed)


def _list(kinds: object) -> str:
    *most, last = get_args(kinds)
    return f"{', '.join(most)} or {last}"
