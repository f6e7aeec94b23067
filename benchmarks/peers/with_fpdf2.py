"""The cards with fpdf2: CMYK, text without shaping, its fastest way."""

from __future__ import annotations

from fpdf import FPDF
from fpdf.drawing import DeviceCMYK
from shared_by_peers import dark, module, run

SAND, BLACK, GOLD = DeviceCMYK(0.05, 0.1, 0.25, 0), DeviceCMYK(0, 0, 0, 1), DeviceCMYK(0, 0.2, 0.8, 0)


def make(cards, given, out):
    pdf = FPDF(unit="mm", format=(61, 91), orientation="L")
    pdf.set_auto_page_break(False)
    pdf.add_font("sans", fname=given["sans"])
    pdf.add_font("serif", fname=given["serif"])
    for card in cards:
        side(pdf, card["lines"], 8, 6.5)
        if given["codes"]:
            logo(pdf)
            pdf.set_fill_color(BLACK)
            left, top, size = module(card["code"])
            for x, y, width in dark(card["code"]):
                pdf.rect(3 + left + x * size, 3 + top + y * size, width * size, size, style="F")
        side(pdf, given["back"], 20, 10)
    pdf.output(out)


def side(pdf, words, top, step):
    pdf.add_page()
    pdf.set_fill_color(SAND)
    pdf.rect(0, 0, 91, 61, style="F")
    pdf.set_text_color(BLACK)
    for n, line in enumerate(words):
        pdf.set_font("serif" if n == 0 else "sans", size=12 if n == 0 else 9)
        pdf.text(11, 3 + top + n * step + 4, line)


def logo(pdf):
    with pdf.new_path() as path:
        path.style.fill_color = GOLD
        path.style.stroke_color = None
        path.move_to(63, 13)
        path.curve_to(67, 7, 75, 7, 79, 13)
        path.curve_to(75, 19, 67, 19, 63, 13)
        path.close()


run(make)
