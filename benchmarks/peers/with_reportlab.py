"""The cards with reportlab: canvas calls, CMYK, the text not shaped (its shaping does nothing without rlbidi)."""

from __future__ import annotations

from reportlab.lib.colors import CMYKColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from shared_by_peers import MM, dark, module, run

SAND, BLACK, GOLD = CMYKColor(0.05, 0.1, 0.25, 0), CMYKColor(0, 0, 0, 1), CMYKColor(0, 0.2, 0.8, 0)


def make(cards, given, out):
    pdfmetrics.registerFont(TTFont("sans", given["sans"]))
    pdfmetrics.registerFont(TTFont("serif", given["serif"]))
    canvas = Canvas(out, pagesize=(91 * MM, 61 * MM))
    for card in cards:
        ground(canvas)
        lines(canvas, card["lines"], 8, 6.5)
        if given["codes"]:
            logo(canvas)
            canvas.setFillColor(BLACK)
            left, top, size = module(card["code"])
            path = canvas.beginPath()
            for x, y, width in dark(card["code"]):
                path.rect((left + x * size + 3) * MM, (58 - top - (y + 1) * size) * MM, width * size * MM, size * MM)
            canvas.drawPath(path, stroke=0, fill=1)
        canvas.showPage()
        ground(canvas)
        lines(canvas, given["back"], 20, 10)
        canvas.showPage()
    canvas.save()


def ground(canvas):
    canvas.setFillColor(SAND)
    canvas.rect(0, 0, 91 * MM, 61 * MM, stroke=0, fill=1)


def lines(canvas, words, top, step):
    canvas.setFillColor(BLACK)
    for n, line in enumerate(words):
        canvas.setFont("serif" if n == 0 else "sans", 12 if n == 0 else 9)
        canvas.drawString(11 * MM, (58 - top - n * step - 4) * MM, line)


def logo(canvas):
    canvas.setFillColor(GOLD)
    path = canvas.beginPath()
    for curves in (
        [(0, 0), (4, -6, 12, -6, 16, 0), (12, 6, 4, 6, 0, 0)],
        [(5, 0), (6.5, -2, 9.5, -2, 11, 0), (9.5, 2, 6.5, 2, 5, 0)],
    ):
        path.moveTo((63 + curves[0][0]) * MM, (48 - curves[0][1]) * MM)
        for a, b, c, d, e, f in curves[1:]:
            path.curveTo((63 + a) * MM, (48 - b) * MM, (63 + c) * MM, (48 - d) * MM, (63 + e) * MM, (48 - f) * MM)
        path.close()
    canvas.drawPath(path, stroke=0, fill=1)


run(make)
