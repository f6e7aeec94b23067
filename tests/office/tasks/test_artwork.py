"""Tasks that take designs apart, fill them, draw them for people and check what came of them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import pikepdf
import pytest
from PIL import Image
from tests.office.shop import document
from tests.office.tasks.test_tasks import failed, pages_of, two_pages, words_of
from tests.office.workshop import DESIGN, PRINT, artifacts, data_of, end, log, task

from makeready.office.designs import assets
from makeready.office.designs.store import create_document_design, create_file_design
from makeready.office.pipelines.store import PipelineInvalid
from makeready.office.storefronts.events import DesignRef


def png(color: tuple[int, int, int] = (255, 0, 0), size: tuple[int, int] = (200, 100)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def picture_of(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def card_with_photos(logo: str, photo: str = "{{Photo}}") -> dict[str, Any]:
    card = document(words="Card")
    place = {"type": "image", "width": 20, "height": 10}
    items = [{**place, "name": "Logo", "src": logo, "x": 5, "y": 30}, {**place, "src": photo, "x": 40, "y": 30}]
    return {**card, "fields": [{"name": "Photo", "type": "image"}],
            "pages": [{**card["pages"][0], "items": card["pages"][0]["items"] + items}]}  # fmt: skip


@pytest.fixture
def photos(workshop):
    """A project whose card shows the shop's logo and the customer's photo."""
    logo = assets.add("Logo", png((0, 0, 255)), by=workshop.shop.staff)
    photo = assets.add("Photo", png((0, 200, 0)), by=workshop.shop.staff)
    shown = card_with_photos(logo.id)
    return workshop.project(design=DesignRef(document=shown), fields={"Photo": photo.id})


def test_all_pictures_of_a_design_come_as_they_were(workshop, photos):
    job = workshop.done(DESIGN, task("extract-design-images", "design", "picture*"), end("picture*"), project=photos)
    assert [data_of(one) for one in artifacts(job).values()] == [png((0, 0, 255)), png((0, 200, 0))]


def test_the_customers_own_pictures_can_be_had_as_an_archive(workshop, photos):
    take = task("extract-design-images", "design", "own", takeUploadedByUserOnly="true", imageSources="Unconverted",
                outputArchiveType="Zip", outputArchiveCompressionType="Lzma")  # fmt: skip
    job = workshop.done(DESIGN, take, end("own"), project=photos)
    with zipfile.ZipFile(io.BytesIO(data_of(artifacts(job)["own"]))) as packed:
        assert [packed.read(name) for name in packed.namelist()] == [png((0, 200, 0))]


def test_a_design_without_pictures_is_told(workshop):
    job = workshop.run(workshop.job(DESIGN, task("extract-design-images", "design", "picture*"), end("picture*")))
    assert failed(job)["code"] == "no_pictures"


@pytest.mark.parametrize(
    ("kind", "parameters", "word"),
    [
        ("extract-design-images", {"imageSources": "Current"}, "Current"),
        ("extract-design-images", {"outputArchiveType": "SevenZip"}, "7z"),
        ("render-hires", {"hiResOutputArchiveType": "SevenZip"}, "7z"),
        ("render-hires", {"hiResOutputArchiveType": "Zip", "hiResOutputArchiveCompressionType": "lzma2"}, "lzma2"),
        ("render-hires", {"hiResOutputBackgroundColor": "rgba(255,0,0,1)"}, "part of the design"),
        ("render-hires", {"hiResOutputRotateMode": "Auto"}, "Rotate90"),
        ("render-hires", {"hiResOutputCompression": "brotli"}, "must be one of"),
        ("render-hires", {"hiResOutputPdfKeepOriginalColors": "True"}, "can only be false"),
        ("render-design-preview-with-mockup", {"mockupName": "Mug.psd"}, "Photoshop"),
        ("render-design-preview-with-mockup", {}, "Which mock-up?"),
    ],
)
def test_what_the_vendor_has_and_we_have_not_is_refused_in_words(workshop, kind, parameters, word):
    with pytest.raises(PipelineInvalid) as why:
        workshop.pipeline(DESIGN, task(kind, "design", "made*", **parameters), end("made*"))
    assert word in str(why.value.as_dict())


def test_assets_and_stored_designs_are_taken_by_id_or_name(workshop):
    logo = assets.add("Logo", png(), by=workshop.shop.staff)
    create_document_design("Leaflet", document(words="From the shop"), by=workshop.shop.staff)
    job = workshop.done(
        task("extract-assets", "", "logo", assetType="Image", assetIds=[logo.id, ""]),
        {**task("extract-assets", "", "leaflet", assetType="PrivateDesign", assetIds=["Leaflet"]), "name": "leaflet"},
        task("render-hires", "leaflet", "print"), end("logo", "print"),
    )  # fmt: skip
    assert data_of(artifacts(job)["logo"]) == png()
    assert words_of(data_of(artifacts(job)["print"])) == ["From the shop"]
    assert not artifacts(job)["print"].stale, "the shop's own design is no older one of the project's"


def test_an_asset_that_is_not_there_is_told(workshop):
    take = task("extract-assets", "", "x*", assetType="Image", assetIds=["ast_1"])
    job = workshop.run(workshop.job(take, end("x*")))
    assert failed(job)["code"] == "no_such_asset"


def test_values_are_put_into_items_and_fields_without_touching_the_projects_design(workshop):
    card = document()
    card["pages"][0]["items"].append({**card["pages"][0]["items"][0], "name": "Number", "text": "?", "y": 25})
    project = workshop.project(design=DesignRef(document=card), fields={"Name": "Anna"})
    values = {"Number": {"text": "No. {{project.quantity}}"}, "placeholders": {"Name": "Zoë"}}
    fill = task("populate-design", "design", "filled", itemsData=values)
    job = workshop.done(DESIGN, fill, task("render-hires", "filled", "print"), end("print"), project=project)
    assert sorted(words_of(data_of(artifacts(job)["print"]))[0].split("\r\n")) == ["No. 250", "Zoë"]
    project.design.refresh_from_db()
    assert project.design.current == 1


def test_a_picture_can_be_put_into_a_filled_design(workshop, photos):
    other = assets.add("Other", png((250, 250, 0)), by=workshop.shop.staff)
    fill = task("populate-design", "design", "filled", itemsData={"Logo": {"image": other.id}})
    look = task("render-preview", "filled", "look*", previewOutputWidth=850, previewOutputFileFormat="Png")
    job = workshop.done(DESIGN, fill, look, end("look*"), project=photos)
    shown = picture_of(data_of(artifacts(job)["look1"]))
    assert shown[350, 150] == pytest.approx([250, 250, 0], abs=12)
    assert shown[350, 500] == pytest.approx([0, 200, 0], abs=12)


@pytest.mark.parametrize(
    ("items", "word"),
    [({"Nobody": {"text": "x"}}, "no item and no field named “Nobody”"), ({"Logo": {"text": "x"}}, "has no text"),
     ({"Logo": {"colour": "x"}}, "cannot be set")],
)  # fmt: skip
def test_a_name_that_the_design_does_not_have_is_told(workshop, photos, items, word):
    fill = task("populate-design", "design", "filled", itemsData=items)
    job = workshop.run(workshop.job(DESIGN, fill, end("filled"), project=photos))
    assert failed(job)["code"] == "nothing_of_this_name"
    assert word in failed(job)["message"]


def test_several_files_become_one_archive_with_their_names(workshop):
    job = workshop.done(DESIGN, PRINT, task("zip", "design print", "all"), end("all", "print"))
    with zipfile.ZipFile(io.BytesIO(data_of(artifacts(job)["all"]))) as packed:
        assert packed.namelist() == ["design.json", "print.pdf"]
        assert packed.read("print.pdf") == data_of(artifacts(job)["print"])
        assert packed.testzip() is None


def test_print_files_page_by_page_come_in_one_archive(workshop):
    pack = task("render-hires", "design", "print", hiResOutputToSeparateFiles=True, hiResOutputArchiveType="Zip")
    project = workshop.project(design=DesignRef(document=two_pages()))
    job = workshop.done(DESIGN, pack, end("print"), project=project)
    with zipfile.ZipFile(io.BytesIO(data_of(artifacts(job)["print"]))) as packed:
        assert packed.namelist() == ["print-1.pdf", "print-2.pdf"]
        assert words_of(packed.read("print-2.pdf")) == ["Back"]


def test_our_own_print_file_passes_the_strictest_gate(workshop):
    check = task("preflight", "print", "report", profile="pdfx4-cmyk", stopOn="warning")
    job = workshop.done(DESIGN, PRINT, check, end("print", "report"))
    report = json.loads(data_of(artifacts(job)["report"]))
    assert report["profile"] == "pdfx4-cmyk"
    assert list(report["files"]) == ["print"]


def office_pdf() -> bytes:
    """What a word processor makes: RGB text, no trim, no profile."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(241, 156))
    pdf.pages[0].Contents = pdf.make_stream(b"1 0 0 rg 10 10 100 100 re f")
    pdf.save(out)
    return out.getvalue()


def test_a_file_that_would_not_print_well_stops_its_job_with_the_reason(workshop):
    project = workshop.project()
    project.design = create_file_design(
        "Own", office_pdf(), file_name="own.pdf", by=workshop.shop.staff, project=project.pk
    )
    project.save()
    job = workshop.run(workshop.job(DESIGN, PRINT, task("preflight", "print"), end("print"), project=project))
    error = failed(job)
    assert error["code"] == "not_fit_to_print"
    assert "device-rgb" in {finding["code"] for finding in error["findings"]}
    told = workshop.done(DESIGN, PRINT, task("preflight", "print", stopOn="never"), end("print"), project=project)
    assert "DeviceRGB" in log(told)


def test_only_pdf_is_checked(workshop):
    job = workshop.run(workshop.job(DESIGN, task("preflight", "design"), end("design")))
    assert failed(job)["code"] == "input_unsuitable"


def two_halves() -> dict[str, Any]:
    """Red on the left, green on the right, blue below; taller than wide."""

    def box(x: float, y: float, width: float, height: float, cmyk: list[int]) -> dict[str, Any]:
        return {"type": "rectangle", "x": x, "y": y, "width": width, "height": height, "fill": {"cmyk": cmyk}}

    items = [
        box(0, 0, 20, 40, [0, 100, 100, 0]),
        box(20, 0, 20, 40, [100, 0, 100, 0]),
        box(0, 40, 40, 20, [100, 0, 0, 0]),
    ]
    return {"version": 1, "pages": [{"name": "front", "width": 40, "height": 60, "items": items}]}


RED, GREEN, CYAN = "red", "green", "cyan"


def colour_at(shown: np.ndarray, x: float, y: float) -> str:
    """Which of the three, at a part of width and height."""
    r, g, b = shown[round(y * (shown.shape[0] - 1)), round(x * (shown.shape[1] - 1))]
    return RED if r > max(g, b) + 60 else GREEN if g > max(r, b) + 20 and b < 130 else CYAN


@pytest.mark.parametrize(
    ("flip", "rotate", "size", "corners"),
    [
        ("None", "None", (40, 60), (RED, GREEN, CYAN, CYAN)),
        ("Horizontal", "None", (40, 60), (GREEN, RED, CYAN, CYAN)),
        ("Vertical", "None", (40, 60), (CYAN, CYAN, RED, GREEN)),
        ("Both", "None", (40, 60), (CYAN, CYAN, GREEN, RED)),
        ("None", "Rotate90", (60, 40), (CYAN, RED, CYAN, GREEN)),
        ("None", "Rotate180", (40, 60), (CYAN, CYAN, GREEN, RED)),
        ("None", "Rotate270", (60, 40), (GREEN, CYAN, RED, CYAN)),
    ],
)
def test_pages_are_mirrored_and_turned_as_asked(workshop, flip, rotate, size, corners):
    turn = task("render-hires", "design", "print", hiResOutputFlipMode=flip, hiResOutputRotateMode=rotate)
    look = task("render-preview", "print", "look*", previewOutputWidth=120, previewOutputFileFormat="Png")
    project = workshop.project(design=DesignRef(document=two_halves()))
    job = workshop.done(DESIGN, turn, task("preflight", "print"), look, end("print", "look*"), project=project)
    assert pages_of(data_of(artifacts(job)["print"])) == [size]
    shown = picture_of(data_of(artifacts(job)["look1"]))
    assert tuple(colour_at(shown, x, y) for y in (0.05, 0.95) for x in (0.05, 0.95)) == corners


def test_a_mirrored_picture_is_one_too(workshop):
    turn = task("render-hires", "design", "print", hiResOutputFlipMode="Horizontal", hiResOutputFileFormat="Tiff",
                hiResOutputDpi=72)  # fmt: skip
    job = workshop.done(DESIGN, turn, end("print"), project=workshop.project(design=DesignRef(document=two_halves())))
    made = Image.open(io.BytesIO(data_of(artifacts(job)["print"])))
    assert (made.mode, made.size) == ("CMYK", (113, 170))
    left, right = np.asarray(made)[20, 10], np.asarray(made)[20, 100]
    assert (left[0], right[0]) == pytest.approx((255, 0), abs=3)


def test_a_proof_says_that_it_is_one(workshop):
    proof = task("render-proof", "design", "proof*", proofOutputWidth=600, proofImageSafetyLinesEnabled=True)
    plain = {**task("render-proof", "design", "plain*", proofImageWidth=600, proofImageWatermarkEnabled=False),
             "name": "plain"}  # fmt: skip
    job = workshop.done(DESIGN, proof, plain, end("proof*", "plain*"))
    made = {name: picture_of(data_of(one)) for name, one in artifacts(job).items()}
    assert made["proof1"].shape == made["plain1"].shape == (388, 600, 3)
    changed = np.abs(made["proof1"] - made["plain1"]).sum(axis=2) > 15
    assert changed[150:240, 250:350].any(), "the watermark crosses the middle"
    assert changed[round(3 * 600 / 85) - 2 : round(3 * 600 / 85) + 3].any(), "a line at the safe margin"


def test_a_proof_of_all_pages_may_be_one_pdf(workshop):
    project = workshop.project(design=DesignRef(document=two_pages()))
    one = task("render-proof", "design", "proof", proofImageFileFormat="Pdf", proofImageSeparateFiles="false")
    job = workshop.done(DESIGN, one, end("proof"), project=project)
    assert [words.split("\r\n")[0] for words in words_of(data_of(artifacts(job)["proof"]))] == ["Front", "Back"]
    assert all("PROOF" in words for words in words_of(data_of(artifacts(job)["proof"])))


def test_artwork_is_shown_on_a_mock_up(workshop):
    wall = {"type": "rectangle", "x": 0, "y": 0, "width": 100, "height": 100, "fill": {"cmyk": [0, 0, 0, 50]}}
    blank = assets.add("Blank", png((255, 255, 255)), by=workshop.shop.staff)
    frame = {"type": "image", "name": "Artwork", "src": blank.id, "x": 20, "y": 20, "width": 60, "height": 60,
             "fit": "stretch"}  # fmt: skip
    mockup = {"version": 1, "pages": [{"name": "wall", "width": 100, "height": 100, "items": [wall, frame]}]}
    create_document_design("Framed", mockup, by=workshop.shop.staff)
    show = task("render-design-preview-with-mockup", "design", "look*", mockupName="Framed", previewWidth=200,
                previewFormat="Png", mockupTargetArtworkLayers=["Artwork"])  # fmt: skip
    logo = assets.add("Logo", png((250, 0, 0)), by=workshop.shop.staff)
    image = task(
        "render-image-preview-with-mockup", "logo", "framed", mockupName="Framed", previewWidth=200, fitMode="Fill"
    )
    job = workshop.done(
        DESIGN, show, task("extract-assets", "", "logo", assetType="Image", assetIds=[logo.id]), image,
        end("look*", "framed"), project=workshop.project(design=DesignRef(document=two_halves())),
    )  # fmt: skip
    shown, framed = (picture_of(data_of(artifacts(job)[name])) for name in ("look1", "framed"))
    assert shown.shape == (200, 200, 3)
    assert colour_at(shown, 0.42, 0.3) == RED
    assert colour_at(shown, 0.58, 0.3) == GREEN
    assert framed[100, 100] == pytest.approx([250, 0, 0], abs=12)
    assert abs(framed[10, 10][0] - framed[10, 10][2]) < 12, "the wall is grey"


def test_a_mock_up_without_a_place_for_the_artwork_is_told(workshop):
    create_document_design("Bare", document(words="Bare"), by=workshop.shop.staff)
    show = task(
        "render-design-preview-with-mockup", "design", "look*", mockupName="Bare", mockupTargetArtworkLayers=["A"]
    )
    job = workshop.run(workshop.job(DESIGN, show, end("look*")))
    assert "no picture item named “A”" in failed(job)["message"]
