"""Which layers of a page tell a machine what to do? Cutting, creasing, white, varnish: seen by no reader."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from makeready.press.design.paint import InkName, Model

StepName = Literal[
    "cut", "crease", "fold", "perforation", "drill", "glue", "white", "varnish", "foil", "embossing", "other"
]


class TechnicalLayer(Model):
    """A layer of technical inks. What items of the page paint in it prints over everything, in a PDF layer of its own.

    It can be left out of previews, and kept in print.
    """

    name: InkName = Field(description="Name of the layer, as items say in `layer`; also the layer's name in the PDF.")
    step: StepName = Field(
        "other", description="What it is for; PDF says so in the words of ISO 19593-1 (processing steps)."
    )
