"""Record after record into one PDF: all of them, or none and the reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import design, saved, words
from tests.press.impose.pixels import page_count, page_text
from tests.press.pdfx4 import assert_pdfx4

from makeready.cli import InputAtFault, _records

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


def test_one_bad_record_and_nothing_is_written(merged, folder):
    said = merged(BAD)

    assert said.code == 1
    assert "Line 4: it has 1 values, the header has 2." in said.err
    assert "nothing was written" in said.err
    assert not (folder / "out.pdf").exists()


def test_the_good_ones_can_be_written_all_the_same(merged, folder):
    said = merged(BAD, "--keep-going")

    assert said.code == 1
    assert "Line 3:" in said.err and "Name" in said.err and "Line 4:" in said.err
    assert "2 of 4 records cannot be printed; the other 2 were written." in said.err
    assert names(folder) == ["Anna", "Νίκος"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "is empty"),
        ("Name,Title\n", "no records, only a header"),
        ("Name,Name\na,b\n", "the column “Name” twice"),
        ("Name,\na,b\n", "a column without a name"),
        (b"Name\nAnna\n\xff\xfeoops\n", "line 3 has a character"),
        ('Name\n"Anna', "is no CSV"),
        ('{"Name": "A"}\n{"Name": ["x"]}\n', "Line 2: the field “Name” is not a text"),
        ('{"Name": "A"}\n[]\n', "Line 2: it is no JSON object"),
        ('{"Name": "A"}\n{"Na', "Line 2: it is no JSON"),
    ],
)
def test_what_is_no_data_is_said(merged, folder, data, words):
    said = merged(data)

    assert said.code == 1 and words in said.err
    assert not (folder / "out.pdf").exists()


def test_when_nothing_can_be_printed_nothing_is_written(merged, folder):
    assert merged("Name,Title\n,x\n,y\n", "--keep-going").code == 1
    assert not (folder / "out.pdf").exists()


@given(st.binary(max_size=200))
def test_any_bytes_are_records_or_a_sentence(data):
    try:
        rows = _records.read(data, "data.csv")
    except InputAtFault as why:
        assert "data.csv" in str(why)
    else:
        assert rows


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), min_size=1, max_size=5))
def test_json_lines_come_back_as_they_were(pairs):
    import json

    wanted = {name: value.replace("\r", " ").replace("\n", " ") for name, value in pairs}
    (row,) = _records.read(json.dumps(wanted).encode(), "data.jsonl")

    assert row.record == wanted
