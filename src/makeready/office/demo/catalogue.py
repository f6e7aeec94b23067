"""What does the sample shop sell? Three storefronts and eight products with their pipelines, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from makeready.office.demo.artwork import (
    address_label,
    booklet,
    business_card,
    invitation,
    mug,
    postcard,
    poster,
    sticker,
)


@dataclass(frozen=True)
class SampleStore:
    """A storefront: its key here, name, platform and address."""

    key: str
    name: str
    platform: str
    base_url: str


STORES = (
    SampleStore("linden", "Linden & Quill", "shopify", "https://linden-quill.example"),
    SampleStore("harbour", "Harbour Prints", "woocommerce", "https://harbour-prints.example"),
    SampleStore("makers", "Makers’ Market", "custom", "https://makers-market.example"),
)


@dataclass(frozen=True)
class SampleProduct:
    """A product: which store sells it, how it is matched, its template and the pipeline it runs.

    fields: what the store calls a field → the template's field.
    """

    store: str
    sku: str
    name: str
    design: Callable[[], dict[str, Any]]
    pipeline: str
    fields: Mapping[str, str] = field(default_factory=dict)


PRODUCTS = (
    SampleProduct("linden", "BC-85x55", "Business cards", business_card.design, "Cards to press"),
    SampleProduct("linden", "WI-120x170", "Wedding invitation", invitation.design, "Print file by FTP"),
    SampleProduct("harbour", "PC-A6", "Photo postcard", postcard.design, "Print file by FTP"),
    SampleProduct("harbour", "MUG-WRAP", "Mug", mug.design, "Print file to the workshop"),
    SampleProduct("harbour", "PO-A3", "Concert poster", poster.design, "Print file by FTP"),
    SampleProduct("makers", "ST-64", "Die-cut sticker", sticker.design, "Stickers, step and repeat"),
    SampleProduct("makers", "AL-89x36", "Address label", address_label.design, "Print file to the workshop"),
    SampleProduct(
        "makers", "BK-A5", "Recipe booklet", booklet.design, "Print file by FTP", {"Dedicated to": "Dedication"}
    ),
)


def _task(
    name: str, kind: str, takes: tuple[str, ...] = (), gives: tuple[str, ...] = (), **parameters: Any
) -> dict[str, Any]:
    task: dict[str, Any] = {"name": name, "type": kind}
    if takes:
        task["inputArtifacts"] = list(takes)
    if parameters:
        task["parameters"] = parameters
    if gives:
        task["outputArtifacts"] = list(gives)
    return task


def _end(*final: str) -> dict[str, Any]:
    return {"name": "end", "type": "finalize", "finalArtifacts": list(final)}


_DESIGN = _task("design", "extract-project-design", gives=("design",))
_PRINT = _task(
    "print",
    "render-hires",
    ("design",),
    ("print",),
    hiResOutputDpi=300,
    hiResOutputFileFormat="pdf",
    hiResOutputColorSpace="cmyk",
)
_GATE = _task("gate", "preflight", ("print",), profile="pdfx4")
_TICKET = _task("ticket", "write-job-ticket", ("print",), ("ticket",), note="Cut, box in hundreds.")
_ACTIVE = _task("on press", "set-project-status", status="Active")


def _sheet(gutter: float, *, duplex: bool = False) -> dict[str, Any]:
    """One page repeated on SRA3, clear of the edge that the press cannot print on; duplex: its back on the back."""
    return _task(
        "sheet",
        "impose",
        ("print",),
        ("sheet",),
        layout="step-and-repeat",
        sheetWidth=320,
        sheetHeight=450,
        margin=10,
        gutter=gutter,
        cropMarks=True,
        duplex=duplex,
        slug="{{project.orderNumber}} · {{project.name}}",
    )


def pipelines(receiver: str) -> dict[str, list[dict[str, Any]]]:
    """Pipelines by name. receiver: address of the demo's own HTTP receiver, the workshop's system."""
    tell = _task("tell the workshop", "invoke-url", url=f"{receiver}/jobs", httpMethod="POST",
                 body="{{project.orderNumber}} · {{project.name}} · {{project.items.@.quantity}} pcs")  # fmt: skip
    return {
        "Cards to press": [
            _DESIGN, _PRINT, _GATE, _sheet(6, duplex=True), _TICKET,
            _task("send", "upload-to-ftp", ("sheet", "ticket"), connection="press-ftp",
                  sheet="/cards/{{project.orderNumber}}-{{project.id}}.pdf",
                  ticket="/cards/{{project.orderNumber}}-{{project.id}}-ticket.pdf"),
            tell, _ACTIVE, _end("print", "sheet", "ticket"),
        ],
        "Print file by FTP": [
            _DESIGN, _PRINT, _GATE,
            _task("send", "upload-to-ftp", ("print",), connection="press-ftp", print="/in/{{project.orderNumber}}-{{project.id}}.pdf"),
            _ACTIVE, _end("print"),
        ],
        "Stickers, step and repeat": [
            _DESIGN, _PRINT, _GATE, _sheet(4),
            _task("send", "upload-to-ftp", ("sheet",), connection="press-ftp", sheet="/stickers/{{project.orderNumber}}-{{project.id}}.pdf"),
            _ACTIVE, _end("sheet"),
        ],
        "Print file to the workshop": [_DESIGN, _PRINT, _GATE, tell, _ACTIVE, _end("print")],
        "Print file for the archive": [_DESIGN, _PRINT, _end("print")],
        "Old press (wrong password)": [
            _DESIGN, _PRINT,
            _task("send", "upload-to-ftp", ("print",), connection="old-press", print="/in/{{project.orderNumber}}.pdf"),
            _end("print"),
        ],
    }  # fmt: skip
