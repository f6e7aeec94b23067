"""How do many pages share a sheet? N-up: one after another, row by row; with backs behind their fronts."""

from __future__ import annotations

from typing import Any

from makeready.press import confine
from makeready.press.findings import PressError
from makeready.press.impose import sheet
from makeready.press.impose.sheet import Plan, PlanWrong, Press, Sheets, SideFacts
from makeready.press.impose.slug import with_slugs
from makeready.press.pdf import reader


def impose(pdf: bytes, plan: Plan, quantity: int = 1) -> Sheets:
    """The pages of `pdf` in their order, from the top left, as many on a sheet as fit.

    duplex: pages 1, 3, 5, … are fronts; 2, 4, 6, … stand behind them. quantity: copies wanted of the whole.

    Raises:
        PressError: where the file cannot be read, a page does not fit, or pages differ in size.
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
        sheet.same_size(ups)
        grid = sheet.lay_grid(ups[0], plan)
        back = grid.back(press.size, plan.flip)
        a_sheet = grid.ups * (2 if plan.duplex else 1)
        for first in range(0, len(ups), a_sheet):
            taken = ups[first : first + a_sheet]
            press.side(grid, taken[::2] if plan.duplex else taken)
            if plan.duplex:
                press.side(back, taken[1::2])
        sheets = -(-len(ups) // a_sheet)
        made = Sheets(
            press.finish(), sheets, press.sides, grid.ups, sheets * quantity, grid.turned, sheet.untrimmed(ups)
        )
        return made, press.facts
