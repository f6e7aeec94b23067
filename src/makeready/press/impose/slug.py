"""Which sheet is this? A line of small text outside the pages: what it is of, which sheet, which side."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache

from makeready.press import confine
from makeready.press.color.condition import OutputCondition
from makeready.press.design import document
from makeready.press.findings import Finding, Severity
from makeready.press.fonts.library import FontLibrary
from makeready.press.geometry import mm_to_pt, pt_to_mm
from makeready.press.impose.sheet import Sheets, SideFacts
from makeready.press.layout.page import lay_out
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import Array
from makeready.press.pdf.syntax import number
from makeready.press.pdf.writer import Stamp, write
from makeready.press.sources import SourceFiles

SIZE = 6.0
"""Points: small, and readable by whoever holds the sheet."""

WIDTH = 400.0
"""Millimetres that a line may take; it is never broken."""

HEIGHT = mm_to_pt(3)
NAME = "MakereadySlug"


class SlugLeftOut(Finding):
    """No room below the pages."""

    code = "slug-left-out"
    severity = Severity.WARNING
    sentence = "There is no room for the slug line on {count} of {sides} sides."
    fix = "Choose a larger sheet or smaller bleeds."


@dataclass(frozen=True, slots=True)
class Line:
    """One side's line: its text, and the left end of its baseline, points; None where it has no place."""

    text: str
    at: tuple[float, float] | None


def with_slugs(sheets: Sheets, sides: Sequence[SideFacts], slug: str) -> Sheets:
    """The sheets, each side with a line such as “Order 5001 · sheet 2 of 3, back · 21 up”."""
    lines = [_line(side, sheets.sheets, slug) for side in sides]
    left_out = sum(line.at is None for line in lines)
    findings = (SlugLeftOut(count=left_out, sides=len(lines)),) if left_out else ()
    if left_out < len(lines):
        data = confine.run(_add, sheets.data, _written([line.text for line in lines]), [line.at for line in lines])
        sheets = replace(sheets, data=data)
    return replace(sheets, findings=(*sheets.findings, *findings))


def _line(side: SideFacts, count: int, slug: str) -> Line:
    which = f"sheet {side.sheet} of {count}" + (f", {side.side}" if side.side else "")
    low = side.below - HEIGHT
    at = (side.left + mm_to_pt(2), low + HEIGHT - SIZE) if low >= side.margin else None
    return Line(f"{slug} · {which} · {side.ups} up", at)


def _written(texts: Sequence[str]) -> bytes:
    """A PDF with a page for each line, set by our own layout in black ink, its fonts embedded."""
    # The lines are values of fields: what people type is never read as a template.
    record = {f"line{n}": text for n, text in enumerate(texts)}
    design = document.read(
        {
            "version": 1,
            "name": "slug",
            "fields": [{"name": name, "type": "text"} for name in record],
            "pages": [{"name": name, "width": WIDTH, "height": 10, "items": [_item(name)]} for name in record],
        }
    )
    fonts, out = _fonts(), io.BytesIO()
    laid_out = lay_out(design, record, fonts=fonts, sources=SourceFiles())
    stamp = Stamp(datetime(2000, 1, 1, tzinfo=UTC), "slug")
    write(laid_out, fonts=fonts, condition=OutputCondition.default(), title="slug", stamp=stamp, out=out)
    return out.getvalue()


def _item(name: str) -> dict[str, object]:
    box = {"x": 0, "y": 0, "width": WIDTH, "height": pt_to_mm(SIZE) * 1.5}
    return {"type": "text", **box, "text": f"{{{{{name}}}}}", "size": SIZE, "fill": {"cmyk": [0, 0, 0, 100]}}


@cache
def _fonts() -> FontLibrary:
    return FontLibrary()


def _add(data: bytes, slugs: bytes, places: Sequence[tuple[float, float] | None]) -> bytes:
    with reader.opened(data) as pdf, reader.opened(slugs) as written:
        sources = [page for _, page in reader.pages_of(written)]
        for (page_number, page), source, at in zip(reader.pages_of(pdf), sources, places, strict=True):
            if at is None:
                continue
            boxes = reader.page_boxes(source, page_number)
            form = pdf.copy_foreign(rewrite.as_form(written, source, boxes))
            # The line stands at the top left of its own page, one size below the edge.
            x, y = at[0] - boxes.trim.x, at[1] - (boxes.trim.bottom - SIZE)
            drawn = f"q 1 0 0 1 {number(x)} {number(y)} cm /{NAME} Do Q\n".encode()
            page["/Contents"] = Array([page["/Contents"], pdf.make_stream(drawn)])
            page["/Resources"] = rewrite.with_resource(page, "/XObject", NAME, form)
        return rewrite.save(pdf)
