"""What is painted on a page? Every fill, stroke, letter, picture and shading, also deep in forms and patterns.

The walk keeps just so much of the graphics state as the checks ask for (ISO 32000-1, 8.4), and tells each
distinct painting once; a form that comes again in the same state is not walked again.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from makeready.press.geometry import IDENTITY, PT_PER_INCH, Matrix
from makeready.press.pdf import reader
from makeready.press.pdf.reader import Array, Dictionary, Name, Stream
from makeready.press.preflight.spaces import CMYK, GRAY, RGB, UNKNOWN, Space, Spaces

Kind = Literal["fill", "stroke", "text", "image", "stencil", "shading", "group"]
Which = Literal["fill", "stroke"]
_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font as it is used: its name, whether its program is in the file, whether its text can be read back."""

    name: str
    embedded: bool
    unicode: bool


@dataclass(frozen=True, slots=True)
class Paint:
    """One distinct painting.

    values: colour components as painted, 0–1. size: points; of text, the letters' size, of strokes, the
    width. ppi: of pictures, as placed, the lower of both directions. font: of text; None where text names
    a font that there is not. where: the forms it lies in, outermost first, where it was met first.
    """

    kind: Kind
    space: Space
    values: tuple[float, ...] = ()
    size: float = 0.0
    ppi: float = 0.0
    font: Typeface | None = None
    where: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class _Colour:
    """A space and the components in it."""

    space: Space = GRAY
    values: tuple[float, ...] = (0.0,)


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that the checks ask for; transforms without their shift, which none does."""

    matrix: Matrix = IDENTITY
    fill: _Colour = _Colour()
    stroke: _Colour = _Colour()
    width: float = 1.0
    font: Typeface | None = None
    font_size: float = 0.0
    mode: int = 0
    text: Matrix = IDENTITY


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something that is no painting, met on the way: `external`, `postscript` or `transfer`."""

    what: str
    where: tuple[str, ...] = field(default=(), compare=False)


Met = Paint | Oddity


class Walk:
    """Walks the pages of one file."""

    def __init__(self, spaces: Spaces) -> None:
        self._spaces = spaces
        self._fonts: dict[tuple[int, int], Typeface] = {}
        self._forms: dict[Any, tuple[Met, ...]] = {}

    def page(self, page: Dictionary) -> tuple[Met, ...]:
        """All distinct paintings of a page."""
        met: dict[Met, None] = {}
        resources = _dictionary(page.get("/Resources"))
        self._group(page, resources, (), met)
        self._stream(page, resources, _State(), (), (), met)
        return tuple(met)

    def _stream(
        self, owner: Any, resources: Dictionary, state: _State, where: tuple[str, ...], within: tuple[Any, ...],
        met: dict[Met, None],
    ) -> None:  # fmt: skip
        stack: list[_State] = []
        here = _Here(self, resources, where, within, met)
        for instruction in reader.parse_content(owner):
            operator = str(instruction.operator)
            if operator == "q":
                stack.append(state)
            elif operator == "Q":
                state = stack.pop() if stack else state
            else:
                change = _OPERATORS.get(operator)
                if change is not None:
                    state = change(here, state, instruction.operands)

    def form(self, form: Any, state: _State, here: _Here, name: str) -> None:
        """A form in the state it is drawn in."""
        borrowed = None if "/Resources" in form else here.resources.objgen
        key = (form.objgen, borrowed, state)
        if form.objgen in here.within or len(here.within) > _DEPTH:
            return
        if key not in self._forms:
            met: dict[Met, None] = {}
            resources = _dictionary(form.get("/Resources")) if "/Resources" in form else here.resources
            if "/F" in form:
                met[Oddity("external")] = None
            self._group(form, resources, (), met)
            inner = replace(state, matrix=state.matrix @ _matrix(form.get("/Matrix")), text=IDENTITY)
            self._stream(form, resources, inner, (), (*here.within, form.objgen), met)
            self._forms[key] = tuple(met)
        for one in self._forms[key]:
            here.met.setdefault(replace(one, where=(*here.where, name, *one.where)))

    def _group(self, owner: Any, resources: Dictionary, where: tuple[str, ...], met: dict[Met, None]) -> None:
        group = owner.get("/Group")
        if isinstance(group, Dictionary) and group.get("/CS") is not None:
            met[Paint("group", self._spaces.read(group["/CS"], resources), where=where)] = None

    def typeface(self, font: Any) -> Typeface:
        """The facts of a font resource."""
        key = font.objgen
        if key == (0, 0) or key not in self._fonts:
            self._fonts[key] = _typeface(font)
        return self._fonts[key]

    @property
    def spaces(self) -> Spaces:
        """The reader of colour spaces."""
        return self._spaces


@dataclass(frozen=True, slots=True)
class _Here:
    """Where the walk is: the resources in force, and what is noted."""

    walk: Walk
    resources: Dictionary
    where: tuple[str, ...]
    within: tuple[Any, ...]
    met: dict[Met, None]

    def resource(self, category: str, name: Any) -> Any:
        """A resource by name, or None."""
        return _dictionary(self.resources.get(category)).get(str(name))

    def note(
        self, kind: Kind, colour: _Colour, *, size: float = 0.0, ppi: float = 0.0, font: Typeface | None = None
    ) -> None:
        """Note a painting."""
        self.met.setdefault(Paint(kind, colour.space, colour.values, size, ppi, font, self.where))

    def colourless(self, kind: Kind, space: Any, ppi: float = 0.0) -> None:
        """Note a painting that has its colours in itself; JPEG 2000 need not say in which space."""
        read = UNKNOWN if space is None else self.walk.spaces.read(space, self.resources)
        self.note(kind, _Colour(read, ()), ppi=ppi)


def _typeface(font: Any) -> Typeface:
    name = str(font.get("/BaseFont", font.get("/Name", "/unnamed")))[1:]
    if str(font.get("/Subtype")) == "/Type3":
        return Typeface(name, embedded=True, unicode="/ToUnicode" in font)
    descendants = font.get("/DescendantFonts")
    carrier = descendants[0] if isinstance(descendants, Array) and len(descendants) else font
    descriptor = _dictionary(carrier.get("/FontDescriptor"))
    embedded = any(isinstance(descriptor.get(key), Stream) for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    # A simple font with a standard encoding can be read back without a map; a composite one cannot.
    return Typeface(name, embedded, unicode="/ToUnicode" in font or str(font.get("/Subtype")) != "/Type0")


# One function per operator.

Change = Callable[[_Here, _State, Any], _State]


def _coloured(state: _State, colour: _Colour, which: Which) -> _State:
    return replace(state, fill=colour) if which == "fill" else replace(state, stroke=colour)


def _device(space: Space, which: Which) -> Change:
    def change(here: _Here, state: _State, operands: Any) -> _State:
        read = here.walk.spaces.read(Name(f"/{space.family}"), here.resources)
        return _coloured(state, _Colour(read, _numbers(operands)), which)

    return change


def _space(which: Which) -> Change:
    def change(here: _Here, state: _State, operands: Any) -> _State:
        return _coloured(state, _Colour(here.walk.spaces.read(operands[0], here.resources), ()), which)

    return change


def _color(which: Which) -> Change:
    def change(here: _Here, state: _State, operands: Any) -> _State:
        space = state.fill.space if which == "fill" else state.stroke.space
        state = _coloured(state, _Colour(space, _numbers(operands)), which)
        if len(operands) and isinstance(operands[-1], Name):
            _pattern(here, state, operands[-1])
        return state

    return change


def _pattern(here: _Here, state: _State, name: Any) -> None:
    pattern = here.resource("/Pattern", name)
    if isinstance(pattern, Stream):  # a tile
        here.walk.form(pattern, replace(state, matrix=IDENTITY), here, f"pattern {name}")
    elif isinstance(pattern, Dictionary):
        here.colourless("shading", _dictionary(pattern.get("/Shading")).get("/ColorSpace"))


def _paint_path(*, fills: bool, strokes: bool) -> Change:
    def change(here: _Here, state: _State, operands: Any) -> _State:
        if fills and state.fill.space.family != "Pattern":
            here.note("fill", state.fill)
        if strokes and state.stroke.space.family != "Pattern":
            here.note("stroke", state.stroke, size=round(state.width * _scale(state.matrix), 3))
        return state

    return change


def _show_text(here: _Here, state: _State, operands: Any) -> _State:
    size = round(abs(state.font_size) * _scale(state.matrix @ state.text), 1)
    if state.mode in (0, 2, 4, 6):
        here.note("text", state.fill, size=size, font=state.font)
    if state.mode in (1, 2, 5, 6):
        here.note("text", state.stroke, size=size, font=state.font)
    return state


def _set_font(here: _Here, state: _State, operands: Any) -> _State:
    font = here.resource("/Font", operands[0])
    if not isinstance(font, Dictionary):
        return replace(state, font=None, font_size=float(operands[1]))
    if str(font.get("/Subtype")) == "/Type3":
        for name, glyph in _dictionary(font.get("/CharProcs")).items():
            if isinstance(glyph, Stream):
                here.walk.form(_with_resources(glyph, font), state, here, f"glyph {name}")
    return replace(state, font=here.walk.typeface(font), font_size=float(operands[1]))


def _with_resources(glyph: Any, font: Any) -> Any:
    """A glyph's procedure draws with the resources of its font."""
    if "/Resources" not in glyph and "/Resources" in font:
        glyph["/Resources"] = font["/Resources"]
    return glyph


def _set_text_matrix(here: _Here, state: _State, operands: Any) -> _State:
    return replace(state, text=Matrix(*_numbers(operands)[:4]))


def _begin_text(here: _Here, state: _State, operands: Any) -> _State:
    return replace(state, text=IDENTITY)


def _concatenate(here: _Here, state: _State, operands: Any) -> _State:
    return replace(state, matrix=state.matrix @ Matrix(*_numbers(operands)[:4]))


def _set_width(here: _Here, state: _State, operands: Any) -> _State:
    return replace(state, width=float(operands[0]))


def _set_mode(here: _Here, state: _State, operands: Any) -> _State:
    return replace(state, mode=int(operands[0]))


def _set_state(here: _Here, state: _State, operands: Any) -> _State:
    settings = _dictionary(here.resource("/ExtGState", operands[0]))
    transfer = settings.get("/TR2", settings.get("/TR"))
    if transfer is not None and str(transfer) not in ("/Identity", "/Default"):
        here.met[Oddity("transfer", here.where)] = None
    mask = settings.get("/SMask")
    if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), Stream):
        here.walk.form(mask.get("/G"), state, here, "soft mask")
    if "/LW" in settings:
        state = replace(state, width=float(settings["/LW"]))
    font = settings.get("/Font")
    if isinstance(font, Array) and len(font) == 2:
        state = replace(state, font=here.walk.typeface(font[0]), font_size=float(font[1]))
    return state


def _shade(here: _Here, state: _State, operands: Any) -> _State:
    shading = here.resource("/Shading", operands[0])
    if isinstance(shading, Dictionary):
        here.colourless("shading", shading.get("/ColorSpace"))
    return state


def _draw(here: _Here, state: _State, operands: Any) -> _State:
    drawn, name = here.resource("/XObject", operands[0]), str(operands[0])[1:]
    if not isinstance(drawn, Stream):
        return state
    subtype = str(drawn.get("/Subtype"))
    if subtype == "/Form":
        here.walk.form(drawn, state, here, name)
    elif subtype == "/Image":
        _image(here, state, drawn, name)
    else:
        here.met[Oddity("postscript", (*here.where, name))] = None
    return state


def _image(here: _Here, state: _State, image: Any, name: str) -> None:
    if "/F" in image and not isinstance(image.get("/F"), Name | Array):
        here.met[Oddity("external", (*here.where, name))] = None
    here = replace(here, where=(*here.where, name))
    ppi = _ppi(state.matrix, _number(image, "/Width", "/W"), _number(image, "/Height", "/H"))
    if bool(image.get("/ImageMask", image.get("/IM", False))):
        here.note("stencil", state.fill, ppi=ppi)
    else:
        here.colourless("image", image.get("/ColorSpace", image.get("/CS")), ppi)


def _inline_image(here: _Here, state: _State, operands: Any) -> _State:
    _image(here, state, operands[0].obj, "inline image")
    return state


_OPERATORS = {
    "cm": _concatenate, "w": _set_width, "gs": _set_state,
    "g": _device(GRAY, "fill"), "rg": _device(RGB, "fill"), "k": _device(CMYK, "fill"),
    "G": _device(GRAY, "stroke"), "RG": _device(RGB, "stroke"), "K": _device(CMYK, "stroke"),
    "cs": _space("fill"), "CS": _space("stroke"),
    "sc": _color("fill"), "scn": _color("fill"), "SC": _color("stroke"), "SCN": _color("stroke"),
    **dict.fromkeys(("f", "F", "f*"), _paint_path(fills=True, strokes=False)),
    **dict.fromkeys(("S", "s"), _paint_path(fills=False, strokes=True)),
    **dict.fromkeys(("B", "B*", "b", "b*"), _paint_path(fills=True, strokes=True)),
    "BT": _begin_text, "Tf": _set_font, "Tm": _set_text_matrix, "Tr": _set_mode,
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _show_text),
    "sh": _shade, "Do": _draw, "INLINE IMAGE": _inline_image,
}  # fmt: skip


def _dictionary(value: Any) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()


def _numbers(operands: Any) -> tuple[float, ...]:
    return tuple(round(float(v), 5) for v in operands if not isinstance(v, Name))


def _number(image: Any, key: str, short: str) -> float:
    return float(image.get(key, image.get(short, 0)))


def _matrix(value: Any) -> Matrix:
    return Matrix(*_numbers(value)[:4]) if isinstance(value, Array) and len(value) == 6 else IDENTITY


def _scale(matrix: Matrix) -> float:
    """How much a transform enlarges lengths: exact where it does so evenly, the mean where not."""
    return math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))


def _ppi(matrix: Matrix, width: float, height: float) -> float:
    """Pixels per inch of a picture in the unit square of `matrix`, the lower of both directions."""
    across, up = math.hypot(matrix.a, matrix.b), math.hypot(matrix.c, matrix.d)
    if not across or not up or not width or not height:
        return 0.0
    return round(min(width * PT_PER_INCH / across, height * PT_PER_INCH / up), 1)


def paints(met: tuple[Met, ...]) -> Iterator[Paint]:
    """The paintings among what was met."""
    return (one for one in met if isinstance(one, Paint))
