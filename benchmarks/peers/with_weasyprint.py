"""The cards with WeasyPrint: HTML with CMYK colours, PDF/X-4; the code as one SVG path."""

from __future__ import annotations

from html import escape

from shared_by_peers import dark, run
from weasyprint import HTML

STYLE = """
@font-face { font-family: sans; src: url(file://%s) } @font-face { font-family: serif2; src: url(file://%s) }
@page { size: 91mm 61mm; margin: 0; background: device-cmyk(5%% 10%% 25%% 0%%) }
div { page-break-after: always; position: relative; height: 61mm; color: device-cmyk(0%% 0%% 0%% 100%%) }
p { position: absolute; left: 11mm; margin: 0; font: 9pt sans } p:first-child { font: 12pt serif2 }
svg { position: absolute }
"""


def make(cards, given, out):
    pages = []
    for card in cards:
        pages.append(f"<div>{lines(card['lines'], 8, 6.5)}{art(card) if given['codes'] else ''}</div>")
        pages.append(f"<div>{lines(given['back'], 20, 10)}</div>")
    style = STYLE % (given["sans"], given["serif"])
    HTML(string=f"<style>{style}</style>{''.join(pages)}").write_pdf(out)


def lines(words, top, step):
    return "".join(f'<p style="top:{3 + top + n * step}mm">{escape(line)}</p>' for n, line in enumerate(words))


def art(card):
    size = len(card["code"])
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for x, y, width in dark(card["code"]))
    return (
        '<svg style="left:63mm;top:5mm" width="16mm" height="12mm" viewBox="0 -6 16 12">'
        '<path d="M0 0 C4 -6 12 -6 16 0 C12 6 4 6 0 0 Z" fill="#fc3"/></svg>'
        f'<svg style="left:69mm;top:37mm" width="14mm" height="14mm" viewBox="-4 -4 {size + 8} {size + 8}">'
        f'<path d="{path}"/></svg>'
    )


run(make)
