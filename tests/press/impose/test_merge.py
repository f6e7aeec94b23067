"""Several files become one: every page, in order, and no promise that only some of them keep."""

import pytest
from pikepdf import Array, Dictionary, Name
from tests.press import foreign
from tests.press.impose.pixels import page_text

from makeready.press.findings import PressError
from makeready.press.impose.merge import PDF, merge_pdfs

FONT = {"/Font": Dictionary(F1=foreign.HELVETICA)}


def saying(*texts: str) -> bytes:
    return foreign.pdf(*[foreign.words(text) for text in texts], resources=FONT)


def for_press(data: bytes, profile: bytes) -> bytes:
    with foreign.opened(data) as file:
        intent = Dictionary(S=Name.GTS_PDFX, DestOutputProfile=file.make_stream(profile))
        file.Root.OutputIntents = Array([intent])
        file.Root.Metadata = file.make_stream(b"GTS_PDFXVersion='PDF/X-4'", Type=Name.Metadata, Subtype=Name.XML)
        return foreign.saved(file)


def test_pages_follow_in_order():
    merged = merge_pdfs([(PDF, saying("a", "b")), (PDF, saying("c")), (PDF, saying("d", "e"))])

    assert merged.pages == 5
    assert [page_text(merged.data, n).strip() for n in range(5)] == list("abcde")


def test_pictures_become_pages_by_whoever_makes_pages():
    def page_of(kind: str, data: bytes) -> bytes:
        return saying(f"{kind} {data.decode()}")

    merged = merge_pdfs([(PDF, saying("a")), ("image/png", b"dots")], page_of)

    assert page_text(merged.data, 1).strip() == "image/png dots"


def test_parts_for_one_press_stay_press_ready():
    merged = merge_pdfs([(PDF, for_press(saying(x), b"coated")) for x in "ab"])

    assert not merged.findings
    with foreign.opened(merged.data) as file:
        assert len(file.Root.OutputIntents) == 1 and "/Metadata" in file.Root


def test_parts_for_different_presses_claim_nothing_together():
    merged = merge_pdfs([(PDF, for_press(saying("a"), b"coated")), (PDF, for_press(saying("b"), b"newsprint"))])

    assert [f.code for f in merged.findings] == ["conditions-differ"]
    with foreign.opened(merged.data) as file:
        assert "/OutputIntents" not in file.Root and "/Metadata" not in file.Root


def test_hidden_layers_stay_hidden():
    with foreign.opened(foreign.pdf(b"/OC /L BDC 0 0 9 9 re f EMC")) as file:
        layer = file.make_indirect(Dictionary(Type=Name.OCG, Name="notes"))
        file.pages[0].Resources = Dictionary(Properties=Dictionary(L=layer))
        file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        layered = foreign.saved(file)

    with foreign.opened(merge_pdfs([(PDF, saying("a")), (PDF, layered)]).data) as file:
        assert len(file.Root.OCProperties.D.OFF) == 1


def test_the_same_parts_give_the_same_bytes():
    parts = [(PDF, saying("a")), (PDF, saying("b"))]

    assert merge_pdfs(parts).data == merge_pdfs(parts).data


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "no file to merge"),
        ([(PDF, saying("a")), ("text/csv", b"x")], "File 2 is text/csv"),
        ([("image/png", b"x")], "File 1 is image/png"),
        ([(PDF, saying("a")), (PDF, b"")], "empty"),
    ],
)
def test_what_cannot_be_merged_is_named(files, words):
    with pytest.raises(PressError, match=words):
        merge_pdfs(files)
