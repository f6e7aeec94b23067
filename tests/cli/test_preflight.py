"""Findings as sentences or as JSON; the exit code tells a script whether to print."""

import json

import pytest
from pikepdf import Dictionary
from tests.press import foreign
from tests.press.pdf.drawing import made, page, words

BAD = foreign.pdf(b"1 0 0 rg 0 0 9 9 re f" + foreign.words("x"), resources={"/Font": Dictionary(F1=foreign.HELVETICA)})


def test_a_good_file_is_exit_0(typed, folder):
    (folder / "good.pdf").write_bytes(made(page(words("Anna"))))
    said = typed("preflight", "good.pdf", "--profile", "pdfx4-cmyk")

    assert (said.code, said.out, said.err) == (0, b"No findings.\n", "")


def test_errors_are_sentences_and_exit_1(typed, folder):
    (folder / "bad.pdf").write_bytes(BAD)
    said = typed("preflight", "bad.pdf")

    assert said.code == 1 and "“bad.pdf” has 5 errors." in said.err
    lines = said.out.decode().splitlines()
    assert any(line.startswith("error: Page 1 paints with DeviceRGB") for line in lines)
    assert any("Helvetica" in line for line in lines)


def test_json_has_all_that_a_program_needs(typed):
    told = json.loads(typed("preflight", "-", "--json", "--profile", "print-ready", stdin=BAD).out)

    rgb = next(f for f in told["findings"] if f["code"] == "device-rgb")
    assert (rgb["severity"], rgb["page"]) == ("warning", 1)
    assert rgb["message"] and rgb["hint"]


@pytest.mark.parametrize("content", [b"", b"<html>", foreign.truncated(foreign.pdf(b""))])
def test_what_is_no_pdf_is_exit_1_in_words(typed, content):
    said = typed("preflight", "-", stdin=content)

    assert said.code == 1 and said.out.startswith(b"error: The ")


def test_an_unknown_profile_is_refused(typed):
    said = typed("preflight", "-", "--profile", "newspaper", stdin=BAD)

    assert said.code == 1 and "newspaper" in said.err
