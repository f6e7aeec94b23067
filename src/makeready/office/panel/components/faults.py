"""What is wrong in a form? A refusal's faults by field, so that each stands beside its field."""

from __future__ import annotations

from collections.abc import Iterator

from makeready.office.errors import OfficeError


class Faults:
    """A refusal as forms show it: `faults.sentence` above, `faults.of.name` beside the field `name`."""

    def __init__(self, why: OfficeError) -> None:
        self.sentence = why.sentence
        self.hint = why.hint
        self.of: dict[str, str] = {}
        for fault in why.errors:
            field = fault.path.partition("/")[0]
            place = fault.path.partition("/")[2]
            message = f"{place}: {fault.message}" if place else fault.message
            self.of[field] = f"{self.of[field]} {message}" if field in self.of else message

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.of.items())
