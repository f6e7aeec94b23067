"""Task `render-hires`: the print file, by the same engine as the one on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from makeready.office.tasks.params import TaskParams, Word, prefixed
from makeready.office.tasks.task import ONE, File, Input, JobContext, Picture, Task

MAX_DPI = 2400


class FileFormat(Word):
    """File formats."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    TIFF = "tiff"

    @classmethod
    def synonyms(cls) -> Mapping[str, str]:
        """The vendor's short names."""
        return {"jpg": "jpeg", "tif": "tiff"}


class ColorSpace(Word):
    """Colour spaces."""

    CMYK = "cmyk"
    RGB = "rgb"
    GRAY = "grayscale"

    @classmethod
    def synonyms(cls) -> Mapping[str, str]:
        """Ours, and the British one."""
        return {"gray": "grayscale", "grey": "grayscale"}


class TextMode(Word):
    """How text stands in a PDF."""

    OUTLINES = "Outlines"
    TEXT = "Text"


class Flip(Word):
    """Mirrored how."""

    NONE = "None"
    HORIZONTAL = "Horizontal"
    VERTICAL = "Vertical"
    BOTH = "Both"


class Rotate(Word):
    """Turned how."""

    NONE = "None"
    BY_90 = "Rotate90"
    BY_180 = "Rotate180"
    BY_270 = "Rotate270"
    AUTO = "Auto"


class Archive(Word):
    """Packed how."""

    NONE = "None"
    ZIP = "Zip"
    SEVEN_ZIP = "SevenZip"


class RenderHiresParams(TaskParams):
    """The vendor's parameters. What is not given is as the product says, else pdf, cmyk, 300 dpi."""

    model_config = ConfigDict(alias_generator=prefixed("hiResOutput"))

    dpi: float | None = Field(None, gt=0, le=MAX_DPI, description="Resolution of pictures, dots per inch.")
    file_format: FileFormat | None = Field(None, description="File format (default: the product's, else pdf).")
    color_space: ColorSpace | None = Field(None, description="Colour space (default: the product's, else cmyk).")
    print_area_filter: str = Field("", description="Pages: “1, 3, 7”, “2-9, 11-22”, “2-N”; empty: all.")
    to_separate_files: bool = Field(False, description="One file per page; the output must be a collection.")
    rgb_color_profile_name: str = Field("", description="ICC profile for RGB output; empty: the default.")
    cmyk_color_profile_name: str = Field("", description="ICC profile for CMYK output; empty: the product's.")
    grayscale_color_profile_name: str = Field("", description="ICC profile for grey output; empty: the default.")
    pdf_text_mode: TextMode = Field(TextMode.TEXT, description="Text stays text with embedded fonts.")
    pdf_keep_original_colors: bool = Field(False, description="Only false: everything goes into the output's inks.")
    background_color: str = Field("", description="Only transparent: paper shows where nothing is printed.")
    compression: str = Field("", description="Chosen by the engine: what is given here has no effect.")
    jpeg_compression_quality: int | None = Field(None, ge=0, le=100, description="Chosen by the engine.")
    flip_mode: Flip = Field(Flip.NONE, description="Only None in this version.")
    rotate_mode: Rotate = Field(Rotate.NONE, description="Only None in this version.")
    archive_type: Archive = Field(Archive.NONE, description="Only None in this version.")
    archive_compression_type: str = Field("", description="Has no effect without an archive.")
    channel_containers_to_separate_files: bool = Field(False, description="Only false in this version.")
    channel_containers_render_empty_page: bool = Field(False, description="Has no effect without separate channels.")


class RenderHires(Task):
    """Makes the print file of a design: PDF/X-4, or pictures."""

    name = "render-hires"
    Params = RenderHiresParams
    inputs = ONE
    outputs = ONE

    not_built: ClassVar[dict[str, tuple[str, ...]]] = {
        "hiResOutputFlipMode": ("none", ""),
        "hiResOutputRotateMode": ("none", ""),
        "hiResOutputArchiveType": ("none", ""),
        "hiResOutputPdfKeepOriginalColors": ("false",),
        "hiResOutputChannelContainersToSeparateFiles": ("false",),
    }
    """Parameters of which this version has only these values: others are refused rather than ignored."""

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What the vendor has and we do not."""
        for name, allowed in self.not_built.items():
            value = str(parameters.get(name, allowed[0])).strip().lower()
            if value not in allowed and "{{" not in value:
                yield name, f"{name} can only be {allowed[0]} in this version; it is {parameters[name]!r}."
        pages = str(parameters.get("hiResOutputPrintAreaFilter", ""))
        if pages and "{{" not in pages and not PAGES.fullmatch(pages):
            yield "hiResOutputPrintAreaFilter", f"“{pages}” is no list of pages like “1, 3, 7” or “2-N”."

    def run(self, params: RenderHiresParams, job: JobContext) -> None:
        """One file, or one per page."""
        (artifact,) = job.inputs
        pages = page_filter(params.print_area_filter)
        if params.to_separate_files:
            chosen = chosen_pages(pages, job.page_count(artifact))
            job.deliver([self._render(params, artifact, str(page), job) for page in chosen])
        else:
            job.deliver([self._render(params, artifact, pages or None, job)])

    @staticmethod
    def _render(params: RenderHiresParams, artifact: Input, pages: str | None, job: JobContext) -> File:
        profile = {
            ColorSpace.CMYK: params.cmyk_color_profile_name,
            ColorSpace.RGB: params.rgb_color_profile_name,
            ColorSpace.GRAY: params.grayscale_color_profile_name,
        }[params.color_space or ColorSpace.CMYK]
        color = "gray" if params.color_space is ColorSpace.GRAY else params.color_space
        return job.render(artifact, Picture(params.file_format, params.dpi, color, pages, profile or None))


PAGES = re.compile(r"\s*(\d+|N)(\s*-\s*(\d+|N)?)?(\s*,\s*(\d+|N)(\s*-\s*(\d+|N)?)?)*\s*", re.IGNORECASE)


def page_filter(text: str) -> str:
    """The vendor's “2-9, 11-N” as the engine's `2-9,11-`."""
    return re.sub(r"-n\b", "-", re.sub(r"\s+", "", text), flags=re.IGNORECASE)


def chosen_pages(pages: str, count: int) -> list[int]:
    """Page numbers from 1, in the order asked for; those beyond the end are left out."""
    if not pages:
        return list(range(1, count + 1))
    chosen: list[int] = []
    for part in pages.split(","):
        first, dash, last = part.partition("-")
        begin = count if first.upper() == "N" else int(first)
        end = begin if not dash else int(last or count)
        chosen.extend(range(begin, end + 1))
    return [page for page in chosen if 1 <= page <= count]
