"""A canvas of Fabric.js becomes a page; its objects stand where Fabric.js puts them; what is lost is told."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.design import document
from makeready.press.design.items import GroupItem, ImageItem, PathItem, RectangleItem, TextItem
from makeready.press.findings import PressError
from makeready.press.geometry import MM_PER_INCH, Matrix, Point
from makeready.press.importers import front
from makeready.press.importers.placing import path_box

PX = MM_PER_INCH / 96


def canvas(*objects, version="5.3.0", **more):
    return {"version": version, "width": 960, "height": 480, "objects": list(objects), **more}


def imported(*objects, **more):
    return front.read(canvas(*objects, **more))


def items(*objects, **more):
    return document.read(imported(*objects, **more).document).pages[0].items


def only(thing, **more):
    (item,) = items(thing, **more)
    return item


def told(*objects, **more):
    return [f.facts["what"] for f in imported(*objects, **more).findings if f.code == "import-not-carried"]


def rect(**more):
    return {
        "type": "rect",
        "left": 96,
        "top": 48,
        "width": 192,
        "height": 96,
        "fill": "#ff0000",
        "strokeWidth": 0,
    } | more


def middle(item):
    box = path_box(item.path) if isinstance(item, PathItem) else item
    return box.x + box.width / 2, box.y + box.height / 2


def test_the_page_is_the_canvas_at_96_pixels_an_inch():
    page = imported(rect()).document["pages"][0]

    assert (page["width"], page["height"]) == (254, 127)


def test_the_page_is_as_large_as_was_asked_for_and_everything_grows_with_it():
    made = front.read(canvas(rect()), size_mm=(508, 254), bleed=3)
    page = document.read(made.document).pages[0]

    assert (page.width, page.height, page.bleed) == (508, 254, 3)
    assert (page.items[0].x, page.items[0].width) == pytest.approx((50.8, 101.6), abs=1e-3)


def test_a_resolution_of_its_own():
    assert front.read(canvas(rect()), dpi=300).document["pages"][0]["width"] == pytest.approx(
        960 / 300 * 25.4, abs=1e-3
    )


@pytest.mark.parametrize(
    ("version", "origin", "corner"),
    [
        ("5.3.0", {}, (96, 48)),
        ("6.7.1", {"originX": "left", "originY": "top"}, (96, 48)),
        ("7.0.0", {}, (0, 0)),
        ("5.3.0", {"originX": "center", "originY": "bottom"}, (0, -48)),
        ("6.0.0", {"originX": 1, "originY": 0.5}, (-96, 0)),
    ],
)
def test_the_origin_is_the_corner_up_to_version_6_and_the_middle_from_7_on(version, origin, corner):
    item = only(rect(**origin), version=version)

    assert (item.x, item.y) == pytest.approx((corner[0] * PX, corner[1] * PX), abs=1e-3)


def test_the_stroke_counts_as_part_of_the_size_even_where_it_is_not_drawn():
    item = only(rect(strokeWidth=10))

    assert (item.x, item.width) == pytest.approx((101 * PX, 192 * PX), abs=1e-3)


def test_a_turned_rectangle_turns_about_its_origin():
    item = only(rect(angle=90))

    assert isinstance(item, RectangleItem)
    assert item.rotation == 90
    # Its corner stays where it was, its middle comes to lie left of and below it.
    assert middle(item) == pytest.approx(((96 - 48) * PX, (48 + 96) * PX), abs=1e-3)


@pytest.mark.parametrize(
    ("more", "width"), [({}, 4), ({"strokeUniform": True}, 2), ({"scaleX": 1, "scaleY": 1}, 2)]
)  # fmt: skip
def test_strokes_grow_with_the_object_unless_they_are_uniform(more, width):
    item = only(rect(**({"scaleX": 2, "scaleY": 2, "stroke": "#000", "strokeWidth": 2} | more)))

    assert item.stroke.width == pytest.approx(width * PX, abs=1e-3)


def test_skewed_and_mirrored_shapes_become_paths():
    item = only(rect(skewX=45, flipY=True, originX="center", originY="center"))

    assert isinstance(item, PathItem)
    box = path_box(item.path)
    assert (box.width, box.height) == pytest.approx((288 * PX, 96 * PX), abs=1e-3)
    assert middle(item) == pytest.approx((96 * PX, 48 * PX), abs=1e-3)


@pytest.mark.parametrize(
    ("thing", "size"),
    [
        ({"type": "Circle", "radius": 20}, (40, 40)),
        ({"type": "ellipse", "rx": 20, "ry": 10}, (40, 20)),
        ({"type": "Triangle", "width": 30, "height": 20}, (30, 20)),
        ({"type": "polygon", "points": [{"x": 100, "y": 100}, {"x": 130, "y": 100}, {"x": 130, "y": 140}]}, (30, 40)),
        ({"type": "Polyline", "points": [{"x": 0, "y": 0}, {"x": 10, "y": 20}]}, (10, 20)),
        ({"type": "path", "path": [["M", 5, 5], ["L", 15, 5], ["L", 15, 25], ["z"]]}, (10, 20)),
        ({"type": "Path", "path": "M5 5h10v20z"}, (10, 20)),
        ({"type": "line", "x1": 0, "y1": 9, "x2": 30, "y2": 0, "stroke": "#000"}, (30, 9)),
    ],
)
def test_every_kind_of_shape_stands_in_its_middle(thing, size):
    item = only({"left": 100, "top": 50, "originX": "center", "originY": "center", "fill": "#00f"} | thing)

    assert middle(item) == pytest.approx((100 * PX, 50 * PX), abs=1e-3)
    assert (path_box(item.path).width, path_box(item.path).height) == pytest.approx(
        (size[0] * PX, size[1] * PX), abs=1e-3
    )


def test_a_path_with_quadratic_curves_stands_where_fabric_measures_it():
    # Fabric.js takes the box of a cubic curve with its control point twice: 45 high, where the curve is 30 high.
    item = only({"type": "path", "path": [["M", 0, 0], ["Q", 50, -60, 100, 0]], "strokeWidth": 0, "fill": "red"})

    lowest = path_box(item.path).y + path_box(item.path).height
    assert lowest == pytest.approx(45 * PX, abs=1e-3)


def test_what_is_in_a_group_counts_from_its_middle():
    inner = rect(left=-100, top=-50, width=50, height=50)
    item = only({"type": "group", "left": 300, "top": 200, "width": 200, "height": 100, "angle": 90, "scaleX": 2,
                 "scaleY": 2, "objects": [inner]})  # fmt: skip

    assert isinstance(item, GroupItem)
    (part,) = item.items
    # The group's middle is (300 - 100, 200 + 200); its top left quarter comes to lie top right.
    assert middle(part) == pytest.approx(((200 + 50) * PX, (400 - 150) * PX), abs=1e-3)
    assert part.width == pytest.approx(100 * PX, abs=1e-3)


def text(kind="textbox", **more):
    return {"type": kind, "left": 0, "top": 0, "width": 192, "height": 45.2, "text": "Hello", "fontSize": 40,
            "fontFamily": "Source Sans 3", "strokeWidth": 0, "fill": "#000"} | more  # fmt: skip


def test_text_stands_on_the_first_baseline_of_fabric():
    item = only(text(lineHeight=1.16, charSpacing=50, textAlign="right", underline=True, fontWeight="bold"))

    assert isinstance(item, TextItem)
    assert (item.vertical_align, item.wrap, item.align) == ("baseline", True, "right")
    assert item.y == pytest.approx(40 * 1.13 * (1 - 0.222) * PX, abs=1e-3)
    assert (item.size, item.line_height) == pytest.approx((30, 1.16 * 1.13), abs=1e-3)
    assert (item.letter_spacing, item.weight, item.underline, item.font) == (50, 700, True, "Source Sans 3")


def test_turned_and_scaled_text_keeps_its_anchor():
    item = only(text("IText", angle=30, scaleX=2, scaleY=2, left=100, top=50))

    turned = Matrix.turn(item.rotation, Point(item.x + item.width / 2, item.y + item.height / 2))
    corner = turned.apply(Point(item.x, item.y))
    expected = Matrix.turn(30, Point(100, 50)).apply(Point(100, 50 + 2 * 40 * 1.13 * 0.778))
    assert (corner.x, corner.y) == pytest.approx((expected.x * PX, expected.y * PX), abs=1e-3)
    assert (item.rotation, item.size, item.wrap) == (30, 60, False)


OLD = {"0": {"0": {"fill": "#ff0000"}, "1": {"fill": "#ff0000"}}, "1": {"1": {"fontSize": 20, "deltaY": -10}}}
NEW = [
    {"start": 0, "end": 2, "style": {"fill": "#ff0000"}},
    {"start": 6, "end": 7, "style": {"fontSize": 20, "deltaY": -10}},
]


@pytest.mark.parametrize("styles", [OLD, NEW])
def test_styles_of_letters_become_runs_in_both_notations(styles):
    item = only(text(text="Hello\nyou", styles=styles))

    assert [run.text for run in item.runs] == ["He", "llo\ny", "o", "u"]
    assert item.runs[0].fill.rgb == (255, 0, 0)
    assert (item.runs[2].size, item.runs[2].baseline_shift) == (15, 500)
    assert item.runs[1].model_fields_set == {"text"}


def test_a_placeholder_has_one_look_and_is_a_field():
    made = imported(text(text="Dear {{First name}}!", styles=[{"start": 6, "end": 9, "style": {"fontWeight": "bold"}}]))
    design = document.read(made.document)

    assert design.pages[0].items[0].words == "Dear {{First name}}!"
    assert all(run.text.count("{{") == run.text.count("}}") for run in design.pages[0].items[0].runs)
    assert [field.name for field in design.fields] == ["First name"]


@pytest.mark.parametrize("bound", [{"data-field": "Name"}, {"fieldName": "{{Name}}"}, {"data": {"field": "Name"}}])
def test_objects_bound_to_a_field_ask_for_it_and_give_their_words_as_its_default(bound):
    design = document.read(imported(text(text="Anna Muster", **bound)).document)

    assert design.pages[0].items[0].text == "{{Name}}"
    assert (design.fields[0].name, design.fields[0].default) == ("Name", "Anna Muster")


@pytest.mark.parametrize(
    ("units", "coords"),
    [
        ("pixels", {"x1": 0, "y1": 0, "x2": 192, "y2": 0}),
        ("percentage", {"x1": 0, "y1": 0, "x2": 1, "y2": 0}),
    ],
)
def test_linear_gradients_in_pixels_and_in_percentages(units, coords):
    stops = [{"offset": 1, "color": "rgba(0,0,255,0.5)"}, {"offset": 0, "color": "#ff0000"}]
    fill = {"type": "linear", "gradientUnits": units, "coords": coords, "colorStops": stops}

    paint = only(rect(fill=fill)).fill

    assert (paint.start.x, paint.end.x, paint.start.y, paint.end.y) == pytest.approx((0, 1, 0, 0), abs=1e-4)
    assert [(stop.at, stop.opacity) for stop in paint.linear] == [(0, 1), (1, 0.5)]


def test_a_gradient_runs_through_text():
    stops = [{"offset": 0, "color": "#f00"}, {"offset": 1, "color": "#00f"}]
    fill = {"type": "linear", "gradientUnits": "percentage", "coords": {"x2": 1}, "colorStops": stops}
    paint = only(text(fill=fill, angle=40, scaleX=2, scaleY=2)).fill

    assert (paint.start.x, paint.end.x) == pytest.approx((0, 1), abs=1e-4)


def test_an_inner_radius_becomes_a_place_among_the_stops():
    stops = [{"offset": 0, "color": "#fff"}, {"offset": 1, "color": "#000"}]
    coords = {"x1": 96, "y1": 48, "r1": 24, "x2": 96, "y2": 48, "r2": 48}
    fill = {"type": "radial", "gradientUnits": "pixels", "coords": coords, "colorStops": stops}

    paint = only(rect(fill=fill)).fill

    assert [stop.at for stop in paint.radial] == [0.5, 1]
    assert (paint.center.x, paint.center.y, paint.circle, paint.radius) == pytest.approx(
        (0.5, 0.5, True, 0.5), abs=1e-4
    )


def test_a_shadow_falls_the_same_way_however_the_object_is_turned():
    shadow = {"color": "rgba(0,0,0,0.25)", "blur": 8, "offsetX": 10, "offsetY": 0}
    item = only(rect(angle=90, shadow=shadow))

    assert (item.shadow.x, item.shadow.y) == pytest.approx((0, -10 * PX), abs=1e-3)
    assert (item.shadow.blur, item.shadow.opacity, item.shadow.blend) == pytest.approx(
        (8 * PX, 0.25, "normal"), abs=1e-3
    )


def test_opacity_and_blend_modes():
    item = only(rect(opacity=0.5, globalCompositeOperation="multiply", fill="rgba(0,0,0,0.5)"))

    assert (item.opacity, item.blend) == (0.25, "multiply")


def test_clips_count_from_the_objects_middle_and_may_be_inverted():
    circle = {"type": "circle", "radius": 48, "originX": "center", "originY": "center", "left": 0, "top": 0}
    plain, inverted = only(rect(clipPath=circle)), only(rect(clipPath=circle | {"inverted": True}))

    box = path_box(plain.clip.path)
    assert (box.x, box.y, box.width) == pytest.approx((144 * PX, 48 * PX, 96 * PX), abs=1e-3)
    assert inverted.clip.even_odd and path_box(inverted.clip.path).width > 10_000


def test_text_as_a_clip_becomes_a_mask():
    item = only(rect(clipPath=text(originX="center", originY="center")))

    assert (item.mask.by, item.mask.items[0].type) == ("alpha", "text")


def test_backgrounds_reach_into_the_bleed_and_overlays_lie_on_top():
    made = front.read(
        canvas(rect(), background="#eeeeee", overlayImage={"type": "image", "src": "https://example.com/o.png",
               "width": 960, "height": 480}), bleed=3,
    )  # fmt: skip
    ground, _, overlay = document.read(made.document).pages[0].items

    assert (ground.x, ground.width, ground.locked, ground.name) == (-3, 260, True, "Background")
    assert isinstance(overlay, ImageItem)


def test_an_editors_workspace_is_the_page():
    workspace = {"type": "rect", "id": "workspace", "left": 100, "top": 50, "width": 400, "height": 200, "fill": "#fff",
                 "strokeWidth": 0}  # fmt: skip
    made = imported(workspace, rect(left=100, top=50))
    page = document.read(made.document).pages[0]

    assert page.width == pytest.approx(400 * PX, abs=1e-3)
    assert [(item.name, round(item.x, 3)) for item in page.items] == [("Background", 0), ("", 0)]


@pytest.mark.parametrize(
    ("thing", "what"),
    [
        ({"type": "Spline"}, "objects of the kind “Spline”"),
        (text(stroke="#f00", strokeWidth=1), "outlines of letters"),
        (text(overline=True), "lines above letters"),
        (text(path={"type": "path", "path": "M0 0L1 1"}), "text along a path (it is set straight)"),
        (text(scaleX=2), "stretched, slanted or mirrored text (it is set straight)"),
        (rect(fill={"type": "pattern", "source": "x.png"}), "patterns of pictures"),
        (rect(globalCompositeOperation="xor"), "the blend mode “xor”"),
        (rect(visible=False), "objects that are hidden"),
        (rect(width=1e6), "a “rect” that is faulty or far too large"),
        ({"type": "path", "path": "nonsense"}, "a “path” that is faulty or far too large"),
        ({"type": "image", "src": "https://example.com/a.png", "width": 9, "height": 9, "cropX": 4},
         "the cut of a picture whose own size is not known here (all of it is shown)"),
        ({"type": "image", "src": "https://example.com/a.png", "width": 9, "height": 9,
          "filters": [{"type": "Sepia"}]}, "picture filters (Sepia)"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_told(thing, what):
    assert what in told(thing)


def test_without_a_size_the_page_reaches_as_far_as_the_objects_and_says_so():
    values = canvas(rect())
    del values["width"], values["height"]
    made = front.read(values)

    assert made.document["pages"][0]["width"] == pytest.approx(288 * PX, abs=1e-3)
    assert [finding.code for finding in made.findings] == ["import-guessed"]


def test_groups_without_end_are_refused():
    thing = rect()
    for _ in range(60):
        thing = {"type": "group", "objects": [thing], "width": 10, "height": 10}

    with pytest.raises(PressError) as caught:
        imported(thing)
    assert caught.value.findings[0].code == "import-unreadable"


keys = st.sampled_from(
    ["type", "left", "top", "width", "height", "scaleX", "angle", "skewX", "fill", "stroke", "strokeWidth", "text",
     "styles", "fontSize", "path", "points", "objects", "shadow", "clipPath", "opacity", "radius", "src", "version"]
)  # fmt: skip
leaves = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.integers(), st.text(max_size=8),
    st.sampled_from(["rect", "i-text", "group", "image", "path", "polygon", "M0 0L1e9 1", "#f00", "center"]),
)  # fmt: skip
things = st.recursive(
    st.dictionaries(keys, leaves, max_size=8),
    lambda inner: st.dictionaries(keys, st.one_of(leaves, inner, st.lists(inner, max_size=3)), max_size=8),
    max_leaves=8,
)


@given(st.lists(things, max_size=4), st.sampled_from([None, (85.0, 55.0)]))
@settings(max_examples=150, deadline=None)
def test_whatever_a_canvas_holds_becomes_a_valid_document_or_is_refused(objects, size):
    try:
        made = front.read(json.dumps({"objects": objects}).encode(), size_mm=size)
    except PressError as error:
        assert error.findings[0].code == "import-unreadable"
    else:
        document.read(made.document)
