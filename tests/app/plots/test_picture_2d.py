import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QStyle
from toys import toy

from ganviz.app.palette import DARK, LIGHT
from ganviz.app.plots.arrows import LONGEST, shafts
from ganviz.app.plots.layers import LAYERS_2D
from ganviz.app.plots.picture import wants_motion
from ganviz.app.plots.picture_2d import COARSE, FINE, Picture2D
from ganviz.training.messages import SubstepInfo
from tests.app.plots.reports import FACTS_2D, RAW, grid, report


@pytest.fixture
def picture(qtbot):
    widget = Picture2D()
    qtbot.addWidget(widget)
    widget.resize(640, 600)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_facts(FACTS_2D)
    widget.set_running(True)
    return widget


def show_only(picture, *layers):
    for layer in LAYERS_2D:
        picture.set_shown(layer.id, layer.id in layers)


def pixel(picture, x, y):
    """The colour painted at a point of the plane."""
    scene = picture.plots()[0].vb.mapViewToScene(QPointF(x, y))
    at = picture.canvas.mapFromScene(scene)
    return picture.canvas.grab().toImage().pixelColor(at)


def redder(colour):
    return colour.red() - colour.blue()


@pytest.mark.parametrize("layer", LAYERS_2D, ids=lambda layer: layer.id)
def test_a_layer_asks_only_while_it_is_on(picture, qtbot, layer):
    show_only(picture)
    assert picture.request(1.0) == {}
    chip = picture.findChild(type(picture.chips.chips["real"]), f"game2d.layers.{layer.id}")
    with qtbot.waitSignal(picture.layer_toggled) as toggled:
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert toggled.args == [layer.id, True]
    assert set(picture.request(2.0)) == set(layer.asks)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert picture.request(3.0) == {}


def test_range_is_what_is_visible(picture):
    asked = picture.request(1.0)["surface"]
    assert asked["size"] == COARSE
    left, right, bottom, top = asked["range"]
    assert left < -2 and right > 2 and bottom <= -2 and top >= 2
    area = picture.plots()[0].vb.rect()
    assert (right - left) / (top - bottom) == pytest.approx(area.width() / area.height(), rel=1e-3)


def test_panning_asks_for_the_new_range_and_reset_goes_back(picture, qtbot):
    before = picture.request(1.0)["surface"]["range"]
    picture.plots()[0].vb.translateBy((1.0, 0.0))
    after = picture.request(1.1)["surface"]["range"]
    assert after[0] == pytest.approx(before[0] + 1.0)
    qtbot.mouseDClick(picture.canvas.viewport(), Qt.MouseButton.LeftButton)
    assert picture.request(1.2)["surface"]["range"] == pytest.approx(before)


def test_at_rest_the_surface_is_fine(picture):
    picture.set_running(False)
    assert picture.request(1.0)["surface"]["size"] == FINE
    assert picture.request(1.05) == {}
    picture.apply(report(iteration=101))
    assert "surface" in picture.request(1.1)


@pytest.mark.parametrize("running", [True, False])
def test_every_mode_of_the_data_is_seen_at_once(picture, running):
    game = toy(2, problem="grid25")
    picture.set_facts(FACTS_2D | {"extent": game.facts()["extent"]})
    picture.set_running(running)
    show_only(picture, "data_density")
    asked = picture.request(1.0, 7)["data_density"]
    picture.apply(report(game.snapshot({"data_density": asked}), generation=7,
                         facts=FACTS_2D | {"extent": game.facts()["extent"]}))
    seen = [redder(QColor(DARK.plot)) - redder(pixel(picture, *mode)) for mode in game.problem.modes]
    assert min(seen) > 0.8 * max(seen) > 50


def test_densities_come_at_most_ten_times_a_second(picture):
    show_only(picture, "generated_density", "real")
    asked = [picture.request(k / 30) for k in range(30)]
    assert all("samples" in layers for layers in asked)
    assert 9 <= sum("generated_density" in layers for layers in asked) <= 11


def test_hidden_picture_asks_for_nothing(picture):
    picture.hide()
    assert picture.request(1.0) == {}


def test_high_corner_is_blue_and_low_corner_orange(picture):
    show_only(picture, "surface")
    x, y = grid(picture.request(1.0)["surface"]["range"], COARSE)
    picture.apply(report({"surface.values": np.clip(0.5 + 0.12 * x + 0.25 * y, 0, 1)}))
    assert redder(pixel(picture, 1.8, 1.8)) < -40
    assert redder(pixel(picture, -1.8, -1.8)) > 40
    assert redder(pixel(picture, -1.8, 1.8)) < -10
    assert redder(pixel(picture, 1.8, -1.8)) > 10


def test_neutral_is_the_ground_of_the_plot(picture):
    show_only(picture, "surface")
    picture.request(1.0)
    picture.apply(report({"surface.values": np.full((64, 64), 0.5)}))
    painted, ground = pixel(picture, 0.3, 0.4), QColor(DARK.plot)
    assert max(abs(painted.red() - ground.red()), abs(painted.blue() - ground.blue())) <= 3


def test_surface_fills_the_visible_range(picture):
    show_only(picture, "surface")
    extent = picture.request(1.0)["surface"]["range"]
    picture.apply(report({"surface.values": np.zeros((64, 64))}))
    for x in (extent[0] + 0.05, extent[1] - 0.15):
        assert redder(pixel(picture, x, 0.0)) > 60


def test_contour_lies_where_d_is_neutral(picture):
    show_only(picture, "neutral")
    x, y = grid(picture.request(1.0)["surface"]["range"], COARSE)
    picture.apply(report({"surface.values": 0.5 + 0.1 * (x - 0.4 * y - 0.7)}))
    pieces, (_left, _right, bottom, top) = picture._contour.pieces, picture.visible_range
    assert pieces[..., 1].min() <= bottom and pieces[..., 1].max() >= top
    np.testing.assert_allclose(pieces[..., 0] - 0.4 * pieces[..., 1], 0.7, atol=1e-9)


def test_answer_is_shown_over_the_range_that_it_was_asked_for(picture):
    show_only(picture, "surface", "neutral")
    x, _y = grid(picture.request(1.0, generation=7)["surface"]["range"], COARSE)
    picture.plots()[0].vb.translateBy((0.5, 0.0))
    picture.request(1.1, generation=8)
    picture.apply(report({"surface.values": 0.5 + 0.1 * (x - 0.3)}, generation=7))
    np.testing.assert_allclose(picture._contour.pieces[..., 0], 0.3, atol=1e-9)


def test_raw_values_get_a_calm_symmetric_range(picture):
    picture.set_facts(FACTS_2D | RAW)
    picture.request(1.0)
    values = np.random.default_rng(0).uniform(-2, 3, (64, 64))
    values[0, 0] = 1e6
    picture.apply(report({"surface.values": values}, facts=picture.facts))
    low, high = picture.bar.texts
    assert low == "generated −2.9" and high == "2.9 real"


def test_samples_are_painted_in_their_colours(picture):
    show_only(picture, "real", "generated")
    picture.apply(report({"samples.real": np.array([[1.0, 0.5]]), "samples.fake": np.array([[-1.0, 0.5]])}))
    assert pixel(picture, 1.0, 0.5).name() == DARK.real.lower()
    assert pixel(picture, -1.0, 0.5).name() == DARK.generated.lower()


def test_what_is_not_finite_is_left_out(picture):
    bad = np.array([[np.nan, 0.0], [1.0, 1.0]])
    picture.apply(report({"samples.real": bad, "samples.fake": bad, "gradient.x": bad, "gradient.v": bad,
                          "surface.values": np.where(np.eye(64) > 0, np.nan, np.inf),
                          "grid.x": np.full((5, 5, 2), np.inf),
                          "generated_density.values": np.full((8, 8), np.nan)}))
    assert picture._real.count == 1 and picture._arrows.count == 1
    picture.grab()


def test_only_what_came_is_touched(picture):
    picture.apply(report({"samples.real": np.ones((3, 2)), "samples.fake": np.ones((4, 2))}))
    picture.apply(report({"gradient.x": np.ones((5, 2)), "gradient.v": np.ones((5, 2))}))
    assert (picture._real.count, picture._fake.count, picture._arrows.count) == (3, 4, 5)
    assert picture.updates == 2
    picture.apply(report())
    assert picture.updates == 2


def test_pointer_asks_for_a_probe_and_reads_it_out(picture, qtbot):
    view = picture.plots()[0].vb
    at = picture.canvas.mapFromScene(view.mapViewToScene(QPointF(0.5, -0.25)))
    qtbot.mouseMove(picture.canvas.viewport(), at + QPoint(1, 0))
    qtbot.mouseMove(picture.canvas.viewport(), at)
    asked = [picture.request(k / 30).get("probe") for k in range(30)]
    asked = [probe for probe in asked if probe]
    assert 13 <= len(asked) <= 16
    np.testing.assert_allclose(asked[0]["x"], (0.5, -0.25), atol=0.02)
    picture.apply(report({"probe.d": np.array(0.47), "probe.p_data": np.array(1.92), "probe.p_g": np.array(np.nan)}))
    assert "D 0.47  p_data 1.92" in picture.readout.text and "p_G" not in picture.readout.text
    picture.canvas.pointed.emit(None)
    assert "probe" not in picture.request(9.0) and picture.readout.text == ""


def test_themes_switch_live(picture):
    show_only(picture, "real")
    picture.apply(report({"samples.real": np.zeros((1, 2)), "samples.fake": np.zeros((0, 2))}))
    picture.set_palette(LIGHT)
    assert pixel(picture, 0.0, 0.0).name() == LIGHT.real.lower()
    assert pixel(picture, 1.0, 1.0).name() == LIGHT.plot.lower()
    picture.set_palette(DARK)
    assert pixel(picture, 0.0, 0.0).name() == DARK.real.lower()


def test_a_line_of_latents_has_no_grid_to_warp(picture):
    show_only(picture, "grid")
    assert "grid" in picture.request(1.0)
    picture.apply(report({"grid.x": np.stack(np.meshgrid([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]), axis=-1)}))
    ground = DARK.plot.lower()
    assert pixel(picture, 0.0, 0.0).name() != ground
    picture.set_facts(FACTS_2D | {"latent_dim": 1})
    assert "grid" not in picture.request(2.0)
    assert pixel(picture, 0.0, 0.0).name() == ground
    picture.set_facts(FACTS_2D)
    assert pixel(picture, 0.0, 0.0).name() != ground


class Still:
    """A widget on a desktop that has its animations take so many milliseconds."""

    def __init__(self, milliseconds):
        self._milliseconds = milliseconds

    def style(self):
        return self

    def styleHint(self, hint, *_):
        assert hint == QStyle.StyleHint.SH_Widget_Animation_Duration
        return self._milliseconds


def test_whether_anything_is_to_move_is_the_desktops_say():
    assert wants_motion(Still(200))
    assert not wants_motion(Still(0))


@pytest.mark.parametrize("reduced", [False, True])
def test_dots_appear_at_once_where_the_desktop_wants_no_motion(picture, reduced, monkeypatch):
    monkeypatch.setattr("ganviz.app.plots.picture.wants_motion", lambda _: not reduced)
    picture.apply_substep(SubstepInfo("d.generate", 2, 11, {"fake": np.ones((6, 2))}))
    assert (picture._step_fake.share == 1.0) is reduced
    picture._reveal.stop()


def test_slow_motion_names_and_gathers_its_sub_steps(picture, qtbot):
    picture.animated = False
    z, x = np.zeros((6, 2)), np.ones((6, 2))
    picture.apply_substep(SubstepInfo("d.draw_z", 1, 11, {"z": z}))
    assert picture._caption.isVisible() and picture._caption.text == "For D: draw z"
    assert picture._caption.progress == "1 of 11"
    picture.apply_substep(SubstepInfo("d.generate", 2, 11, {"fake": x}))
    picture.apply_substep(SubstepInfo("d.judge_fake", 4, 11, {"d_fake": np.full(6, 0.3)}))
    assert (picture._inset.count, picture._step_fake.count) == (6, 6)
    picture.grab()
    picture.apply_substep(SubstepInfo("g.draw_z", 7, 11, {"z": z}))
    assert picture._step_fake.count == 0
    picture.apply(report())
    assert not picture._caption.isVisible() and picture._inset.count == 0


def test_dots_of_a_sub_step_appear_one_after_the_other(picture, qtbot):
    picture.apply_substep(SubstepInfo("d.generate", 2, 11, {"fake": np.ones((6, 2))}))
    assert picture._step_fake.share < 0.5
    qtbot.waitUntil(lambda: picture._step_fake.share == 1.0)


def test_arrows_have_a_readable_length():
    starts, moves = np.zeros((3, 2)), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    lines = shafts(starts, moves, np.array([1.0, 1e9, 1e-9]))
    length = np.hypot(*(lines[:, 1] - lines[:, 0]).T)
    assert len(lines) == 2 and 15 < length[0] < 30 and length[1] == pytest.approx(LONGEST)
