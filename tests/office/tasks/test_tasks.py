"""Each task type, done by the real runner; results are looked at by what they mean."""

from __future__ import annotations

import io
import json
from email.message import Message
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from tests.office.shop import document
from tests.office.workshop import DESIGN, PRINT, artifacts, data_of, end, errors, log, states, task
from tests.servers.receivers import FtpReceiver, MailReceiver, SftpReceiver
from tests.servers.web import Reply, WebServer

from makeready.office.connections import store as connections
from makeready.office.designs.store import create_file_design, revise
from makeready.office.jobs.models import Job
from makeready.office.projects.models import Project
from makeready.office.projects.statuses import FORWARD, Status
from makeready.office.storefronts.events import DesignRef
from makeready.office.tasks.set_project_status import STATUSES
from makeready.office.tasks.task import task_types

MM = 72 / 25.4


def pages_of(data: bytes) -> list[tuple[float, float]]:
    """Each page's trim, mm."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        boxes = [[float(edge) for edge in page.trimbox] for page in pdf.pages]
    return [(round((right - left) / MM, 1), round((top - bottom) / MM, 1)) for left, bottom, right, top in boxes]


def words_of(data: bytes) -> list[str]:
    """Each page's text."""
    pdf = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded().strip() for page in pdf]


def two_pages(front: str = "Front", back: str = "Back") -> dict[str, Any]:
    card = document(words=front)
    return {**card, "pages": [card["pages"][0], {**document(words=back)["pages"][0], "name": "back"}]}


def failed(job: Job) -> dict[str, Any]:
    """How the one task that failed tells it."""
    assert job.status == "failed"
    (error,) = errors(job).values()
    assert error["message"]
    assert error["hint"]
    return dict(error)


def test_there_are_the_fifteen_types_of_the_first_form():
    assert set(task_types()) >= {
        "extract-project-design", "extract-project-resource", "download-files", "render-hires", "render-preview",
        "merge-separate-pages", "impose", "draw-crop-marks", "upload-to-ftp", "invoke-url", "send-email",
        "set-artifact-names", "configure-artifacts", "set-project-status", "finalize",
    }  # fmt: skip


def test_the_print_file_is_the_design_with_the_customers_words(workshop):
    job = workshop.done(DESIGN, PRINT, end("print"))
    (made,) = artifacts(job).values()
    assert (made.alias, made.name, made.media_type, made.final) == ("print", "print.pdf", "application/pdf", True)
    assert pages_of(data_of(made)) == [(85, 55)]
    assert words_of(data_of(made)) == ["Anna Öz"]


def test_the_design_is_taken_as_it_is_when_the_job_runs(workshop):
    project = workshop.project()
    job = workshop.job(DESIGN, PRINT, end("print"), project=project)
    revise(project.design, document(words="Anna Özdemir"), by=workshop.shop.staff)
    workshop.run(job)
    assert words_of(data_of(artifacts(job)["print"])) == ["Anna Özdemir"]
    assert "The design's revision 2." in log(job)


def test_without_a_design_the_task_says_so(workshop):
    project = workshop.project(design=None)
    assert failed(workshop.run(workshop.job(DESIGN, end("design"), project=project)))["code"] == "job_without_design"


def test_another_item_than_the_projects_own_is_told(workshop):
    asked = {**DESIGN, "parameters": {"projectItemName": "Poster"}}
    assert "no item “Poster”" in failed(workshop.run(workshop.job(asked, end("design"))))["message"]
    workshop.done({**DESIGN, "parameters": {"projectItemName": "Business cards"}}, end("design"))


def test_the_customers_own_file_is_taken_as_it_came(workshop):
    made = data_of(artifacts(workshop.done(DESIGN, PRINT, end("print")))["print"])
    project = workshop.project()
    project.design = create_file_design("Own", made, file_name="mine.pdf", by=workshop.shop.staff, project=project.pk)
    project.save()
    job = workshop.done(
        DESIGN, PRINT, task("extract-project-resource", "", "own", projectItemResourceType="Hires"),
        end("print", "own"), project=project,
    )  # fmt: skip
    assert data_of(artifacts(job)["own"]) == made
    assert data_of(artifacts(job)["print"]) == made, "a print-ready file passes byte for byte"


def test_previews_of_the_project_are_a_resource(workshop):
    take = task("extract-project-resource", "", "look*", projectItemResourceType="Preview")
    job = workshop.done(take, end("look*"), project=workshop.project(design=DesignRef(document=two_pages())))
    assert [one.media_type for one in artifacts(job).values()] == ["image/png", "image/png"]


def test_a_resource_that_is_not_there_is_told(workshop):
    take = task("extract-project-resource", "", "own", projectItemResourceType="Hires")
    assert failed(workshop.run(workshop.job(take, end("own"))))["code"] == "resource_missing"


def test_files_are_fetched_from_the_web(workshop):
    with WebServer() as web:
        address = web.on(
            "/logo.svg", Reply(headers={"Content-Type": "text/html"}, body=b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        )
        job = workshop.done(task("download-files", "", "logo", urls=[address]), end("logo"))
    (made,) = artifacts(job).values()
    assert made.media_type == "image/svg+xml", "the bytes count, not what the server says"


def test_a_file_that_is_not_there_stops_the_job(workshop):
    with WebServer() as web:
        job = workshop.run(workshop.job(task("download-files", "", "logo", urls=[f"{web.url}/none"]), end("logo")))
    assert "404" in failed(job)["message"]


def test_an_address_within_the_house_is_not_fetched(workshop):
    job = workshop.run(workshop.job(task("download-files", "", "x", urls=["http://169.254.169.254/latest"]), end("x")))
    assert failed(job)["code"] == "address_forbidden"


def test_the_vendors_words_for_resolution_and_colour_are_heeded(workshop):
    job = workshop.done(
        DESIGN,
        task("render-hires", "design", "page*", hiResOutputFileFormat="Jpg", hiResOutputDpi="150",
             hiResOutputColorSpace="RGB", hiResOutputToSeparateFiles="true", hiResOutputPrintAreaFilter="2-N"),
        end("page*"), project=workshop.project(design=DesignRef(document=two_pages())),
    )  # fmt: skip
    (page,) = artifacts(job).values()
    assert (page.alias, page.media_type) == ("page1", "image/jpeg")
    picture = Image.open(io.BytesIO(data_of(page)))
    assert (picture.size, picture.mode) == ((round(85 / 25.4 * 150), round(55 / 25.4 * 150)), "RGB")


def test_what_a_task_is_not_told_the_product_says(workshop):
    product = workshop.shop.product("BC", print={"format": "png", "dpi": 72})
    project = workshop.project(sku="BC")
    assert project.product == product
    job = workshop.done(DESIGN, PRINT, end("print"), project=project)
    assert artifacts(job)["print"].media_type == "image/png"
    assert Image.open(io.BytesIO(data_of(artifacts(job)["print"]))).width == round(85 / 25.4 * 72)


def test_previews_fit_into_the_box_asked_for(workshop):
    job = workshop.done(
        DESIGN, task("render-preview", "design", "look*", previewOutputWidth=400, previewOutputHeight=100,
                     previewOutputFileFormat="Png"), end("look*"),
    )  # fmt: skip
    width, height = Image.open(io.BytesIO(data_of(artifacts(job)["look1"]))).size
    assert height == 100
    assert width == pytest.approx(100 * 85 / 55, abs=1)


def test_separate_pages_become_one_file_in_order(workshop):
    project = workshop.project(design=DesignRef(document=two_pages("Eins", "Zwei")))
    job = workshop.done(
        DESIGN, task("render-hires", "design", "page*", hiResOutputToSeparateFiles=True,
                     hiResOutputPrintAreaFilter="2,1"),
        task("merge-separate-pages", "page*", "whole"), end("whole"), project=project,
    )  # fmt: skip
    assert words_of(data_of(artifacts(job)["whole"])) == ["Zwei", "Eins"]


def test_sheets_are_filled_and_the_quantity_is_told(workshop):
    job = workshop.done(
        DESIGN, PRINT,
        task("impose", "print", "sheet", sheetWidth=320, sheetHeight=450, gutter=4, cropMarks=True), end("sheet"),
    )  # fmt: skip
    made = artifacts(job)["sheet"]
    assert words_of(data_of(made))[0].split().count("Anna") == made.facts["ups"] > 10
    assert f"250 take {-(-250 // made.facts['ups'])} sheets" in log(job)


def test_a_sheet_says_which_it_is(workshop):
    sheet = task("impose", "print", "sheet", sheetWidth=320, sheetHeight=450, margin=10, slug="{{project.orderNumber}}")
    job = workshop.done(DESIGN, PRINT, sheet, end("sheet"))

    said = words_of(data_of(artifacts(job)["sheet"]))[0]
    assert f"{job.project.order.number} · sheet 1 of 1" in said


def test_only_pdf_goes_on_a_sheet(workshop):
    picture = task("render-hires", "design", "print", hiResOutputFileFormat="png")
    impose = task("impose", "print", "sheet", sheetWidth=320, sheetHeight=450)
    assert failed(workshop.run(workshop.job(DESIGN, picture, impose, end("sheet"))))["code"] == "input_unsuitable"


def test_a_page_larger_than_the_sheet_is_told(workshop):
    impose = task("impose", "print", "sheet", sheetWidth=50, sheetHeight=50)
    assert failed(workshop.run(workshop.job(DESIGN, PRINT, impose, end("sheet"))))["hint"]


def test_crop_marks_stand_outside_the_trim(workshop):
    job = workshop.done(
        DESIGN, PRINT, task("draw-crop-marks", "print", "marked", drawCropMarkText="10017"), end("marked")
    )
    data = data_of(artifacts(job)["marked"])
    assert pages_of(data) == [(85, 55)]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        media, bleed = pdf.pages[0].mediabox, pdf.pages[0].obj.BleedBox
        assert float(media[2] - media[0]) > float(bleed[2] - bleed[0])
    assert "is not drawn" in log(job)


@pytest.mark.parametrize("kind", [FtpReceiver, SftpReceiver])
def test_files_are_put_where_the_pipeline_says(workshop, kind):
    project = workshop.project(fields={"Finish": "matt/../gloss"})
    with kind() as press:
        connections.save(name="press", by=workshop.shop.staff, **press.connection(options={"root": "/hot"}))
        job = workshop.done(
            DESIGN, PRINT,
            task("upload-to-ftp", "print", connection="press",
                 print="/{{project.items.@.fields.Finish}}/{{project.quantity}}-{{file}}"),
            end("print"), project=project,
        )  # fmt: skip
        assert press.files() == {"/hot/matt_.._gloss/250-print.pdf": data_of(artifacts(job)["print"])}


def test_a_collection_goes_file_by_file_and_a_folder_takes_the_files_own_names(
    workshop,
):
    project = workshop.project(design=DesignRef(document=two_pages()))
    pages = task("render-hires", "design", "page*", hiResOutputToSeparateFiles=True)
    with FtpReceiver() as press:
        connections.save(name="press", by=workshop.shop.staff, **press.connection())
        send = {"connection": "press", "page*": "/in/side-*.pdf"}
        workshop.done(DESIGN, pages, task("upload-to-ftp", "page*", **send), end("page*"), project=project)
        assert list(press.files()) == ["/in/side-1.pdf", "/in/side-2.pdf"]
        workshop.done(
            DESIGN, pages, task("upload-to-ftp", "page*", **{**send, "page*": "/out/"}), end("page*"), project=project
        )
        assert list(press.files())[2:] == ["/out/page1.pdf", "/out/page2.pdf"]


def test_no_path_leads_out_of_its_folder(workshop):
    with FtpReceiver() as press:
        connections.save(name="press", by=workshop.shop.staff, **press.connection())
        send = task("upload-to-ftp", "design", connection="press", design="/in/../../etc/{{file}}")
        assert failed(workshop.run(workshop.job(DESIGN, send, end("design"))))["code"] == "path_unusable"
        assert press.files() == {}


def test_another_system_is_told(workshop):
    with WebServer() as web:
        web.on("/told", Reply())
        job = workshop.done(
            DESIGN,
            task("invoke-url", url=f"{web.url}/told", body={"order": "{{project.orderNumber}}", "file": "{{design}}"},
                 queryHeaders={"X-Quantity": "{{project.quantity}}"}, queryParameters={"job": "{{job.id}}"}),
            end("design"),
        )  # fmt: skip
        (came,) = web.calls("/told")
    order = Project.objects.get(pk=job.project_id).order
    assert f'"order": "{order.number}"' in came.body.decode()
    assert f"/api/v1/artifacts/{artifacts(job)['design'].pk}/file" in came.body.decode()
    assert came.headers["x-quantity"] == "250"
    assert came.query == {"job": job.pk}


def test_a_value_with_quotes_keeps_the_body_json(workshop):
    """A JSON body is written by us: what a customer typed cannot break out of its text."""
    project = workshop.project(fields={"Finish": 'matt", "paid": "yes'})
    with WebServer() as web:
        web.on("/told", Reply())
        body = {"finish": "{{project.items.@.fields.Finish}}"}
        workshop.done(task("invoke-url", url=f"{web.url}/told", body=body), end(), project=project)
        assert json.loads(web.calls("/told")[0].body) == {"finish": 'matt", "paid": "yes'}


def test_a_mail_brings_links(workshop):
    with MailReceiver() as mail:
        connections.save(name="mail", by=workshop.shop.staff, **mail.connection())
        job = workshop.done(
            DESIGN, task("render-preview", "design", "look*"),
            task("send-email", "look*", connection="mail", recipients="{{project.customerEmail}}, press@shop.example",
                 subject="Proof {{project.orderNumber}}", body="Please look:\n{{look*:url}}"),
            end("look*"),
        )  # fmt: skip
        ((to, message),) = mail.mails
    assert to == ["anna@shop.example", "press@shop.example"]
    assert artifacts(job)["look1"].pk in text_of(message)


def text_of(message: Message) -> str:
    return message.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_a_mail_to_nobody_is_told(workshop):
    with MailReceiver() as mail:
        connections.save(name="mail", by=workshop.shop.staff, **mail.connection())
        send = task("send-email", connection="mail", recipients="{{project.items.@.fields.Mail?}}", subject="x")
        assert failed(workshop.run(workshop.job(send, end())))["code"] == "no_recipient"


def test_files_get_the_names_that_the_shop_wants(workshop):
    project = workshop.project(design=DesignRef(document=two_pages()))
    job = workshop.done(
        DESIGN, PRINT, task("render-preview", "design", "look*", previewOutputFileFormat="png"),
        task("set-artifact-names", "print look*", print="{{project.orderNumber}}/{{project.customerName}}.pdf",
             **{"look*": "Seite *"}),
        end("print", "look*"), project=project,
    )  # fmt: skip
    number = project.order.number
    assert [one.name for one in artifacts(job).values()] == [f"{number}_Anna Öz.pdf", "Seite 1.png", "Seite 2.png"]


def test_artifacts_may_be_opened_to_everybody_and_kept(workshop):
    job = workshop.done(
        DESIGN, PRINT, task("configure-artifacts", "design", name="Original", anonymousAccess=True, final=True),
        end("print"),
    )  # fmt: skip
    kept = artifacts(job)
    assert (kept["design"].name, kept["design"].anonymous_access, kept["design"].final) == ("Original.json", True, True)
    assert not kept["print"].anonymous_access


def test_a_pipeline_moves_its_project(workshop):
    job = workshop.done(
        task("set-project-status", status="Active"),
        task("set-project-status", status="Active") | {"name": "again"},
        end(),
    )
    assert Project.objects.get(pk=job.project_id).status == "Active"
    assert "was Active already" in log(job)


def test_a_pipeline_does_not_bring_a_project_back(workshop):
    project = workshop.project()
    workshop.done(task("set-project-status", status="Completed"), end(), project=project)
    job = workshop.run(workshop.job(task("set-project-status", status="Active"), end(), project=project))
    assert failed(job)["code"] == "illegal_transition"


def test_the_statuses_a_pipeline_may_set_are_those_of_the_table():
    assert set(STATUSES) == {str(to) for ways in FORWARD.values() for to in ways}
    assert Status.NEW not in STATUSES


def test_only_final_artifacts_stay_after_the_end(workshop):
    job = workshop.done(DESIGN, PRINT, task("render-preview", "design", "look*"), end("print"))
    assert list(artifacts(job)) == ["print"]


def test_an_artifact_that_was_never_made_is_named(workshop):
    skipped = {**PRINT, "parameters": {"skipIf": "{{project.quantity}} = 250"}}
    job = workshop.run(
        workshop.job(DESIGN, skipped, task("impose", "print", "sheet", sheetWidth=320, sheetHeight=450), end("sheet"))
    )
    assert states(job) == {"design": "succeeded", "print": "skipped", "impose": "failed", "end": "pending"}
    assert "no artifact “print”" in failed(job)["message"]


def test_a_value_that_is_missing_is_named(workshop):
    job = workshop.run(
        workshop.job(task("invoke-url", url="https://mis.example/{{project.items.@.fields.Finish}}"), end())
    )
    assert failed(job)["code"] == "value_missing"
    assert "{{project.items.@.fields.Finish}}" in failed(job)["message"]


def test_a_value_that_is_no_number_where_one_must_be_is_told(workshop):
    impose = task("impose", "print", "sheet", sheetWidth="{{project.items.@.fields.Width}}", sheetHeight=450)
    job = workshop.run(
        workshop.job(DESIGN, PRINT, impose, end("sheet"), project=workshop.project(fields={"Width": "wide"}))
    )
    assert failed(job)["code"] == "parameters_wrong"
    assert "sheetWidth must be a number; it is 'wide'." in failed(job)["message"]
