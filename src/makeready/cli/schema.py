"""Print the JSON Schema of a design document, a pipeline or an order."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from makeready.cli import DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Of what."""
    parser.add_argument("kind", choices=["design", "pipeline", "order"])


def run(args: argparse.Namespace) -> int:
    """Print it."""
    json.dump(_schema(args.kind), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return DONE


def _schema(kind: str) -> dict[str, Any]:
    """Each is kept where the thing itself is read; only the one asked for is loaded."""
    match kind:
        case "design":
            from makeready.press.design import document

            return document.json_schema()
        case "pipeline":
            from makeready.office.pipelines import definition

            return definition.json_schema()
        case _:
            from makeready.office.storefronts import custom

            return custom.json_schema()
