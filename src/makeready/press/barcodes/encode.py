"""Which symbol stands for some data? The front door over all symbologies: whatever file lies in their folder.

A symbology is a module with `encode(data, error_correction) -> Symbol`, and `check(data) -> str` where its standard
restricts what it can carry. Only those that are used are loaded.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache, lru_cache
from types import ModuleType

from makeready.press.barcodes import symbologies
from makeready.press.barcodes.symbol import BarcodeFault, Symbol


@cache
def names() -> tuple[str, ...]:
    """The symbologies there are, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(symbologies.__path__)))


def checked(symbology: str, data: str) -> str:
    """The data as it is encoded: EAN-13 with its check digit, most others as given.

    Raises:
        BarcodeFault: a sentence, where the symbology cannot carry it.
    """
    if not data:
        raise BarcodeFault("there is nothing to encode.")
    module = _module(symbology)
    return str(module.check(data)) if hasattr(module, "check") else data


@lru_cache(maxsize=4096)
def encode(symbology: str, data: str, error_correction: str = "M") -> Symbol:
    """The symbol for some data.

    Raises:
        BarcodeFault: a sentence, where the symbology cannot carry the data.
    """
    symbol: Symbol = _module(symbology).encode(checked(symbology, data), error_correction)
    return symbol


@cache
def _module(symbology: str) -> ModuleType:
    return importlib.import_module(f"{symbologies.__name__}.{symbology}")
