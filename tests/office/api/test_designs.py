"""Designs by the API: stored, read, corrected, downloaded, drawn, printed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.office.api.conftest import Answer, Caller
from tests.office.shop import document

from makeready.press.color.condition import OutputCondition


def picture(width: int = 300, height: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, "PNG", dpi=(300, 300))
    return out.getvalue()


def uploaded(call: Caller, path: str, content: bytes, file: str = "art ö.png", **parts: Any) -> Answer:
    return call("POST", path, data={"file": SimpleUploadedFile(file, content), **parts})


@pytest.fixture
def project(call: Caller) -> str:
    storefront = call.made("/storefronts", {"name": "Shop", "platform": "custom"})["id"]
    line = {
        "external_id": "1",
        "quantity": 1,
        "title": "名刺 – Визитка",
        "design": {"document": document(words="Typpo")},
    }
    body = {"storefront": storefront, "external_id": "1", "lines": [line], "customer": {"name": "Łucja/Öz"}}
    return str(call.made("/orders", body)["projects"][0]["id"])


def test_a_document_is_stored_and_read_back(call: Caller) -> None:
    made = call("POST", "/designs", {"name": "My card", "document": document()})
    found = call("GET", f"/designs/{made.json['id']}")

    assert found.json == made.json
    assert (found.json["revision"], found.json["pages"], found.json["width_mm"]) == (1, 1, 85)
    assert found.json["file"] is None
    assert "document" not in call("GET", "/designs").json["items"][0]


CANVAS = {"version": "5.3.0", "objects": [{"type": "i-text", "text": "Hello {{Name}}", "overline": True}]}


def test_another_programs_document_becomes_ours_where_that_is_asked_for(call: Caller) -> None:
    wish = {"name": "Card", "document": CANVAS, "import": True, "size_mm": [85, 55], "bleed": 3}
    made = call("POST", "/designs", wish)

    assert made.status == 201
    assert [remark["message"] for remark in made.json["remarks"] if remark["severity"] == "warning"] == [
        "Not carried over from the Fabric.js design: lines above letters."
    ]
    page = made.json["document"]["pages"][0]
    assert (made.json["width_mm"], page["bleed"], page["items"][0]["text"]) == (85, 3, "Hello {{Name}}")
    assert call("POST", "/designs", {"name": "Card", "document": CANVAS}).status == 422


def test_an_uploaded_drawing_is_imported_where_that_is_asked_for(call: Caller) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="55mm"><rect width="9" height="9"/></svg>'
    made = uploaded(call, "/designs", drawing, "card.svg", **{"import": "true"})

    assert made.status == 201
    assert (made.json["file"], made.json["document"]["pages"][0]["items"][0]["type"]) == (None, "path")


def test_what_cannot_be_imported_is_refused_in_words(call: Caller) -> None:
    refused = call("POST", "/designs", {"document": {"a": 1}, "import": True})

    assert refused.status == 422 and "of no kind that can be imported" in json.dumps(refused.json)


def test_a_file_is_stored_as_it_came(call: Caller) -> None:
    content = picture()
    made = uploaded(call, "/designs", content, name_given := "art ö.png", name="Photo")

    assert made.status == 201, made.text
    assert (made.json["name"], made.json["document"]) == ("Photo", None)
    assert made.json["file"]["name"] == name_given
    download = call("GET", f"/designs/{made.json['id']}/file")
    assert download.body == content
    assert "filename*=UTF-8''art%20%C3%B6.png" in download.header("Content-Disposition")
    assert download.header("Content-Length") == str(len(content))


def test_a_changed_document_is_the_next_revision(call: Caller) -> None:
    made = call("POST", "/designs", {"name": "Card", "document": document(words="one")})
    place, body = f"/designs/{made.json['id']}", {"name": "Renamed", "document": document(words="two")}

    changed = call("PUT", place, body, If_Match=made.header("ETag"))

    assert (changed.json["name"], changed.json["revision"]) == ("Renamed", 2)
    assert call("GET", place).header("ETag") == changed.header("ETag") != made.header("ETag")
    assert [one["revision"] for one in call("GET", f"{place}/revisions").json["items"]] == [2, 1]
    call("PUT", place, body, If_Match=made.header("ETag")).problem(412)


def test_a_wrong_document_is_told_every_place(call: Caller) -> None:
    wrong = document(width=-5)
    wrong["pages"][0]["items"].append({"type": "hologram"})

    answer = call("POST", "/designs", {"name": "x", "document": wrong})

    answer.problem(422, "design_invalid")
    assert {"pages/0/width", "pages/0/items/1/type"} <= set(answer.paths) or len(answer.paths) >= 2
    assert call("GET", "/designs").json["items"] == []


@pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7\n", b"PK\x03\x04" + bytes(100)])
def test_a_file_that_is_no_design_is_refused_in_words(call: Caller, content: bytes) -> None:
    uploaded(call, "/designs", content, "card.pdf", name="x").problem(422, "file_unusable")
    assert call("GET", "/designs").json["items"] == []


def test_an_upload_without_its_file_or_with_more_is_refused_by_name(call: Caller) -> None:
    answer = call("POST", "/designs", data={"name": "x", "colour": "red"})

    answer.problem(422)
    assert set(answer.paths) == {"file", "colour"}


def test_a_typo_is_corrected_as_a_new_revision(call: Caller, project: str) -> None:
    place = f"/projects/{project}/design"
    read = call("GET", place)
    assert "Typpo" in read.text

    saved = call("PUT", place, document(words="Typo"), If_Match=read.header("ETag"))

    assert saved.status == 200, saved.text
    assert saved.json["revision"] == 2
    assert saved.json["edited"]
    assert "Typo" in call("GET", place).text
    assert "Typpo" in call("GET", f"{place}?revision=1").text
    assert call("GET", f"{place}?revision=1").header("ETag") != saved.header("ETag")
    call("GET", f"{place}?revision=9").problem(404)
    call("PUT", place, document(), If_Match=read.header("ETag")).problem(412)
    call("PUT", place, document()).problem(428)
    call("PUT", place, data=b'"x"', If_Match="*").problem(422)


def test_values_are_saved_with_the_document(call: Caller, project: str) -> None:
    place = f"/projects/{project}/design"
    card = document(required=False)
    body = {"document": card, "values": {"Name": "Zoë"}, "comment": "A field for the name"}

    saved = call("PUT", place, body, If_Match="*")

    assert saved.status == 200, saved.text
    assert saved.json["comment"] == "A field for the name"
    assert call("GET", place).json["fields"][0]["default"] == "Zoë"
    call("PUT", place, card, If_Match="*")
    assert call("GET", place).json["fields"][0]["default"] == "Zoë", "left out, they stay"
    call("PUT", place, {"document": card, "values": {}}, If_Match="*")
    assert "default" not in call("GET", place).json["fields"][0]
    for wrong, path in (
        ({"values": {"Name": 3}}, "values/Name"),
        ({"value": {}}, "value"),
        ({"document": 3}, "document"),
    ):
        answer = call("PUT", place, {"document": card, **wrong}, If_Match="*")
        answer.problem(422)
        assert answer.paths == [path]


def test_a_file_takes_the_designs_place(call: Caller, project: str) -> None:
    answer = uploaded(call, f"/projects/{project}/design/file", picture(), "new.png")

    assert answer.status == 201
    assert answer.json["revision"] == 2
    call("GET", f"/projects/{project}/design").problem(409, "design_is_file")
    assert call("GET", f"/projects/{project}/design/file").body == picture()


def test_what_was_fetched_once_is_not_fetched_again(call: Caller, project: str) -> None:
    call("POST", f"/projects/{project}/design/fetch").problem(409, "design_pinned")


def test_a_package_renders_elsewhere_to_the_same_page(call: Caller, tmp_path: Path) -> None:
    asset = uploaded(call, "/assets", picture(), name="photo").json["id"]
    card = document(words="Anna {{Name}}")
    card["pages"][0]["items"].append(
        {"type": "image", "x": 5, "y": 25, "width": 30, "height": 20, "src": asset, "name": "photo"}
    )
    storefront = call.made("/storefronts", {"name": "Shop", "platform": "custom"})["id"]
    line = {"external_id": "1", "quantity": 1, "fields": {"Name": "Öz"}, "design": {"document": card}}
    order = call.made("/orders", {"storefront": storefront, "external_id": "1", "lines": [line]})

    answer = call("GET", f"/projects/{order['projects'][0]['id']}/design/file?package=zip")

    assert answer.header("Content-Type") == "application/zip"
    package = zipfile.ZipFile(io.BytesIO(answer.body))
    names = package.namelist()
    assert "design.json" in names
    assert any(name.startswith("fonts/") for name in names)
    assert [package.read(name) for name in names if name.startswith("assets/")] == [picture()]
    assert "missing.txt" not in names
    (tmp_path / "package.zip").write_bytes(answer.body)
    made = subprocess.run(
        [sys.executable, "-m", "makeready.cli", "render", "package.zip", "-o", "out.pdf"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_the_print_file_comes_with_its_type_and_a_name_in_every_script(call: Caller, project: str) -> None:
    answer = call("GET", f"/projects/{project}/print-file")

    assert answer.body.startswith(b"%PDF-")
    assert answer.header("Content-Type") == "application/pdf"
    assert answer.header("Content-Disposition").isascii()
    assert answer.header("Content-Disposition").endswith(".pdf")


def test_a_print_file_that_did_not_change_is_not_made_again(
    call: Caller, project: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from makeready.office.designs import output

    tag = call("GET", f"/projects/{project}/print-file").header("ETag")
    other = call("GET", f"/projects/{project}/print-file?format=png&dpi=72").header("ETag")
    monkeypatch.setattr(output, "print_file", lambda *_: pytest.fail("it was rendered"))

    again = call("GET", f"/projects/{project}/print-file", If_None_Match=tag)

    assert (again.status, again.body) == (304, b"")
    assert again.header("ETag") == tag != other


def test_a_corrected_design_is_another_print_file(call: Caller, project: str) -> None:
    tag = call("GET", f"/projects/{project}/print-file").header("ETag")
    call("PUT", f"/projects/{project}/design", document(words="Typo"), If_Match="*")

    again = call("GET", f"/projects/{project}/print-file", If_None_Match=tag)

    assert again.status == 200


@pytest.mark.parametrize(
    ("query", "place"),
    [("format=bmp", "format"), ("dpi=0", "dpi"), ("dpi=lots", "dpi"), ("dpi=2401", "dpi"), ("color=pink", "color"),
     ("pages=9", "pages"), ("pages=x", "pages"), ("pages=0", "pages"), ("fromat=png", "fromat")],
)  # fmt: skip
def test_a_wrong_wish_is_refused_by_name(call: Caller, project: str, query: str, place: str) -> None:
    answer = call("GET", f"/projects/{project}/print-file?{query}")

    answer.problem(422)
    assert place in answer.paths


def test_a_project_without_a_design_has_no_print_file(call: Caller) -> None:
    storefront = call.made("/storefronts", {"name": "Shop", "platform": "custom"})["id"]
    body = {"storefront": storefront, "external_id": "1", "lines": [{"external_id": "1", "quantity": 1}]}
    empty = call.made("/orders", body)["projects"][0]["id"]

    for call_of in ("print-file", "design", "design/file", "preview.png"):
        call("GET", f"/projects/{empty}/{call_of}").problem(409, "design_missing")


def test_a_preview_is_as_wide_as_asked(call: Caller, project: str) -> None:
    answer = call("GET", f"/projects/{project}/preview.png?page=1&width=425")

    drawn = Image.open(io.BytesIO(answer.body))
    assert drawn.format == "PNG"
    assert drawn.size == (425, 275)
    assert call("GET", f"/projects/{project}/preview.png?width=425", If_None_Match=answer.header("ETag")).status == 304
    call("GET", f"/projects/{project}/preview.png?page=2").problem(404)
    call("GET", f"/projects/{project}/preview.png?width=100000").problem(422)


def test_assets_tell_where_they_are_used_and_stay_while_they_are(call: Caller) -> None:
    asset = uploaded(call, "/assets", picture(), name="photo").json
    card = document()
    card["pages"][0]["items"].append({"type": "image", "x": 5, "y": 25, "width": 30, "height": 20, "src": asset["id"]})
    design = call.made("/designs", {"name": "Card", "document": card})

    assert (asset["kind"], asset["media_type"]) == ("picture", "image/png")
    assert call("GET", f"/assets/{asset['id']}").json["used_by"][0]["design"] == design["id"]
    call("DELETE", f"/assets/{asset['id']}").problem(409, "asset_used")
    assert call("GET", f"/assets/{asset['id']}/file").body == picture()
    call("GET", f"/fonts/{asset['id']}").problem(404)


def test_fonts_and_profiles_are_taken_only_as_what_they_are(call: Caller) -> None:
    uploaded(call, "/fonts", picture(), "x.ttf").problem(422)
    uploaded(call, "/profiles", picture(), "x.icc").problem(422)
    unused = uploaded(call, "/assets", picture(20, 20)).json["id"]
    assert call("DELETE", f"/assets/{unused}").status == 204


def test_pipelines_are_checked_with_lines_and_columns(call: Caller) -> None:
    body = json.dumps({"name": "x", "tasks": [{"type": "brew-coffee"}]}, indent=1).encode()

    verdict = call("POST", "/pipelines/validate", data=body).json

    assert verdict["valid"] is False
    fault = next(one for one in verdict["errors"] if "brew-coffee" in one["message"])
    assert fault["line"] > 1
    call("POST", "/pipelines", {"name": "x", "tasks": [{"type": "brew-coffee"}]}).problem(422, "pipeline_invalid")


def test_a_pipeline_keeps_every_version(call: Caller) -> None:
    tasks = [
        {"name": "design", "type": "extract-project-design", "outputArtifacts": ["design"]},
        {"name": "end", "type": "finalize", "finalArtifacts": ["design"]},
    ]
    made = call("POST", "/pipelines", {"name": "To press", "tasks": tasks})
    place = f"/pipelines/{made.json['id']}"
    renamed = {"name": "To press", "tasks": [{**tasks[0], "description": "now told"}, tasks[1]]}

    second = call("PUT", place, renamed, If_Match=made.header("ETag"))

    assert (made.json["version"], second.json["version"]) == (1, 2)
    assert call("GET", f"{place}?version=1").json["tasks"] == tasks
    assert [one["version"] for one in call("GET", f"{place}/versions").json["items"]] == [2, 1]
    call("PUT", place, renamed, If_Match=made.header("ETag")).problem(412)
    call("POST", "/pipelines", {"name": "To press", "tasks": tasks}).problem(409, "pipeline_name_taken")


def test_a_profile_is_made_the_default_and_no_longer(call: Caller, key_of: Any) -> None:
    first, second = (
        uploaded(call, "/profiles", OutputCondition.default().icc, f"{name}.icc").json["id"]
        for name in ("sheet-fed", "web")
    )
    assert call("PATCH", f"/profiles/{first}", {"default": True}).json["default"] is True
    assert call("PATCH", f"/profiles/{second}", {"default": True}).json["default"] is True
    told = {one["id"]: one["default"] for one in call("GET", "/profiles").json["items"]}
    assert told == {first: False, second: True}
    assert "default" not in call("GET", f"/profiles/{second}").json["facts"]

    assert call("PATCH", f"/profiles/{second}", {"default": False}).json["default"] is False
    call("PATCH", f"/profiles/{second}", {}).problem(422)
    call("PATCH", f"/profiles/{second}", {"default": True, "name": "x"}).problem(422)
    key_of("operator")("PATCH", f"/profiles/{second}", {"default": True}).problem(403)
    image = uploaded(call, "/assets", picture(), "a.png").json["id"]
    call("PATCH", f"/profiles/{image}", {"default": True}).problem(404)
