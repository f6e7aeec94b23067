"""A Polotno store becomes pages in mm; its elements stand where they stood; what is lost is told."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.design import document
from makeready.press.design.items import GroupItem, ImageItem, LineItem, PolygonItem, RectangleItem, TextItem
from makeready.press.findings import PressError
from makeready.press.importers import front

MM = 25.4 / 300


def store(*children, **more):
    return {"width": 1200, "height": 600, "dpi": 300, "unit": "mm", "fonts": [],
            "pages": [{"id": "p", "background": "white", "bleed": 0, "children": list(children)}]} | more  # fmt: skip


def imported(*children, **more):
    return front.read(store(*children, **more))


def items(*children, **more):
    return document.read(imported(*children, **more).document).pages[0].items


def only(element, **more):
    (item,) = items(element, **more)
    return item


def told(element, **more):
    return [finding.facts["what"] for finding in imported(element, **more).findings]


def text(**more):
    return {"type": "text", "x": 120, "y": 60, "width": 600, "height": 72, "text": "Hello", "fontSize": 50,
            "fontFamily": "Lato", "fill": "rgba(0,0,0,1)", "lineHeight": 1.2} | more  # fmt: skip


def figure(**more):
    return {
        "type": "figure",
        "subType": "rect",
        "x": 120,
        "y": 60,
        "width": 240,
        "height": 120,
        "fill": "#ff0000",
    } | more


def test_pages_have_the_size_that_the_stores_resolution_says():
    made = imported()

    assert (made.kind, made.document["pages"][0]["width"]) == ("polotno", 101.6)
    assert front.read(store(), size_mm=(85, 42.5)).document["pages"][0]["width"] == 85
    assert front.read(store(dpi=None)).document["pages"][0]["width"] == pytest.approx(1200 / 72 * 25.4, abs=1e-3)


def test_each_page_may_have_a_size_background_and_bleed_of_its_own():
    pages = [{"children": [], "width": 600, "height": "auto", "bleed": 36, "background": "#00ff00"}, {"children": []}]
    first, second = document.read(imported(pages=pages).document).pages

    assert (first.width, first.bleed, second.width, second.bleed) == pytest.approx((50.8, 3.048, 101.6, 0), abs=1e-3)
    assert (first.items[0].name, round(first.items[0].x, 3), second.items) == ("Background", -3.048, ())


def test_elements_turn_about_their_corner():
    item = only(figure(rotation=90))

    assert isinstance(item, RectangleItem)
    assert (item.rotation, item.width) == pytest.approx((90, 240 * MM), abs=1e-3)
    assert (item.x + item.width / 2, item.y + item.height / 2) == pytest.approx((60 * MM, 180 * MM), abs=1e-3)


def test_text_has_its_type_and_place():
    item = only(
        text(align="center", verticalAlign="middle", letterSpacing=0.1, fontWeight="bold", textDecoration="underline")
    )

    assert isinstance(item, TextItem)
    assert (item.text, item.font, item.size, item.weight) == ("Hello", "Lato", 12, 700)
    assert (item.align, item.vertical_align, item.letter_spacing, item.underline) == ("center", "middle", 100, True)
    assert (item.x, item.width, item.line_height) == pytest.approx((120 * MM, 600 * MM, 1.2), abs=1e-3)


def test_a_box_behind_text_comes_along():
    below, above = items(text(backgroundEnabled=True, backgroundColor="#ffff00", backgroundPadding=1))

    assert (below.type, above.type) == ("rectangle", "text")
    assert below.width == pytest.approx((600 + 2 * 30) * MM, abs=1e-3)


def test_rich_text_becomes_its_words_and_that_is_told():
    made = imported(text(text="<p>One &amp; <strong>two</strong></p><p>three</p>"))

    assert document.read(made.document).pages[0].items[0].text == "One & two\nthree"
    assert made.findings[0].facts["what"].startswith("formatting within a text")


def test_an_element_bound_to_a_field_asks_for_it():
    design = document.read(imported(text(custom={"variable": "Name"})).document)

    assert (design.pages[0].items[0].text, design.fields[0].default) == ("{{Name}}", "Hello")


def test_pictures_are_cut_and_rounded():
    item = only({"type": "image", "src": "https://example.com/a.jpg", "x": 0, "y": 0, "width": 300, "height": 300,
                 "cropX": 0.25, "cropY": 0, "cropWidth": 0.5, "cropHeight": 1, "cornerRadius": 30})  # fmt: skip

    assert isinstance(item, ImageItem)
    assert (item.crop.x, item.crop.width, item.fit) == (0.25, 0.5, "cover")
    assert (item.clip.radius, item.clip.width) == pytest.approx((30 * MM, 25.4), abs=1e-3)


def test_a_picture_with_a_border_is_followed_by_its_line():
    _, line = items({"type": "image", "src": "a.png", "width": 300, "height": 300, "borderSize": 12,
                     "borderColor": "red"})  # fmt: skip

    assert (line.stroke.align, line.stroke.width) == ("inside", pytest.approx(12 * MM, abs=1e-3))


def test_colours_of_a_drawing_inside_the_file_are_replaced():
    drawing = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="#111"/></svg>').decode()
    item = only({"type": "svg", "src": f"data:image/svg+xml;base64,{drawing}", "width": 300, "height": 300,
                 "colorsReplace": {"#111": "#222"}})  # fmt: skip

    assert b"#222" in base64.b64decode(item.src.partition(",")[2])


def test_a_line_runs_through_the_middle_of_its_box():
    item = only({"type": "line", "x": 100, "y": 100, "width": 600, "height": 10, "color": "#000", "dash": [4, 1]})

    assert isinstance(item, LineItem)
    assert (item.x, item.y, item.x2, item.y2) == pytest.approx((100 * MM, 105 * MM, 700 * MM, 105 * MM), abs=1e-3)
    assert item.stroke.dashes == pytest.approx((40 * MM, 10 * MM), abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "corners"), [("triangle", 3), ("diamond", 4), ("hexagon", 6), ("star", 5), ("rightArrow", 7)]
)
def test_figures_are_polygons(kind, corners):
    item = only(figure(subType=kind, stroke="#000", strokeWidth=6))

    assert isinstance(item, PolygonItem)
    assert (len(item.points) or item.sides) == corners
    assert item.stroke.align == "inside"


def test_a_linear_gradient_runs_as_in_css():
    paint = only(figure(fill="linear-gradient(90deg, #f00 0%, rgba(0, 0, 255, 0.5) 100%)")).fill

    assert (paint.start.x, paint.start.y, paint.end.x) == pytest.approx((0, 0.5, 1), abs=1e-4)
    assert [(stop.color.rgb, stop.opacity) for stop in paint.linear] == [((255, 0, 0), 1), ((0, 0, 255), 0.5)]


def test_what_is_in_a_group_counts_from_the_page():
    item = only({"type": "group", "opacity": 0.5, "children": [figure()]})

    assert isinstance(item, GroupItem)
    assert (item.opacity, round(item.items[0].x, 3)) == (0.5, 10.16)


def test_shadow_blend_and_lock():
    item = only(figure(rotation=90, shadowEnabled=True, shadowOffsetX=12, shadowBlur=24, shadowOpacity=0.5,
                       blendMode="multiply", draggable=False))  # fmt: skip

    assert (item.shadow.x, item.shadow.y, item.shadow.blur) == pytest.approx((0, -12 * MM, 24 * MM), abs=1e-3)
    assert (item.shadow.opacity, item.blend, item.locked) == (0.5, "multiply", True)


@pytest.mark.parametrize(
    ("element", "what"),
    [
        ({"type": "video", "src": "a.mp4"}, "films"),
        ({"type": "gif"}, "moving pictures"),
        ({"type": "hologram"}, "elements of the kind “hologram”"),
        (text(stroke="red", strokeWidth=2), "outlines of letters"),
        (text(curveEnabled=True), "text along a curve (it is set straight)"),
        (figure(subType="cloud"), "figures of the kind “cloud”"),
        (figure(visible=False), "elements that are hidden or not exported"),
        (figure(width=1e7), "a “figure” that is faulty or far too large"),
        ({"type": "line", "endHead": "arrow"}, "heads of lines (arrows)"),
        ({"type": "image", "src": "a.png", "flipX": True, "sepiaEnabled": True}, "picture filters (sepia)"),
        ({"type": "image", "src": "a.png", "clipSrc": "b.svg"}, "pictures cut along a drawing"),
    ],
)
def test_what_is_left_out_is_told(element, what):
    assert what in told(element)


def test_fonts_of_its_own_are_told_where_they_are_used():
    assert told(text(), fonts=[{"fontFamily": "Lato", "url": "x"}, {"fontFamily": "Other", "url": "y"}]) == [
        "the file of the font “Lato” (upload it)"
    ]


keys = st.sampled_from(
    ["type", "subType", "x", "width", "height", "rotation", "fill", "text", "fontSize", "lineHeight", "children", "src",
     "dash", "cropWidth", "opacity", "custom", "shadowEnabled", "colorsReplace", "cornerRadius"]
)  # fmt: skip
leaves = st.one_of(
    st.none(), st.booleans(), st.floats(allow_nan=False), st.text(max_size=8),
    st.sampled_from(["text", "figure", "group", "image", "line", "svg", "linear-gradient(1deg,#f00,#00f 9%)", "{{A}}"]),
)  # fmt: skip
elements = st.recursive(
    st.dictionaries(keys, leaves, max_size=8),
    lambda inner: st.dictionaries(keys, st.one_of(leaves, inner, st.lists(inner, max_size=3)), max_size=8),
    max_leaves=8,
)


@given(st.lists(elements, max_size=4))
@settings(max_examples=150, deadline=None)
def test_whatever_a_store_holds_becomes_a_valid_document_or_is_refused(children):
    try:
        made = front.read(json.dumps(store(*children)).encode())
    except PressError as error:
        assert error.findings[0].code == "import-unreadable"
    else:
        document.read(made.document)
