"""Which pages belong to which record? The document part hierarchy of PDF/VT (ISO 16612-2, 6.5), two levels deep.

DPartRoot → root node → a part for each record: its first and last page, and its metadata (DPM)
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Raw, Ref, Value, token

ROOT_LEVEL, RECORD_LEVEL = "File", "Record"
"""What the levels are called (NodeNameList); names of the form that XML's NMTOKEN allows."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of a record. number: from 1."""

    number: int
    fields: Mapping[str, str]

    def metadata(self) -> dict[str, Value]:
        """The DPM dictionary. Field names are free text, so they are values here, not keys."""
        fields: list[Value] = [{"Name": name, "Value": value} for name, value in self.fields.items()]
        return {"Makeready_Record": {"Number": self.number, "Fields": fields}}


class Parts:
    """The parts of one file, written as they come. Memory: four bytes for each."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._root = objects.reserve()
        self._numbers = array("I")

    def reserve(self) -> Ref:
        """The next part, for its pages to refer to."""
        ref = self._objects.reserve()
        self._numbers.append(ref.number)
        return ref

    def add(self, ref: Ref, part: Part, first: Ref, last: Ref) -> None:
        """Say which pages the part has, and what it is."""
        self._objects.add_tokens(
            b"<</Type/DPart/Parent %d 0 R/Start %d 0 R/End %d 0 R/DPM%s>>"
            % (self._root.number, first.number, last.number, token(part.metadata())),
            ref,
        )

    def finish(self) -> Ref:
        """Write the root; returns what the catalog's /DPartRoot refers to."""
        kids = b" ".join(b"%d 0 R" % number for number in self._numbers)
        root = self._objects.reserve()
        self._objects.add({"Type": Name("DPart"), "Parent": root, "DParts": Raw(b"[[%s]]" % kids)}, self._root)
        entries: dict[str, Value] = {
            "Type": Name("DPartRoot"),
            "DPartRootNode": self._root,
            "RecordLevel": 1,
            "NodeNameList": [Name(ROOT_LEVEL), Name(RECORD_LEVEL)],
        }
        return self._objects.add(entries, root)
