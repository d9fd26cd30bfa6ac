import numpy as np
import pytest

from ganviz.app.palette import LIGHT
from ganviz.app.plots.layers import LAYERS_1D
from ganviz.app.plots.picture_1d import Picture1D
from ganviz.training.messages import SubstepInfo
from tests.app.plots.reports import FACTS_1D, RAW, report

X = np.linspace(-3, 3, 200)


def bell(height, width=0.4):
    return height * np.exp(-(X**2) / 2 / width**2)


def curve(layer, y):
    return {f"{layer}.x": X, f"{layer}.y": y}


@pytest.fixture
def picture(qtbot):
    widget = Picture1D()
    qtbot.addWidget(widget)
    widget.resize(640, 600)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_facts(FACTS_1D)
    widget.set_running(True)
    return widget


@pytest.mark.parametrize("layer", LAYERS_1D, ids=lambda layer: layer.id)
def test_a_layer_asks_only_while_it_is_on(picture, layer):
    for other in LAYERS_1D:
        picture.set_shown(other.id, False)
    assert picture.request(1.0) == {}
    picture.set_shown(layer.id, True)
    assert set(picture.request(2.0)) == set(layer.asks)


def test_range_is_what_is_visible(picture):
    assert picture.request(1.0)["discriminator"]["range"] == pytest.approx((-3.0, 3.0))
    picture.plots()[0].vb.translateBy(x=0.5)
    assert picture.request(2.0)["discriminator"]["range"] == pytest.approx((-2.5, 3.5))


def test_p_g_never_leaves_the_plot(picture):
    low, high = picture.plots()[0].vb.viewRange()[1]
    for height in (0.5, 40.0, 3.0, *[0.8] * 60, 500.0):
        picture.apply(report(curve("generated_density", bell(height)), facts=FACTS_1D))
        drawn = picture._curves["generated"].placed[:, 1]
        assert low <= drawn.min() and drawn.max() <= high
    assert picture.density_top >= 500


def test_density_axis_grows_at_once_and_shrinks_calmly(picture):
    picture.apply(report(curve("generated_density", bell(8.0)), facts=FACTS_1D))
    top = picture.density_top
    picture.apply(report(curve("generated_density", bell(0.5)), facts=FACTS_1D))
    assert 0.9 * top < picture.density_top < top
    for _answer in range(200):
        picture.apply(report(curve("generated_density", bell(0.5)), facts=FACTS_1D))
    assert picture.density_top < 1.0


def test_right_axis_tells_the_density(picture):
    picture.apply(report(curve("data_density", bell(0.9)), facts=FACTS_1D))
    low, high = picture._density_axis.range
    drawn = picture._curves["data"].placed[:, 1]
    bottom, top = picture.plots()[0].vb.viewRange()[1]
    share = (drawn.max() - bottom) / (top - bottom)
    assert low + share * (high - low) == pytest.approx(bell(0.9).max())


def test_raw_values_of_d_stay_inside_too(picture):
    facts = FACTS_1D | RAW
    picture.set_facts(facts)
    picture.apply(report(curve("discriminator", 7.0 * np.sin(X)), facts=facts))
    low, high = picture.plots()[0].vb.viewRange()[1]
    assert low <= -7 and high >= 7


def test_latent_lines_end_at_g_of_z(picture):
    z, x = np.linspace(-2, 2, 9), np.linspace(0.0, 1.0, 9)
    picture.apply(report({"latent.z": z, "latent.x": x}, facts=FACTS_1D))
    np.testing.assert_allclose(picture._rays._ends[:, 1, 0], x)
    feet = picture._rays._ends[:, 0, 0]
    assert (np.diff(feet) > 0).all() and feet.min() >= -3 and feet.max() <= 3 and feet[4] == pytest.approx(0)


def test_strip_makes_room_when_hidden(picture, qtbot):
    before = picture.plots()[0].vb.height()
    picture.set_shown("latent", False)
    qtbot.waitUntil(lambda: picture.plots()[0].vb.height() > 1.15 * before)


def test_nan_leaves_a_gap(picture):
    y = np.full(200, 0.5)
    y[50:60] = np.nan
    everything = curve("discriminator", y) | curve("generated_density", y) | curve("optimal", np.full(200, np.nan))
    picture.apply(report(everything, facts=FACTS_1D))
    picture.grab()


def test_slow_motion_lifts_samples_to_what_d_says(picture):
    picture.animated = False
    picture.apply_substep(SubstepInfo("d.judge_real", 3, 11, {"real": np.array([[0.5]]), "d_real": np.array([[0.8]])}))
    np.testing.assert_allclose(picture._step_real._points, [[0.5, 0.8]])
    picture.apply_substep(SubstepInfo("g.gradient", 10, 11, {"fake": np.array([[0.1]]), "v": np.array([[1.0]])}))
    assert picture._step_moves.count == 1
    picture.grab()


def test_themes_switch_live(picture):
    picture.apply(report(curve("data_density", bell(1.0)), facts=FACTS_1D))
    picture.set_palette(LIGHT)
    image = picture.canvas.grab().toImage()
    assert image.pixelColor(image.width() // 2, 4).name() == LIGHT.plot.lower()
