"""Task `extract-design-images`: the pictures that a design places, as they came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from makeready.office.storage.media_types import extension
from makeready.office.tasks.archive import Archive, Compression, faults_of_archive, packed
from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import ONE, JobContext, Task, TaskFailed


class NoPictures(TaskFailed):
    """The design places no such picture."""

    code = "no_pictures"
    fix = "Loosen the filters, or skip the task where a design may have no picture (skipIf); then start the job again."


class ImageSources(Word):
    """The vendor's variants of a picture; here there is one, the file as it came."""

    ALL = "All"
    PREFER_UNCONVERTED = "PreferUnconverted"
    UNCONVERTED = "Unconverted"
    CURRENT = "Current"


class ExtractDesignImagesParams(TaskParams):
    """Which pictures, and whether packed."""

    image_sources: ImageSources = Field(
        ImageSources.ALL, description="Pictures are kept as they came; Current (with effects applied) is not made."
    )
    take_uploaded_by_user_only: bool = Field(False, description="Only pictures that the customer chose for a field.")
    take_from_placeholders_only: bool = Field(False, description="Only pictures that fill a field of the template.")
    output_archive_type: Archive = Field(Archive.NONE, description="Zip: one archive of all.")
    output_archive_compression_type: Compression = Field(Compression.DEFAULT, description="How hard it is packed.")


class ExtractDesignImages(Task):
    """Takes the pictures that a design places, each once, as they came."""

    name = "extract-design-images"
    Params = ExtractDesignImagesParams
    inputs = ONE
    outputs = ONE

    def check(self, parameters: Mapping[str, Any], inputs: Sequence[str]) -> Iterator[tuple[str, str]]:
        """What the vendor has and we do not."""
        if str(parameters.get("imageSources", "")).strip().lower() == "current":
            yield "imageSources", "imageSources cannot be Current: pictures with effects applied are not kept here."
        yield from faults_of_archive(parameters, "outputArchiveType", "outputArchiveCompressionType")

    def run(self, params: ExtractDesignImagesParams, job: JobContext) -> None:
        """Hand in the pictures found; none is a failure."""
        only = params.take_uploaded_by_user_only or params.take_from_placeholders_only
        found = job.images(job.inputs[0], customers_only=only)
        if not found:
            which = " that the customer chose" if only else ""
            raise NoPictures(f"The design places no picture{which}.")
        if params.output_archive_type is Archive.ZIP:
            names = [(_name(one.suggested_name, one.media_type, n), one.sha256) for n, one in enumerate(found, 1)]
            job.deliver([packed(names, params.output_archive_compression_type, job)])
        else:
            job.deliver(found)


def _name(given: str, media_type: str, number: int) -> str:
    ending = extension(media_type)
    stem = given.removesuffix(ending) if ending else given
    return f"{stem or f'picture-{number}'}{ending}"
