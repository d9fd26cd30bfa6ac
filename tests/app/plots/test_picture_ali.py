from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from ganviz.app.palette import DARK, LIGHT
from ganviz.app.plots.layers_ali import LAYERS_ALI
from ganviz.app.plots.picture_ali import COARSE, FINE, PictureALI
from ganviz.training.messages import Late, SubstepInfo
from tests.app.plots.reports import FACTS_2D, RAW, grid, report

FACTS = FACTS_2D | {
    "extent": ((-5.0, 5.0), (-5.0, 5.0)), "code_extent": ((-3.0, 3.0), (-3.0, 3.0)), "code_axes": ("z₁", "z₂"),
    "labels": "none", "modes_of": 25, "pin_x": (2.0, 0.0), "pin_code": (1.0, -1.0)}
EMPTY = np.zeros((0, 2))


@pytest.fixture
def picture(qtbot):
    widget = PictureALI()
    qtbot.addWidget(widget)
    widget.resize(760, 560)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_facts(FACTS)
    widget.set_running(True)
    return widget


def show_only(picture, *layers):
    for layer in LAYERS_ALI:
        picture.set_shown(layer.id, layer.id in layers)


def at(picture, plane, x, y):
    """Where a place of a plane is in the canvas."""
    return picture.canvas.mapFromScene(picture.planes[plane].plot.vb.mapViewToScene(QPointF(x, y)))


def pixel(picture, plane, x, y):
    return picture.canvas.grab().toImage().pixelColor(at(picture, plane, x, y))


def pairs(real=EMPTY, encoded=EMPTY, fake=EMPTY, z=EMPTY):
    return {f"pairs.{name}": np.asarray(values, dtype=np.float64)
            for name, values in (("real", real), ("encoded", encoded), ("fake", fake), ("z", z))}


@pytest.mark.parametrize("layer", LAYERS_ALI, ids=lambda layer: layer.id)
def test_a_layer_asks_only_while_it_is_on(picture, qtbot, layer):
    show_only(picture)
    assert picture.request(1.0) == {}
    qtbot.mouseClick(picture.chips.chips[layer.id], Qt.MouseButton.LeftButton)
    assert set(picture.request(2.0)) == set(layer.asks)


def test_each_plane_asks_over_its_own_range_and_with_both_pins(picture):
    asked = picture.request(1.0)
    assert asked["map_x"]["size"] == asked["map_code"]["size"] == COARSE
    for layer, (low, high) in (("map_x", (-5, 5)), ("map_code", (-3, 3))):
        left, right, bottom, top = asked[layer]["range"]
        assert left <= low and right >= high and bottom <= low and top >= high
        assert (asked[layer]["x"], asked[layer]["code"]) == ((2.0, 0.0), (1.0, -1.0))
    picture.set_running(False)
    assert picture.request(2.0)["map_code"]["size"] == FINE


@pytest.mark.parametrize(("plane", "place"), [("x", (-3.0, 1.0)), ("code", (0.5, 2.0))])
def test_a_click_moves_the_pin_of_its_plane_and_asks_for_the_map_of_the_other(picture, qtbot, plane, place):
    picture.set_running(False)
    picture.request(1.0)
    before, other = dict(picture.pins), {"x": "code", "code": "x"}[plane]
    qtbot.mouseClick(picture.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at(picture, plane, *place))
    np.testing.assert_allclose(picture.pins[plane], place, atol=0.05)
    assert picture.pins[other] == before[other]
    asked = picture.request(1.2)
    assert asked[f"map_{other}"][plane] == picture.pins[plane]


def test_a_drag_is_no_click(picture, qtbot):
    before, start = dict(picture.pins), at(picture, "x", 0.0, 0.0)
    qtbot.mousePress(picture.canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(picture.canvas.viewport(), start + QPoint(30, 10))
    qtbot.mouseRelease(picture.canvas.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(30, 10))
    assert picture.pins == before


def test_pins_stay_when_other_facts_change_and_begin_anew_with_another_run(picture):
    picture._pin("x", (-1.0, -1.0))
    picture.set_facts(FACTS | {"loss_d_label": "log 2"})
    assert picture.pins["x"] == (-1.0, -1.0)
    picture.set_facts(FACTS | {"pin_x": (0.5, 0.5), "pin_code": (0.0, 0.0)})
    assert picture.pins == {"x": (0.5, 0.5), "code": (0.0, 0.0)}


def test_pairs_stand_in_both_planes_in_their_colours(picture):
    show_only(picture, "encoder", "generator")
    picture.apply(report(pairs([[3, 3]], [[-1, 2]], [[-3, 3]], [[2, 2]]), facts=FACTS))
    assert pixel(picture, "x", 3, 3).name() == pixel(picture, "code", -1, 2).name() == DARK.real.lower()
    assert pixel(picture, "x", -3, 3).name() == pixel(picture, "code", 2, 2).name() == DARK.generated.lower()
    picture.set_palette(LIGHT)
    assert pixel(picture, "code", -1, 2).name() == LIGHT.real.lower()


def test_maps_are_blue_where_d_is_high_and_share_one_scale(picture):
    show_only(picture, "map")
    asked = picture.request(1.0)
    sides = [grid(asked[layer]["range"], COARSE)[0] for layer in ("map_x", "map_code")]
    maps = {"map_x.values": 0.5 + 0.1 * np.sign(sides[0]), "map_code.values": 0.5 - 0.1 * np.sign(sides[1])}
    picture.apply(report(maps, facts=FACTS))
    east, west = pixel(picture, "x", 4, -3), pixel(picture, "x", -4, -3)
    assert east.blue() > east.red() and west.red() > west.blue()
    assert pixel(picture, "code", -2, 2).name() == east.name()


def test_raw_values_follow_what_lies_near_the_data(picture):
    facts = FACTS | RAW
    picture.set_facts(facts)
    extent = picture.request(1.0)["map_x"]["range"]
    x, y = grid(extent, COARSE)
    far = (abs(x) > 5) | (abs(y) > 5)
    picture.apply(report({"map_x.values": np.where(far, 50.0, np.sign(x))}, facts=facts))
    assert far.any() and picture.bar.texts == ("generated −1", "1 real")


def test_the_pointer_is_followed_through_both_networks_and_read_out(picture, qtbot):
    show_only(picture, "route")
    assert picture.request(1.0)["route"] == {"plane": "x", "at": (2.0, 0.0), "x": (2.0, 0.0)}
    picture.apply(report({"route.there": np.zeros(2), "route.back": np.ones(2)}, facts=FACTS))
    assert picture.route.legs == 2
    qtbot.mouseMove(picture.canvas.viewport(), at(picture, "code", 0.5, 0.5) + QPoint(1, 0))
    qtbot.mouseMove(picture.canvas.viewport(), at(picture, "code", 0.5, 0.5))
    asked = picture.request(2.0)
    assert asked["route"]["plane"] == asked["probe"]["plane"] == "code"
    np.testing.assert_allclose(asked["probe"]["at"], (0.5, 0.5), atol=0.05)
    picture.apply(report({"probe.d": np.array(0.3), "probe.error": np.array(1.25)}, facts=FACTS))
    assert picture.readout.text.startswith("z (0.5") and picture.readout.text.endswith("D 0.30  ‖Δ‖ 1.25")
    picture.canvas.pointed.emit(None)
    assert "probe" not in picture.request(9.0) and picture.readout.text == ""


def test_the_route_is_painted_from_plane_to_plane_in_the_colours_of_its_networks(picture):
    show_only(picture, "route")
    picture.request(1.0)
    picture.apply(report({"route.there": np.array([0.0, 0.0]), "route.back": np.array([-4.0, -4.0])}, facts=FACTS))
    image = picture.canvas.grab().toImage()
    names = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 2)}
    assert {DARK.real.lower(), DARK.generated.lower()} <= names
    picture.set_shown("route", False)
    assert not picture.route.isVisible()


def test_modes_are_counted_and_ringed(picture):
    show_only(picture, "modes")
    modes, share = np.array([[-2.0, 0.0], [2.0, 2.0], [0.0, 4.0]]), np.array([0.3, 0.0, 0.2])
    picture.apply(report({"coverage.modes": modes, "coverage.share": share}, facts=FACTS))
    assert picture.data_plane.names.right == "2 of 25 modes"
    missed = pixel(picture, "x", 2.0, 2.0)
    assert missed.red() > 200 and missed.blue() < 100
    assert pixel(picture, "x", -2.0, 0.0).name() == DARK.plot.lower()
    picture.set_facts(FACTS | {"modes_of": 0})
    assert not picture.chips.chips["modes"].isEnabled() and "coverage" not in picture.request(3.0)


def test_the_modes_of_an_earlier_run_vanish_where_the_data_have_none(picture):
    show_only(picture, "modes")
    picture.apply(report({"coverage.modes": np.array([[2.0, 2.0]]), "coverage.share": np.zeros(1)}, facts=FACTS))
    cross = pixel(picture, "x", 2.0, 2.0)
    assert cross.name() != DARK.plot.lower()
    picture.set_facts(FACTS | {"modes_of": 0})
    assert pixel(picture, "x", 2.0, 2.0).name() == DARK.plot.lower()
    picture.set_facts(FACTS)
    assert pixel(picture, "x", 2.0, 2.0) == cross


def test_trips_fields_and_clouds_take_what_comes_and_leave_out_what_is_not_finite(picture):
    bad = np.array([[np.nan, 0.0], [1.0, 1.0]])
    field = {f"field_{plane}.{part}": bad for plane in ("x", "code") for part in ("x", "v")}
    clouds = {f"{name}.values": np.full((8, 8), np.nan) for name in ("error", "posterior_density", "prior_density",
                                                                    "map_x", "map_code")}
    trips = {"trips.x": bad, "trips.x_again": -bad, "trips.z": bad, "trips.z_again": bad}
    picture.apply(report({**trips, **field, **clouds, **pairs(bad, bad, bad, bad)}, facts=FACTS))
    for plane in picture.planes.values():
        assert (plane.trips.count, plane.field.count, plane.encoder.count, plane.generator.count) == (1, 1, 1, 1)
    for layer in LAYERS_ALI:
        picture.set_shown(layer.id, True)
    picture.grab()


def test_slow_motion_shows_its_pairs_in_both_planes(picture):
    picture.animated = False
    x, z = np.ones((6, 2)), np.zeros((6, 2))
    picture.apply_substep(SubstepInfo("pair.draw", 1, 8, {"real": x, "z": z}))
    assert picture._caption.text == "Draw data x and latent z"
    picture.apply_substep(SubstepInfo("pair.encode", 2, 8, {"real": x, "encoded": z}))
    picture.apply_substep(SubstepInfo("pair.generate", 3, 8, {"fake": x, "z": z}))
    picture.apply_substep(SubstepInfo("pair.judge", 4, 8, {"d_real": np.full(6, 0.9), "d_fake": np.full(6, 0.2)}))
    picture.apply_substep(SubstepInfo("g.gradient", 6, 8, {"v_fake": x, "v_encoded": x}))
    for plane in picture.planes.values():
        assert [item.count for item in plane.steps] == [6, 6, 6]
        assert plane.encoder.opacity() < 0.5
    picture.grab()
    picture.apply(report(facts=FACTS))
    assert all(item.count == 0 for plane in picture.planes.values() for item in plane.steps)
    assert picture.code_plane.encoder.opacity() == 1.0


def test_the_plane_of_codes_says_what_a_code_is(picture):
    assert picture.code_plane.names.left == "latent z"
    picture.set_facts(FACTS | {"labels": "supervised"})
    assert picture.code_plane.names.left == "label y"


def test_a_late_layer_is_shown_with_what_its_own_question_asked(picture):
    picture.request(1.0, generation=5)
    picture.pins["x"] = (-4.0, -4.0)
    picture.request(9.0, generation=6)
    route = {"route.there": np.array([0.5, 0.5]), "route.back": np.array([1.5, 0.5])}
    asked = []
    picture.handlers = lambda: {"route": lambda _parts, options: asked.append(options["at"])}
    picture.apply(replace(report(route, generation=6, facts=FACTS), late={"route": Late(5, 90)}))
    picture.apply(report(route, generation=6, facts=FACTS))
    assert asked == [FACTS["pin_x"], (-4.0, -4.0)]


def test_a_layer_whose_question_nobody_remembers_is_dropped(picture):
    """It would be laid over the range on show, not over the one that it is of."""
    for generation in range(5, 60):
        picture.request(float(generation), generation=generation)
    laid = []
    picture.handlers = lambda: {"map_x": lambda _parts, options: laid.append(options["range"])}
    values = {"map_x.values": np.zeros((4, 4))}
    for origin in (5, 58):
        picture.apply(replace(report(values, generation=59, facts=FACTS), late={"map_x": Late(origin, 90)}))
    assert len(laid) == 1


def test_another_extent_of_the_codes_alone_shows_both_planes_anew_also_where_the_user_had_zoomed(picture):
    for plane in picture.planes.values():
        plane.plot.vb.sigRangeChangedManually.emit([True, True])
    narrow = picture.code_plane.visible_range
    picture.set_facts(FACTS | {"code_extent": ((-6.0, 6.0), (-6.0, 6.0))})
    wide = picture.code_plane.visible_range
    assert np.array(wide) == pytest.approx(2 * np.array(narrow), rel=0.01)
    picture.resize(600, 560)
    left, right = picture.code_plane.visible_range[:2]
    assert left < -6 and right > 6
