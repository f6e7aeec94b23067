"""One design in, one file out: whole or not at all, and the same every time."""

import io
import json
import os
import zipfile

import pikepdf
import pytest
from PIL import Image
from tests.cli.conftest import design, saved, words
from tests.press import foreign
from tests.press.impose.pixels import page_count, page_text
from tests.press.pdfx4 import assert_pdfx4

from makeready.press.fonts.places import package_fonts


def test_a_design_becomes_a_press_ready_pdf(typed, folder):
    saved(folder, design(words("Anna Öz"), pages=2))

    assert typed("render", "card.json", "-o", "out.pdf").code == 0

    made = (folder / "out.pdf").read_bytes()
    assert_pdfx4(made)
    assert page_count(made) == 2 and "Anna Öz" in page_text(made)
    assert sorted(p.name for p in folder.iterdir()) == ["card.json", "out.pdf"]


def test_dashes_are_standard_streams_and_bytes_are_always_the_same(typed):
    document = json.dumps(design(words("pipe"))).encode()

    first, second = (typed("render", "-", "-o", "-", stdin=document) for _ in range(2))

    assert first.code == 0 and first.out[:5] == b"%PDF-"
    assert first.out == second.out


def test_the_date_is_the_designs_not_the_clocks(typed, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = typed("render", "-", "-o", "-", stdin=json.dumps(design()).encode()).out

    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert str(pdf.docinfo.CreationDate).startswith("D:20231114")


@pytest.mark.parametrize(("kind", "pillow"), [("png", "PNG"), ("jpeg", "JPEG"), ("tiff", "TIFF")])
def test_pictures_have_the_pixels_of_the_trim(typed, kind, pillow):
    wish = ("--format", kind, "--dpi", 100, "--color", "rgb")
    made = typed("render", "-", "-o", "-", *wish, stdin=json.dumps(design(words("x"))).encode())

    picture = Image.open(io.BytesIO(made.out))
    assert (picture.format, picture.size) == (pillow, (335, 217))


def test_files_beside_the_design_are_used(typed, folder):
    Image.new("RGB", (400, 400), (200, 0, 0)).save(folder / "photo.png")
    place = {"x": 5, "y": 5, "width": 20, "height": 20}
    saved(folder, design({"type": "image", "src": "photo.png", **place}))

    assert typed("render", "card.json", "-o", "out.pdf").code == 0
    with foreign.opened((folder / "out.pdf").read_bytes()) as pdf:
        assert len(pdf.pages[0].get_images()) == 1


@pytest.mark.parametrize(
    ("src", "why"),
    [
        ("gone.png", "there is no such file beside the design"),
        ("../secret.png", "does not lie beside the design"),
        ("/etc/hostname", "does not lie beside the design"),
        ("https://shop.example/photo.png", "fetches no addresses"),
    ],
)
def test_files_elsewhere_are_not(typed, folder, src, why):
    (folder.parent / "secret.png").write_bytes(b"x")
    place = {"x": 5, "y": 5, "width": 20, "height": 20}
    saved(folder, design({"type": "image", "src": src, **place}))

    said = typed("render", "card.json", "-o", "out.pdf")

    assert said.code == 1 and why in said.err and "pages/0/items/0" in said.err
    assert not (folder / "out.pdf").exists()


def test_fields_are_filled_and_a_missing_one_is_named(typed, folder):
    saved(folder, design(words("{{Name}}"), fields=("Name",)))

    assert typed("render", "card.json", "-o", "out.pdf", "--set", "Name=Łucja = L").code == 0
    assert "Łucja = L" in page_text((folder / "out.pdf").read_bytes())
    said = typed("render", "card.json", "-o", "none.pdf")
    assert said.code == 1 and "Name" in said.err
    assert typed("render", "card.json", "-o", "none.pdf", "--set", "Name").code == 1


def test_a_package_brings_its_files_and_fonts(typed, folder):
    picture = io.BytesIO()
    Image.new("RGB", (400, 400), (0, 90, 0)).save(picture, "PNG")
    font = next(iter(package_fonts()))
    place = {"x": 5, "y": 5, "width": 20, "height": 20}
    with zipfile.ZipFile(folder / "card.zip", "w") as package:
        package.writestr(
            "design.json", json.dumps(design({"type": "image", "src": "assets/a.png", **place}, words("x", y=40)))
        )
        package.writestr("assets/a.png", picture.getvalue())
        package.writestr("fonts/font.ttf", font.read_bytes())

    assert typed("render", "card.zip", "-o", "out.pdf").code == 0
    assert_pdfx4((folder / "out.pdf").read_bytes())


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"PK\x03\x04" + bytes(500)])
def test_a_broken_package_is_said(typed, folder, content):
    (folder / "card.zip").write_bytes(content)

    said = typed("render", "card.zip", "-o", "out.pdf")

    assert said.code == 1 and "card.zip" in said.err


def test_a_customers_picture_becomes_a_page(typed, folder):
    Image.new("RGB", (850, 550), (0, 90, 200)).save(folder / "art.png")

    assert typed("render", "art.png", "-o", "out.pdf", "--size", "85x55").code == 0
    with foreign.opened((folder / "out.pdf").read_bytes()) as pdf:
        width = pdf.pages[0].trimbox[2] - pdf.pages[0].trimbox[0]
        assert float(width) * 25.4 / 72 == pytest.approx(85, abs=0.01)
    assert "millimetres" in typed("render", "art.png", "-o", "out.pdf", "--size", "wide").err


@pytest.mark.parametrize(
    ("content", "word"),
    [(b"{", "JSON"), (b"{}", "pages"), (b"", "empty"), (b"\x00\x01", ""), (b'{"version": 1, "pages": []}', "pages")],
)
def test_a_bad_design_is_said_with_its_place(typed, folder, content, word):
    (folder / "bad.json").write_bytes(content)

    said = typed("render", "bad.json", "-o", "out.pdf")

    assert said.code == 1 and word.lower() in said.err.lower() and said.err.strip()
    assert sorted(p.name for p in folder.iterdir()) == ["bad.json"]


def test_what_cannot_be_read_or_written_is_said(typed, folder):
    saved(folder, design())

    assert "missing.json" in typed("render", "missing.json", "-o", "out.pdf").err
    assert "“nowhere”" in typed("render", "card.json", "-o", "nowhere/out.pdf").err
    assert "it is a folder" in typed("render", "card.json", "-o", ".").err
    said = typed("render", "card.json", "-o", "out.pdf", "--profile", "card.json")
    assert said.code == 1 and "profile" in said.err


def test_a_file_that_is_there_is_replaced_whole_and_keeps_its_rights(typed, folder):
    saved(folder, design())
    (folder / "out.pdf").write_bytes(b"old")
    (folder / "out.pdf").chmod(0o640)

    assert typed("render", "card.json", "-o", "out.pdf").code == 0
    assert (folder / "out.pdf").stat().st_mode & 0o777 == 0o640
    assert typed("render", "gone.json", "-o", "out.pdf").code == 1
    assert (folder / "out.pdf").read_bytes()[:5] == b"%PDF-"


def test_a_named_pipe_is_written_to_and_not_replaced(typed, folder):
    saved(folder, design())
    os.symlink("/dev/null", folder / "void")

    assert typed("render", "card.json", "-o", "void").code == 0
    assert (folder / "void").is_symlink()
