"""Task `write-job-ticket`: what people at the press need to know, to travel with the sheets or to be read by an MIS."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pydantic import Field

from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import ANY, SOME, File, Input, JobContext, Picture, Task
from makeready.press.barcodes import encode

PDF = "application/pdf"
WIDTH, HEIGHT, MARGIN = 148.0, 210.0, 10.0
"""An A5 sheet, mm."""

LABELS = {
    "number": "Project", "orderNumber": "Order", "customerName": "Customer", "name": "Name", "product": "Product",
    "sku": "SKU", "quantity": "Quantity", "storefront": "Storefront", "status": "Status", "pipeline": "Pipeline",
}  # fmt: skip
"""What is printed, in this order, and what it is called there."""

BLACK: dict[str, Any] = {"cmyk": [0, 0, 0, 100]}
GREY: dict[str, Any] = {"cmyk": [0, 0, 0, 55]}


class TicketFormat(Word):
    """What the ticket is written as."""

    PDF = "pdf"
    JSON = "json"
    XML = "xml"


class WriteJobTicketParams(TaskParams):
    """What it says beside the project's own values."""

    formats: list[TicketFormat] = Field(
        default_factory=lambda: [TicketFormat.PDF],
        description="pdf, json, xml; one output artifact for each, in this order.",
        min_length=1,
    )
    title: str = Field("Order {{project.orderNumber}}", description="The heading.", max_length=200)
    note: str = Field("", description="A text of your own, such as the stock or the finishing.", max_length=4000)
    barcode: str = Field("{{project.number}}", description="What the barcode says; empty: no barcode.", max_length=500)
    symbology: str = Field("qr", description=f"The barcode's kind: {', '.join(encode.names())}.")


class WriteJobTicket(Task):
    """Writes a ticket for the press: the order's values, a barcode, small pictures; as PDF, JSON or XML."""

    name = "write-job-ticket"
    Params = WriteJobTicketParams
    inputs = ANY
    outputs = SOME
    filled_later = frozenset({"title", "note", "barcode"})  # their defaults hold values

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A kind of barcode that there is not."""
        kind = parameters.get("symbology", "qr")
        if isinstance(kind, str) and "{{" not in kind and kind not in encode.names():
            yield "symbology", f"There is no barcode “{kind}”; there are {', '.join(encode.names())}."

    def run(self, params: WriteJobTicketParams, job: JobContext) -> None:
        """One file for each format."""
        words = {name: job.fill(getattr(params, name)) for name in ("title", "note", "barcode")}
        told = {**job.about(), **words}
        told["files"] = [{"name": one.name, "type": one.media_type, "size": one.size} for one in job.inputs]
        write: dict[TicketFormat, Callable[[], File]] = {
            TicketFormat.PDF: lambda: job.draw(_sheet(told, params, job), Picture("pdf", color="gray")),
            TicketFormat.JSON: lambda: job.keep(as_json(told), "application/json", "ticket.json"),
            TicketFormat.XML: lambda: job.keep(as_xml(told), "application/xml", "ticket.xml"),
        }
        job.deliver([write[form]() for form in params.formats])


def as_json(told: Mapping[str, Any]) -> bytes:
    """The ticket for programs."""
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_xml(told: Mapping[str, Any]) -> bytes:
    """The ticket as XML: one element for each value; fields and files by attributes, since names may be anything."""
    root = Element("ticket")
    for name, value in told.items():
        if name == "fields":
            fields = SubElement(root, "fields")
            for field, text in value.items():
                SubElement(fields, "field", name=_xml_text(field)).text = _xml_text(text)
        elif name == "files":
            files = SubElement(root, "files")
            for one in value:
                SubElement(files, "file", {key: _xml_text(str(text)) for key, text in one.items()})
        else:
            SubElement(root, name).text = _xml_text(str(value))
    indent(root)
    whole: str = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'.encode()


def _xml_text(text: str) -> str:
    """Without what XML 1.0 cannot say at all (control characters)."""
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ")


def _sheet(told: Mapping[str, Any], params: WriteJobTicketParams, job: JobContext) -> dict[str, Any]:
    """The ticket as a design of one A5 page."""
    code = 34.0 if told["barcode"] else 0.0
    items = [_text(told["title"], MARGIN, MARGIN, WIDTH - 2 * MARGIN - code - 4, 12, size=20, weight=700)]
    if told["barcode"]:
        items.append(_barcode(told["barcode"], params.symbology, WIDTH - MARGIN - code, MARGIN, code))
    rows = [(label, str(told[name])) for name, label in LABELS.items() if told.get(name) not in (None, "")]
    rows += [(str(name), value) for name, value in told["fields"].items() if value]
    if told["note"]:
        rows.append(("Note", told["note"]))
    pictures = _pictures(job)
    top, bottom = MARGIN + 16.0, HEIGHT - MARGIN - (62.0 if pictures else 0.0)
    items += _rows(rows, top, bottom, beside=(MARGIN + code + 4, code))
    for number, (source, ratio) in enumerate(pictures):
        room = (WIDTH - 2 * MARGIN - 4 * (len(pictures) - 1)) / len(pictures)
        height = min(58.0, room / ratio)
        place = {"x": MARGIN + number * (room + 4), "y": HEIGHT - MARGIN - 58.0}
        box = {**place, "width": height * ratio, "height": height}
        items.append({"type": "pdf", "src": source, "page": 1, "box": "trim", "fit": "contain", **box})
        items.append({"type": "rectangle", "stroke": {"color": GREY, "width": 0.1}, **box})
    return {"version": 1, "name": told["title"], "pages": [{"width": WIDTH, "height": HEIGHT, "items": items}]}


def _rows(
    rows: list[tuple[str, str]], top: float, bottom: float, *, beside: tuple[float, float]
) -> list[dict[str, Any]]:
    """Label and value below each other, as large as all of them fit; next to the barcode they are shorter.

    beside: where the barcode ends (y, mm), and how wide it is.
    """
    each = min(9.0, (bottom - top) / max(1, len(rows)))
    items = []
    for number, (label, value) in enumerate(rows):
        y = top + number * each
        width = WIDTH - 2 * MARGIN - 34 - (beside[1] + 4 if y < beside[0] else 0)
        items.append(_text(label, MARGIN, y, 32, each * 0.9, size=min(9.0, each * 1.2), fill=GREY))
        items.append(_text(value, MARGIN + 34, y, width, each * 0.9, size=min(12.0, each * 1.6)))
    return items


def _text(words: str, x: float, y: float, width: float, height: float, **look: Any) -> dict[str, Any]:
    plain = words.replace("{{", "{ {")  # a customer's braces are no field of this sheet
    box = {"x": x, "y": y, "width": width, "height": height}
    return {"type": "text", "text": plain, "fit": "shrink", "min_size": 1, "fill": BLACK, **box, **look}


def _barcode(data: str, symbology: str, x: float, y: float, side: float) -> dict[str, Any]:
    height = side if symbology in ("qr", "datamatrix") else side / 2
    box = {"x": x, "y": y, "width": side, "height": height}
    return {"type": "barcode", "symbology": symbology, "data": data.replace("{{", "{ {"), **box}


def _pictures(job: JobContext) -> list[tuple[str, float]]:
    """Up to three of the inputs as something that can be placed: its `sha256:…`, and width to height."""
    found = []
    for artifact in list(job.inputs)[:3]:
        placed = _as_pdf(artifact, job)
        if placed is not None:
            width, height = job.page_size(placed)
            found.append((f"sha256:{placed.sha256}", width / height))
    return found


def _as_pdf(artifact: Input, job: JobContext) -> Input | None:
    if artifact.media_type == PDF:
        return artifact
    if "design" in artifact.facts or artifact.media_type.startswith("image/"):
        return job.render(artifact, Picture("pdf")).as_input()
    return None
