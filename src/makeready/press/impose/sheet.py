"""What is a press sheet? Its size, gutters and marks as a plan, and the PDF that is made of placed pages.

Pages become Forms that keep their packed content and shared resources; the file stays the one it was
otherwise, so that output intent, XMP, layers and spot inks are those of the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from makeready.press.findings import Finding, PressError, Severity
from makeready.press.geometry import Rect, mm_to_pt, pt_to_mm
from makeready.press.impose import marks
from makeready.press.impose.grid import Cell, Flip, Grid, Turning, fit
from makeready.press.pdf import reader, rewrite
from makeready.press.pdf.reader import Array, Dictionary, Name, Pdf, Stream
from makeready.press.pdf.syntax import number


@dataclass(frozen=True, slots=True)
class Plan:
    """A sheet as it is wanted, mm.

    gutter: between trimmed pages. margin: what the press cannot print on, on every side. bleed: how much of
    a page's own bleed is kept at most; between pages never more than half the gutter. columns, rows: as
    many as fit where they are None. duplex: every second page is the back of the one before. slug: begins a
    line of small text on every side, which goes on with the number of the sheet.
    """

    width: float
    height: float
    gutter: float = 0.0
    margin: float = 0.0
    bleed: float = 3.0
    crop_marks: bool = True
    turning: Turning = Turning.AUTO
    duplex: bool = False
    flip: Flip = Flip.TURN
    columns: int | None = None
    rows: int | None = None
    slug: str = ""


@dataclass(frozen=True, slots=True)
class SideFacts:
    """One side of a sheet, for its slug line; points.

    side: `front`, `back`, or "" where there is no back. left, below: where the block of pages with its bleed
    begins, and what lies free below it. margin: what must stay free of that.
    """

    sheet: int
    side: str
    ups: int
    left: float
    below: float
    margin: float


@dataclass(frozen=True, slots=True)
class Sheets:
    """Imposed sheets.

    data: the PDF. sheets: different sheets in it; sides: its pages (two a sheet where it is duplex).
    ups: pages on one side. sheets_needed: how many to print for the quantity. turned: pages stand sideways.
    """

    data: bytes
    sheets: int
    sides: int
    ups: int
    sheets_needed: int
    turned: bool
    findings: tuple[Finding, ...] = ()


class PlanWrong(Finding):
    """A plan that is no sheet."""

    code = "plan-wrong"
    sentence = "The sheet cannot be planned: {why}."
    fix = "Correct the value; all lengths are millimetres."


class DoesNotFit(Finding):
    """Not even one page fits on the sheet."""

    code = "does-not-fit"
    sentence = "{what} does not fit on the sheet of {sheet} mm: {room} mm are left for it {why}."
    fix = "Choose a larger sheet, or smaller margins, gutters or marks."


class DifferentSizes(Finding):
    """Pages that should share a sheet have different trimmed sizes."""

    code = "different-sizes"
    sentence = (
        "Page {number} is {size} mm, but page {first} is {first_size} mm; pages on one sheet must be of one size."
    )
    fix = "Make them one size, or impose them separately."


class NoTrim(Finding):
    """A page without a trim box is taken whole."""

    code = "placed-without-trim"
    severity = Severity.WARNING
    sentence = "Page {number} does not say where it is cut (no TrimBox); it is placed whole, without bleed."
    fix = "Export it with a TrimBox and a BleedBox if it has bleed."


@dataclass(frozen=True, slots=True)
class Up:
    """A page ready to be placed, points.

    trim: in the form's upright space. bleeds: beyond it, as far as the plan keeps them: left, low, right, high.
    """

    number: int
    form: Stream
    trim: Rect
    bleeds: tuple[float, float, float, float]
    has_trim: bool

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the trimmed page."""
        return self.trim.width, self.trim.height


def check(plan: Plan) -> None:
    """Raise PressError where the plan has impossible lengths."""
    wrong = [
        PlanWrong(path=name, why=f"{name} is {value:g}")
        for name, value in (("width", plan.width), ("height", plan.height), ("gutter", plan.gutter),
                            ("margin", plan.margin), ("bleed", plan.bleed))
        if not (0 if name in ("gutter", "margin", "bleed") else 1) <= value <= 5000
    ]  # fmt: skip
    wrong += [
        PlanWrong(path=name, why=f"there are {value} {name}")
        for name, value in (("columns", plan.columns), ("rows", plan.rows))
        if value is not None and value < 1
    ]
    if wrong:
        raise PressError(wrong)


def take_page(pdf: Pdf, page: Dictionary, page_number: int, plan: Plan, forms: dict[Any, Stream]) -> Up:
    """Turn a page into a form; pages that share content and resources share the form."""
    boxes = reader.page_boxes(page, page_number)
    kept = mm_to_pt(plan.bleed) if boxes.has_trim else 0.0
    left, low, right, high = (min(kept, bleed) for bleed in marks.bleeds(boxes))
    key = rewrite.identity(page)
    if key not in forms:
        forms[key] = rewrite.as_form(pdf, page, boxes)
    return Up(page_number, forms[key], boxes.trim, (left, low, right, high), boxes.has_trim)


def lay_grid(up: Up, plan: Plan) -> Grid:
    """The grid that holds most copies of a page.

    Raises:
        PressError: DoesNotFit.
    """
    sheet = (mm_to_pt(plan.width), mm_to_pt(plan.height))
    outer = max(up.bleeds)
    if plan.crop_marks:
        outer = max(outer, marks.OFFSET) + marks.SHORTEST
    edge = mm_to_pt(plan.margin) + outer
    grid = fit(up.size, sheet, edge=edge, gutter=mm_to_pt(plan.gutter), turning=plan.turning,
               columns=plan.columns, rows=plan.rows)  # fmt: skip
    if grid is None:
        wished = f"{plan.columns or 1} × {plan.rows or 1} pages" if plan.columns or plan.rows else "The page"
        wrong = DoesNotFit(
            page=up.number,
            what=f"{wished} of {in_mm(*up.size)} mm",
            sheet=f"{plan.width:g} × {plan.height:g}",
            room=in_mm(max(0.0, sheet[0] - 2 * edge), max(0.0, sheet[1] - 2 * edge)),
            why="after bleed, crop marks and margins" if plan.crop_marks else "after bleed and margins",
        )
        raise PressError([wrong])
    return grid


def same_size(ups: Sequence[Up]) -> None:
    """Raise PressError (DifferentSizes) unless all have the first one's trimmed size, to a tenth of a millimetre."""
    first, tolerance = ups[0], mm_to_pt(0.1)
    wrong = [
        DifferentSizes(
            page=up.number, number=up.number, size=in_mm(*up.size), first=first.number, first_size=in_mm(*first.size)
        )
        for up in ups
        if any(abs(a - b) > tolerance for a, b in zip(up.size, first.size, strict=True))
    ]
    if wrong:
        raise PressError(wrong)


def untrimmed(ups: Sequence[Up]) -> tuple[Finding, ...]:
    """A warning for each page that does not say where it is cut."""
    return tuple(NoTrim(page=up.number, number=up.number) for up in ups if not up.has_trim)


def in_mm(width: float, height: float) -> str:
    """A size in points, written in millimetres for a person."""
    return f"{round(pt_to_mm(width), 2):g} × {round(pt_to_mm(height), 2):g}"


class Press:
    """Puts sides together, one after another, and closes the file."""

    def __init__(self, pdf: Pdf, plan: Plan) -> None:
        self._pdf = pdf
        self._plan = plan
        self._width, self._height = mm_to_pt(plan.width), mm_to_pt(plan.height)
        self._kids: list[Dictionary] = []
        self._facts: list[SideFacts] = []
        self._registration = marks.registration(pdf)
        self._group = next((p["/Group"] for _, p in reader.pages_of(pdf) if "/Group" in p), None)

    @property
    def sides(self) -> int:
        """How many are done."""
        return len(self._kids)

    @property
    def facts(self) -> tuple[SideFacts, ...]:
        """The sides done, in order."""
        return tuple(self._facts)

    @property
    def size(self) -> tuple[float, float]:
        """The sheet, points."""
        return self._width, self._height

    def side(self, grid: Grid, ups: Sequence[Up | None]) -> None:
        """One side: a page, or nothing, in each cell of the grid."""
        forms: dict[str, Stream] = {}
        names: dict[Any, str] = {}
        content: list[bytes] = []
        for index, (cell, up) in enumerate(zip(grid.cells, ups, strict=False)):
            if up is None:
                continue
            name = names.setdefault(up.form.objgen, f"P{len(names)}")
            forms[name] = up.form
            content.append(_placed(name, up, cell, _clip(grid, index, cell, up.bleeds)))
        spaces = {}
        if self._plan.crop_marks:
            content.append(marks.content(self._lines(grid, ups)))
            spaces = {f"/{marks.SPACE}": self._registration}
        self._note(grid, ups)
        self._add(b"".join(content), {f"/{name}": form for name, form in forms.items()}, spaces)

    def finish(self) -> bytes:
        """The sheets as a PDF."""
        rewrite.replace_pages(self._pdf, self._kids)
        return rewrite.save(self._pdf)

    def _note(self, grid: Grid, ups: Sequence[Up | None]) -> None:
        number, back = divmod(len(self._kids), 2) if self._plan.duplex else (len(self._kids), 0)
        side = ("front", "back")[back] if self._plan.duplex else ""
        low = grid.bottom - max((max(up.bleeds) for up in ups if up), default=0.0)
        placed = sum(up is not None for up in ups[: grid.ups])
        self._facts.append(SideFacts(number + 1, side, placed, grid.left, low, mm_to_pt(self._plan.margin)))

    def _lines(self, grid: Grid, ups: Sequence[Up | None]) -> list[marks.Line]:
        block = Rect(grid.left, grid.bottom, grid.right - grid.left, grid.top - grid.bottom)
        offset = max([marks.OFFSET, *(max(up.bleeds) for up in ups if up)])
        margin = mm_to_pt(self._plan.margin)
        room = Rect(margin, margin, self._width - 2 * margin, self._height - 2 * margin)
        filled = [cell for cell, up in zip(grid.cells, ups, strict=False) if up]
        across = [x for cell in filled for x in (cell.x, cell.x + grid.width)]
        up_wards = [y for cell in filled for y in (cell.y, cell.y + grid.height)]
        return marks.around(block, across, up_wards, offset=offset, room=room)

    def _add(self, content: bytes, forms: dict[str, Stream], spaces: dict[str, Array]) -> None:
        sheet = rewrite.numbers(0, 0, self._width, self._height)
        resources = Dictionary(XObject=Dictionary(forms))
        if spaces:
            resources["/ColorSpace"] = Dictionary(spaces)
        page = Dictionary(
            Type=Name.Page, MediaBox=sheet, BleedBox=sheet, TrimBox=sheet, Resources=resources,
            Contents=rewrite.packed_stream(self._pdf, content),
        )  # fmt: skip
        if self._group is not None:
            page["/Group"] = self._group
        self._kids.append(self._pdf.make_indirect(page))


def _clip(grid: Grid, index: int, cell: Cell, bleeds: tuple[float, float, float, float]) -> Rect:
    """What a cell may print on: its trimmed area and bleed, between pages at most half the gutter."""
    # A page's sides as they lie on the sheet: a quarter turn brings its top to the left, and so on.
    left, low, right, high = (bleeds[(side - cell.quarters) % 4] for side in range(4))
    half = grid.gutter / 2
    if cell.x > grid.left + 1e-6:
        left = min(left, half)
    if cell.x + grid.width < grid.right - 1e-6:
        right = min(right, half)
    if cell.y > grid.bottom + 1e-6:
        low = min(low, half)
    if cell.y + grid.height < grid.top - 1e-6:
        high = min(high, half)
    return Rect(cell.x - left, cell.y - low, grid.width + left + right, grid.height + low + high)


def _placed(name: str, up: Up, cell: Cell, clip: Rect) -> bytes:
    """The operators that clip to `clip` and paint a page into its cell."""
    w, h = up.size
    a, b, c, d, x, y = (
        (1, 0, 0, 1, 0.0, 0.0),
        (0, 1, -1, 0, h, 0.0),
        (-1, 0, 0, -1, w, h),
        (0, -1, 1, 0, 0.0, w),
    )[cell.quarters]
    e = cell.x + x - a * up.trim.x - c * up.trim.y
    f = cell.y + y - b * up.trim.x - d * up.trim.y
    box = " ".join(number(value) for value in (clip.x, clip.y, clip.width, clip.height))
    return f"q {box} re W n {a} {b} {c} {d} {number(e)} {number(f)} cm /{name} Do Q\n".encode()
