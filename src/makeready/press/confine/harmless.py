"""What may a child answer? Plain values, and dataclasses, enums and findings of ours: nothing that acts.

A child that a hostile file has taken over can send any bytes; unpickling them freely would run its code here.
"""

from __future__ import annotations

import dataclasses
import enum
import pickle
from typing import Any

from makeready.press.findings import Finding

_PLAIN = {("datetime", "datetime"), ("datetime", "date"), ("datetime", "timezone"), ("datetime", "timedelta")}


class Harmless(pickle.Unpickler):
    """An unpickler that knows only value types."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is a value type of ours.

        Raises:
            pickle.UnpicklingError: for anything else.
        """
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        if module.startswith("makeready.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum | Finding)):
                return found
        raise pickle.UnpicklingError(f"a confined child may not answer with {module}.{name}")
