"""A foreign page comes along whole: its content as packed, what it needs, and nothing else."""

import pytest
from pikepdf import Array, Dictionary, Name
from tests.press import foreign

from makeready.press.findings import PressError
from makeready.press.pdf.placed import page_form
from makeready.press.pdf.syntax import Raw, Ref, Stream, token
from makeready.press.sources import SourceFile


def form_of(data: bytes, number: int = 1):
    return page_form(SourceFile(data), number)


def test_the_content_stays_as_it_was_packed():
    data = foreign.pdf(foreign.filled(0, 1, 0, 0))
    with foreign.opened(data) as file:
        packed = file.pages[0].Contents.read_raw_bytes()

    assert form_of(data).form.data == packed


def test_content_in_several_streams_is_joined():
    with foreign.opened(foreign.pdf(b"")) as file:
        file.pages[0].Contents = Array([file.make_stream(b"q 1 0 0 1 5 5"), file.make_stream(b"cm Q")])
        data = foreign.saved(file)

    with foreign.opened(_as_file(form_of(data))) as file:
        assert file.Root.Form.read_bytes() == b"q 1 0 0 1 5 5\ncm Q"


def test_spot_inks_fonts_and_their_streams_come_along():
    with foreign.opened(foreign.pdf(b"/Gold cs 1 scn 0 0 9 9 re f")) as file:
        tint = file.make_stream(b"{0 0 0 0}", FunctionType=4, Domain=[0, 1], Range=[0, 1] * 4)
        gold = file.make_indirect(Array([Name.Separation, Name("/Gold Foil"), Name.DeviceCMYK, tint]))
        file.pages[0].Resources["/ColorSpace"] = Dictionary(Gold=gold)
        data = foreign.saved(file)

    with foreign.opened(_as_file(form_of(data))) as file:
        space = file.Root.Form.Resources.ColorSpace.Gold
        assert space[1] == Name("/Gold Foil")
        assert space[3].read_bytes() == b"{0 0 0 0}"


def test_what_the_content_never_names_stays_behind():
    fonts = Dictionary(F1=foreign.HELVETICA, F2=foreign.HELVETICA, **{"A B": foreign.HELVETICA})
    data = foreign.pdf(
        b"BT /F1 9 Tf /A#20B 9 Tf ET",
        resources={"/Font": fonts, "/ColorSpace": Dictionary(DefaultRGB=Name.DeviceRGB), "/ProcSet": Array([Name.PDF])},
    )

    with foreign.opened(_as_file(form_of(data))) as file:
        resources = file.Root.Form.Resources
        assert set(resources.Font.keys()) == {"/F1", "/A B"}
        assert set(resources.keys()) == {"/Font", "/ColorSpace"}


def test_resources_that_a_form_borrows_from_its_page_stay():
    with foreign.opened(foreign.pdf(b"/Old Do")) as file:
        old = file.make_stream(b"BT /F9 9 Tf ET", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        file.pages[0].Resources = Dictionary(XObject=Dictionary(Old=old), Font=Dictionary(F9=foreign.HELVETICA))
        data = foreign.saved(file)

    with foreign.opened(_as_file(form_of(data))) as file:
        assert "/F9" in file.Root.Form.Resources.Font


def test_links_structure_and_other_pages_do_not_come_along():
    with foreign.opened(foreign.pdf(b"/MC0 BMC EMC /Fm Do", b"second")) as file:
        page = file.pages[0]
        page.Annots = Array([Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=[file.pages[1].obj, Name.Fit])])
        form = file.make_stream(b"", Subtype=Name.Form, BBox=[0, 0, 9, 9], StructParent=3, Resources=Dictionary())
        form.PieceInfo = Dictionary(Page=file.pages[1].obj)
        properties = Dictionary(MC0=file.make_indirect(Dictionary(Page=file.pages[1].obj)))
        page.Resources = Dictionary(XObject=Dictionary(Fm=form), Properties=properties)
        data = foreign.saved(file)

    placed = form_of(data)

    tokens = b"".join(token(o) for o in placed.objects.values() if not isinstance(o, Stream))
    assert b"/Contents" not in tokens and b"second" not in tokens
    (form,) = [o for o in placed.objects.values() if isinstance(o, Stream)]
    assert set(form.entries) == {"Subtype", "BBox", "Resources", "Filter"}


def test_a_turned_page_stands_upright_in_its_matrix():
    form = form_of(foreign.pdf(b"", MediaBox=[0, 0, 200, 100], Rotate=90)).form

    assert form.entries["Matrix"] == Raw(b"[ 0.000000 -1.000000 1.000000 0.000000 0.000000 200.000000 ]")


def test_the_transparency_group_of_the_page_becomes_the_forms():
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK, I=True)

    assert b"/DeviceCMYK" in token(form_of(foreign.pdf(b"", Group=group)).form.entries["Group"])


def test_hidden_layers_are_named():
    with foreign.opened(foreign.pdf(b"/OC /L1 BDC EMC /OC /L2 BDC EMC")) as file:
        shown, hidden = (file.make_indirect(Dictionary(Type=Name.OCG, Name=n)) for n in ("die", "notes"))
        file.pages[0].Resources = Dictionary(Properties=Dictionary(L1=shown, L2=hidden))
        file.Root.OCProperties = Dictionary(OCGs=[shown, hidden], D=Dictionary(OFF=[hidden]))
        data = foreign.saved(file)

    placed = form_of(data)

    (number,) = placed.hidden_layers
    assert b"(notes)" in token(placed.objects[number])


def test_a_page_that_is_not_there_is_named():
    with pytest.raises(PressError, match="There is no page 3: the PDF has 1"):
        form_of(foreign.pdf(b""), 3)


def test_forms_are_remembered():
    file = SourceFile(foreign.pdf(b"", b"0 g"))

    assert page_form(file, 2) is page_form(file, 2)


def _as_file(placed) -> bytes:
    """A PDF whose catalog has the form as /Form: read back by a library that is not ours."""
    objects: dict[int, object] = {number + 10: value for number, value in placed.objects.items()}
    objects |= {9: placed.form, 1: {"Type": Raw(b"/Catalog"), "Pages": Ref(-8), "Form": Ref(-1)}}
    objects |= {2: {"Type": Raw(b"/Pages"), "Kids": [Ref(-7)], "Count": 1}}
    objects |= {3: {"Type": Raw(b"/Page"), "Parent": Ref(-8), "MediaBox": [0, 0, 9, 9]}}
    out = bytearray(b"%PDF-1.7\n")
    for number, value in objects.items():
        out += b"%d 0 obj\n" % number
        if isinstance(value, Stream):
            body = {**value.entries, "Length": len(value.data)}
            out += token(_moved(body)) + b"\nstream\n" + value.data + b"\nendstream"
        else:
            out += token(_moved(value))
        out += b"\nendobj\n"
    return bytes(out) + b"trailer<</Root 1 0 R>>"


def _moved(value):
    if isinstance(value, Ref):
        return Ref(value.number + 10)
    if isinstance(value, dict):
        return {k: _moved(v) for k, v in value.items()}
    return [_moved(v) for v in value] if isinstance(value, list) else value
