"""Where do servers draw? Behind walls: what `press.render` does, done in a confined child, for anybody's files.

Reading an SVG, shaping with an uploaded font, decoding a picture, drawing a PDF: whatever a design brings is
touched only in the child. The caller hands in where files lie (`Stock`), never the files' contents parsed.
"""

from makeready.press.walled.front import (
    READY,
    DesignTooHard,
    Limits,
    Stock,
    families,
    findings,
    fonts_used,
    imported,
    is_foreign,
    on_screen,
    page_drawn,
    print_customer_file,
    print_file,
    print_records,
    scripts_covered,
)
from makeready.press.walled.inside import Design, Drawing, Materials, UsedFont

__all__ = [
    "READY",
    "Design",
    "DesignTooHard",
    "Drawing",
    "Limits",
    "Materials",
    "Stock",
    "UsedFont",
    "families",
    "findings",
    "fonts_used",
    "imported",
    "is_foreign",
    "on_screen",
    "page_drawn",
    "print_customer_file",
    "print_file",
    "print_records",
    "scripts_covered",
]
