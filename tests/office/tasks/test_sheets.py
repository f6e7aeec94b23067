"""Cut patterns over pages, and the vendor's two names for imposition."""

from __future__ import annotations

import io

import pikepdf
import pytest
from tests.office.shop import document
from tests.office.tasks.test_tasks import failed, pages_of, words_of
from tests.office.workshop import DESIGN, PRINT, artifacts, data_of, end, log, task

from makeready.office.designs import assets
from makeready.office.pipelines.store import PipelineInvalid
from makeready.office.storefronts.events import DesignRef

SHEET = {"sheetWidth": 320, "sheetHeight": 450, "gutter": 4}


def die_line(workshop) -> str:
    """The asset of a PDF with a circle in the spot ink CutContour, made by our own engine."""
    ink = {"spot": "CutContour", "alternate": {"cmyk": [0, 100, 0, 0]}}
    circle = {"type": "ellipse", "x": 0, "y": 0, "width": 40, "height": 40, "stroke": {"color": ink, "width": 0.25}}
    card = {"version": 1, "pages": [{"width": 40, "height": 40, "items": [circle]}]}
    job = workshop.done(DESIGN, PRINT, end("print"), project=workshop.project(design=DesignRef(document=card)))
    return assets.add("Die", data_of(artifacts(job)["print"]), by=workshop.shop.staff).id


def spot_inks(data: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        arrays = [one for one in pdf.objects if isinstance(one, pikepdf.Array) and len(one) > 1]
        return {str(one[1]) for one in arrays if one[0] == "/Separation"}


def test_a_cut_pattern_lies_over_every_page_in_its_own_ink(workshop):
    cut = task("combine-with-cut-pattern", "print", "cut", cutPatternId=die_line(workshop), cutPatternCenterPointX=100)
    job = workshop.done(DESIGN, PRINT, cut, task("preflight", "cut"), end("cut"))
    made = data_of(artifacts(job)["cut"])
    assert pages_of(made) == [(85, 55)]
    assert words_of(made) == ["Anna Öz"]
    assert "/CutContour" in spot_inks(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        trim, bleed = pdf.pages[0].trimbox, pdf.pages[0].obj.BleedBox
        assert float(trim[0] - bleed[0]) == pytest.approx(3 / 25.4 * 72, abs=0.01)


def test_a_pattern_that_is_no_drawing_is_told(workshop):
    cut = task("combine-with-cut-pattern", "design", "cut", cutPatternName="Die")
    assert failed(workshop.run(workshop.job(DESIGN, cut, end("cut"))))["code"] == "input_unsuitable"


@pytest.mark.parametrize(
    ("kind", "parameters", "word"),
    [
        ("combine-with-cut-pattern", {"cutPatternName": "die.psd"}, "Photoshop"),
        ("produce-imposition", {"impositionTemplateName": "bc-8up.psd"}, "Photoshop templates cannot be read"),
        ("populate-psd-template", {"templateId": "65", "inputRepeatCount": 8}, "Photoshop templates cannot be read"),
    ],
)
def test_photoshop_files_are_refused_with_what_to_do_instead(workshop, kind, parameters, word):
    with pytest.raises(PipelineInvalid) as why:
        workshop.pipeline(DESIGN, PRINT, task(kind, "print", "made", **parameters), end("made"))
    assert word in " ".join(fault.message for fault in why.value.errors)


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [("produce-imposition", {"impositionTemplateName": "x.psd"}), ("populate-psd-template", {"inputRepeatCount": 8})],
)
def test_the_vendors_names_impose_as_ours_does(workshop, kind, parameters):
    job = workshop.done(
        DESIGN, PRINT, task(kind, "print", "sheet", **SHEET, **parameters), task("impose", "print", "own", **SHEET),
        end("sheet", "own"), project=workshop.project(design=DesignRef(document=document(words="Anna"))),
    )  # fmt: skip
    made = artifacts(job)
    assert words_of(data_of(made["sheet"])) == words_of(data_of(made["own"]))
    if "inputRepeatCount" in parameters:
        assert "8 take 1 sheets" in log(job)
