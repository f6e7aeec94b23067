"""Which font serves a family, a style, a character? Handed-in fonts first, then packages, then the machine.

Files are looked at once per process and opened when first needed: the machine's folders, often hundreds of
files, only when neither the handed-in fonts nor the packages have what is asked for.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

from makeready.press.displaylist.items import FontKey
from makeready.press.findings import Finding, PressError
from makeready.press.fonts.face import FaceFacts, plain, read_faces
from makeready.press.fonts.loaded import LoadedFont
from makeready.press.fonts.match import axes_for, distance
from makeready.press.fonts.places import machine_fonts, package_fonts
from makeready.press.sources import SourceFile

DEFAULT_FAMILY = "Source Sans Pro"

ALIASES = {
    "": DEFAULT_FAMILY,
    "default": DEFAULT_FAMILY,
    "sans": DEFAULT_FAMILY,
    "sansserif": DEFAULT_FAMILY,
    "systemui": DEFAULT_FAMILY,
    "sourcesans": DEFAULT_FAMILY,
    "sourcesans3": DEFAULT_FAMILY,
    "serif": "Source Serif Pro",
    "sourceserif": "Source Serif Pro",
    "sourceserif4": "Source Serif Pro",
}
"""Names that are no family of their own: the generic ones of CSS, and our default fonts under their other names."""

_LAST_RESORT = ("lastresort", "adobeblank", "notdef")


class NoFonts(Finding):
    """Not a single font is installed."""

    code = "no-fonts"
    sentence = "There is no font at all: no text can be set."
    fix = "Install the packages font-source-sans-pro and font-source-serif-pro, or upload a font."


class FontGone(Finding):
    """A font that a display list names cannot be found any more."""

    code = "font-gone"
    sentence = "The font file {sha256} is not there any more."
    fix = "Put the font back and lay the design out again."


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family that may be chosen: its name, its weights (two where they are a range), whether it has italics."""

    name: str
    weights: tuple[int, ...]
    variable: bool
    italic: bool
    source: str


class FoundFace:
    """A face in a file that has been looked at but not loaded."""

    def __init__(self, origin: Path | SourceFile, facts: FaceFacts, source: str) -> None:
        self.origin = origin
        self.facts = facts
        self.source = source

    @cached_property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.origin.data if isinstance(self.origin, SourceFile) else self.origin.read_bytes()

    @cached_property
    def sha256(self) -> str:
        """The file's identity."""
        return self.origin.sha256 if isinstance(self.origin, SourceFile) else hashlib.sha256(self.data).hexdigest()

    @cached_property
    def _peek(self) -> hb.Font:
        return hb.Font(hb.Face(_blob(self.origin), self.facts.index))

    def covers(self, character: str) -> bool:
        """Whether the face has a glyph for the character."""
        return bool(self._peek.get_nominal_glyph(ord(character)))


class FontLibrary:
    """The fonts of one piece of work. The same fonts give the same choices in the same order, always."""

    def __init__(self, files: Iterable[SourceFile | Path] = (), system: bool = True) -> None:
        """`files`: the shop's own fonts. `system`: also use the fonts of the machine, not only those of packages.

        Raises:
            PressError: with `FontUnreadable` for each handed-in file that is no font.
        """
        self._own = _read_own(files)
        self._system = system
        self._lock = threading.Lock()
        self._choices: dict[tuple[object, ...], FontKey] = {}
        self._fallbacks: dict[tuple[str, FontKey, bool], FontKey | None] = {}
        self._faces: dict[tuple[str, int], FoundFace] = {}
        self._styles: dict[tuple[str, int, bool], bool] = {}
        self._names: dict[str, list[FoundFace]] = {}

    @cached_property
    def identity(self) -> tuple[object, ...]:
        """What tells libraries apart: whether the machine's fonts count, and the files handed in."""
        return (self._system, *((face.sha256, face.facts.index) for face in self._own))

    def __eq__(self, other: object) -> bool:
        """Libraries of the same files make the same choices: what was set with one serves the other."""
        return self is other or (isinstance(other, FontLibrary) and self.identity == other.identity)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.identity)

    def choose(
        self,
        family: str | None = None,
        weight: int = 400,
        italic: bool = False,
        axes: tuple[tuple[str, float], ...] = (),
    ) -> FontKey:
        """The face nearest to a style; the default family where nobody has this one (see `knows`).

        axes: where further axes of a variable font are set; those that it does not have are passed over.

        Raises:
            PressError: with `NoFonts`, where there is none at all.
        """
        wish = (family, weight, italic, axes)
        if (key := self._choices.get(wish)) is None:
            face = self._nearest(plain(family or ""), weight, italic)
            key = self._choices[wish] = self._key(face, weight, italic, axes)
        return key

    def knows(self, family: str | None) -> bool:
        """Whether a family (or a generic name such as `serif`) is to be had."""
        name = plain(family or "")
        return name in ALIASES or bool(self._named(name))

    def has_style(self, family: str | None, weight: int, italic: bool) -> bool:
        """Whether a known family has this weight (within 50) and slant of its own."""
        wish = (plain(family or ""), weight, italic)
        if wish not in self._styles:
            _, slant_missing, _, apart = distance(self._nearest(*wish).facts, weight, italic)
            self._styles[wish] = not slant_missing and apart <= 50
        return self._styles[wish]

    def fallback(self, character: str, like: FontKey, *, color: bool = False) -> FontKey | None:
        """A font that has the character, near in style to `like`; None where nobody has it.

        Private-use characters mean something only in the font they were written for, so only the shop's own
        fonts are asked. Fonts that paint in colours of their own come last, unless `color` asks for them first.
        """
        wish = (character, like, color)
        if wish not in self._fallbacks:
            kinds = (True, False) if color else (False, True)
            found = (self._search(character, like, kind) for kind in kinds)
            self._fallbacks[wish] = next((key for key in found if key is not None), None)
        return self._fallbacks[wish]

    def covers(self, key: FontKey, character: str) -> bool:
        """Whether a font has a glyph for the character."""
        return self.load(key).covers(character)

    def load(self, key: FontKey) -> LoadedFont:
        """The font to a key, from any library.

        Raises:
            PressError: with `FontGone`, where no file has these bytes any more.
        """
        return _LOADED.get(key) or self._load(key)

    def families(self) -> list[FontFamily]:
        """All families by name: the shop's own first."""
        grouped: dict[tuple[str, str], list[FaceFacts]] = {}
        for tier in self._tiers():
            for face in tier:
                grouped.setdefault((face.source, face.facts.family), []).append(face.facts)
        return [_family(name, source, faces) for (source, name), faces in grouped.items()]

    def _nearest(self, name: str, weight: int, italic: bool) -> FoundFace:
        faces = self._named(name) or self._named("")
        if not faces:
            faces = next(([face for face in tier if not face.facts.color] for tier in self._tiers() if tier), [])
        if not faces:
            raise PressError([NoFonts()])
        # `min` takes the first of equals: tiers stand in order, TrueType before CFF within one.
        return min(faces, key=lambda face: distance(face.facts, weight, italic))

    def _named(self, name: str) -> list[FoundFace]:
        """Faces that answer to a name; those that name a whole family by it come before single styles."""
        if name not in self._names:
            self._names[name] = self._look_up(name)
        return self._names[name]

    def _look_up(self, name: str) -> list[FoundFace]:
        for tiers, wanted in (
            (self._near_tiers(), name),
            (self._near_tiers(), plain(ALIASES.get(name, name))),
            (self._far_tiers(), name),
        ):
            found = [face for tier in tiers for face in tier if wanted in face.facts.names]
            if found:
                family = [face for face in found if plain(face.facts.family) == wanted]
                return family or found
        return []

    def _key(self, face: FoundFace, weight: int, italic: bool, axes: tuple[tuple[str, float], ...] = ()) -> FontKey:
        with self._lock:
            self._faces[face.sha256, face.facts.index] = face
        return FontKey(face.sha256, face.facts.index, axes_for(face.facts, weight, italic, axes))

    def _search(self, character: str, like: FontKey, color: bool) -> FontKey | None:
        facts = self.load(like).facts
        weight = round(dict(like.axes).get("wght", facts.weight))
        private = unicodedata.category(character) in ("Co", "Cn", "Cs")
        for tier in self._tiers():
            if private and tier is not self._own:
                continue
            able = [f for f in tier if f.facts.color == color and _usable(f) and f.covers(character)]
            if able:
                serif = "serif" in plain(facts.family)
                best = min(able, key=lambda f: (_likeness(f.facts, serif), *distance(f.facts, weight, facts.italic)))
                return self._key(best, weight, facts.italic)
        return None

    def _load(self, key: FontKey) -> LoadedFont:
        face = self._faces.get((key.sha256, key.index)) or next(
            (f for tier in self._tiers() for f in tier if f.sha256 == key.sha256 and f.facts.index == key.index), None
        )
        if face is None:
            raise PressError([FontGone(sha256=key.sha256[:12])])
        return _LOADED.setdefault(key, LoadedFont(key, face.data, face.facts))

    def _tiers(self) -> Iterator[list[FoundFace]]:
        yield from self._near_tiers()
        yield from self._far_tiers()

    def _near_tiers(self) -> Iterator[list[FoundFace]]:
        yield self._own
        yield _installed("package")

    def _far_tiers(self) -> Iterator[list[FoundFace]]:
        if self._system:
            yield _installed("machine")


_LOADED: dict[FontKey, LoadedFont] = {}
"""Loaded fonts by content: the same bytes at the same axes are the same font in every library."""


def families_in(file: SourceFile) -> list[str]:
    """The names of the families in a font file.

    Raises:
        PressError: with `FontUnreadable`, where it is no font.
    """
    return sorted({face.facts.family for face in _read_own([file])})


def _read_own(files: Iterable[SourceFile | Path]) -> list[FoundFace]:
    faces: list[FoundFace] = []
    findings: list[Finding] = []
    for number, file in enumerate(files, 1):
        name = f"“{file.name}”" if isinstance(file, Path) else f"no. {number}"
        try:
            faces += [FoundFace(file, facts, "own") for facts in read_faces(_blob(file), name)]
        except PressError as error:
            findings += error.findings
    if findings:
        raise PressError(findings)
    # In an order that does not depend on the one in which they were handed in.
    return sorted(faces, key=lambda face: (face.facts.cff, face.facts.family, face.facts.weight, face.sha256))


@lru_cache(maxsize=2)
def _installed(source: str) -> list[FoundFace]:
    """The faces of the packages or the machine; what cannot be read as a font is passed over."""
    faces: list[FoundFace] = []
    for path in package_fonts() if source == "package" else machine_fonts():
        try:
            faces += [FoundFace(path, facts, source) for facts in read_faces(_blob(path), path.name)]
        except (PressError, hb.HarfBuzzError):
            continue
    return sorted(faces, key=lambda face: (face.facts.cff, face.facts.family, face.facts.weight))


def _blob(origin: Path | SourceFile) -> hb.Blob:
    return hb.Blob(origin.data) if isinstance(origin, SourceFile) else hb.Blob.from_file_path(str(origin))


def _usable(face: FoundFace) -> bool:
    return not plain(face.facts.family).startswith(_LAST_RESORT)


def _likeness(facts: FaceFacts, serif: bool) -> tuple[int, str]:
    """Order of fallback fonts within a tier: Source and Noto in the wanted genre, then in the other, then by name."""
    name = plain(facts.family)
    genres = ("serif", "sans") if serif else ("sans", "serif")
    order = [maker + genre for genre in genres for maker in ("source", "noto")]
    return next((rank for rank, start in enumerate(order) if name.startswith(start)), len(order)), name


def _family(name: str, source: str, faces: list[FaceFacts]) -> FontFamily:
    axis = next((found for face in faces if (found := face.axis("wght"))), None)
    weights = {int(axis.minimum), int(axis.maximum)} if axis else {face.weight for face in faces}
    italic = any(face.italic for face in faces)
    return FontFamily(name, tuple(sorted(weights)), axis is not None, italic, source)
