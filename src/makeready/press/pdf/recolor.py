"""How does a page of a PDF look in other colours? The same page, its colours replaced, everything else as it was.

For a screen: process inks as the printing condition shows them. For one plate: that ink as grey, and what
overprints without it left out, so that what lies below stays (ISO 32000-1, 8.6.7). In a confined child.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

from makeready.press.pdf import reader
from makeready.press.pdf.reader import Dictionary, Name, Operator, Pdf, Stream
from makeready.press.pdf.recolor_spaces import PROCESS, Meaning, Palette, Spaces, family_of

_DEPTH = 24
Which = Literal["fill", "stroke"]


@dataclass(frozen=True, slots=True)
class _Ink:
    """A colour being painted with: what it is, and its numbers as far as they count for overprinting; `gray` where
    it was DeviceGray, chosen as a space: what stands for it may be another one for every number.
    """

    meaning: Meaning = Meaning("process")
    cmyk: tuple[float, ...] = ()
    gray: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that decides what shows on a plate."""

    fill: _Ink = _Ink()
    stroke: _Ink = _Ink()
    fill_over: bool = False
    stroke_over: bool = False
    mode: int = 0
    rendering: int = 0
    edge: float = 1.0


class Recolored:
    """The pages of one opened file in the colours of a palette; the file itself is not changed."""

    def __init__(self, pdf: Pdf, palette: Palette) -> None:
        self._pdf = pdf
        self._palette = palette
        self._streams: dict[Any, Any] = {}
        self._images: dict[tuple[int, int], Any] = {}
        self.spaces = Spaces(pdf, palette)

    def page(self, page: Dictionary) -> Dictionary:
        """A copy of the page with content and resources of its own."""
        content, resources = self._content(page, _dictionary(page.get("/Resources")), _State(), 0, fresh=True)
        made = Dictionary(dict(page.items()))
        made["/Contents"] = self._pdf.make_stream(content)
        made["/Resources"] = resources
        return made

    def form(self, form: Any, state: _State, borrowed: Dictionary, depth: int) -> Any:
        """A form or pattern in the state it is painted in; one and the same for the same state."""
        key = (form.objgen, state, None if "/Resources" in form else borrowed.objgen)
        if key in self._streams and form.objgen != (0, 0):
            return self._streams[key]
        self._streams[key] = form  # a form that shows itself ends here
        if depth > _DEPTH:
            return form
        resources = _dictionary(form.get("/Resources")) if "/Resources" in form else borrowed
        tile = "/PatternType" in form  # begins with the colours that a page begins with
        content, own = self._content(form, resources, state, depth + 1, fresh=tile)
        keys = {k: v for k, v in form.items() if k not in ("/Length", "/Filter", "/DecodeParms", "/Resources")}
        made = self._pdf.make_stream(content, Dictionary(keys))
        made["/Resources"] = own
        self._streams[key] = made
        return made

    def image(self, image: Any) -> Any:
        """An image with the space in place that stands for its own; its pixels as they are packed."""
        space = image.get("/ColorSpace")
        if space is None or bool(image.get("/ImageMask", False)):
            return image
        new = self.spaces.replaced(space)
        if new is space or (isinstance(new, Name) and isinstance(space, Name) and str(new) == str(space)):
            return image
        known = image.is_indirect
        if not (known and image.objgen in self._images):
            keys = {k: v for k, v in image.items() if k not in ("/Length", "/ColorSpace")}
            made = self._pdf.make_stream(image.read_raw_bytes(), Dictionary(keys))
            made["/ColorSpace"] = new
            if not known:
                return made
            self._images[image.objgen] = made
        return self._images[image.objgen]

    def shading(self, shading: Any) -> Any:
        """A gradient, its colours read in the space that stands for its own."""
        if "/ColorSpace" not in shading:
            return shading
        keys = Dictionary({k: v for k, v in shading.items() if k != "/Length"})
        keys["/ColorSpace"] = self.spaces.replaced(shading["/ColorSpace"])
        return self._pdf.make_stream(shading.read_raw_bytes(), keys) if isinstance(shading, Stream) else keys

    def leaves_alone(self, ink: _Ink, over: bool, mode: int) -> bool:
        """Whether painting with `ink` changes nothing on this plate."""
        plate, meaning = self._palette.plate, ink.meaning
        if not plate or not over:
            return False
        if meaning.kind == "inks":
            return plate not in meaning.names and "All" not in meaning.names
        if plate not in PROCESS:
            return True
        return meaning.kind == "cmyk" and mode == 1 and len(ink.cmyk) == 4 and ink.cmyk[PROCESS.index(plate)] == 0

    @property
    def palette(self) -> Palette:
        """The colours wanted."""
        return self._palette

    @property
    def pdf(self) -> Pdf:
        """The file."""
        return self._pdf

    def _content(
        self, owner: Any, resources: Dictionary, state: _State, depth: int, *, fresh: bool
    ) -> tuple[bytes, Dictionary]:
        own = _Resources(self, resources)
        writing = _Writing(self, own, state, depth)
        if fresh:
            writing.begin()
        for instruction in reader.parse_content(owner):
            writing.take(instruction)
        return reader.unparse_content(writing.out), own.finished()


class _Resources:
    """The resources of a stream, those replaced that are named; the original ones stay as they are."""

    def __init__(self, recolored: Recolored, resources: Dictionary) -> None:
        self._recolored = recolored
        self.original = resources
        self._new: dict[str, dict[str, Any]] = {}

    def get(self, category: str, name: Any) -> Any:
        """An original resource, or None."""
        return _dictionary(self.original.get(category)).get(str(name))

    def put(self, category: str, name: str, value: Any) -> None:
        """Let a name mean something else."""
        self._new.setdefault(category, {})[name] = value

    def other_name(self, category: str, name: str, value: Any) -> Any:
        """A name for one more meaning of a resource that has several here."""
        own = self._new.setdefault(category, {})
        taken = _dictionary(self.original.get(category))
        for number in range(1, 100_000):
            new = f"{name}.{number}"
            if own.get(new) is value or (new not in own and new not in taken):
                own[new] = value
                return Name(new)
        return Name(name)

    def finished(self) -> Dictionary:
        """All together."""
        made = Dictionary({k: v for k, v in self.original.items() if k != "/ProcSet"})
        for category, new in self._new.items():
            before = _dictionary(self.original.get(category))
            made[category] = Dictionary({**dict(before.items()), **new})
        return made


class _Writing:
    """One content stream being written anew."""

    def __init__(self, recolored: Recolored, resources: _Resources, state: _State, depth: int) -> None:
        self._re = recolored
        self._resources = resources
        self._state = state
        self._depth = depth
        self._stack: list[_State] = []
        self.out: list[Any] = []

    def take(self, instruction: Any) -> None:
        """One instruction in, those that stand for it out."""
        change = _OPERATORS.get(str(instruction.operator))
        if change is None:
            self.out.append(instruction)
        else:
            change(self, instruction)

    def begin(self) -> None:
        """A page begins with black (ISO 32000-1, 8.4.2)."""
        for which in ("fill", "stroke"):
            self._emit_device("DeviceGray", which, (0.0,))

    def save(self, instruction: Any) -> None:
        """`q`."""
        self._stack.append(self._state)
        self.out.append(instruction)

    def restore(self, instruction: Any) -> None:
        """`Q`."""
        self._state = self._stack.pop() if self._stack else self._state
        self.out.append(instruction)

    # colours

    def device(self, family: str, which: Which, instruction: Any) -> None:
        """`k`, `rg`, `g` and their like: space and colour in one."""
        values = tuple(float(value) for value in instruction.operands)
        if family == "DeviceCMYK":
            self._set(which, _Ink(Meaning("cmyk"), values))
        else:
            self._set(which, _Ink())
        self._emit_device(family, which, values, instruction)

    def _emit_device(self, family: str, which: Which, values: tuple[float, ...], instruction: Any = None) -> None:
        plate = self._re.palette.plate
        if plate and family in ("DeviceCMYK", "DeviceGray"):  # exact, without a profile
            inks = values if family == "DeviceCMYK" else (0.0, 0.0, 0.0, 1 - values[0])
            amount = inks[PROCESS.index(plate)] if plate in PROCESS else 0.0
            self._emit([1 - amount], "g" if which == "fill" else "G")
            return
        space = self._re.spaces.device(family)
        if isinstance(space, Name):  # stays as it is
            self.out.append(instruction or ([space], Operator("cs" if which == "fill" else "CS")))
            return
        name = f"/Shown{family}"
        self._resources.put("/ColorSpace", name, space)
        self._emit([Name(name)], "cs" if which == "fill" else "CS")
        self._emit([_eighth_bit(value) for value in values], "scn" if which == "fill" else "SCN")

    def space(self, which: Which, instruction: Any) -> None:
        """`cs`, `CS`."""
        named = instruction.operands[0]
        found = self._resources.get("/ColorSpace", named)
        space = named if found is None else found
        family = family_of(space)
        meaning = self._re.spaces.meaning(space)
        if meaning.kind == "cmyk":
            self._set(which, _Ink(meaning, (0.0, 0.0, 0.0, 1.0)))
            self._emit_device("DeviceCMYK", which, (0.0, 0.0, 0.0, 1.0))
            return
        self._set(which, _Ink(meaning))
        if found is None and family in ("DeviceGray", "DeviceRGB"):
            self._set(which, _Ink(meaning, gray=family == "DeviceGray"))
            self._emit_device(family, which, (0.0,) if family == "DeviceGray" else (0.0, 0.0, 0.0))
            return
        if found is not None:
            self._resources.put("/ColorSpace", str(named), self._re.spaces.replaced(found))
        self.out.append(instruction)

    def color(self, which: Which, instruction: Any) -> None:
        """`scn` and its like: numbers in the space set before, perhaps with a pattern's name."""
        operands = list(instruction.operands)
        ink = self._state.fill if which == "fill" else self._state.stroke
        if operands and isinstance(operands[-1], Name):
            meaning = self._pattern(operands[-1])
            self._set(which, _Ink(meaning or ink.meaning))
            self.out.append(instruction)
            return
        if ink.meaning.kind == "cmyk" and len(operands) == 4:
            values = tuple(float(value) for value in operands)
            self._set(which, _Ink(ink.meaning, values))
            self._emit_device("DeviceCMYK", which, values)
            return
        if ink.gray and len(operands) == 1:
            self._emit_device("DeviceGray", which, (float(operands[0]),))
            return
        self.out.append(instruction)

    def _pattern(self, name: Any) -> Meaning | None:
        pattern = self._resources.get("/Pattern", name)
        if isinstance(pattern, Stream):
            new = self._re.form(pattern, _State(), Dictionary(), self._depth)
            self._resources.put("/Pattern", str(name), new)
            return None
        if isinstance(pattern, Dictionary) and "/Shading" in pattern:
            made = Dictionary(dict(pattern.items()))
            shading = pattern["/Shading"]
            made["/Shading"] = self._re.shading(shading)
            self._resources.put("/Pattern", str(name), made)
            return _as_picture(self._re.spaces.meaning(shading.get("/ColorSpace")))
        return None

    def _set(self, which: Which, ink: _Ink) -> None:
        self._state = replace(self._state, fill=ink) if which == "fill" else replace(self._state, stroke=ink)

    # paintings

    def _lost(self, which: Which) -> bool:
        state = self._state
        ink, over = (state.fill, state.fill_over) if which == "fill" else (state.stroke, state.stroke_over)
        return self._re.leaves_alone(ink, over, state.mode)

    def path(self, operator: str, instruction: Any) -> None:
        """`f`, `S`, `B`, …: without what leaves the plate alone."""
        fills, strokes = operator[0] in "fFBb", operator[0] in "sSBb"
        keep_fill, keep_stroke = fills and not self._lost("fill"), strokes and not self._lost("stroke")
        if (keep_fill, keep_stroke) == (fills, strokes):
            self.out.append(instruction)
            return
        if operator[0] in "bs":
            self._emit([], "h")
        odd = "*" if operator.endswith("*") else ""
        self._emit([], f"f{odd}" if keep_fill else "S" if keep_stroke else "n")

    def rectangle(self, instruction: Any) -> None:
        """`re`: PDFium sets those to whole pixels, too, unless an edge is a curve, even if a straight one."""
        x, y, width, height = (float(value) for value in instruction.operands)
        right, high = _short(x + width), _short(y + height)
        x, y = _short(x), _short(y)
        self._emit([x, y], "m")
        self._emit([right, y], "l")
        self._emit([right, high], "l")
        self._emit([x, high], "l")
        self._emit([x, high, x, y, x, y], "c")
        self._emit([], "h")

    def text(self, instruction: Any) -> None:
        """`Tj` and its like: letters that leave the plate alone keep their room."""
        mode = self._state.rendering
        fills, strokes, clips = mode in (0, 2, 4, 6), mode in (1, 2, 5, 6), mode >= 4
        keep_fill, keep_stroke = fills and not self._lost("fill"), strokes and not self._lost("stroke")
        if mode == 0 and keep_fill:
            self._as_outlines(instruction)
            return
        if (keep_fill, keep_stroke) == (fills, strokes):
            self.out.append(instruction)
            return
        shown = {(True, False): 0, (False, True): 1, (False, False): 3}[keep_fill, keep_stroke] + 4 * clips
        self._emit([shown], "Tr")
        self.out.append(instruction)
        self._emit([mode], "Tr")

    def _as_outlines(self, instruction: Any) -> None:
        """PDFium sets letters to whole pixels, unless they have an edge of their own: here one that nobody sees."""
        self._edge(0.0)
        self._emit([2], "Tr")
        self.out.append(instruction)
        self._emit([0], "Tr")
        self._edge(self._state.edge)

    def _edge(self, opacity: float) -> None:
        name = f"/ShownEdge{opacity:g}"
        self._resources.put("/ExtGState", name, Dictionary(CA=opacity))
        self._emit([Name(name)], "gs")

    def rendering(self, instruction: Any) -> None:
        """`Tr`."""
        self._state = replace(self._state, rendering=int(instruction.operands[0]) & 7)
        self.out.append(instruction)

    def shade(self, instruction: Any) -> None:
        """`sh`."""
        name = instruction.operands[0]
        shading = self._resources.get("/Shading", name)
        if shading is not None:
            ink = _Ink(_as_picture(self._re.spaces.meaning(shading.get("/ColorSpace"))))
            if self._re.leaves_alone(ink, self._state.fill_over, self._state.mode):
                return
            self._resources.put("/Shading", str(name), self._re.shading(shading))
        self.out.append(instruction)

    def draw(self, instruction: Any) -> None:
        """`Do`."""
        name = instruction.operands[0]
        drawn = self._resources.get("/XObject", name)
        if not isinstance(drawn, Stream):
            self.out.append(instruction)
        elif str(drawn.get("/Subtype")) == "/Form":
            new = self._re.form(drawn, self._state, self._resources.original, self._depth)
            self._emit([self._resources.other_name("/XObject", str(name), new)], "Do")
        elif not self._picture_lost(drawn):
            self._emit([self._resources.other_name("/XObject", str(name), self._re.image(drawn))], "Do")

    def inline(self, instruction: Any) -> None:
        """`BI … EI`: becomes an image like any other, as its space may need more room than it has."""
        found = instruction.iimage
        image = self._re.pdf.make_stream(found.read_raw_bytes(), Dictionary(dict(found.obj.items())))
        image["/Subtype"] = Name.Image
        space = image.get("/ColorSpace")
        if isinstance(space, Name) and (named := self._resources.get("/ColorSpace", space)) is not None:
            image["/ColorSpace"] = named
        if not self._picture_lost(image):
            self._emit([self._resources.other_name("/XObject", "/Inline", self._re.image(image))], "Do")

    def _picture_lost(self, image: Any) -> bool:
        if bool(image.get("/ImageMask", False)):
            return self._lost("fill")
        meaning = _as_picture(self._re.spaces.meaning(image.get("/ColorSpace", Name.DeviceRGB)))
        return self._re.leaves_alone(_Ink(meaning), self._state.fill_over, self._state.mode)

    def settings(self, instruction: Any) -> None:
        """`gs`: overprint, and fonts that it may set."""
        found = _dictionary(self._resources.get("/ExtGState", instruction.operands[0]))
        state = self._state
        if "/OP" in found:
            over = bool(found["/OP"])
            state = replace(state, stroke_over=over, fill_over=bool(found.get("/op", over)))
        elif "/op" in found:
            state = replace(state, fill_over=bool(found["/op"]))
        if "/CA" in found:
            state = replace(state, edge=float(found["/CA"]))
        if "/OPM" in found:
            state = replace(state, mode=int(found["/OPM"]))
        self._state = state
        self.out.append(instruction)

    def font(self, instruction: Any) -> None:
        """`Tf`: letters that are drawings have colours of their own."""
        name = instruction.operands[0]
        font = self._resources.get("/Font", name)
        if isinstance(font, Dictionary) and str(font.get("/Subtype")) == "/Type3":
            self._resources.put("/Font", str(name), self._drawn_font(font))
        self.out.append(instruction)

    def _drawn_font(self, font: Any) -> Any:
        borrowed = _dictionary(font.get("/Resources"))
        made = Dictionary(dict(font.items()))
        glyphs = {}
        for name, glyph in _dictionary(font.get("/CharProcs")).items():
            glyphs[name] = self._re.form(glyph, self._state, borrowed, self._depth)
        made["/CharProcs"] = Dictionary(glyphs)
        return made

    def _emit(self, operands: list[Any], operator: str) -> None:
        self.out.append((operands, Operator(operator)))


def _as_picture(meaning: Meaning) -> Meaning:
    """Pictures and gradients paint all process inks, also those of which they have none (ISO 32000-1, 8.6.7)."""
    return Meaning("process") if meaning.kind == "cmyk" else meaning


def _eighth_bit(value: float) -> float:
    """A component that PDFium, which cuts off what 8 bits do not hold, rounds."""
    return min(1.0, math.floor(value * 255 + 0.5) / 255 + 0.0002)


def _short(value: float) -> float:
    return round(value, 6)


def _dictionary(value: Any) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()


def _device(family: str, which: Which) -> Any:
    return lambda writing, instruction: writing.device(family, which, instruction)


def _path(operator: str) -> Any:
    return lambda writing, instruction: writing.path(operator, instruction)


_OPERATORS: dict[str, Any] = {
    "q": _Writing.save, "Q": _Writing.restore, "gs": _Writing.settings, "Tf": _Writing.font,
    "k": _device("DeviceCMYK", "fill"), "K": _device("DeviceCMYK", "stroke"),
    "rg": _device("DeviceRGB", "fill"), "RG": _device("DeviceRGB", "stroke"),
    "g": _device("DeviceGray", "fill"), "G": _device("DeviceGray", "stroke"),
    "cs": lambda writing, instruction: writing.space("fill", instruction),
    "CS": lambda writing, instruction: writing.space("stroke", instruction),
    **dict.fromkeys(("sc", "scn"), lambda writing, instruction: writing.color("fill", instruction)),
    **dict.fromkeys(("SC", "SCN"), lambda writing, instruction: writing.color("stroke", instruction)),
    **{operator: _path(operator) for operator in ("f", "F", "f*", "S", "s", "B", "B*", "b", "b*")},
    **dict.fromkeys(("Tj", "TJ", "'", '"'), _Writing.text),
    "re": _Writing.rectangle, "Tr": _Writing.rendering, "sh": _Writing.shade,
    "Do": _Writing.draw, "INLINE IMAGE": _Writing.inline,
}  # fmt: skip
