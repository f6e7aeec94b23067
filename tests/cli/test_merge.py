"""Record after record into one PDF: all of them, or none and the reasons."""

import csv
import io
import json
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import design, saved, words
from tests.press.impose.pixels import page_count, page_text
from tests.press.pdfx4 import assert_pdfx4

from makeready.cli import _records
from makeready.records import NoRecords


def texts(data: bytes) -> list[str]:
    return [page_text(data, n).strip() for n in range(page_count(data))]


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    """The least that ECMA-376 wants of a workbook."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def cell(value):
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>' if value else "<c/>"
        return f"<c><v>{value}</v></c>"

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        numbers = range(1, len(sheets) + 1)
        parts = "".join(f'<Override PartName="/xl/s{n}.xml" ContentType="{kinds}.worksheet+xml"/>' for n in numbers)
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>{parts}</Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name in enumerate(sheets, 1))
        file.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>{listed}</sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}/relationships">'
            + "".join(f'<Relationship Id="r{n}" Type="{relations}/worksheet" Target="s{n}.xml"/>' for n in numbers)
            + "</Relationships>",
        )
        for number, rows in enumerate(sheets.values(), 1):
            drawn = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
            file.writestr(f"xl/s{number}.xml", f'<worksheet xmlns="{main}"><sheetData>{drawn}</sheetData></worksheet>')
    return made.getvalue()


TEMPLATE = design(words("{{Name}}"), words("{{Title}}", y=30), fields=("Name",))
TEMPLATE["fields"].append({"name": "Title", "type": "text"})


@pytest.fixture
def merged(typed, folder):
    saved(folder, TEMPLATE)

    def merge(data: str | bytes, *options: str):
        (folder / "data.csv").write_bytes(data if isinstance(data, bytes) else data.encode())
        return typed("merge", "card.json", "data.csv", "-o", "out.pdf", *options)

    return merge


def names(folder) -> list[str]:
    made = (folder / "out.pdf").read_bytes()
    assert_pdfx4(made)
    return [page_text(made, n).split()[0] for n in range(page_count(made))]


@pytest.mark.parametrize(
    "data",
    [
        "Name,Title\nAnna,Printer\nŁucja,Binder\nΝίκος,\n",
        "\ufeffName;Title\r\nAnna;Printer\r\n\r\nŁucja;Binder\r\nΝίκος;\r\n",
        "Title\tName\nPrinter\tAnna\nBinder\tŁucja\n\tΝίκος",
        '{"Name": "Anna", "Title": 1}\n\n{"Name": "Łucja"}\n{"Name": "Νίκος", "Title": null}\n',
        "Name,Title\nAnna,Printer\nŁucja,Binder\nΝίκος,\n".encode("utf-16"),
    ],
)
def test_records_follow_each_other_in_order(merged, folder, data):
    said = merged(data)

    assert (said.code, said.err) == (0, "")
    assert names(folder) == ["Anna", "Łucja", "Νίκος"]


def test_a_value_may_have_commas_quotes_and_lines(merged, folder):
    assert merged('Name,Title\n"Anna ""A"" Öz, jr.","one\ntwo"\n').code == 0

    assert "“" not in page_text((folder / "out.pdf").read_bytes())
    assert 'Anna "A" Öz, jr.' in page_text((folder / "out.pdf").read_bytes())


BAD = "Name,Title\nAnna,Printer\n,Nobody\nŁucja\nΝίκος,Cutter\n"


def errors(folder, name="errors.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_bad_record_stops_no_other(merged, folder):
    said = merged(BAD)

    assert said.code == 1
    assert "Line 3:" in said.err and "Name" in said.err
    assert "Line 4: it has 1 values, the header has 2." in said.err
    assert "2 of 4 records cannot be printed" in said.err and "the other 2 were written" in said.err
    assert names(folder) == ["Anna", "Νίκος"]


def test_records_set_aside_stand_in_a_list_with_their_fields_and_reasons(merged, folder):
    merged(BAD)

    first, second = errors(folder)
    assert (first["makeready:record"], first["makeready:line"], first["makeready:code"]) == ("2", "3", "field-missing")
    assert "Name" in first["makeready:finding"] and first["makeready:fix"]
    assert first["Title"] == "Nobody"
    assert (second["makeready:record"], second["makeready:code"]) == ("3", "record-unreadable")


def test_the_list_can_be_corrected_and_merged(merged, folder):
    merged(BAD)
    corrected = (folder / "errors.csv").read_text("utf-8-sig").replace(",Nobody", "Ewa,Nobody", 1)

    (folder / "errors.csv").unlink()
    assert merged("\n".join(corrected.splitlines()[:2]) + "\n").code == 0
    assert names(folder) == ["Ewa"]


def test_the_corrected_data_can_be_merged_for_what_was_set_aside_only(merged, folder):
    merged(BAD)

    said = merged("Name,Title\nAnna,Printer\nEwa,Nobody\nŁucja,x\nΝίκος,Cutter\n", "--only-errors", "errors.csv")
    assert (said.code, said.err) == (0, "")
    assert names(folder) == ["Ewa", "Łucja"]
    assert not (folder / "errors.csv").exists(), "a list of an earlier run is gone where all is well now"


def test_strictly_one_bad_record_and_nothing_is_written(merged, folder):
    said = merged(BAD, "--strict")

    assert said.code == 1
    assert "nothing was written" in said.err
    assert not (folder / "out.pdf").exists()
    assert len(errors(folder)) == 2


TEN = "Name,Title\n" + "".join(f"N{n},T\n" for n in range(1, 11))


def test_a_part_of_the_records_can_be_chosen(merged, folder):
    assert merged(TEN, "--from", "3", "--to", "5").code == 0
    assert names(folder) == ["N3", "N4", "N5"]
    assert merged(TEN, "--from", "30").code == 1


def test_records_can_be_split_over_files(merged, folder):
    assert merged(TEN, "--split", "4").code == 0

    made = [[words.split()[0] for words in texts((folder / f"out-{n:04d}.pdf").read_bytes())] for n in (1, 2, 3)]
    assert made == [["N1", "N2", "N3", "N4"], ["N5", "N6", "N7", "N8"], ["N9", "N10"]]
    assert not (folder / "out.pdf").exists()


def test_pages_can_follow_each_other_side_by_side(typed, folder):
    saved(folder, {**TEMPLATE, "pages": [*TEMPLATE["pages"], *design(words("back {{Name}}"))["pages"]]})
    (folder / "data.csv").write_text("Name,Title\nA,\nB,\n,nobody\nC,\n")

    assert typed("merge", "card.json", "data.csv", "-o", "out.pdf", "--order", "pages").code == 1
    assert texts((folder / "out.pdf").read_bytes()) == ["A", "B", "C", "back A", "back B", "back C"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "is empty"),
        ("Name,Title\n", "no records, only a header"),
        ("Name,Name\na,b\n", "the column “Name” twice"),
        ("Name,\na,b\n", "a column without a name"),
        (b"Name\nAnna\n\xff\xfeoops\n", "line 3 has a character"),
        ('Name\n"Anna', "Line 2: it is no CSV"),
        ('{"Name": "A"}\n{"Name": ["x"]}\n', "Line 2: the field “Name” is not a text"),
        ('{"Name": "A"}\n[]\n', "Line 2: it is no JSON object"),
        ('{"Name": "A"}\n{"Na', "Line 2: it is no JSON"),
        (b"PK\x03\x04oops", "cannot be read as a workbook"),
    ],
)
def test_what_is_no_data_is_said(merged, folder, data, words):
    said = merged(data, "--strict")

    assert said.code == 1 and words in said.err
    assert not (folder / "out.pdf").exists()


def test_other_encodings_and_delimiters_can_be_said(merged, folder):
    assert merged("Name#Title\nŁucja#Drukarz\n".encode("cp1250"), "--encoding", "cp1250", "--delimiter", "#").code == 0
    assert names(folder) == ["Łucja"]
    assert "no encoding “klingon”" in merged("Name\nA\n", "--encoding", "klingon").err


def test_utf_16_without_a_mark_is_known(merged, folder):
    assert merged("Name,Title\nŁucja,x\n".encode("utf-16-le")).code == 0
    assert names(folder) == ["Łucja"]


def test_a_workbook_is_read_by_its_sheet(merged, folder):
    data = workbook(
        {"People": [["Name", "Title"], ["Anna", 12], ["", ""], ["Łucja", 2.5]], "More": [["Name"], ["Ewa"]]}
    )

    assert merged(data).code == 0
    assert [words.split() for words in texts((folder / "out.pdf").read_bytes())] == [["Anna", "12"], ["Łucja", "2.5"]]
    assert merged(data, "--sheet", "More").code == 0
    assert names(folder) == ["Ewa"]
    assert "has no sheet “Less”, but “People”, “More”" in merged(data, "--sheet", "Less").err


def test_when_nothing_can_be_printed_nothing_is_written(merged, folder):
    assert merged("Name,Title\n,x\n,y\n").code == 1
    assert not (folder / "out.pdf").exists()
    assert sorted(path.name for path in folder.iterdir()) == ["card.json", "data.csv", "errors.csv"]


@given(data=st.binary(max_size=200))
def test_any_bytes_are_records_or_a_sentence(tmp_path_factory, data):
    file = tmp_path_factory.mktemp("data") / "data.csv"
    file.write_bytes(data)
    try:
        rows = list(_records.Records(str(file)))
    except NoRecords as why:
        assert "data.csv" in str(why)
    else:
        assert rows


@given(pairs=st.lists(st.tuples(st.text(min_size=1), st.text()), min_size=1, max_size=5))
def test_json_lines_come_back_as_they_were(tmp_path_factory, pairs):
    file = tmp_path_factory.mktemp("data") / "data.jsonl"
    wanted = {name: value for name, value in pairs if not name.startswith("makeready:")}
    file.write_text(json.dumps(wanted))
    (row,) = _records.Records(str(file))

    assert row.record == wanted
