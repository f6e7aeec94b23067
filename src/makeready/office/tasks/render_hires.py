"""Task `render-hires`: the print file, by the same engine as the one on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, Field

from makeready.office.storage import blobs
from makeready.office.storage.media_types import extension
from makeready.office.tasks.archive import Archive, Compression, faults_of_archive, packed
from makeready.office.tasks.params import TaskParams, Word, prefixed
from makeready.office.tasks.task import ONE, File, Input, JobContext, Picture, Task
from makeready.press.images.turn import turn_picture
from makeready.press.impose.turn import turn_pages

PDF = "application/pdf"
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


class ImageCompression(Word):
    """How pictures are packed, in the vendor's words."""

    JPEG = "jpeg"
    ZIP = "zip"
    LZW = "lzw"
    NONE = "none"


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
    pdf_text_mode: TextMode | None = Field(
        None, description="Outlines: letters become shapes; Text: they stay text (default: as the product says)."
    )
    pdf_keep_original_colors: bool = Field(False, description="Only false: everything goes into the output's inks.")
    background_color: str = Field("", description="Transparent or white (the paper); no other colour.")
    compression: ImageCompression | None = Field(
        None, description="jpeg, zip, lzw or none. The engine packs pictures without loss; the log says so for jpeg."
    )
    jpeg_compression_quality: int | None = Field(None, ge=0, le=100, description="Chosen by the engine.")
    flip_mode: Flip = Field(Flip.NONE, description="Mirrored: Horizontal (left to right), Vertical, Both.")
    rotate_mode: Rotate = Field(Rotate.NONE, description="Turned clockwise: Rotate90, Rotate180, Rotate270.")
    archive_type: Archive = Field(Archive.NONE, description="Zip: all files in one archive.")
    archive_compression_type: Compression = Field(Compression.DEFAULT, description="How hard the archive is packed.")
    channel_containers_to_separate_files: bool = Field(False, description="Only false in this version.")
    channel_containers_render_empty_page: bool = Field(False, description="Has no effect without separate channels.")


class RenderHires(Task):
    """Makes the print file of a design: PDF/X-4, or pictures."""

    name = "render-hires"
    Params = RenderHiresParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What the vendor has and we do not: refused rather than ignored."""
        for name, allowed in NOT_BUILT.items():
            value = str(parameters.get(name, allowed[0])).strip().lower()
            if value not in allowed and "{{" not in value:
                yield name, f"{name} can only be {allowed[0]} in this version; it is {parameters[name]!r}."
        background = str(parameters.get("hiResOutputBackgroundColor", ""))
        if "{{" not in background and not is_paper(background):
            yield (
                "hiResOutputBackgroundColor",
                f"hiResOutputBackgroundColor can be transparent or white only: “{background}” would have to be part "
                "of the design.",
            )
        if str(parameters.get("hiResOutputRotateMode", "")).strip().lower() == "auto":
            yield "hiResOutputRotateMode", "hiResOutputRotateMode can be None, Rotate90, Rotate180 or Rotate270 here."
        pages = str(parameters.get("hiResOutputPrintAreaFilter", ""))
        if pages and "{{" not in pages and not PAGES.fullmatch(pages):
            yield "hiResOutputPrintAreaFilter", f"“{pages}” is no list of pages like “1, 3, 7” or “2-N”."
        yield from faults_of_archive(parameters, "hiResOutputArchiveType", "hiResOutputArchiveCompressionType")

    def run(self, params: RenderHiresParams, job: JobContext) -> None:
        """One file, or one per page; or all in an archive."""
        job.deliver(output_of(params, job.inputs[0], job))


def output_of(params: RenderHiresParams, artifact: Input, job: JobContext) -> list[File]:
    """The files asked for, of a design or a file."""
    if params.compression is ImageCompression.JPEG and params.file_format in (None, FileFormat.PDF):
        job.log("Pictures are packed without loss, or stay the JPEG that they came as.")
    pages = page_filter(params.print_area_filter)
    turned_pictures = is_turned(params) and params.file_format not in (None, FileFormat.PDF)
    if params.to_separate_files or turned_pictures:
        chosen = [str(page) for page in chosen_pages(pages, job.page_count(artifact))]
        files = [_rendered(params, artifact, page, job) for page in chosen]
    else:
        chosen, files = [""], [_rendered(params, artifact, pages or None, job)]
    together = len(files) > 1 and not params.to_separate_files
    if params.archive_type is Archive.ZIP or together:
        files = [_archive(params, chosen, files, job)]
    return files


NOT_BUILT: dict[str, tuple[str, ...]] = {
    "hiResOutputPdfKeepOriginalColors": ("false",),
    "hiResOutputChannelContainersToSeparateFiles": ("false",),
}
"""Parameters of which this version has only these values."""

QUARTERS = {Rotate.NONE: 0, Rotate.BY_90: 1, Rotate.BY_180: 2, Rotate.BY_270: 3}
NO_PAINT = re.compile(r"|none|transparent|rgba\((\s*\d+\s*,){3}\s*0(\.0*)?\s*\)", re.IGNORECASE)
WHITE = re.compile(
    r"white|#fff(fff)?(ff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(,[^)]*)?\)|cmyk\((\s*0\s*,?){4}\s*\)", re.IGNORECASE
)


def is_paper(color: str) -> bool:
    """Whether a background is what the paper is anyway: no paint at all, or white."""
    return bool(NO_PAINT.fullmatch(color.strip()) or WHITE.fullmatch(color.strip()))


def wanted(params: RenderHiresParams, pages: str | None = None) -> Picture:
    """What is asked of the engine."""
    profile = {
        ColorSpace.CMYK: params.cmyk_color_profile_name,
        ColorSpace.RGB: params.rgb_color_profile_name,
        ColorSpace.GRAY: params.grayscale_color_profile_name,
    }[params.color_space or ColorSpace.CMYK]
    color = "gray" if params.color_space is ColorSpace.GRAY else params.color_space
    text = params.pdf_text_mode.lower() if params.pdf_text_mode else None
    return Picture(params.file_format, params.dpi, color, pages, profile or None, text=text)


def _rendered(params: RenderHiresParams, artifact: Input, pages: str | None, job: JobContext) -> File:
    file = job.render(artifact, wanted(params, pages))
    if not is_turned(params):
        return file
    return job.work(turned, file.sha256, file.media_type, QUARTERS[params.rotate_mode], params.flip_mode.value)


def is_turned(params: RenderHiresParams) -> bool:
    """Whether pages are to be mirrored or turned."""
    return params.flip_mode is not Flip.NONE or params.rotate_mode is not Rotate.NONE


def turned(sha256: str, media_type: str, quarter_turns: int, flip: str) -> File:
    """A PDF or picture in the storage, turned and mirrored, put there too (called in a helper process)."""
    across, down = flip in (Flip.HORIZONTAL, Flip.BOTH), flip in (Flip.VERTICAL, Flip.BOTH)
    turn = turn_pages if media_type == PDF else turn_picture
    blob = blobs.put(turn(blobs.read(sha256), quarter_turns=quarter_turns, across=across, down=down), media_type)
    return File(blob.sha256, blob.media_type, blob.size)


def _archive(params: RenderHiresParams, pages: list[str], files: list[File], job: JobContext) -> File:
    """All files in one ZIP, named after the output."""
    stem = (job.wanted[0].replace("*", "") if job.wanted else "") or "print"
    names = [
        f"{stem}{page and f'-{page}'}{extension(file.media_type)}" for page, file in zip(pages, files, strict=True)
    ]
    return packed(
        [(name, file.sha256) for name, file in zip(names, files, strict=True)], params.archive_compression_type, job
    )


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
