"""How is a design shown on a product? In a stored design of ours that stands for the product, put into its picture."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from makeready.office.storage import blobs
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.render_preview import PreviewFormat, pixels_wide
from makeready.office.tasks.task import File, InputUnsuitable, JobContext, Picture

OUTLINE: dict[str, Any] = {"color": {"rgb": [0, 120, 255]}, "width": 0.3, "dashes": [2.0, 1.0]}


class FitMode(Word):
    """The vendor's words for how a picture fills its place."""

    FIT = "Fit"
    SHRINK = "Shrink"
    RESIZE = "Resize"
    FILL = "Fill"


FITS = {FitMode.FIT: "contain", FitMode.SHRINK: "contain", FitMode.RESIZE: "stretch", FitMode.FILL: "cover"}


class MockupParams(TaskParams):
    """The vendor's parameters; the mock-up is a stored design with a picture in it, not a Photoshop file."""

    mockup_id: str = Field("", description="The mock-up: a stored design, by id.")
    mockup_folder: str = Field("", description="Has no effect: stored designs have no folders.")
    mockup_name: str = Field("", description="The mock-up by name, where no id is given.")
    preview_width: int | None = Field(None, ge=16, le=8000, description="Largest width in pixels (default 1000).")
    preview_height: int | None = Field(None, ge=16, le=8000, description="Largest height in pixels.")
    preview_format: PreviewFormat = Field(PreviewFormat.JPEG, description="Picture format.")
    mockup_target_artwork_layers: list[str] = Field(
        default_factory=list, description="Names of the picture items that take the design; empty: all pictures."
    )
    visualize_print_areas: bool = Field(False, description="A line around the design.")


def faults_of_mockup(parameters: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(path, sentence) where no mock-up is named, or one that is a Photoshop file."""
    identity, name = str(parameters.get("mockupId", "")), str(parameters.get("mockupName", ""))
    if not identity and not name:
        yield "mockupId", "Which mock-up? Give mockupId or mockupName of a stored design."
    if name.lower().endswith((".psd", ".psb")):
        yield (
            "mockupName",
            (
                f"“{name}” is a Photoshop file, which is not read here: store a design with the product's picture "
                "and a picture item where the design goes, and name it."
            ),
        )


def on_mockup(artwork: File, params: MockupParams, fit: FitMode, job: JobContext) -> File:
    """The artwork, a picture, in its place on the mock-up."""
    mockup = job.stored("Design", params.mockup_id or params.mockup_name).as_input()
    if mockup.media_type != "application/json":
        raise InputUnsuitable(
            f"The mock-up “{mockup.name}” is {mockup.media_type}, not a design document.",
            fix="Store a design with the product's picture and a picture item where the design goes.",
        )
    document = json.loads(blobs.read(mockup.sha256))
    places = [item for page in document["pages"] for item in page.get("items", []) if item.get("type") == "image"]
    wanted = params.mockup_target_artwork_layers or [str(item.get("name", "")) for item in places[-1:]]
    named = {str(item.get("name", "")) for item in places}
    if missing := [name for name in wanted if not name or name not in named]:
        raise InputUnsuitable(
            f"The mock-up has no picture item named “{missing[0]}”.",
            fix="Name the picture item in the mock-up's design, and that name under mockupTargetArtworkLayers.",
        )
    filled = job.populate(mockup, {name: {"image": f"sha256:{artwork.sha256}", "fit": FITS[fit]} for name in wanted})
    if params.visualize_print_areas:
        filled = _outlined(filled, wanted, job)
    width, height = float(document["pages"][0]["width"]), float(document["pages"][0]["height"])
    pixels = pixels_wide(params.preview_width, params.preview_height, width, height)
    return job.render(filled.as_input(), Picture(params.preview_format.lower(), color="rgb", pages="1", width=pixels))


def _outlined(filled: File, names: list[str], job: JobContext) -> File:
    document = json.loads(blobs.read(filled.sha256))
    for page in document["pages"]:
        for item in [one for one in page["items"] if one.get("name") in names]:
            box = {key: item[key] for key in ("x", "y", "width", "height", "rotation") if key in item}
            page["items"].append({"type": "rectangle", "stroke": OUTLINE, **box})
    kept = job.keep(json.dumps(document).encode(), "application/json", "mockup.json")
    return File(kept.sha256, kept.media_type, kept.size, kept.suggested_name, {**filled.facts, "filled": kept.sha256})
