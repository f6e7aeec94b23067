"""Where do the designers' apps put their data? A table: key of a line's property → what it holds.

Keys are compared without letter case, leading underscores and the marks between words. Sources: the public code
of the plug-ins and the designers' help pages (reference: WooCommerce item meta and Shopify line properties).
To support another designer, add its rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto


class Holds(Enum):
    """What a key's value is. The order is the order of reading: the first that is usable is the design."""

    DESIGN_ID = auto()
    FILE = auto()
    PITCHPRINT = auto()
    DOCUMENT = auto()
    TOKEN = auto()
    FIELDS = auto()
    PREVIEW = auto()
    TECHNICAL = auto()


@dataclass(frozen=True, slots=True)
class DesignerKey:
    """One row. `key` may end in `*`. `waits_for`: what a person reads while only a token is there."""

    key: str
    holds: Holds
    designer: str = ""
    waits_for: str = ""


_WAITS = "{designer} keeps this design under its own number {token}; its print file has not come with the order."
_REGISTER = " Register the order with Zakeke to get it."

KEYS: tuple[DesignerKey, ...] = (
    # ours: put on the line by the shop's own designer page
    DesignerKey("makeready_design", Holds.DESIGN_ID, "Makeready"),
    DesignerKey("makeready_design_id", Holds.DESIGN_ID, "Makeready"),
    DesignerKey("makeready_document", Holds.DOCUMENT, "Makeready"),
    DesignerKey("makeready_design_url", Holds.FILE, "Makeready"),
    DesignerKey("makeready_print_file", Holds.FILE, "Makeready"),
    DesignerKey("makeready_preview", Holds.PREVIEW, "Makeready"),
    # names that shops and small apps use for a print-ready file
    DesignerKey("print_file", Holds.FILE),
    DesignerKey("print_file_url", Holds.FILE),
    DesignerKey("printfile", Holds.FILE),
    DesignerKey("print_ready_file", Holds.FILE),
    DesignerKey("print_ready_pdf", Holds.FILE),
    DesignerKey("print_pdf", Holds.FILE),
    DesignerKey("print_url", Holds.FILE),
    DesignerKey("production_file", Holds.FILE),
    DesignerKey("production_url", Holds.FILE),
    DesignerKey("pdf_url", Holds.FILE),
    DesignerKey("design_url", Holds.FILE),
    DesignerKey("artwork_url", Holds.FILE),
    DesignerKey("hires_url", Holds.FILE),
    DesignerKey("druckdatei", Holds.FILE),
    DesignerKey("design_json", Holds.DOCUMENT),
    DesignerKey("preview_url", Holds.PREVIEW),
    DesignerKey("preview_image", Holds.PREVIEW),
    DesignerKey("thumbnail", Holds.PREVIEW),
    # Customily (Shopify): the production file may come half an hour after the order
    DesignerKey("customily-production-url", Holds.FILE, "Customily"),
    DesignerKey("customily-preview", Holds.PREVIEW, "Customily"),
    DesignerKey("customily-thumb", Holds.PREVIEW, "Customily"),
    DesignerKey(
        "customily-personalization-id", Holds.TOKEN, "Customily",
        _WAITS + " It may be ready up to half an hour after the order.",
    ),
    DesignerKey("customily-*", Holds.TECHNICAL, "Customily"),
    # PitchPrint and Print.app: in WooCommerce, Magento and Shopify
    DesignerKey("w2p_set_option", Holds.PITCHPRINT, "PitchPrint", _WAITS),
    DesignerKey("pitchprint", Holds.TOKEN, "PitchPrint", _WAITS),
    DesignerKey("pda_w2p_set_option", Holds.TOKEN, "Print.app", _WAITS),
    # Zakeke (WooCommerce): print files only by its own API, once the order was registered there
    DesignerKey("zakeke_data", Holds.TOKEN, "Zakeke", _WAITS + _REGISTER),
    DesignerKey("zakeke_configurator_data", Holds.TOKEN, "Zakeke", _WAITS + _REGISTER),
    DesignerKey("zakeke*", Holds.TECHNICAL, "Zakeke"),
    DesignerKey("lumise_data", Holds.TOKEN, "Lumise", _WAITS),
    DesignerKey(
        "fpd_data", Holds.TOKEN, "Fancy Product Designer",
        "Fancy Product Designer put its own design data on this line, which cannot be printed from here.",
    ),
    DesignerKey("fpd_*", Holds.TECHNICAL, "Fancy Product Designer"),
    # Printess (Shopify, WooCommerce): a token that its own renderer takes
    DesignerKey("printessSaveToken", Holds.TOKEN, "Printess", _WAITS),
    DesignerKey("printess-save-token", Holds.TOKEN, "Printess", _WAITS),
    DesignerKey("printessThumbnail", Holds.PREVIEW, "Printess"),
    DesignerKey("printess*", Holds.TECHNICAL, "Printess"),
    # Product Personalizer (Shopify): its readable fields tell everything
    DesignerKey("pplr_preview", Holds.PREVIEW, "Product Personalizer"),
    DesignerKey("pplr_*", Holds.TECHNICAL, "Product Personalizer"),
    DesignerKey("svg 1", Holds.FILE, "Product Personalizer"),
    # Customer's Canvas
    DesignerKey("downloadUrls", Holds.FILE, "Customer's Canvas"),
    DesignerKey("stateId", Holds.TOKEN, "Customer's Canvas", _WAITS),
    # form builders (WooCommerce): what the buyer entered, a second time and in their own shape
    DesignerKey("pao_ids", Holds.FIELDS, "Product Add-Ons"),
    DesignerKey("WCPA_order_meta_data", Holds.FIELDS, "WCPA"),
    DesignerKey("tmcartepo_data", Holds.FIELDS, "Extra Product Options"),
)  # fmt: skip


def row_for(key: str) -> DesignerKey | None:
    """The table's row for a key, exact rows before those with a `*`."""
    bare = _bare(key)
    return _EXACT.get(bare) or next((row for start, row in _STARTS if bare.startswith(start)), None)


def _bare(key: str) -> str:
    return re.sub(r"[\s_-]+", "_", key.strip().strip("_").strip()).strip("_").lower()


_EXACT = {_bare(row.key): row for row in KEYS if not row.key.endswith("*")}
_STARTS = tuple((_bare(row.key[:-1]), row) for row in KEYS if row.key.endswith("*"))
