"""Design documents that tests of the engine lay out: a card, a label, a die-cut sticker."""

from __future__ import annotations

from typing import Any

BLACK = {"cmyk": [0, 0, 0, 100]}

# One black pixel, so that examples need no file beside them.
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)

CARD: dict[str, Any] = {
    "version": 1,
    "name": "Business card",
    "fields": [
        {"name": "Name", "type": "text", "required": True, "max_length": 40},
        {"name": "Title", "type": "text"},
        {"name": "Photo", "type": "image"},
    ],
    "pages": [
        {
            "name": "front",
            "width": 85,
            "height": 55,
            "bleed": 3,
            "safe": 3,
            "items": [
                {"type": "rectangle", "x": -3, "y": -3, "width": 91, "height": 61, "fill": {"cmyk": [5, 10, 25, 0]}},
                {"type": "text", "name": "name", "x": 8, "y": 10, "width": 50, "height": 8, "text": "{{Name}}",
                 "size": 14, "font": "Source Serif Pro", "weight": 600, "fit": "shrink", "min_size": 8},
                {"type": "text", "x": 8, "y": 19, "width": 50, "height": 6, "text": "{{Title}}", "size": 9,
                 "fill": {"spot": "Gold", "tint": 80, "alternate": {"cmyk": [0, 20, 80, 0]}}},
                {"type": "image", "name": "portrait", "x": 62, "y": 10, "width": 15, "height": 20, "src": "{{Photo}}"},
                {"type": "line", "x": 8, "y": 45, "x2": 77, "y2": 45,
                 "stroke": {"color": {"gray": 50}, "width": 0.2, "dashes": [1, 0.5]}},
            ],
        },
        {
            "name": "back",
            "width": 85,
            "height": 55,
            "bleed": 3,
            "items": [
                {"type": "barcode", "symbology": "qr", "data": "https://example.com/{{Name}}",
                 "x": 32.5, "y": 17.5, "width": 20, "height": 20, "fill": BLACK},
            ],
        },
    ],
}  # fmt: skip

LABEL: dict[str, Any] = {
    "version": 1,
    "name": "Address label",
    "fields": [{"name": "Address", "type": "multiline", "required": True}, {"name": "Number", "type": "barcode"}],
    "pages": [
        {
            "width": 100,
            "height": 60,
            "items": [
                {"type": "text", "x": 5, "y": 5, "width": 90, "height": 28, "text": "{{Address}}", "size": 12},
                {"type": "barcode", "symbology": "code128", "data": "{{Number}}",
                 "x": 5, "y": 36, "width": 90, "height": 20},
            ],
        }
    ],
}  # fmt: skip

STICKER: dict[str, Any] = {
    "version": 1,
    "name": "Sticker",
    "fields": [{"name": "Accent", "type": "color", "default": "#e4572e"}],
    "pages": [
        {
            "name": "sticker",
            "width": 60,
            "height": 60,
            "bleed": 2,
            "cut": {"path": "M30 1 A29 29 0 1 1 29.99 1 Z"},
            "items": [
                {"type": "ellipse", "x": -2, "y": -2, "width": 64, "height": 64, "fill": {"field": "Accent"}},
                {"type": "group", "x": 15, "y": 15, "rotation": 12, "opacity": 0.9,
                 "clip": {"type": "ellipse", "width": 30, "height": 30},
                 "items": [
                     {"type": "rectangle", "x": 0, "y": 0, "width": 30, "height": 30, "radius": 4,
                      "fill": {"rgb": [255, 255, 255]}},
                     {"type": "path", "x": 5, "y": 5, "path": "M0 10 L10 0 L20 10 Z", "fill": BLACK,
                      "stroke": {"color": {"rgb": [0, 85, 255]}, "width": 0.5}},
                 ]},
            ],
        }
    ],
}  # fmt: skip
