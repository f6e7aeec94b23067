"""`makeready separations` takes designs and PDFs apart."""

import io
import json

from PIL import Image
from tests.press import foreign

from makeready.cli import main

HEAVY = {
    "version": 1, "name": "dark",
    "pages": [{"width": 40, "height": 20, "bleed": 0, "items": [
        {"type": "rectangle", "x": 0, "y": 0, "width": 40, "height": 20, "fill": {"cmyk": [100, 100, 100, 100]}}]}],
}  # fmt: skip


def test_a_design_becomes_a_proof_and_too_much_ink_is_said(tmp_path, capsys):
    (tmp_path / "dark.json").write_text(json.dumps(HEAVY))

    code = main(["separations", str(tmp_path / "dark.json"), "-o", str(tmp_path / "out.png"), "--as", "proof"])

    assert code == 0
    assert Image.open(io.BytesIO((tmp_path / "out.png").read_bytes())).size == (236, 118)
    assert "400 % of ink" in capsys.readouterr().err


def test_a_pdf_becomes_a_tiff_of_its_inks(tmp_path):
    (tmp_path / "in.pdf").write_bytes(foreign.pdf(foreign.filled(0.2, 0, 0.4, 0)))

    code = main(["separations", str(tmp_path / "in.pdf"), "-o", str(tmp_path / "out.tif"), "--as", "tiff"])

    assert code == 0
    picture = Image.open(tmp_path / "out.tif")
    assert (picture.mode, picture.getpixel((50, 50))) == ("CMYK", (51, 0, 102, 0))
