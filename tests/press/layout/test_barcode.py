"""Barcodes fill their box with their quiet zone inside it, and can be scanned as laid out."""

import numpy as np
import pytest
import zxingcpp

from makeready.press.displaylist.items import Group, MoveTo, Path
from makeready.press.geometry import Matrix, Point

from .drawn import codes, laid_out


def barcode(symbology: str, data: str, **more) -> dict:
    return {"type": "barcode", "symbology": symbology, "data": data, "x": 5, "y": 5, "width": 30, "height": 20, **more}


def pixels(page, per_mm: int = 20) -> np.ndarray:
    """The page's rectangles as pixels: enough for a scanner."""
    picture = np.full((int(55 * per_mm), int(85 * per_mm)), 255, np.uint8)

    def paint(items, matrix: Matrix) -> None:
        for item in items:
            if isinstance(item, Group):
                paint(item.items, matrix @ item.matrix)
            elif isinstance(item, Path):
                for at, segment in enumerate(item.segments):
                    if isinstance(segment, MoveTo):
                        corner = item.segments[at + 2].to
                        a, b = matrix.apply(segment.to), matrix.apply(corner)
                        rows, columns = sorted((a.y, b.y)), sorted((a.x, b.x))
                        picture[_px(rows, per_mm), _px(columns, per_mm)] = 0

    paint(page.items, Matrix())
    return picture


def _px(edges, per_mm):
    return slice(round(edges[0] * per_mm), round(edges[1] * per_mm))


@pytest.mark.parametrize(
    ("symbology", "data"),
    [("qr", "https://shop.example/5001"), ("datamatrix", "BC-1"), ("code128", "BC-85x55"), ("ean13", "4006381333931")],
)
def test_a_barcode_scans_as_laid_out(symbology, data):
    page = laid_out(barcode(symbology, data, width=50, height=30))

    assert page.findings == ()
    assert [code.text for code in zxingcpp.read_barcodes(pixels(page))] == [data]


def edges(page) -> tuple[float, float, float, float]:
    dark = np.argwhere(pixels(page) == 0) / 20
    return (*dark.min(axis=0)[::-1], *dark.max(axis=0)[::-1])


def test_the_quiet_zone_lies_inside_the_box_and_may_be_left_out():
    left, top, right, bottom = edges(laid_out(barcode("qr", "x", width=29, height=29)))
    assert (left, top, right, bottom) == pytest.approx((9, 9, 30, 30), abs=0.1)

    left, top, right, bottom = edges(laid_out(barcode("qr", "x", width=21, height=21, quiet_zone=False)))
    assert (left, top, right, bottom) == pytest.approx((5, 5, 26, 26), abs=0.1)


def test_linear_codes_say_their_data_below_the_bars():
    def words(page) -> list[str]:
        return [part.text for part in page.items[0].items if hasattr(part, "text")]

    assert words(laid_out(barcode("code128", "BC-1"))) == ["BC-1"]
    assert words(laid_out(barcode("ean13", "400638133393"))) == ["4", "006381", "333931"]
    assert words(laid_out(barcode("code128", "BC-1", show_text=False))) == []


def test_the_same_data_is_the_same_path_wherever_it_stands():
    page = laid_out(barcode("qr", "same"), barcode("qr", "same", x=40, width=10))

    first, second = (group.items[0].items[0] for group in page.items)
    assert first == second and first.segments is second.segments


def test_a_background_lies_behind_in_its_own_ink():
    page = laid_out(barcode("qr", "x", background={"gray": 0}))

    assert len(page.items[0].items) == 2 and page.items[0].items[0].segments[0].to == Point(5, 5)


def test_modules_too_small_to_scan_are_told():
    assert codes(laid_out(barcode("qr", "x" * 200, width=8, height=8))) == [
        ("barcode-too-small", "pages/0/items/0/width")
    ]


def test_data_that_a_record_makes_impossible_is_an_error_at_its_item():
    page = laid_out(
        barcode("ean13", "{{EAN}}"), barcode("qr", "{{None}}"),
        fields=[{"name": "EAN"}, {"name": "None"}], record={"EAN": "12x"},
    )  # fmt: skip

    assert codes(page) == [("barcode-impossible", "pages/0/items/0/data")]
