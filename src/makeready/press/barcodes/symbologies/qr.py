"""QR Code, ISO/IEC 18004: up to 2,953 bytes; text beyond Latin-1 as UTF-8 with its ECI."""

from __future__ import annotations

from makeready.press.barcodes import qr_matrix
from makeready.press.barcodes.symbol import Quiet, Symbol

QUIET = Quiet(4, 4, 4, 4)
"""ISO/IEC 18004, 9.1: four modules."""


def encode(data: str, error_correction: str) -> Symbol:
    """The smallest version that holds the data at this level (L 7 %, M 15 %, Q 25 %, H 30 %)."""
    if data.isascii():
        plain = data.encode()
        version = qr_matrix.fits(plain, error_correction)
        if version is not None:
            size, cells = qr_matrix.encode(plain, version, error_correction)
            return Symbol(size, size, (), QUIET, least_module=0.25, cells=cells)
    # What byte mode does not hold best: zxing, whose loading alone takes longer than a card.
    import zxingcpp

    from makeready.press.barcodes.grid import bars, modules

    grid = modules(data, zxingcpp.BarcodeFormat.QRCode, ec_level=error_correction)
    return Symbol(grid.shape[1], grid.shape[0], bars(grid), QUIET, least_module=0.25)
