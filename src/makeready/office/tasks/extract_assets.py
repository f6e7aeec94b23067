"""Task `extract-assets`: files of the shop itself."""

from __future__ import annotations

from pydantic import Field

from makeready.office.tasks.params import TaskParams, Word
from makeready.office.tasks.task import NONE, SOME, JobContext, Task


class AssetType(Word):
    """The vendor's kinds; private ones are not kept apart here."""

    DESIGN = "Design"
    PRIVATE_DESIGN = "PrivateDesign"
    IMAGE = "Image"
    PRIVATE_IMAGE = "PrivateImage"


class ExtractAssetsParams(TaskParams):
    """Which assets."""

    asset_type: AssetType = Field(description="Design: a stored design; Image: a picture or PDF among the assets.")
    asset_ids: list[str] = Field(description="Ids (or names); an empty one is left out.", min_length=1, max_length=200)


class ExtractAssets(Task):
    """Takes files of the shop: stored designs, or pictures and PDFs from its assets."""

    name = "extract-assets"
    Params = ExtractAssetsParams
    inputs = NONE
    outputs = SOME

    def run(self, params: ExtractAssetsParams, job: JobContext) -> None:
        """Hand them in, in the order asked for; one that is not there is a failure."""
        kind = "Design" if params.asset_type in (AssetType.DESIGN, AssetType.PRIVATE_DESIGN) else "Image"
        job.deliver([job.stored(kind, one.strip()) for one in params.asset_ids if one.strip()])
