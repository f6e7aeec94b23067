"""What does a foreign page paint with? Colour spaces, fonts it does not bring, transparency; run in a confined child.

Operators are found as tokens, not by parsing: quick on large drawings, and a word inside a string that looks
like one can only lead to a remark too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from makeready.press.findings import PressError
from makeready.press.pdf import reader
from makeready.press.pdf.reader import Array, Dictionary, Name, Pdf, PdfBroken, Stream


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What was noticed about a page and all that it shows.

    spaces: families of colour spaces: DeviceCMYK, DeviceRGB, ICCBased3, Separation, …
    unembedded: names of fonts that the file does not bring along. transparent: something lets what lies below through.
    converted: families whose colours became inks of the press on the way in.
    """

    spaces: frozenset[str] = frozenset()
    unembedded: tuple[str, ...] = ()
    transparent: bool = False
    converted: frozenset[str] = frozenset()


def examine(page: Dictionary) -> PageFacts:
    """The facts of a page.

    Raises:
        PressError: `PdfBroken`, where a part of it cannot be unpacked.
    """
    eyes = _Eyes()
    eyes.group(page)
    eyes.content(reader.decoded_content(page))
    eyes.resources(page.get("/Resources"))
    return PageFacts(frozenset(eyes.spaces), tuple(sorted(eyes.unembedded)), eyes.transparent)


def declare_rgb(pdf: Pdf, page: Dictionary, srgb: bytes) -> None:
    """Say that DeviceRGB on the page means sRGB (/DefaultRGB), wherever it is painted with.

    PDF/X-4 allows RGB beside a CMYK output intent only where its meaning is known.
    """
    profile = pdf.make_stream(srgb, N=3, Alternate=Name.DeviceRGB)
    space = pdf.make_indirect(Array([Name.ICCBased, profile]))
    eyes = _Eyes()
    eyes.resources(page.get("/Resources"))
    for resources in eyes.seen_resources:
        spaces = dict(resources.get("/ColorSpace", Dictionary()).items())
        resources["/ColorSpace"] = Dictionary({"/DefaultRGB": space, **spaces})


_RGB_OPERATOR = re.compile(rb"(?:^|[\s\]>)])(?:rg|RG)(?=[\s/\[(<%]|$)")
_CMYK_OPERATOR = re.compile(rb"(?:^|[\s\]>)])[kK](?=[\s/\[(<%]|$)")
_DEVICE_SPACE = re.compile(rb"/(Device(?:RGB|CMYK|Gray))\s+(?:cs|CS)\b")
_INLINE_RGB = re.compile(rb"/(?:CS|ColorSpace)\s*/(?:RGB|DeviceRGB)\b")


class _Eyes:
    """Goes through resources and all that they lead to, once each."""

    def __init__(self) -> None:
        self.spaces: set[str] = set()
        self.unembedded: set[str] = set()
        self.transparent = False
        self.seen_resources: list[Any] = []
        self._seen: set[tuple[int, int]] = set()

    def content(self, operators: bytes) -> None:
        """Colours that a stream sets by operators of their own."""
        if _RGB_OPERATOR.search(operators) or _INLINE_RGB.search(operators):
            self.spaces.add("DeviceRGB")
        if _CMYK_OPERATOR.search(operators):
            self.spaces.add("DeviceCMYK")
        self.spaces.update(name.decode() for name in _DEVICE_SPACE.findall(operators))

    def group(self, owner: Any) -> None:
        """The space in which a page or form mixes."""
        group = owner.get("/Group")
        if isinstance(group, Dictionary):
            self._space(group.get("/CS"))

    def resources(self, found: Any) -> None:
        """A resource dictionary and everything in it."""
        if not isinstance(found, Dictionary) or self._again(found):
            return
        self.seen_resources.append(found)
        look = {
            "/ColorSpace": self._space,
            "/Shading": lambda shading: self._space(shading.get("/ColorSpace")),
            "/Font": self._font,
            "/ExtGState": self._state,
            "/Pattern": self._pattern,
            "/XObject": self._x_object,
        }
        for category, see in look.items():
            for member in _members(found.get(category)):
                see(member)

    def _again(self, found: Any) -> bool:
        if not found.is_indirect:
            return False
        known = found.objgen in self._seen
        self._seen.add(found.objgen)
        return known

    def _space(self, space: Any) -> None:
        self.spaces.update(_families(space))

    def _x_object(self, found: Any) -> None:
        if not isinstance(found, Stream) or self._again(found):
            return
        if found.get("/Subtype") == Name.Image:
            self._space(found.get("/ColorSpace"))
            self.transparent |= "/SMask" in found
        else:
            self._form(found)

    def _form(self, found: Any) -> None:
        self.group(found)
        self.content(_unpacked(found))
        self.resources(found.get("/Resources"))

    def _pattern(self, found: Any) -> None:
        if isinstance(found, Stream):
            if not self._again(found):
                self._form(found)
        elif isinstance(found, Dictionary) and "/Shading" in found:
            self._space(found["/Shading"].get("/ColorSpace"))

    def _state(self, found: Any) -> None:
        if not isinstance(found, Dictionary):
            return
        mask = found.get("/SMask")
        faded = any(float(found.get(key, 1)) < 1 for key in ("/ca", "/CA"))
        mixed = str(found.get("/BM", "/Normal")) not in ("/Normal", "/Compatible")
        self.transparent |= faded or mixed or isinstance(mask, Dictionary)
        if isinstance(mask, Dictionary) and isinstance(mask.get("/G"), Stream) and not self._again(mask["/G"]):
            self._form(mask["/G"])

    def _font(self, font: Any) -> None:
        if not isinstance(font, Dictionary) or self._again(font):
            return
        if font.get("/Subtype") == Name.Type3:
            for glyph in _members(font.get("/CharProcs")):
                self.content(_unpacked(glyph))
            self.resources(font.get("/Resources"))
            return
        carriers = font.get("/DescendantFonts")
        carrier = carriers[0] if isinstance(carriers, Array) and len(carriers) else font
        descriptor: Any = carrier.get("/FontDescriptor", {})
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            self.unembedded.add(str(font.get("/BaseFont", "/without a name"))[1:])


def _members(category: Any) -> list[Any]:
    return list(dict(category.items()).values()) if isinstance(category, Dictionary) else []


def _families(space: Any) -> Iterator[str]:
    """The families that a colour space stands on."""
    if isinstance(space, Name):
        yield str(space)[1:]
    elif isinstance(space, Array) and len(space):
        family = str(space[0])[1:]
        if family == "ICCBased" and len(space) > 1 and isinstance(space[1], Stream):
            yield f"ICCBased{space[1].get('/N', '')}"
        elif family in ("Indexed", "Pattern") and len(space) > 1:
            yield from _families(space[1])
        elif family in ("Separation", "DeviceN") and len(space) > 2:
            yield family
            yield from _families(space[2])
        else:
            yield family


def _unpacked(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except RuntimeError as why:  # pikepdf's errors are RuntimeErrors
        raise PressError([PdfBroken(why="a part of it cannot be unpacked")]) from why
