"""What a designer says of paint, edges, shadows and masks becomes paths, groups and masks."""

import pytest
from tests.press.layout.drawn import drawn, laid_out

from makeready.press.displaylist.items import Group, MaskBy, Path
from makeready.press.displaylist.paint import Blend, Gradient, Lab, Spot
from makeready.press.geometry import Matrix, Point

BOX = {"type": "rectangle", "x": 10, "y": 10, "width": 40, "height": 20}
CYAN, PAPER = {"cmyk": [100, 0, 0, 0]}, {"cmyk": [0, 0, 0, 0]}


def stops(*colors, **last):
    made = [{"at": n / (len(colors) - 1), "color": color} for n, color in enumerate(colors)]
    return [*made[:-1], {**made[-1], **last}]


def only(item, **more):
    (group,) = laid_out(item, **more).items
    return group


def test_a_linear_gradient_runs_across_the_items_box():
    (path,) = only({**BOX, "fill": {"linear": stops(CYAN, PAPER)}}).items

    assert isinstance(path.fill, Gradient)
    assert (path.fill.start, path.fill.end, path.fill.radii) == (Point(10, 20), Point(50, 20), None)


def test_a_radial_gradient_is_as_wide_and_high_as_the_box():
    (path,) = only({**BOX, "fill": {"radial": stops(CYAN, PAPER), "focus": {"x": 0.25, "y": 0.5}}}).items
    gradient = path.fill

    edge = [gradient.matrix.apply(Point(gradient.end.x + x * 20, gradient.end.y + y * 20)) for x, y in ((1, 0), (0, 1))]
    assert edge == [Point(50, 20), Point(30, 30)]
    assert gradient.matrix.apply(gradient.start) == Point(20, 20)


def test_a_round_one_counts_from_the_longer_side():
    (path,) = only({**BOX, "fill": {"radial": stops(CYAN, PAPER), "circle": True, "radius": 0.5}}).items

    assert path.fill.radii == (0, 10)
    assert path.fill.matrix.is_identity


def test_a_stop_that_is_seen_through_is_a_mask_from_white_to_black():
    group = only({**BOX, "fill": {"linear": stops(CYAN, CYAN, opacity=0.25)}})

    ((faded),) = group.items
    assert faded.mask.by is MaskBy.LUMINOSITY
    (veil,) = faded.mask.items
    assert [stop.ink.k for stop in veil.fill.stops] == [0, 75]


def test_lab_and_a_spots_lab_alternate_stay_what_they_are():
    gold = {"spot": "Gold", "alternate": {"lab": [70, 5, 50]}}
    (path,) = only({**BOX, "fill": gold, "stroke": {"color": {"lab": [50, 10, -20]}}}).items

    assert path.fill == Spot("Gold", 100, Lab(70, 5, 50))
    assert path.stroke.ink == Lab(50, 10, -20)


def test_a_line_within_its_outline_is_twice_as_wide_and_cut_off_there():
    fill, line = only({**BOX, "fill": CYAN, "stroke": {"color": PAPER, "width": 2, "align": "inside"}}).items

    assert isinstance(fill, Path) and fill.stroke is None
    assert line.items[0].stroke.width == 4
    assert line.clip.segments == fill.segments


def test_a_line_around_its_outline_is_cut_off_within():
    (line,) = only({**BOX, "stroke": {"color": CYAN, "width": 2, "align": "outside"}}).items

    assert line.clip.even_odd
    assert line.clip.segments[-5:] == line.items[0].segments
    assert line.clip.segments[0].to.x < 10 - 2


def test_an_open_line_has_no_inside():
    assert drawn({"type": "path", "path": "M0 0 L10 0", "stroke": {"color": CYAN, "align": "inside"}})[1:] == [
        "stroke cmyk(100, 0, 0, 0) 0.25 mm: M0,0 L10,0"
    ]


def test_four_radii_stand_each_at_its_corner_and_shrink_together_where_they_do_not_fit():
    assert drawn({**BOX, "radii": [0, 5, 0, 0], "fill": CYAN})[1] == (
        "fill cmyk(100, 0, 0, 0): M10,10 L45,10 C47.761,10 50,12.239 50,15 L50,30 L10,30 L10,10 Z"
    )
    assert drawn({**BOX, "radii": [40, 0, 0, 40], "fill": CYAN})[1].startswith("fill cmyk(100, 0, 0, 0): M20,10")


@pytest.mark.parametrize(("more", "corners"), [({"sides": 3}, 3), ({"sides": 5, "star": 0.4}, 10)])
def test_regular_polygons_and_stars_touch_their_box(more, corners):
    (path,) = only({**BOX, "type": "polygon", "fill": CYAN, **more}).items
    places = [segment.to for segment in path.segments[:-1]]

    assert len(places) == corners
    assert (min(p.x for p in places), max(p.x for p in places)) == pytest.approx((10, 50))
    assert (min(p.y for p in places), max(p.y for p in places)) == pytest.approx((10, 30))
    assert places[0].y == pytest.approx(10)


def test_a_polygon_by_its_corners():
    item = {**BOX, "type": "polygon", "fill": CYAN, "points": [{"x": 0, "y": 0}, {"x": 1, "y": 0.5}, {"x": 0, "y": 1}]}

    assert drawn(item)[1] == "fill cmyk(100, 0, 0, 0): M10,10 L50,20 L10,30 Z"


def test_a_shadow_is_ink_behind_a_blurred_mask_of_the_item_beside_it():
    shadow = {"x": 1, "y": 2, "blur": 3, "opacity": 0.4, "color": {"spot": "Shade", "alternate": {"gray": 60}}}
    group = only({**BOX, "fill": CYAN, "shadow": shadow, "rotation": 90})
    below, item = group.items

    assert group.item == "pages/0/items/0"
    assert (below.blend, below.opacity, below.mask.blur, below.mask.by) == (Blend.MULTIPLY, 0.4, 1.5, MaskBy.ALPHA)
    assert below.items[0].fill.name == "Shade"
    (moved,) = below.mask.items
    assert moved.matrix == Matrix.move(1, 2)
    assert moved.items == item.items


def test_a_mask_is_laid_out_with_the_item_and_not_to_be_taken_hold_of():
    veil = {"type": "rectangle", "x": 10, "y": 10, "width": 20, "height": 20, "fill": {"gray": 0}}
    group = only({**BOX, "fill": CYAN, "mask": {"by": "alpha", "items": [veil]}})

    assert group.mask.by is MaskBy.ALPHA
    assert [item.item for item in group.mask.items] == [None]
    assert only({**BOX, "fill": CYAN, "mask": {"items": [veil]}}).mask.by is MaskBy.LUMINOSITY


def test_what_is_wrong_in_a_mask_is_told_with_its_place():
    empty = {"type": "rectangle", "x": 0, "y": 0, "width": 1, "height": 1}
    page = laid_out({**BOX, "fill": CYAN, "mask": {"items": [empty]}})

    assert [(f.code, f.path) for f in page.findings] == [("item-unpainted", "pages/0/items/0/mask/items/0")]


def test_any_item_in_a_box_may_be_clipped_from_its_corner():
    group = only({**BOX, "fill": CYAN, "clip": {"type": "rectangle", "x": 5, "y": 5, "width": 10, "height": 4}})

    assert drawn({**BOX, "fill": CYAN, "clip": {"type": "rectangle", "x": 5, "y": 5, "width": 10, "height": 4}})[1] == (
        "clip: M15,15 L25,15 L25,19 L15,19 Z"
    )
    assert group.mask is None


def test_all_blend_modes_have_their_word():
    assert only({**BOX, "fill": CYAN, "blend": "color-dodge"}).blend is Blend.COLOR_DODGE
    assert only({**BOX, "fill": CYAN, "blend": "luminosity"}).blend is Blend.LUMINOSITY


def test_what_is_painted_in_a_technical_layer_overprints():
    layers = [{"name": "White", "step": "white"}]
    page = laid_out({**BOX, "fill": CYAN, "layer": "White"}, {**BOX, "fill": CYAN, "layer": "Art"}, layers=layers)

    assert [group.overprint for group in page.items] == [True, False]
    assert [(layer.name, layer.step) for layer in page.technical] == [("White", "white")]


def test_a_contour_is_a_technical_layer_of_its_own():
    page = laid_out(cut={"path": "M0 0 L85 0 L85 55 Z"})

    assert [(layer.name, layer.step) for layer in page.technical] == [("CutContour", "cut")]


def test_how_large_black_type_may_be_to_overprint_is_the_designs_word():
    assert laid_out().black_text_overprints == pytest.approx(24 * 25.4 / 72)


def test_groups_may_have_shadows_and_masks_in_their_own_space():
    inner = {"type": "rectangle", "x": 0, "y": 0, "width": 10, "height": 10, "fill": CYAN}
    group = only(
        {"type": "group", "x": 30, "y": 5, "items": [inner], "mask": {"items": [inner]}, "shadow": {"blur": 0}}
    )

    assert group.matrix == Matrix.move(30, 5)
    below, seen = group.items
    assert seen.mask is not None
    assert isinstance(below, Group) and below.items[0].segments[0].to == Point(1, 1)


def test_type_takes_a_gradient_over_its_box_even_along_a_path():
    fill = {"linear": stops(CYAN, PAPER)}
    text = {"type": "text", "x": 5, "y": 5, "width": 60, "height": 20, "text": "Along", "fill": fill}
    (run,) = only(text).items
    letters = only({**text, "along": {"path": "M0 10 L20 10"}, "text": "AL"}).items

    assert (run.ink.start, run.ink.end) == (Point(5, 15), Point(65, 15))
    for letter in letters:
        (glyph,) = letter.items
        seen = (letter.matrix @ glyph.ink.matrix).apply(glyph.ink.start)
        assert (seen.x, seen.y) == pytest.approx((5, 15))


def test_type_that_fades_away_is_behind_a_mask():
    text = {"type": "text", "x": 5, "y": 5, "width": 60, "height": 20, "text": "Gone"}
    ((group),) = only({**text, "fill": {"linear": stops(CYAN, CYAN, opacity=0)}}).items

    assert group.mask.by is MaskBy.LUMINOSITY
    assert group.items[0].text == "Gone"
