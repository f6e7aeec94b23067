"""Which named things does one content stream use? Its resource dictionary, filled while it is written."""

from __future__ import annotations

from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Ref, Value

_PREFIX = {"Font": "F", "XObject": "X", "ColorSpace": "C", "ExtGState": "G", "Pattern": "T", "Properties": "P"}


class Resources:
    """Names of a stream. A thing is called by its kind and object number, so equal pages get equal bytes."""

    def __init__(self) -> None:
        self._named: dict[str, dict[str, Value]] = {}

    def name(self, category: str, ref: Ref) -> str:
        """The name under which the stream may call the object."""
        name = f"{_PREFIX[category]}{ref.number}"
        self._named.setdefault(category, {})[name] = ref
        return name

    def ref(self, objects: Objects) -> Ref:
        """The resource dictionary as an object of its own."""
        return objects.add_once(tuple(name for names in self._named.values() for name in names), self.entries)

    def entries(self) -> dict[str, Value]:
        """The resource dictionary."""
        return {category: dict(sorted(names.items())) for category, names in sorted(self._named.items())}
