"""Which documents are made from the code? Each module here with `FILE` and `text()`."""

from __future__ import annotations

from tests.docs import api, command_line, decisions, design_document, errors, moves, settings, statuses, tasks, webhooks
from tests.docs.recipe_book import ROOT

GENERATORS = (api, command_line, decisions, design_document, errors, moves, settings, statuses, tasks, webhooks)

__all__ = ["GENERATORS", "ROOT"]
