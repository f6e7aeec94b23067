"""How large is a barcode in its box? Modules become one path in one ink, quiet zone and text line included."""

from __future__ import annotations

from functools import lru_cache

from makeready.press.barcodes.encode import encode
from makeready.press.barcodes.symbol import BarcodeFault, Quiet, Symbol
from makeready.press.design.check import BarcodeImpossible
from makeready.press.design.items import BarcodeItem, TextItem
from makeready.press.displaylist.items import Close, DisplayItem, Group, LineTo, MoveTo, Path, Segment
from makeready.press.findings import Finding, Severity
from makeready.press.geometry import MM_PER_INCH, PT_PER_INCH, Matrix, Point, Rect
from makeready.press.layout.frame import Place
from makeready.press.layout.ink import ink
from makeready.press.layout.kinds import draws
from makeready.press.layout.shape import rectangle
from makeready.press.layout.text import glyphs

NO_QUIET = Quiet(0, 0, 0, 0)
TEXT_SHARE = 0.22
"""Most of a linear code's height that its text line takes."""
TEXT_MM = 3.5
"""Highest text line."""
GUARD_SHARE = 0.4
"""How far guard bars reach into the text line (GS1: five modules of some 25)."""


class BarcodeTooSmall(Finding):
    """Modules smaller than scanners read surely."""

    code = "barcode-too-small"
    severity = Severity.WARNING
    sentence = "The bars of {item} are {module:.2f} mm wide; below {least} mm many scanners fail."
    fix = "Make the barcode larger, or its data shorter."


@draws("barcode")
def barcode(item: BarcodeItem, place: Place) -> tuple[DisplayItem, ...]:
    """The barcode as one path over its background, with its text line below."""
    if not item.data.strip():
        return ()
    try:
        symbol = encode(item.symbology, item.data, item.error_correction)
    except BarcodeFault as fault:
        place.tell(BarcodeImpossible, item, "data", why=str(fault))
        return ()
    quiet = symbol.quiet if item.quiet_zone else NO_QUIET
    words = symbol.text if item.show_text else ""
    box = Rect(item.x, item.y, item.width, item.height)
    module, grid, bar_height, line = _sizes(symbol, quiet, box, bool(words))
    if module < symbol.least_module - 0.005:
        place.tell(BarcodeTooSmall, item, "width", module=module, least=symbol.least_module)
    made: list[DisplayItem] = []
    if item.background is not None:
        made.append(Path(rectangle(box), fill=ink(item.background)))
    reach = bar_height + line * GUARD_SHARE if words else bar_height
    if symbol.cells is not None:
        segments = symbol.cells.as_segments()
    else:
        segments = _bars(symbol, bar_height / module, reach / module)
    # One path in module units: the same data gives the same path wherever and however large it stands.
    made.append(Group((Path(segments, fill=ink(item.fill)),), Matrix.move(grid.x, grid.y) @ Matrix.scale(module)))
    if words:
        made += _text_line(item, symbol, grid, module, bar_height, line, place)
    return tuple(made)


def _sizes(symbol: Symbol, quiet: Quiet, box: Rect, worded: bool) -> tuple[float, Rect, float, float]:
    """Module (mm), the grid's place, height of the bars and of the text line below."""
    across = symbol.width + quiet.left + quiet.right
    if symbol.linear:
        module = box.width / across
        line = min(box.height * TEXT_SHARE, TEXT_MM) if worded else 0.0
        bars = box.height - line
        return module, Rect(box.x + quiet.left * module, box.y, symbol.width * module, bars), bars, line
    down = symbol.height + quiet.top + quiet.bottom
    module = min(box.width / across, box.height / down)
    left = box.x + (box.width - across * module) / 2 + quiet.left * module
    top = box.y + (box.height - down * module) / 2 + quiet.top * module
    return module, Rect(left, top, symbol.width * module, symbol.height * module), symbol.height * module, 0.0


@lru_cache(maxsize=1024)
def _bars(symbol: Symbol, height: float, reach: float) -> tuple[Segment, ...]:
    """The dark rectangles as contours; linear bars as high as asked, guard bars reach further."""
    segments: list[Segment] = []
    for x, y, width, grid_height in symbol.bars:
        tall = (reach if x in symbol.long_bars else height) if symbol.linear else grid_height
        right, bottom = x + width, y + tall
        segments += (_move(x, y), _line(right, y), _line(right, bottom), _line(x, bottom), _CLOSE)
    return tuple(segments)


_CLOSE = Close()


@lru_cache(maxsize=65536)
def _move(x: float, y: float) -> MoveTo:
    """The corners of modules come again and again, code after code: making them anew would take longer than coding."""
    return MoveTo(Point(x, y))


@lru_cache(maxsize=65536)
def _line(x: float, y: float) -> LineTo:
    return LineTo(Point(x, y))


def _text_line(
    item: BarcodeItem, symbol: Symbol, grid: Rect, module: float, bar_height: float, line: float, place: Place
) -> list[DisplayItem]:
    """What the bars say, in words below them: EAN digits in three parts, anything else centred."""
    if symbol.long_bars:
        parts = [
            (symbol.text[0], -11.0, 10.0),
            (symbol.text[1:7], 4.0, 41.0),
            (symbol.text[7:], 50.0, 41.0),
        ]
    else:
        parts = [(symbol.text, 0.0, float(symbol.width))]
    made: list[DisplayItem] = []
    for words, start, width in parts:
        label = TextItem(
            type="text", text=words, x=grid.x + start * module, y=item.y + bar_height, width=width * module,
            height=line, size=max(0.5, line * 0.9 * PT_PER_INCH / MM_PER_INCH), min_size=0.5, fit="shrink",
            wrap=False, align="center", vertical_align="bottom", direction="ltr", fill=item.fill,
        )  # fmt: skip
        made += glyphs(label, place.fonts)
    return made
