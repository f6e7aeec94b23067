"""Where objects stand in the file, whatever their number."""

import io

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.pdf.objects import Objects
from makeready.press.pdf.syntax import Name, Ref


def pages(objects: Objects) -> Ref:
    """A page tree of one empty page."""
    tree = objects.reserve()
    kid = objects.add({"Type": Name("Page"), "Parent": tree, "MediaBox": [0, 0, 9, 9], "Resources": {}})
    return objects.add({"Type": Name("Pages"), "Kids": [kid], "Count": 1}, tree)


def test_equal_objects_are_written_once_and_reserved_ones_as_told():
    objects = Objects(io.BytesIO(), "1.6")

    assert objects.add({"A": 1}) == objects.add({"A": 1})
    assert objects.add({"A": 1}, objects.reserve()) != objects.add({"A": 1})
    assert objects.add_stream({}, b"x", deflate=True) == objects.add_stream({}, b"x", deflate=True)
    assert objects.add_stream({}, b"x", deflate=True) != objects.add_stream({"K": 1}, b"x", deflate=True)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 450), st.integers(0, 5))
def test_every_object_is_found_again(small, streams):
    out = io.BytesIO()
    objects = Objects(out, "1.6")
    numbers = [objects.add({"Number": n}) for n in range(small)]
    held = [objects.add_stream({}, b"stream %d" % n, deflate=n % 2 == 0) for n in range(streams)]
    root: dict = {"Type": Name("Catalog"), "Pages": pages(objects), "All": [*numbers, *held]}
    objects.finish({"Root": objects.add(root)}, b"0" * 16)

    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        found = list(pdf.Root.All)
        assert [int(o.Number) for o in found[:small]] == list(range(small))
        assert [o.read_bytes() for o in found[small:]] == [b"stream %d" % n for n in range(streams)]
        assert not pdf.get_warnings()


def test_the_file_identifier_tells_contents_apart():
    def identifier(word: bytes) -> bytes:
        out = io.BytesIO()
        objects = Objects(out, "1.6")
        root = objects.add(
            {"Type": Name("Catalog"), "Pages": pages(objects), "Word": objects.add_stream({}, word, deflate=True)}
        )
        objects.finish({"Root": root}, b"0" * 16)
        with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
            return bytes(pdf.trailer.ID[1])

    assert identifier(b"one") == identifier(b"one")
    assert identifier(b"one") != identifier(b"two")


def test_objects_of_another_file_get_new_numbers():
    out = io.BytesIO()
    objects = Objects(out, "1.6")
    for _ in range(7):
        objects.reserve()
    new = {4: objects.reserve(), 9: objects.reserve()}
    objects.take_over({4: {"Other": Ref(9)}, 9: [Ref(4), 5]}, new)
    root = objects.add({"Type": Name("Catalog"), "Pages": pages(objects), "Taken": new[4]})
    objects.finish({"Root": root}, b"0" * 16)

    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        assert int(pdf.Root.Taken.Other[1]) == 5
        assert pdf.Root.Taken.Other[0].objgen == pdf.Root.Taken.objgen
