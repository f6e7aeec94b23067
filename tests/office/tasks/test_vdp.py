"""Many records in one print file, and pictures of the first of them."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest
from PIL import Image
from tests.office.shop import document
from tests.office.tasks.test_tasks import failed, words_of
from tests.office.workshop import DESIGN, artifacts, data_of, end, log, task
from tests.servers.web import Reply, WebServer

from makeready.office.storefronts.events import DesignRef

GOOD = "Name;Town\nAnna Öz;Köln\nBob;Ulm\n"
BAD = "Name;Town\nAnna Öz;Köln\n;Ulm\nCy;Bonn\n"


@pytest.fixture
def merged(workshop):
    """A job over these records."""

    def run(data: str, *tasks, final: str = "print", card=None):
        project = workshop.project(design=DesignRef(document=card or document()), fields={"Name": "The customer"})
        with WebServer() as web:
            address = web.on("/people.csv", Reply(body=data.encode()))
            get = task("download-files", "", "people", urls=[address])
            return workshop.run(workshop.job(DESIGN, get, *tasks, end(final), project=project))

    return run


def hires(**parameters):
    return task("render-vdp-hires", "design people", "print", **parameters)


def test_every_record_is_a_page_of_one_file(merged):
    job = merged(GOOD, hires(hiResOutputFileFormat="pdf", hiResOutputDpi=300))
    assert job.status == "succeeded", log(job)
    assert words_of(data_of(artifacts(job)["print"])) == ["Anna Öz", "Bob"]
    assert "2 records on 2 pages" in log(job)


def test_a_record_that_cannot_be_printed_is_told_by_its_number_and_nothing_is_printed(merged):
    error = failed(merged(BAD, hires()))
    assert error["code"] == "records_at_fault"
    assert error["message"].startswith("Record 2:")


def test_bad_records_may_be_left_out_and_are_told(merged):
    job = merged(BAD, hires(badRecords="skip"))
    assert words_of(data_of(artifacts(job)["print"])) == ["Anna Öz", "Cy"]
    assert "Record 2:" in log(job)


def test_what_is_no_table_of_records_is_told(merged):
    assert failed(merged("just words\n", hires()))["code"] == "input_unsuitable"


def test_without_data_the_projects_own_values_are_printed(workshop):
    project = workshop.project(design=DesignRef(document=document()), fields={"Name": "Anna Öz"})
    job = workshop.done(DESIGN, task("render-vdp-hires", "design", "print"), end("print"), project=project)
    assert words_of(data_of(artifacts(job)["print"])) == ["Anna Öz"]


def test_records_may_come_as_files_of_their_own_in_an_archive(merged):
    job = merged(GOOD, hires(hiResOutputToSeparateFiles=True, hiResOutputArchiveType="Zip"))
    with zipfile.ZipFile(io.BytesIO(data_of(artifacts(job)["print"]))) as packed:
        assert [words_of(packed.read(name)) for name in packed.namelist()] == [["Anna Öz"], ["Bob"]]


def test_previews_show_the_records_without_what_is_hidden(merged):
    card = document()
    card["pages"][0]["items"].append(
        {
            "type": "rectangle",
            "name": "Frame",
            "x": 0,
            "y": 0,
            "width": 85,
            "height": 55,
            "fill": {"cmyk": [0, 100, 100, 0]},
        }
    )
    look = task("render-vdp-preview", "design people", "look*", previewOutputWidth=200, previewOutputFileFormat="Png",
                explicitContainerVisibility={"Frame": False})  # fmt: skip
    named = {"previewOutputExplicitContainerVisibility": {"Frame": False}, "previewOutputWidth": 200,
             "previewOutputFileFormat": "Png"}  # fmt: skip
    job = merged(GOOD, {**look, "parameters": named}, final="look*", card=card)
    pictures = [np.asarray(Image.open(io.BytesIO(data_of(one))).convert("L")) for one in artifacts(job).values()]
    assert [picture.shape for picture in pictures] == [(129, 200)] * 2
    assert all(picture.min() < 100 < picture.mean() for picture in pictures), "words on white, no red frame"
    assert (pictures[0] != pictures[1]).any()


def test_letters_become_shapes_where_the_pipeline_says_so(workshop):
    job = workshop.done(
        DESIGN, task("render-hires", "design", "print", hiResOutputPdfTextMode="Outlines"), end("print")
    )
    assert words_of(data_of(artifacts(job)["print"])) == [""]
