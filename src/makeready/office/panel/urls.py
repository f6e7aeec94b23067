"""Which addresses does the panel have? Those of `panel/pages/`, by registry: no list is kept by hand."""

from __future__ import annotations

import importlib
import pkgutil

from makeready.office.panel import pages
from makeready.office.panel.page import url_patterns

for module in pkgutil.iter_modules(pages.__path__):
    importlib.import_module(f"{pages.__name__}.{module.name}")

urlpatterns = url_patterns()
