"""How does a placed page lose its RGB? Its colours become inks of the press, where they are said: nothing is drawn.

Operators, gradients, tints' alternates, palettes and pictures go through their profile to the printing condition;
type and line art in neutral RGB becomes black ink alone, as in designs. What cannot be converted stays, and is told:
meshes with colours of their own, JPEG 2000, inline pictures, pictures within soft masks. In a confined child, in the
opened file.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from makeready.press.color.foreign import Separator
from makeready.press.images.separate import NoPixels, RgbPixels, separated
from makeready.press.pdf import reader
from makeready.press.pdf.functions import NoFunction
from makeready.press.pdf.reader import Array, Dictionary, Name, Operator, Pdf, Stream
from makeready.press.pdf.to_press_spaces import CMYK, Foreign, Spaces

Which = Literal["fill", "stroke"]
_DEPTH = 24


def separate_page(pdf: Pdf, page: Dictionary, separator: Separator) -> None:
    """Convert what a page shows, in place.

    Raises:
        PressError: where a part of it cannot be unpacked.
    """
    work = _Work(pdf, separator)
    resources = _dictionary(page.get("/Resources"))
    content = work.stream(page, resources, 0)
    if content is not None:
        page["/Contents"] = pdf.make_stream(content)
    work.group(page)
    work.finish()


class _Work:
    """One page and all that it leads to, each once."""

    def __init__(self, pdf: Pdf, separator: Separator) -> None:
        self.spaces = Spaces(pdf, separator)
        self._separator = separator
        self._done: set[tuple[int, int]] = set()
        self._resources: list[Dictionary] = []
        self.called: set[str] = set()
        """Names of spaces that inline pictures call: these stay."""

    def stream(self, owner: Any, resources: Dictionary, depth: int, *, mask: bool = False) -> bytes | None:
        """Content anew, or None where nothing in it changes; what it names is converted on the way.

        mask: it says by its lightness how much is seen, and becomes grey.
        """
        if not mask:
            self._seen(resources, depth)
        writing = _Writing(self, resources, mask)
        for instruction in reader.parse_content(owner):
            writing.take(instruction)
        return reader.unparse_content(writing.out) if writing.changed else None

    def group(self, owner: Any) -> None:
        """The space in which a page or a form mixes."""
        group = owner.get("/Group")
        if isinstance(group, Dictionary) and self.spaces.read(group.get("/CS"), Dictionary()) is not None:
            group["/CS"] = CMYK

    def finish(self) -> None:
        """Names of spaces that nobody calls any more, and those that now stand on inks."""
        for resources in self._resources:
            spaces = resources.get("/ColorSpace")
            if not isinstance(spaces, Dictionary):
                continue
            for name, space in list(spaces.items()):
                if name == "/DefaultRGB" or name in self.called:
                    continue
                if self.spaces.read(space, resources) is not None:
                    del spaces[name]
                else:
                    new = self.spaces.replaced(space, resources)
                    if new is not space:
                        spaces[name] = new
            if "/DefaultRGB" in spaces:
                del spaces["/DefaultRGB"]

    def _seen(self, resources: Dictionary, depth: int) -> None:
        if any(known is resources or _same(known, resources) for known in self._resources):
            return
        self._resources.append(resources)
        for shading in _members(resources, "/Shading"):
            self._shading(shading, resources)
        for pattern in _members(resources, "/Pattern"):
            if isinstance(pattern, Stream):
                self._form(pattern, resources, depth)
            elif isinstance(pattern, Dictionary) and "/Shading" in pattern:
                self._shading(pattern["/Shading"], resources)
        for state in _members(resources, "/ExtGState"):
            soft = state.get("/SMask") if isinstance(state, Dictionary) else None
            if isinstance(soft, Dictionary) and isinstance(soft.get("/G"), Stream):
                self._mask(soft["/G"], resources, depth)
        for font in _members(resources, "/Font"):
            self._type3(font, resources, depth)
        for drawn in _members(resources, "/XObject"):
            if not isinstance(drawn, Stream):
                continue
            if drawn.get("/Subtype") == Name.Image:
                self._image(drawn, resources)
            elif drawn.get("/Subtype") == Name.Form:
                self._form(drawn, resources, depth)

    def _form(self, form: Any, around: Dictionary, depth: int) -> None:
        if self._again(form) or depth > _DEPTH:
            return
        own = form.get("/Resources")
        content = self.stream(form, own if isinstance(own, Dictionary) else around, depth + 1)
        if content is not None:
            form.write(content)
        self.group(form)

    def _mask(self, form: Any, around: Dictionary, depth: int) -> None:
        """What a soft mask is made of, as light as it was."""
        if self._again(form) or depth > _DEPTH:
            return
        own = form.get("/Resources")
        resources = own if isinstance(own, Dictionary) else around
        content = self.stream(form, resources, depth + 1, mask=True)
        if content is not None:
            form.write(content)
        group = form.get("/Group")
        if isinstance(group, Dictionary) and self.spaces.read(group.get("/CS"), Dictionary()) is not None:
            group["/CS"] = Name.DeviceGray
        for inner in _members(resources, "/XObject"):
            if isinstance(inner, Stream) and inner.get("/Subtype") == Name.Form:
                self._mask(inner, resources, depth + 1)

    def _type3(self, font: Any, around: Dictionary, depth: int) -> None:
        if not isinstance(font, Dictionary) or font.get("/Subtype") != Name.Type3 or self._again(font):
            return
        own = font.get("/Resources")
        for glyph in _members(font, "/CharProcs"):
            if isinstance(glyph, Stream):
                content = self.stream(glyph, own if isinstance(own, Dictionary) else around, depth + 1)
                if content is not None:
                    glyph.write(content)

    def _shading(self, shading: Any, resources: Dictionary) -> None:
        """A gradient: its function taken anew, or what its space stands on."""
        if not isinstance(shading, Dictionary | Stream) or self._again(shading):
            return
        space = shading.get("/ColorSpace")
        foreign = self.spaces.read(space, resources)
        if foreign is None:
            shading["/ColorSpace"] = self.spaces.replaced(space, resources)
            return
        kind = int(shading.get("/ShadingType", 0))
        if "/Function" not in shading or kind not in (2, 3, 4, 5, 6, 7):
            return
        domain = [float(value) for value in shading.get("/Domain", [0, 1])] if kind in (2, 3) else _decoded(shading)
        try:
            shading["/Function"] = self.spaces.sampled(shading["/Function"], domain, foreign)
        except NoFunction:
            return
        shading["/ColorSpace"] = CMYK
        if "/Background" in shading:
            shading["/Background"] = _four(foreign.art([float(value) for value in shading["/Background"]]))

    def _image(self, image: Any, resources: Dictionary) -> None:
        if self._again(image) or bool(image.get("/ImageMask", False)):
            return
        space = image.get("/ColorSpace")
        foreign = self.spaces.read(space, resources)
        if foreign is None:
            new = self.spaces.replaced(space, resources)
            if new is not space:
                image["/ColorSpace"] = new
            return
        pixels = _pixels(image, foreign)
        if pixels is None:
            return
        try:
            packed = separated(pixels, self._separator.condition)
        except NoPixels:
            return
        if packed.coding == "jpeg":
            image.write(packed.data, filter=Name.DCTDecode)
        else:
            how = Dictionary(Predictor=15, Colors=packed.components, Columns=packed.width)
            image.write(packed.data, filter=Name.FlateDecode, decode_parms=how)
        image["/ColorSpace"], image["/BitsPerComponent"] = CMYK, 8
        for key in ("/Decode", "/Intent"):
            if key in image:
                del image[key]
        if packed.inverted:
            image["/Decode"] = Array([1, 0] * 4)

    def _again(self, found: Any) -> bool:
        if not found.is_indirect:
            return False
        known = found.objgen in self._done
        self._done.add(found.objgen)
        return known


class _Writing:
    """One content stream being written anew."""

    def __init__(self, work: _Work, resources: Dictionary, mask: bool) -> None:
        self._mask = mask
        self._work = work
        self._resources = resources
        self._now: dict[Which, Foreign | None] = {"fill": None, "stroke": None}
        self._stack: list[dict[Which, Foreign | None]] = []
        self.out: list[Any] = []
        self.changed = False

    def take(self, instruction: Any) -> None:
        """One instruction in, those that stand for it out."""
        word, operands = str(instruction.operator), instruction.operands
        if word == "q":
            self._stack.append(dict(self._now))
        elif word == "Q":
            self._now = self._stack.pop() if self._stack else self._now
        elif word in ("rg", "RG"):
            which: Which = "fill" if word == "rg" else "stroke"
            foreign = self._work.spaces.read(Name.DeviceRGB, self._resources)
            assert foreign is not None, "RGB is what is converted"
            self._now[which] = None
            self._ink(which, foreign, operands)
            return
        elif word in ("k", "K", "g", "G"):
            self._now["fill" if word in "kg" else "stroke"] = None
        elif word in ("cs", "CS"):
            which = "fill" if word == "cs" else "stroke"
            self._now[which] = foreign = self._work.spaces.read(operands[0], self._resources)
            if foreign is not None:
                self._ink(which, foreign, foreign.first)
                return
        elif word in ("sc", "scn", "SC", "SCN"):
            which = "fill" if word in ("sc", "scn") else "stroke"
            foreign = self._now[which]
            if foreign is not None:
                self._ink(which, foreign, operands)
                return
        elif word == "INLINE IMAGE":
            self._work.called.add(str(operands[0].obj.get("/CS", operands[0].obj.get("/ColorSpace", ""))))
        self.out.append(instruction)

    def _ink(self, which: Which, foreign: Foreign, operands: Any) -> None:
        self.changed = True
        values = [float(value) for value in operands if not isinstance(value, Name)]
        values = (values + [0.0] * 3)[:3]
        if self._mask:
            # As a screen's colours count when they become DeviceGray (ISO 32000-1, 10.3.2); of Lab, its lightness.
            red, green, blue = values
            light = 0.3 * red + 0.59 * green + 0.11 * blue if foreign.rgb else red / 100
            self.out.append((Array([round(min(max(light, 0.0), 1.0), 4)]), Operator("g" if which == "fill" else "G")))
            return
        self.out.append((_four(foreign.art(values)), Operator("k" if which == "fill" else "K")))


def _pixels(image: Any, foreign: Foreign) -> RgbPixels | None:
    """An image that can be converted as a whole; None for one whose numbers mean something else."""
    bits = int(image.get("/BitsPerComponent", 8))
    decode = [float(value) for value in image.get("/Decode", [0, 1, 0, 1, 0, 1])]
    soft = image.get("/SMask")
    matte = isinstance(soft, Stream) and "/Matte" in soft
    if not foreign.rgb or bits not in (8, 16) or decode != [0, 1] * 3 or isinstance(image.get("/Mask"), Array) or matte:
        return None
    filters = image.get("/Filter", Array())
    filters = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)]
    width, height = int(image.Width), int(image.Height)
    if filters == ["/DCTDecode"] and bits == 8:
        return RgbPixels(width, height, bytes(image.read_raw_bytes()), jpeg=True, profile=foreign.profile)
    if "/DCTDecode" in filters or "/JPXDecode" in filters:
        return None
    return RgbPixels(width, height, bytes(image.read_bytes()), jpeg=False, bits=bits, profile=foreign.profile)


def _decoded(shading: Any) -> list[float]:
    """The range of a mesh's one parameter: the last pair of its /Decode."""
    return [float(value) for value in list(shading["/Decode"])[-2:]]


def _four(inks: Any) -> Array:
    return Array([round(ink, 4) for ink in inks])


def _members(owner: Any, category: str) -> Iterator[Any]:
    found = owner.get(category)
    yield from (list(dict(found.items()).values()) if isinstance(found, Dictionary) else [])


def _same(one: Any, other: Any) -> bool:
    return bool(one.is_indirect and other.is_indirect and one.objgen == other.objgen)


def _dictionary(value: Any) -> Dictionary:
    return value if isinstance(value, Dictionary) else Dictionary()
