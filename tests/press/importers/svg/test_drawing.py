"""SVG drawings become items; hostile ones reach for nothing; what is not carried over is told."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makeready.press.design.items import GroupItem, ImageItem, PathItem, TextItem
from makeready.press.findings import PressError
from makeready.press.importers import front
from makeready.press.importers.svg.drawing import Drawing, read
from makeready.press.sources import SourceFile

DOT = "data:image/png;base64,iVBORw0KGgo="


def svg(body: str, head: str = "", **attributes: str) -> bytes:
    extra = " ".join(f'{name}="{value}"' for name, value in ({"viewBox": "0 0 100 100"} | attributes).items())
    return (
        f'<?xml version="1.0"?>{head}<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" width="100mm" height="100mm" {extra}>{body}</svg>'
    ).encode()


def drawing(body: str, **more: str) -> Drawing:
    return read(SourceFile(svg(body, **more)))


def only(body: str, **more: str):
    (item,) = drawing(body, **more).items
    return item


def told(body: str, **more: str) -> list[str]:
    return [finding.facts["what"] for finding in drawing(body, **more).findings]


@pytest.mark.parametrize(
    ("element", "path"),
    [
        ('<rect x="1" y="2" width="3" height="4"/>', "M1 2L4 2L4 6L1 6Z"),
        ('<line x1="1" y1="2" x2="3" y2="50%" stroke="red"/>', "M1 2L3 50"),
        ('<polygon points="0,0 5,0 5,5"/>', "M0 0L5 0L5 5Z"),
        ('<polyline points="0 0 5 0"/>', "M0 0L5 0"),
        ('<path d="m1 1h4v4z"/>', "M1 1L5 1L5 5Z"),
        ('<g transform="translate(10 20) scale(2)"><path d="M0 0L1 1"/></g>', "M10 20L12 22"),
        ('<path transform="rotate(90 5 5)" d="M5 5L10 5"/>', "M5 5L5 10"),
        ('<defs><path id="p" d="M0 0L1 0"/></defs><use href="#p" x="3"/>', "M3 0L4 0"),
        ('<symbol id="s" viewBox="0 0 2 2"><path d="M0 0L2 2"/></symbol><use xlink:href="#s" width="10" height="10"/>',
         "M0 0L10 10"),
        ('<svg x="10" y="10" width="20" height="20" viewBox="0 0 1 1"><path d="M0 0L1 1"/></svg>', "M10 10L30 30"),
        ('<switch><path d="M0 0L1 1"/><path d="M9 9L8 8"/></switch>', "M0 0L1 1"),
    ],
)  # fmt: skip
def test_shapes_become_paths_in_millimetres(element, path):
    assert only(element).path == path


def test_a_circle_is_four_curves():
    assert only('<circle cx="5" cy="5" r="5"/>').path.count("C") == 4


@pytest.mark.parametrize(
    ("attributes", "size", "point"),
    [
        ({"viewBox": "0 0 50 50"}, (100, 100), "M0 0L20 20"),
        ({"viewBox": "0 0 100 50"}, (100, 100), "M0 25L10 35"),
        ({"viewBox": "0 0 100 50", "preserveAspectRatio": "xMidYMin"}, (100, 100), "M0 0L10 10"),
        ({"viewBox": "0 0 100 50", "preserveAspectRatio": "none"}, (100, 100), "M0 0L10 20"),
    ],
)
def test_the_view_box_is_fitted_as_the_standard_says(attributes, size, point):
    found = drawing('<path d="M0 0L10 10"/>', **attributes)

    assert (found.width, found.height) == pytest.approx(size)
    assert found.items[0].path == point


def test_without_units_a_pixel_is_a_96th_of_an_inch():
    found = read(SourceFile(b'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"/>'))

    assert (found.width, found.height) == pytest.approx((25.4, 12.7))


@pytest.mark.parametrize(
    ("paint", "expected"),
    [
        ('fill="#f00"', (255, 0, 0)),
        ('fill="#00ff0080"', (0, 255, 0)),
        ('fill="RebeccaPurple"', (102, 51, 153)),
        ('fill="rgb(10%, 20, 30)"', (25.5, 20, 30)),
        ('fill="hsl(120, 100%, 50%)"', (0, 255, 0)),
        ('style="fill: blue; stroke: none"', (0, 0, 255)),
        ('class="warm"', (255, 165, 0)),
        ('id="one" class="warm" fill="red"', (1, 2, 3)),
        ('color="lime" fill="currentColor"', (0, 255, 0)),
        ("", (0, 0, 0)),
    ],
)
def test_colours_come_from_attributes_sheets_and_style(paint, expected):
    rules = "/* c */ .warm { fill: orange } rect.warm, #one { fill: #010203 } @media print { rect { fill: red } }"

    item = only(f'<style>{rules}</style><path d="M0 0L9 9" {paint}/>')

    assert item.fill.rgb == pytest.approx(expected)


def test_cmyk_colours_stay_cmyk():
    assert only('<path d="M0 0L9 9" fill="device-cmyk(1 0.5 0 20%)"/>').fill.cmyk == (100, 50, 0, 20)


def test_strokes_are_scaled_and_dashed():
    item = only(
        '<g stroke="red" stroke-width="2" fill="none" transform="scale(0.5)">'
        '<path d="M0 0L9 9" stroke-dasharray="4,2,1" stroke-linecap="round"/></g>'
    )

    line = item.stroke
    assert item.fill is None
    assert (line.width, line.cap, line.dashes) == (1, "round", (2, 1, 0.5, 2, 1, 0.5))


def test_opacity_clip_and_blend_make_a_group():
    item = only(
        '<clipPath id="c"><circle cx="5" cy="5" r="5"/></clipPath>'
        '<g opacity=".5" clip-path="url(#c)" style="mix-blend-mode: multiply"><rect width="9" height="9"/></g>'
    )

    assert isinstance(item, GroupItem)
    assert (item.opacity, item.blend, item.clip.type, len(item.items)) == (0.5, "multiply", "path", 1)


def test_half_solid_fill_and_stroke_are_two_items():
    first, second = drawing('<path d="M0 0H9V9Z" fill-opacity="0.5" stroke="red"/>').items

    assert (first.opacity, first.stroke, second.opacity, second.fill) == (0.5, None, 1, None)


def test_text_stays_text_on_its_baseline():
    item = only(
        '<text x="50" y="30" font-size="10" text-anchor="middle" font-family="\'Source Serif Pro\', serif" '
        'font-weight="bold" font-style="italic">  Hello\n <tspan>Anna</tspan> </text>'
    )

    assert isinstance(item, TextItem)
    assert (item.text, item.font, item.weight, item.italic) == ("Hello Anna", "Source Serif Pro", 700, True)
    assert (item.align, item.vertical_align, item.wrap) == ("center", "baseline", False)
    assert (item.x + item.width / 2, item.y) == pytest.approx((50, 30))
    assert item.size == pytest.approx(10 * 72 / 25.4)


def test_turned_text_turns_about_its_anchor():
    from makeready.press.geometry import Matrix, Point
    from makeready.press.layout.frame import box_of

    item = only('<text x="20" y="10" font-size="5" transform="rotate(30)">x</text>')

    where = Matrix.turn(item.rotation, box_of(item).centre).apply(Point(item.x, item.y))
    expected = Matrix.turn(30).apply(Point(20, 10))
    assert (where.x, where.y) == pytest.approx((expected.x, expected.y))


def test_lines_of_tspans_are_lines_of_their_own():
    items = drawing('<text x="5" y="10"><tspan x="5" y="10">one</tspan><tspan x="5" dy="12">two</tspan></text>').items

    assert [(item.text, round(item.y, 3)) for item in items] == [("one", 10), ("two", 22)]


def test_a_picture_inside_the_file_comes_along():
    item = only(f'<image x="1" y="2" width="30" height="20" xlink:href="{DOT}" preserveAspectRatio="xMidYMid slice"/>')

    assert isinstance(item, ImageItem)
    assert (item.x, item.y, item.width, item.height, item.fit) == (1, 2, 30, 20, "cover")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ('<image href="http://example.com/a.png" width="9" height="9"/>', "pictures of other files"),
        ('<image href="file:///etc/hostname" width="9" height="9"/>', "pictures of other files"),
        ('<use href="http://example.com/b.svg#c"/>', "links to other files"),
        ('<script href="x.js">fetch()</script>', "scripts"),
        ('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/></foreignObject>', "embedded web pages"),
        ("<style>@import url(x.css); g > rect { fill: url(http://x/y#z) }</style>", "style sheets of other files"),
        ('<rect width="9" height="9" fill="url(http://x/y.svg#z)"/>', "a paint that is not in the drawing"),
        ('<rect width="9" height="9" filter="url(#f)"/>', "filters"),
        ('<rect width="9" height="9" mask="url(#f)"/>', "masks"),
        ('<path d="M0 0L" />', "a “path” that is faulty or far too large"),
        ('<rect width="9" height="9" fill="chartreuse-ish"/>', "the colour “chartreuse-ish”"),
        ('<text y="9">a<textPath href="#p">b</textPath></text>', "text along a path that is not there"),
        ('<blink/>', "“blink” elements"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_told(body, what):
    assert what in told(body)


STOPS = '<stop stop-color="#000"/><stop offset="100%" stop-color="#fff" stop-opacity=".5"/>'


@pytest.mark.parametrize(
    ("gradient", "start", "end"),
    [
        ('<linearGradient id="g">{}</linearGradient>', (0, 0), (1, 0)),
        ('<linearGradient id="g" x1="10" x2="30" gradientUnits="userSpaceOnUse">{}</linearGradient>',
         (0, -0.5), (1, -0.5)),
        ('<linearGradient id="a">{}</linearGradient><linearGradient id="g" xlink:href="#a" x1="1" x2="0"/>',
         (1, 0), (0, 0)),
        ('<linearGradient id="g" gradientTransform="rotate(90)">{}</linearGradient>', (0, 0), (0, 1)),
        # In a box twice as wide as high, lines of one colour of a gradient from corner to corner stand slanted.
        ('<linearGradient id="g" x2="1" y2="1">{}</linearGradient>', (0, 0), (0.4, 1.6)),
    ],
)  # fmt: skip
def test_linear_gradients_keep_their_place(gradient, start, end):
    item = only(f'{gradient.format(STOPS)}<rect x="10" y="5" width="20" height="10" fill="url(#g)"/>')

    assert (item.fill.start.x, item.fill.start.y) == pytest.approx(start, abs=1e-4)
    assert (item.fill.end.x, item.fill.end.y) == pytest.approx(end, abs=1e-4)
    assert [(stop.at, stop.opacity) for stop in item.fill.linear] == [(0, 1), (1, 0.5)]


def test_radial_gradients_are_ellipses_in_a_box_and_circles_in_user_space():
    body = f'<radialGradient id="g" {{}}>{STOPS}</radialGradient><rect width="20" height="10" fill="url(#g)"/>'
    in_box = only(body.format('fx="0.25"')).fill
    in_space = only(body.format('gradientUnits="userSpaceOnUse" cx="5" cy="5" r="5"')).fill

    assert (in_box.radius, in_box.circle, in_box.focus.x) == pytest.approx((1, False, 0.25), abs=1e-4)
    assert (in_space.radius, in_space.circle, in_space.center.x) == pytest.approx((0.5, True, 0.25), abs=1e-4)


def test_a_gradient_on_letters_becomes_its_middle_colour_and_that_is_told():
    body = f'<linearGradient id="g">{STOPS}</linearGradient><text y="9" fill="url(#g)">x</text>'

    assert only(body).fill.rgb == (127.5, 127.5, 127.5)
    assert told(body) == ["gradients on letters (they become their middle colour)"]


def test_layers_of_inkscape_and_illustrator_are_groups_by_their_names():
    inkscape = 'xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:groupmode="layer" i:label="Names"'

    assert only(f'<g {inkscape}><rect width="9" height="9"/></g>').name == "Names"
    assert only('<g id="b" data-name="Layer 2"><rect width="9" height="9"/></g>').name == "Layer 2"
    assert told(f'<g {inkscape} style="display:none"><rect width="9" height="9"/></g>') == ["layers that are hidden"]


def test_a_mask_stays_a_mask():
    mask = '<mask id="m" style="mask-type:alpha"><circle cx="5" cy="5" r="4" fill="#fff"/></mask>'
    item = only(f'{mask}<rect width="9" height="9" mask="url(#m)" transform="scale(2)"/>')

    assert (item.mask.by, item.mask.items[0].path.startswith("M18 10")) == ("alpha", True)


@pytest.mark.parametrize(
    "filters",
    [
        '<feDropShadow dx="3" dy="4" stdDeviation="2" flood-color="#f00" flood-opacity=".5"/>',
        '<feFlood flood-color="#f00" flood-opacity=".5"/><feComposite in2="SourceGraphic" operator="in"/>'
        '<feGaussianBlur stdDeviation="2"/><feOffset dx="3" dy="4"/>'
        '<feMerge><feMergeNode/><feMergeNode in="SourceGraphic"/></feMerge>',
    ],
)
def test_a_filter_that_is_a_shadow_becomes_one(filters):
    item = only(
        f'<filter id="f">{filters}</filter><rect width="9" height="9" filter="url(#f)" transform="rotate(90)"/>'
    )

    assert (item.shadow.x, item.shadow.y, item.shadow.blur) == pytest.approx((-4, 3, 4))
    assert (item.shadow.color.rgb, item.shadow.opacity, item.shadow.blend) == ((255, 0, 0), 0.5, "normal")


def test_a_blur_is_told():
    assert told(
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter><rect width="9" height="9" filter="url(#f)"/>'
    ) == ["filters"]


@pytest.mark.parametrize("mode", ["color-burn", "luminosity", "exclusion"])
def test_every_blend_mode_of_css_is_kept(mode):
    assert only(f'<rect width="9" height="9" style="mix-blend-mode:{mode}"/>').blend == mode


def test_styles_within_a_line_are_runs():
    item = only(
        '<text y="9" font-size="10" text-decoration="underline">One <tspan fill="red" font-weight="bold">two</tspan>'
        ' <tspan baseline-shift="super" font-size="5">3</tspan></text>'
    )

    assert [run.text for run in item.runs] == ["One ", "two", " ", "3"]
    assert (item.runs[1].fill.rgb, item.runs[1].weight, item.runs[3].baseline_shift) == ((255, 0, 0), 700, 400)
    assert item.underline and item.runs[1].underline is None


def test_text_stands_along_its_path():
    item = only(
        '<path id="p" d="M0 50H80" fill="none"/>'
        '<text text-anchor="middle" font-size="8"><textPath href="#p" startOffset="25%">word</textPath></text>'
    )

    assert (item.along.path, item.align, item.along.offset) == ("M0 50L80 50", "center", -20)


def test_an_element_bound_to_a_field_asks_for_it_where_a_design_is_made():
    lines = '<tspan x="0" y="10">Anna</tspan><tspan x="0" dy="12">Öz</tspan>'
    body = f'<text data-field="Name" y="10" font-size="10">{lines}</text>'
    made = front.read(svg(body)).document

    assert (made["pages"][0]["items"][0]["text"], made["pages"][0]["items"][0]["line_height"]) == ("{{Name}}", 1.2)
    assert made["fields"] == [{"name": "Name", "type": "multiline", "default": "Anna\nÖz"}]
    assert [item.text for item in drawing(body).items] == ["Anna", "Öz"]


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(8)
) + "]>"  # fmt: skip


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"<svg", "no well-formed XML (line 1"),
        (b"<html/>", "its root is “html”"),
        (svg("<text>&i;</text>", LAUGHS), "entities"),
        (svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities"),
        (svg("<g>" * 200 + "</g>" * 200), "nested too deeply"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="5"/>', "its size is 0"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" width="9000in" height="5"/>', "its size is"),
    ],
)
def test_what_is_no_usable_drawing_is_refused_in_one_sentence(data, words):
    with pytest.raises(PressError) as caught:
        read(SourceFile(data))

    (finding,) = caught.value.findings
    assert finding.code == "svg-unreadable" and words in finding.message


def test_uses_that_multiply_are_given_up_soon():
    body = '<defs><g id="a0"><path d="M0 0L1 1"/></g>' + "".join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    began = time.monotonic()

    with pytest.raises(PressError) as caught:
        read(SourceFile(svg(body + '</defs><use href="#a8"/>')))

    assert "more than 50000 elements" in caught.value.findings[0].message
    assert time.monotonic() - began < 20


def test_a_style_sheet_that_never_ends_is_given_up():
    rules = "rect{fill:red}" * 2000
    began = time.monotonic()

    with pytest.raises(PressError) as caught:
        read(SourceFile(svg(f"<style>{rules}</style>" + '<rect width="1" height="1"/>' * 4000)))

    assert "too complicated" in caught.value.findings[0].message
    assert time.monotonic() - began < 20


def test_a_use_of_itself_ends():
    with pytest.raises(PressError):
        read(SourceFile(svg('<g id="a"><use href="#a"/></g>')))


elements = st.sampled_from(["rect", "path", "circle", "g", "text", "use", "image", "tspan", "clipPath", "style", "svg"])
names = st.sampled_from(
    ["d", "x", "y", "width", "height", "r", "fill", "stroke", "stroke-width", "transform", "style", "class", "id",
     "href", "font-size", "opacity", "clip-path", "viewBox", "points", "stroke-dasharray", "font-family"]
)  # fmt: skip
values = st.one_of(
    st.text(alphabet="0123456789.,- eEMLCZz#%url()abc:;", max_size=20),
    st.sampled_from(["1e308", "-1e99", "nan", "url(#a)", "#a", "none", "50%", "matrix(0 0 0 0 0 0)", "scale(1e20)"]),
)
trees = st.recursive(
    st.text(alphabet="abc \n", max_size=5),
    lambda inner: st.tuples(elements, st.dictionaries(names, values, max_size=4), st.lists(inner, max_size=3)),
    max_leaves=8,
)


def written(tree) -> str:
    if isinstance(tree, str):
        return tree
    tag, attributes, inner = tree
    said = " ".join(f"{name}='{value}'" for name, value in attributes.items())
    return f"<{tag} {said}>{''.join(map(written, inner))}</{tag}>"


@given(trees)
@settings(max_examples=200, deadline=None)
def test_whatever_is_drawn_is_read_or_refused(tree):
    try:
        found = read(SourceFile(svg(f'<g id="a">{written(tree)}</g>')))
    except PressError as error:
        assert error.findings[0].code == "svg-unreadable"
    else:
        assert all(isinstance(item, (PathItem, TextItem, ImageItem, GroupItem)) for item in found.items)


@pytest.mark.parametrize(
    ("body", "attributes"),
    [
        ('<path d="M0 0L1 1"/>', {"preserveAspectRatio": "none", "x": "1" + " " * 500_000 + "x"}),
        ('<rect width="1%sx" height="1"/>' % (" " * 500_000), {}),
        ("<style>%s</style>" % ("/* " * 500_000), {}),
    ],
)  # fmt: skip
def test_words_made_to_be_slow_are_read_in_one_go(body, attributes):
    began = time.process_time()
    drawing(body, **attributes)
    assert time.process_time() - began < 5


def test_a_comment_in_a_style_sheet_is_a_blank_and_one_without_an_end_hides_the_rest():
    sheet = "<style>/* a */path/**/{fill:#ff0000} /* path{fill:#0000ff}</style>"
    assert only(f'{sheet}<path d="M0 0L1 1"/>').fill.rgb == (255, 0, 0)


def test_a_length_of_endless_digits_is_none_and_takes_no_time():
    width = b"1" * 60_000 + b"x"
    with pytest.raises(PressError, match="its size is"):
        read(SourceFile(b'<svg xmlns="http://www.w3.org/2000/svg" width="' + width + b'" height="10"/>'))
