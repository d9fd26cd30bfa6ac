"""Densities, measures and mode coverage of a snapshot, for generators whose distribution is known."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal
from toys import toy, train

from ganviz.games.density import binned_density_1d, binned_density_2d, density_at
from ganviz.games.toy_layers import Scene
from ganviz.settings.names import OBJECTIVES

WEIGHT, BIAS = torch.tensor([[0.5, 0.2], [-0.3, 0.6]]), torch.tensor([0.3, -0.2])


def linear_generator(dim, problem="ring8", **values):
    """A game whose generator is linear, so that p_G is a normal distribution in the user's units."""
    game = toy(dim, problem=problem, depth_g=0, latent_dim=dim, **values)
    game.state.views["G.0.weight"].copy_(WEIGHT[:dim, :dim])
    game.state.views["G.0.bias"].copy_(BIAS[:dim])
    scale = np.diag(game.problem.frame.scale)
    spread = scale @ WEIGHT[:dim, :dim].double().numpy()
    return game, multivariate_normal(game.problem.frame.to_user(BIAS[:dim].numpy()), spread @ spread.T)


def centres(low, high, size):
    edges = np.linspace(low, high, size + 1)
    return (edges[1:] + edges[:-1]) / 2


def smoothed(normal, cell):
    """The same normal, widened as binning and two bins of smoothing widen it."""
    return multivariate_normal(normal.mean, normal.cov + np.diag(np.square(cell)) * (4 + 1 / 12))


def test_the_generated_density_on_the_line_is_that_of_a_known_generator():
    game, normal = linear_generator(1, "bimodal")
    low, high = normal.mean[0] - 8, normal.mean[0] + 8
    arrays = game.snapshot({"generated_density": {"range": (low, high), "size": 200}})
    x, y = arrays["generated_density.x"], arrays["generated_density.y"]
    assert y.sum() * 16 / 200 == pytest.approx(1, abs=1e-3)
    assert np.abs(y - smoothed(normal, [16 / 200]).pdf(x)).max() < 0.1 * normal.pdf(normal.mean)


def test_the_generated_density_in_the_plane_is_that_of_a_known_generator():
    game, normal = linear_generator(2)
    box = (-3.0, 3.0, -3.5, 2.5)
    values = game.snapshot({"generated_density": {"range": box, "size": 50}})["generated_density.values"]
    assert values.sum() * (6 / 50) ** 2 == pytest.approx(1, abs=5e-3)
    points = np.stack(np.meshgrid(centres(-3, 3, 50), centres(-3.5, 2.5, 50)), axis=-1)
    expected = smoothed(normal, [6 / 50] * 2).pdf(points)
    assert np.abs(values - expected).max() < 0.12 * expected.max()


@pytest.mark.parametrize(("dim", "problem"), [(1, "bimodal"), (1, "exponential"), (2, "two_gaussians")])
def test_the_data_density_integrates_to_one_over_the_view(dim, problem):
    game = toy(dim, problem=problem)
    extent = game.facts()["extent"]
    options = {"range": tuple(edge for axis in extent for edge in axis), "size": 400}
    arrays = game.snapshot({"data_density": options})
    values = arrays["data_density.y" if dim == 1 else "data_density.values"]
    area = np.prod([high - low for low, high in extent]) / 400**dim
    assert values.sum() * area == pytest.approx(1, abs=2e-2)


def test_the_data_density_has_rows_ascending_in_y():
    game = toy(2, problem="two_gaussians")
    values = game.snapshot({"data_density": {"range": (-3, 3, -1, 5), "size": 12}})["data_density.values"]
    grid = np.stack(np.meshgrid(centres(-3, 3, 12), centres(-1, 5, 12)), axis=-1)
    np.testing.assert_allclose(values, game.problem.density(grid), rtol=1e-5, atol=1e-30)
    assert values[:4].sum() > 100 * values[8:].sum()


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_optimal_d_is_that_of_the_densities_shown(objective):
    game = train(toy(1, objective=objective), 3)
    options = {"range": (-5, 5), "size": 60}
    arrays = game.snapshot(dict.fromkeys(("data_density", "generated_density", "optimal"), options))
    p, q = arrays["data_density.y"], arrays["generated_density.y"]
    np.testing.assert_allclose(arrays["optimal.y"], game.objective.optimal_d(p, q), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("dim", [1, 2])
def test_the_probe_agrees_with_the_layers_and_the_known_density(dim):
    game, normal = linear_generator(dim, "bimodal" if dim == 1 else "two_gaussians")
    at = np.asarray(normal.mean) + 0.1
    box = tuple(edge for x in at for edge in (x - 0.5, x + 0.5))
    layer, part = ("discriminator", "y") if dim == 1 else ("surface", "values")
    arrays = game.snapshot({"probe": {"x": at.tolist()}, layer: {"range": box, "size": 11},
                            "data_density": {"range": box, "size": 11}})
    middle = (5,) * dim
    assert arrays["probe.d"] == pytest.approx(arrays[f"{layer}.{part}"][middle], abs=1e-5)
    assert arrays["probe.p_data"] == pytest.approx(arrays[f"data_density.{part}"][middle], rel=1e-4)
    assert arrays["probe.p_g"] == pytest.approx(normal.pdf(at), rel=0.3)
    optimal = game.objective.optimal_d(arrays["probe.p_data"], arrays["probe.p_g"])
    assert arrays["probe.optimal"] == pytest.approx(float(optimal), rel=1e-6)


def perfect(dim, problem, seed=0):
    """A game whose generator makes what the data are."""
    game = toy(dim, problem=problem)
    game._scene.generate = lambda z: game.problem.sample(len(z), torch.Generator().manual_seed(seed))
    return game


@pytest.mark.parametrize("deviations", [0, 1, 1.5])
@pytest.mark.parametrize(("dim", "problem"), [(2, "ring8"), (2, "grid25"), (2, "two_gaussians"), (1, "two_deltas")])
def test_a_perfect_generator_has_the_datas_density_under_the_pointer_at_modes_and_on_flanks(dim, problem, deviations):
    game = perfect(dim, problem)
    places = game.problem.modes + deviations * game.problem.mode_sigma * np.eye(dim)[0]
    probes = [game.snapshot({"probe": {"x": place}}) for place in places]
    share = np.array([probe["probe.p_g"] / probe["probe.p_data"] for probe in probes])
    assert share.mean() == pytest.approx(1, abs=0.2)
    assert np.abs(share - 1).mean() < 0.3
    assert np.mean([probe["probe.optimal"] for probe in probes]) == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("dim", "problem"), [(2, "ring8"), (1, "two_deltas")])
def test_where_a_perfect_generator_makes_nothing_its_density_is_zero(dim, problem):
    probe = perfect(dim, problem).snapshot({"probe": {"x": np.zeros(dim)}})
    assert probe["probe.p_g"] == 0
    assert probe["probe.p_data"] < 1e-9


# --- the functions below it --------------------------------------------------------------------------------

def test_samples_outside_the_view_count_in_the_whole_but_are_not_drawn():
    x = np.concatenate([np.zeros(500), np.full(500, 99.0)])
    assert binned_density_1d(x, (-1, 1), 50).sum() * 2 / 50 == pytest.approx(0.5, abs=1e-6)
    plane = np.stack([x, np.zeros(1000)], axis=1)
    assert binned_density_2d(plane, (-1, 1, -1, 1), 50).sum() * (2 / 50) ** 2 == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_not_finite_are_left_out(bad):
    x = np.array([0.0, bad])
    assert np.isfinite(binned_density_1d(x, (-1, 1), 20)).all()
    assert np.isfinite(binned_density_2d(np.stack([x, x], axis=1), (-1, 1, -1, 1), 20)).all()


def test_the_density_at_a_point_of_a_normal_sample_is_that_of_the_normal_also_where_axes_differ():
    x = np.random.default_rng(1).normal(size=(6000, 2)) * [1, 20]
    unit = np.array([1.0, 20.0])
    assert density_at(x, np.zeros(2), unit) == pytest.approx(1 / (2 * np.pi * 20), rel=0.3)
    assert density_at(x, np.array([9.0, 0.0]), unit) == 0


@pytest.mark.parametrize("dim", [1, 2])
@pytest.mark.parametrize("n", [1, 100])
def test_the_density_of_a_collapsed_generator_is_a_spike(dim, n):
    collapsed = np.ones((n, dim))
    assert density_at(collapsed, np.zeros(dim), np.ones(dim)) == 0
    assert density_at(collapsed, np.ones(dim), np.ones(dim)) == np.inf


def test_the_density_at_a_point_leaves_out_what_is_not_finite():
    x, at, unit = np.random.default_rng(1).normal(size=(6000, 1)), np.zeros(1), np.ones(1)
    half = np.concatenate([x, np.full_like(x, np.inf)])
    assert density_at(half, at, unit) == pytest.approx(density_at(x, at, unit) / 2, rel=0.2)
    assert density_at(np.full((10, 2), np.nan), np.zeros(2), np.ones(2)) == 0


# --- measures ----------------------------------------------------------------------------------------------

def test_a_generator_that_is_the_data_measures_zero_within_the_noise_on_the_line():
    game = toy(1, problem="normal", depth_g=0)
    game.state.views["G.0.weight"].fill_(1)
    game.state.views["G.0.bias"].zero_()
    arrays = game.snapshot({"measures": {}})
    for name in ("js", "kl_forward", "kl_reverse"):
        value, floor = arrays[f"measures.{name}"]
        assert 0 <= value <= 4 * floor
        assert 0 < floor < 0.015
    value, floor = arrays["measures.w1"]
    assert value < 0.05
    assert 0 < floor < 0.05
    assert game.score() == value


@pytest.fixture
def sampling_the_data(monkeypatch):
    """Every generator gives the data."""
    source = torch.Generator().manual_seed(77)
    monkeypatch.setattr(Scene, "generate", lambda self, z: self.game.problem.sample(len(z), source))


@pytest.mark.parametrize("problem", ["ring8", "moons", "checkerboard"])
@pytest.mark.usefixtures("sampling_the_data")
def test_a_generator_that_is_the_data_measures_zero_within_the_noise_in_the_plane(problem):
    game = toy(2, problem=problem, latent="uniform")
    arrays = game.snapshot({"measures": {}})
    for name in ("js", "kl_forward", "kl_reverse"):
        value, floor = arrays[f"measures.{name}"]
        assert 0 <= value <= 4 * floor
        assert 0 < floor < 0.05
    assert arrays["measures.sw"][0] < 0.05 * game.problem.frame.scale[0]


def test_measures_move_with_the_generator_and_repeat_at_the_same_iteration():
    game, _ = linear_generator(1, "bimodal")
    first = game.snapshot({"measures": {}})
    again = game.snapshot({"measures": {}})
    assert all(np.array_equal(first[name], again[name]) for name in first)
    game.state.views["G.0.bias"].fill_(50)
    far = game.snapshot({"measures": {}})
    assert far["measures.w1"][0] == pytest.approx(50 * game.problem.frame.scale[0], rel=0.05)
    assert far["measures.js"][0] == pytest.approx(np.log(2), abs=0.01)


def test_measures_of_a_generator_that_diverged_are_nan():
    game = toy(2)
    game.state.views["G.0.bias"].fill_(float("inf"))
    assert np.isnan(game.snapshot({"measures": {}})["measures.sw"][0])


# --- the report --------------------------------------------------------------------------------------------

@pytest.mark.usefixtures("sampling_the_data")
@pytest.mark.parametrize(("problem", "k"), [("ring8", 8), ("grid25", 25)])
def test_mode_coverage_of_the_data_is_whole(problem, k):
    found = toy(2, problem=problem).evaluate()
    assert (found["modes"], found["modes_of"]) == (k, k)
    # A round normal in the plane has 1 - exp(-9/2) of its mass within three sigma.
    assert found["high_quality"] == pytest.approx(1 - np.exp(-4.5), abs=0.01)
    assert 0 <= found["reverse_kl"] < 0.02


def test_one_mode_is_one_mode():
    game, _ = linear_generator(2)
    game.state.views["G.0.weight"].zero_()
    game.state.views["G.0.bias"].copy_(torch.as_tensor(game.problem.frame.to_game(game.problem.modes[3])))
    found = game.evaluate()
    assert (found["modes"], found["high_quality"]) == (1, 1.0)
    assert found["reverse_kl"] == pytest.approx(np.log(8))


@pytest.mark.parametrize(("dim", "problem"), [(1, "bimodal"), (2, "moons")])
def test_without_modes_of_one_width_a_report_has_measures_alone(dim, problem):
    found = toy(dim, problem=problem).evaluate()
    assert set(found.pop("about")) == {*found, "pair", "density"}
    assert set(found) == {"js", "kl_forward", "kl_reverse", "w1" if dim == 1 else "sw"}
    assert all(isinstance(value, float) for pair in found.values() for value in pair)
