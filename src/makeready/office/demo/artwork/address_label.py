"""An address label: 89 × 36 mm, any script, the parcel number as Code 128."""

from __future__ import annotations

from makeready.office.demo.artwork.drawing import (
    BLACK,
    WHITE,
    Item,
    cmyk,
    document,
    field,
    ground,
    line,
    page,
    rectangle,
    text,
)

RED = cmyk(0, 92, 88, 4)
WIDTH, HEIGHT = 89.0, 36.0


def design() -> Item:
    """The template."""
    return document(
        "Address label",
        [
            field("Name", required=True, label="Name"),
            field("Street", required=True, label="Street"),
            field("City", required=True, label="Postcode and city"),
            field("Country", label="Country"),
            field("Parcel", default="MR-000001", label="Parcel number"),
        ],
        page("label", WIDTH, HEIGHT, _label(), bleed=2, safe=2.5),
    )


def _label() -> list[Item]:
    return [
        ground(WIDTH, HEIGHT, WHITE, bleed=2),
        rectangle(-2, -2, 6, 40, RED, name="edge"),
        text("{{Name}}", 8, 4, 77, 6.5, 13, BLACK, weight=700, fit="shrink", min_size=7, wrap=False, name="name"),
        text("{{Street}}\n{{City}}\n{{Country}}", 8, 10.6, 77, 15, 9.5, BLACK, line_height=1.32, fit="shrink", min_size=5.5, name="address"),
        line(8, 25.6, 85, 25.6, RED, 0.3),
        text("Makers’ Market · return if undelivered", 8, 28.6, 34, 5, 5.4, RED, weight=600),
        {"type": "barcode", "symbology": "code128", "data": "{{Parcel}}", "x": 43, "y": 26.4, "width": 43, "height": 8.6, "fill": BLACK, "name": "parcel number"},
    ]  # fmt: skip
