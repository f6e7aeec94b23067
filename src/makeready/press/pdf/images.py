"""How does a picture become an image object? Pixels from `press.images`, each once per file."""

from __future__ import annotations

from makeready.press.color.condition import OutputCondition
from makeready.press.displaylist.items import Picture
from makeready.press.findings import Finding
from makeready.press.images.convert import Target, prepare
from makeready.press.images.pack import Packed
from makeready.press.pdf.conformance.standard import Place, Standard
from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Ref, Value

SPACES = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}


class Images:
    """The image objects of one file. ppi: the resolution that is needed where they are placed."""

    def __init__(
        self, target: Target, condition: OutputCondition, ppi: float, objects: Objects, standard: Standard
    ) -> None:
        self._target: Target = target
        self._condition = condition
        self._ppi = ppi
        self._objects = objects
        self._standard = standard
        self._written: dict[str, Ref] = {}  # by hash: a file of many pictures does not hold their bytes
        self.findings: list[Finding] = []

    def use(self, picture: Picture, scale: tuple[float, float], place: Place) -> tuple[Ref, bool]:
        """The image object for a picture whose box is magnified by `scale`, and whether it has a mask.

        Raises:
            PressError: where its file cannot be read.
        """
        packed = prepare(
            picture.file,
            placed=(picture.box.width * scale[0], picture.box.height * scale[1]),
            target=self._target,
            condition=self._condition,
            crop=picture.crop,
            ppi=self._ppi,
            path=place.path,
            page=place.page,
        )
        ref = self._written.get(packed.sha256)
        if ref is None:
            self.findings += self._standard.color_space(SPACES[packed.components], place)
            ref = self._written[packed.sha256] = self._write(packed)
        return ref, packed.mask is not None

    def _write(self, packed: Packed) -> Ref:
        entries: dict[str, Value] = {
            "Type": Name("XObject"),
            "Subtype": Name("Image"),
            "Width": packed.width,
            "Height": packed.height,
            "ColorSpace": Name(SPACES[packed.components]),
            "BitsPerComponent": 8,
            "Interpolate": False,
        }
        if packed.coding == "jpeg":
            entries["Filter"] = Name("DCTDecode")
        else:
            entries["Filter"] = Name("FlateDecode")
            entries["DecodeParms"] = {"Predictor": 15, "Colors": packed.components, "Columns": packed.width}
        if packed.inverted:
            entries["Decode"] = [1, 0] * packed.components
        if packed.mask is not None:
            entries["SMask"] = self._write(packed.mask)
        return self._objects.add_stream(entries, packed.data, deflate=False, digest=bytes.fromhex(packed.sha256))
