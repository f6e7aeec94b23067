"""The cards with Typst: one document of all cards, CMYK; the code as one path."""

from __future__ import annotations

import json
import os
import shutil

import typst
from shared_by_peers import dark, run

SOURCE = """
#set page(width: 91mm, height: 61mm, margin: 0mm, fill: cmyk(5%, 10%, 25%, 0%))
#set text(font: "Source Sans Pro", size: 9pt, fill: cmyk(0%, 0%, 0%, 100%), fallback: false)
#let side(words, top, step) = for (n, line) in words.enumerate() {
  let set_line = if n == 0 { text(font: "Source Serif Pro", size: 12pt, line) } else { line }
  place(dx: 11mm, dy: (3 + top + n * step) * 1mm, set_line)
}
#let logo = curve(fill: cmyk(0%, 20%, 80%, 0%),
  curve.move((0mm, 6mm)), curve.cubic((4mm, 0mm), (12mm, 0mm), (16mm, 6mm)),
  curve.cubic((12mm, 12mm), (4mm, 12mm), (0mm, 6mm)), curve.close())
#let code(runs, size) = {
  let m = 14mm / (size + 8)
  curve(fill: cmyk(0%, 0%, 0%, 100%), ..runs.map(((x, y, w)) => (
    curve.move(((x + 4) * m, (y + 4) * m)), curve.line(((x + w + 4) * m, (y + 4) * m)),
    curve.line(((x + w + 4) * m, (y + 5) * m)), curve.line(((x + 4) * m, (y + 5) * m)), curve.close())).flatten())
}
#let given = json("given.json")
#for card in given.cards {
  side(card.lines, 8, 6.5)
  if given.codes {
    place(dx: 63mm, dy: 7mm, logo)
    place(dx: 69mm, dy: 37mm, code(card.runs, card.size))
  }
  pagebreak()
  side(given.back, 20, 10)
  pagebreak(weak: true)
}
"""


def make(cards, given, out):
    folder = f"{out}.typst"
    os.makedirs(folder, exist_ok=True)
    for font in (given["sans"], given["serif"]):
        shutil.copy(font, folder)
    made = [{"lines": c["lines"], "runs": dark(c["code"]), "size": len(c["code"])} for c in cards]
    with open(f"{folder}/given.json", "w", encoding="utf-8") as file:
        json.dump({"cards": made, "back": given["back"], "codes": given["codes"]}, file)
    with open(f"{folder}/main.typ", "w", encoding="utf-8") as file:
        file.write(SOURCE)
    typst.compile(f"{folder}/main.typ", output=out, font_paths=[folder])


run(make)
