"""How does a page of a foreign PDF become a Form of ours? As finished PDF syntax, copied without being drawn anew.

Vectors, inks, fonts and compressed pictures stay byte for byte what they were; what is not in inks is converted where
the file is for a press (`to_press`). What a page can carry but a
printed form must not (annotations, structure, metadata, links to other pages) stays behind.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from makeready.press import confine
from makeready.press.color.condition import OutputCondition
from makeready.press.color.foreign import Separator
from makeready.press.color.profiles import SRGB, built_in
from makeready.press.findings import PressError
from makeready.press.geometry import Matrix
from makeready.press.pdf import reader
from makeready.press.pdf.foreign_facts import PageFacts, declare_rgb, examine
from makeready.press.pdf.reader import Array, Dictionary, PageMissing, Pdf
from makeready.press.pdf.syntax import Raw, Ref, Stream, Value
from makeready.press.pdf.to_press import separate_page
from makeready.press.sources import SourceFile

NOT_INKS = frozenset({"DeviceRGB", "CalRGB", "Lab", "ICCBased3"})
"""Families of colours that a press has to convert."""


@dataclass(frozen=True, slots=True)
class PlacedForm:
    """A page as a Form XObject, in the writer's own values.

    form: the stream; its space after its /Matrix is the upright page: points, bottom left origin, as
    `PageBoxes` counts. objects: what the form needs, by number in the foreign file; a `Ref` inside means
    these numbers, and forms of one file share them. hidden_layers: those of the objects that are
    optional-content groups switched off. layers: all of them. facts: what the page paints with.
    """

    form: Stream
    objects: dict[int, Value | Stream]
    hidden_layers: tuple[int, ...] = ()
    layers: tuple[int, ...] = ()
    facts: PageFacts = PageFacts()

    @property
    def size(self) -> int:
        """Bytes of all streams."""
        return len(self.form.data) + sum(len(o.data) for o in self.objects.values() if isinstance(o, Stream))


def page_form(file: SourceFile, number: int, condition: OutputCondition | None = None) -> PlacedForm:
    """Page `number` (from 1) of a PDF, ready to be written into another one; remembered while it is used.

    condition: RGB and Lab become its inks, where they can; with none all colours stay as they are.

    Raises:
        PressError: where the file cannot be read or has no such page.
    """
    key = (file.sha256, number, condition.sha256 if condition else "")
    found = _kept.get(key)
    if found is None:
        lent = replace(condition, path=condition.profile) if condition else None  # a child cannot write it
        found = confine.run(_page_form, file.data, number, built_in(SRGB), lent, memory=3 * 1024**3)
        _kept.put(key, found)
    return found


def _page_form(data: bytes, number: int, srgb: bytes, condition: OutputCondition | None) -> PlacedForm:
    with reader.opened(data) as pdf:
        if not 1 <= number <= len(pdf.pages):
            raise PressError([PageMissing(number=number, pages=len(pdf.pages))])
        page = pdf.pages[number - 1].obj
        boxes = reader.page_boxes(page, number)
        facts = examine(page)
        if condition is not None and facts.spaces & NOT_INKS:
            separate_page(pdf, page, Separator(condition))
            left = examine(page)
            facts = replace(left, converted=(facts.spaces - left.spaces) & NOT_INKS)
        if "DeviceRGB" in facts.spaces:
            declare_rgb(pdf, page, srgb)
        content, packing = reader.content_of(page)
        keys: dict[str, Any] = {
            "/Type": reader.Name.XObject,
            "/Subtype": reader.Name.Form,
            "/BBox": page["/MediaBox"],
            "/Matrix": _numbers(boxes.upright),
            "/Resources": _needed_resources(page, reader.decoded_content(page)),
            **packing,
        }
        if "/Group" in page:
            keys["/Group"] = page["/Group"]
        copier = _Copier()
        form = Stream(copier.entries(keys.items()), content)
        objects = copier.all()
        layers, hidden = _layers(pdf) & objects.keys(), _hidden_layers(pdf) & objects.keys()
        return PlacedForm(form, objects, tuple(sorted(hidden)), tuple(sorted(layers)), facts)


_NAME = re.compile(rb"/([^\x00-\x20()<>\[\]{}/%]*)")
_CATEGORIES = ("/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/Properties", "/Shading", "/XObject")


def _needed_resources(page: Dictionary, content: bytes) -> Dictionary:
    """The page's resources without what its content never names: programs often give every page all of them.

    Names inside strings count as named: too much is harmless, too little is not.
    """
    resources = page.get("/Resources")
    if not isinstance(resources, Dictionary):
        return Dictionary()
    forms = [x for x in dict(resources.get("/XObject", {})).values() if isinstance(x, reader.Stream)]
    borrowed = any(str(x.get("/Subtype")) == "/Form" and "/Resources" not in x for x in forms)
    named = {b"/" + _unescaped(name) for name in _NAME.findall(content)}
    needed = Dictionary()
    for category in _CATEGORIES:
        entries = resources.get(category)
        if not isinstance(entries, Dictionary):
            continue
        kept = {
            name: entry
            for name, entry in entries.items()
            if borrowed or name.encode() in named or name.startswith("/Default")
        }
        if kept:
            needed[category] = Dictionary(kept)
    return needed


def _unescaped(name: bytes) -> bytes:
    """A name as it is meant: `#20` is a space (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)


def _layers(pdf: Pdf) -> set[int]:
    """Numbers of the file's optional-content groups."""
    properties = pdf.Root.get("/OCProperties")
    return _group_numbers(properties.get("/OCGs")) if isinstance(properties, Dictionary) else set()


def _hidden_layers(pdf: Pdf) -> set[int]:
    """Numbers of the optional-content groups that the file's default configuration switches off."""
    properties = pdf.Root.get("/OCProperties")
    default = properties.get("/D") if isinstance(properties, Dictionary) else None
    if not isinstance(properties, Dictionary) or not isinstance(default, Dictionary):
        return set()
    off = _group_numbers(default.get("/OFF"))
    if str(default.get("/BaseState")) == "/OFF":
        off |= _group_numbers(properties.get("/OCGs")) - _group_numbers(default.get("/ON"))
    return off


def _group_numbers(groups: object) -> set[int]:
    if not isinstance(groups, Array):
        return set()
    return {group.objgen[0] for group in groups if isinstance(group, Dictionary)}


_LEFT_BEHIND = {"/StructParent", "/StructParents", "/PieceInfo", "/Metadata", "/LastModified", "/Length", "/Thumb",
                "/F", "/FFilter", "/FDecodeParms", "/OPI", "/AF"}  # fmt: skip
"""Keys of streams that lead elsewhere: structure, metadata, other files. Content of another file is never fetched."""


class _Copier:
    """Turns objects of a PDF into the writer's values, and collects those that they refer to."""

    def __init__(self) -> None:
        self._todo: list[Any] = []
        self._seen: set[int] = set()

    def entries(self, keys: Iterable[tuple[str, Any]]) -> dict[str, Value]:
        """A dictionary's entries; keys come with their slash."""
        return {key[1:]: self._value(entry) for key, entry in keys}

    def all(self) -> dict[int, Value | Stream]:
        """Everything referred to so far, and what that refers to, by number."""
        done: dict[int, Value | Stream] = {}
        while self._todo:
            value = self._todo.pop()
            done[value.objgen[0]] = self._object(value)
        return done

    def _object(self, value: Any) -> Value | Stream:
        if isinstance(value, reader.Stream):
            kept = ((key, entry) for key, entry in value.items() if key not in _LEFT_BEHIND)
            return Stream(self.entries(kept), value.read_raw_bytes())
        if isinstance(value, Dictionary) and str(value.get("/Type")) in ("/Page", "/Pages", "/Catalog"):
            return None
        return self._direct(value, value.unparse(resolved=True))

    def _value(self, value: Any) -> Value:
        if isinstance(value, Decimal):
            return Raw(f"{value:f}".encode())
        if value is None or isinstance(value, bool | int):
            return value
        if value.is_indirect:
            return self._reference(value)
        return self._direct(value, value.unparse())

    def _direct(self, value: Any, tokens: bytes) -> Value:
        if b" R" in tokens:
            if isinstance(value, Array):
                return [self._value(entry) for entry in value]
            if isinstance(value, Dictionary):
                return self.entries(value.items())
        return Raw(tokens)  # refers to nothing, whatever it is

    def _reference(self, value: Any) -> Ref:
        number = value.objgen[0]
        if number not in self._seen:
            self._seen.add(number)
            self._todo.append(value)
        return Ref(number)


def _numbers(matrix: Matrix) -> Array:
    values = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
    return Array([Decimal(f"{value:.6f}") for value in values])


class _Kept:
    """Forms used lately, up to a number of bytes. Safe between threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._lock = threading.Lock()
        self._forms: OrderedDict[tuple[str, int, str], PlacedForm] = OrderedDict()

    def get(self, key: tuple[str, int, str]) -> PlacedForm | None:
        with self._lock:
            if key in self._forms:
                self._forms.move_to_end(key)
            return self._forms.get(key)

    def put(self, key: tuple[str, int, str], form: PlacedForm) -> None:
        with self._lock:
            if key in self._forms or form.size > self._most // 2:
                return
            self._forms[key] = form
            self._size += form.size
            while self._size > self._most:
                _, oldest = self._forms.popitem(last=False)
                self._size -= oldest.size


_kept = _Kept(96 * 1024 * 1024)
