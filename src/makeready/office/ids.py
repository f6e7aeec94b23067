"""How are things named to the outside? `prj_…`, `job_…`: a prefix and 26 characters that sort by time."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _TextField = models.CharField[str, str]
else:
    _TextField = models.CharField

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case


def new_id(prefix: str) -> str:
    """A fresh id: 48 bits of milliseconds since 1970, then 80 random bits, in base 32.

    Within a process each sorts after the one before, also within a millisecond and when the clock is put back.
    """
    number = _Newest.after((time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10)))
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(ALPHABET[digit])
    return f"{prefix}_{''.join(reversed(digits))}"


class _Newest:
    """The newest number of this process."""

    lock = threading.Lock()
    number = 0

    @classmethod
    def after(cls, number: int) -> int:
        """The number itself, or the next one after the newest."""
        with cls.lock:
            cls.number = max(number, cls.number + 1)
            return cls.number


class IdField(_TextField):
    """The primary key of a table whose rows the API names: `IdField("prj")`."""

    def __init__(self, prefix: str = "", **options: Any) -> None:
        self.prefix = prefix
        maker: Callable[[], str] = partial(new_id, prefix)
        super().__init__(**{"max_length": 40, "primary_key": True, "editable": False, "default": maker, **options})

    def deconstruct(self) -> Any:
        """For migrations: the prefix is all that is ours."""
        name, path, _, options = super().deconstruct()
        for key in ("max_length", "primary_key", "editable", "default"):
            options.pop(key, None)
        return name, path, [self.prefix], options
