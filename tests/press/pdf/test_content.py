"""Display lists of any shape become streams that open, balance and keep their state."""

import io

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.press.pdf.drawing import made, page, words

from makeready.press.displaylist.items import Close, CurveTo, Group, LineTo, Mask, MaskBy, MoveTo, Path
from makeready.press.displaylist.paint import (
    Blend,
    Cap,
    Cmyk,
    Gradient,
    Gray,
    Join,
    Registration,
    Rgb,
    Spot,
    Stop,
    Stroke,
)
from makeready.press.geometry import Matrix, Point
from makeready.press.pdf.content import outline

number = st.floats(-500, 500)
percent = st.floats(0, 100)
points = st.builds(Point, number, number)
process = st.one_of(
    st.builds(Cmyk, percent, percent, percent, percent),
    st.builds(Gray, percent),
    st.builds(Rgb, *[st.integers(0, 255)] * 3),
)
inks = st.one_of(
    process, st.builds(Spot, st.just("Gold"), percent, st.just(Cmyk(0, 20, 80, 0))), st.just(Registration())
)
stops = st.lists(st.builds(Stop, st.floats(0, 1), inks), min_size=2, max_size=4).map(
    lambda found: tuple(sorted(found, key=lambda stop: stop.at))
)
gradients = st.builds(Gradient, stops, points, points, st.none() | st.tuples(st.floats(0, 50), st.floats(0, 50)))
paints = st.one_of(inks, gradients)
strokes = st.builds(
    Stroke,
    paints,
    st.floats(0, 50),
    st.sampled_from(Cap),
    st.sampled_from(Join),
    st.floats(0, 20),
    st.lists(st.floats(0.1, 20), max_size=3).map(tuple),
)
segments = st.one_of(
    st.builds(MoveTo, points), st.builds(LineTo, points), st.builds(CurveTo, points, points, points), st.just(Close())
)
contours = st.builds(lambda start, rest: (MoveTo(start), *rest), points, st.lists(segments, max_size=8))
paths = st.builds(Path, contours, st.none() | paints, st.none() | strokes, st.booleans())
matrices = st.builds(Matrix, *[st.floats(-3, 3)] * 4, number, number)


def groups(items):
    return st.builds(
        Group,
        st.lists(items, max_size=4).map(tuple),
        matrices,
        st.none() | paths,
        st.none() | st.builds(Mask, st.lists(items, max_size=2).map(tuple), st.sampled_from(MaskBy)),
        st.sampled_from([1.0, 0.5, 0.0]),
        st.sampled_from(Blend),
        st.none(),
        st.none() | st.sampled_from(["Cut", "Varnish"]),
        st.booleans(),
        st.booleans(),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.recursive(paths, groups, max_leaves=12), max_size=5),
    st.sampled_from(["cmyk", "gray", "rgb", "plate-k"]),
)
def test_any_display_list_becomes_a_sound_file(items, color):
    data = made(page(*items, words("between")), color=color)

    with pikepdf.open(io.BytesIO(data)) as pdf:
        forms = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Form"]
        for stream in [pdf.pages[0], *forms]:
            depth = {"q": 0, "BT": 0, "BDC": 0}
            for _, operator in pikepdf.parse_content_stream(stream):
                match str(operator):
                    case "q" | "BT" | "BDC" as begin:
                        depth[begin] += 1
                    case "Q" | "ET" | "EMC" as end:
                        depth[{"Q": "q", "ET": "BT", "EMC": "BDC"}[end]] -= 1
                assert depth["BT"] in (0, 1)
                assert min(depth.values()) >= 0
                assert not (str(operator) in ("cm", "q", "Q", "Do", "re", "m") and depth["BT"]), "not allowed in text"
            assert set(depth.values()) == {0}


def test_state_set_in_a_group_is_set_again_behind_it():
    turned = Group((Path((MoveTo(Point(0, 0)), LineTo(Point(9, 9))), fill=Gray(40)),), matrix=Matrix.turn(30))
    line = Path((MoveTo(Point(0, 0)), LineTo(Point(9, 9))), fill=Gray(70))
    with pikepdf.open(io.BytesIO(made(page(line, turned, line)))) as pdf:
        found = [
            ([float(v) for v in operands] if str(operator) == "k" else [], str(operator))
            for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
            if str(operator) in ("k", "q", "Q", "f")
        ]

    assert found == [
        ([0, 0, 0, 0.7], "k"),
        ([], "f"),
        ([], "q"),
        ([0, 0, 0, 0.4], "k"),
        ([], "f"),
        ([], "Q"),
        ([], "f"),
    ]


def test_upright_rectangles_are_written_as_such_whichever_way_they_run():
    a, b, c, d = Point(1, 2), Point(5, 2), Point(5, 9), Point(1, 9)
    across = (MoveTo(a), LineTo(b), LineTo(c), LineTo(d), Close())
    down = (MoveTo(a), LineTo(d), LineTo(c), LineTo(b), Close())
    leaning = (MoveTo(a), LineTo(b), LineTo(Point(6, 9)), LineTo(d), Close())

    assert outline(across) == "1 2 4 7 re\n"
    assert outline(down) == "1 9 4 -7 re\n"
    assert "re" not in outline(leaning)
