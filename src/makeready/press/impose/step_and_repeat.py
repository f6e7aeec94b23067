"""How does one page fill a sheet? Step and repeat: a sheet for each page, as many copies as fit."""

from __future__ import annotations

from typing import Any

from makeready.press import confine
from makeready.press.findings import PressError
from makeready.press.impose import sheet
from makeready.press.impose.grid import sheets_needed
from makeready.press.impose.sheet import Plan, PlanWrong, Press, Sheets, SideFacts
from makeready.press.impose.slug import with_slugs
from makeready.press.pdf import reader


def impose(pdf: bytes, plan: Plan, quantity: int = 1) -> Sheets:
    """Every page of `pdf` on a sheet of its own, repeated; duplex: pages 1 and 2 on one sheet, 3 and 4, …

    quantity: copies wanted of each page; `sheets_needed` tells how many sheets that takes.

    Raises:
        PressError: where the file cannot be read or a page does not fit.
    """
    sheet.check(plan)
    if quantity < 1:
        raise PressError([PlanWrong(path="quantity", why=f"the quantity is {quantity}")])
    sheets, sides = confine.run(_impose, pdf, plan, quantity)
    return with_slugs(sheets, sides, plan.slug) if plan.slug else sheets


def _impose(data: bytes, plan: Plan, quantity: int) -> tuple[Sheets, tuple[SideFacts, ...]]:
    with reader.opened(data) as pdf:
        press = Press(pdf, plan)
        forms: dict[Any, reader.Stream] = {}
        ups = [sheet.take_page(pdf, page, number, plan, forms) for number, page in reader.pages_of(pdf)]
        step = 2 if plan.duplex else 1
        leaves = [ups[first : first + step] for first in range(0, len(ups), step)]
        grids = []
        for leaf in leaves:
            sheet.same_size(leaf)
            grid = sheet.lay_grid(leaf[0], plan)
            grids.append(grid)
            press.side(grid, [leaf[0]] * grid.ups)
            if plan.duplex:
                press.side(grid.back(press.size, plan.flip), leaf[1:] * grid.ups)
        made = Sheets(
            data=press.finish(),
            sheets=len(leaves),
            sides=press.sides,
            ups=max(grid.ups for grid in grids),
            sheets_needed=sum(sheets_needed(quantity, grid.ups) for grid in grids),
            turned=any(grid.turned for grid in grids),
            findings=sheet.untrimmed(ups),
        )
        return made, press.facts
