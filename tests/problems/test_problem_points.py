"""The problem of the user's own points, and its density estimate."""

import numpy as np
import pytest
import torch
from scipy import stats

from ganviz.problems.kde import kde
from ganviz.problems.points import points
from ganviz.settings.names import PROBLEMS_1D, PROBLEMS_2D


@pytest.fixture
def clusters(tmp_path):
    """Two far clusters with unlike axes: thousands on x, hundredths on y."""
    rng = np.random.default_rng(0)
    centres = np.array([[1.7e9, 0.02], [1.7e9 + 4000, 0.06]])
    values = centres[rng.integers(2, size=4000)] + rng.normal(size=(4000, 2)) * [100, 0.002]
    path = tmp_path / "clusters.csv"
    np.savetxt(path, values, delimiter=",", header="time,level", comments="", fmt="%.17g")
    return str(path), values


def volume_sum(problem, cells):
    axes = [np.linspace(low, high, cells) for low, high in problem.extent]
    grid = np.stack(np.meshgrid(*axes), axis=-1)
    return problem.density(grid).sum() * np.prod([axis[1] - axis[0] for axis in axes])


def test_points_are_standardised_axis_by_axis_and_keep_their_scale(clusters):
    path, values = clusters
    problem = points(path, "", 2)
    np.testing.assert_allclose(problem.frame.offset, values.mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(problem.frame.scale, values.std(axis=0), rtol=1e-9)
    assert (problem.axes, problem.dim, problem.exact_density) == (("time", "level"), 2, False)
    assert problem.modes is None
    sample = problem.sample(40_000, torch.Generator().manual_seed(1))
    assert sample.dtype == torch.float32
    np.testing.assert_allclose(sample.mean(dim=0), 0, atol=0.02)
    np.testing.assert_allclose(sample.std(dim=0), 1, atol=0.02)


def test_samples_are_rows_of_the_file_drawn_evenly(tmp_path):
    np.save(tmp_path / "few.npy", [[0.0, 1.0], [2.0, 5.0], [9.0, -3.0], [4.0, 4.0]])
    problem = points(str(tmp_path / "few.npy"), "", 2)
    drawn = problem.frame.to_user(problem.sample(8000, torch.Generator().manual_seed(0))).round(4)
    rows, counts = np.unique(drawn, axis=0, return_counts=True)
    np.testing.assert_allclose(rows, [[0, 1], [2, 5], [4, 4], [9, -3]], atol=1e-4)
    assert stats.chisquare(counts).pvalue > 0.01
    again = problem.sample(8000, torch.Generator().manual_seed(0))
    assert torch.equal(again, problem.sample(8000, torch.Generator().manual_seed(0)))


def test_the_view_covers_the_points_but_not_a_stray_one(clusters, tmp_path):
    path, values = clusters
    (low, high), _ = points(path, "", 2).extent
    assert low < values[:, 0].min()
    assert high > values[:, 0].max()
    assert (high - low) < 1.35 * np.ptp(values[:, 0])
    np.save(tmp_path / "stray.npy", np.append(np.linspace(0, 1, 1000), 100.0))
    (low, high), = points(str(tmp_path / "stray.npy"), "", 1).extent
    assert -0.3 < low < 0
    assert 1 < high < 1.3
    np.save(tmp_path / "mostly.npy", np.append(np.zeros(1000), 100.0))
    (low, high), = points(str(tmp_path / "mostly.npy"), "", 1).extent
    assert low < 0
    assert high > 100


def test_the_density_is_per_user_unit_and_integrates_to_one(clusters):
    path, _ = clusters
    assert volume_sum(points(path, "", 2), 601) == pytest.approx(1, abs=5e-3)
    assert volume_sum(points(path, "level", 1), 4001) == pytest.approx(1, abs=5e-3)
    assert points(path, "", 2).density([0.0, 0.0]) == 0


@pytest.mark.parametrize("dim", [1, 2])
def test_the_estimate_is_the_sum_of_its_kernels(dim):
    x = np.random.default_rng(1).normal(size=(500, dim))
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    density, _, sigma = kde(x)
    at = np.random.default_rng(2).normal(size=(200, dim))
    expected = np.mean([stats.multivariate_normal(row, sigma**2 * np.eye(dim)).pdf(at) for row in x], axis=0)
    # Binning moves each point by up to half a step, a fraction of sigma.
    np.testing.assert_allclose(density(at), expected, atol=4e-3 * expected.max())


@pytest.mark.parametrize(("registry", "name", "most"), [
    (PROBLEMS_1D, "normal", 0.04), (PROBLEMS_1D, "two_deltas", 0.08), (PROBLEMS_1D, "bimodal", 0.07),
    (PROBLEMS_2D, "moons", 0.25), (PROBLEMS_2D, "spiral", 0.30), (PROBLEMS_2D, "two_gaussians", 0.20)])
def test_the_bandwidth_suits_clusters_as_well_as_one_bell(registry, name, most):
    truth = registry.load(name)()
    x = truth.frame.to_user(truth.sample(5000, torch.Generator().manual_seed(0)))
    mean, scale = x.mean(axis=0), x.std(axis=0)
    density, *_ = kde((x - mean) / scale)
    axes = [np.linspace(low, high, 4001 if truth.dim == 1 else 301) for low, high in truth.extent]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, truth.dim)
    cell = np.prod([axis[1] - axis[0] for axis in axes])
    error = np.abs(density((grid - mean) / scale) / scale.prod() - truth.density(grid)).sum() * cell
    assert error < most


def test_rounded_values_give_no_comb(tmp_path):
    rounded = np.random.default_rng(0).normal(50, 10, size=5000).round()
    np.save(tmp_path / "rounded.npy", rounded)
    problem = points(str(tmp_path / "rounded.npy"), "", 1)
    on, between = problem.density(np.array([[50.0], [50.5]]))
    assert between > 0.7 * on


def test_points_on_a_line_and_very_few_points_have_a_density(tmp_path):
    t = np.linspace(0, 1, 300)
    two = np.array([[0.0, 0.0], [1.0, 3.0]])
    for name, values in (("line", np.stack([t, 2 * t + 1], axis=1)), ("two", two)):
        np.save(tmp_path / f"{name}.npy", values)
        density = points(str(tmp_path / f"{name}.npy"), "", 2).density(values)
        assert np.isfinite(density).all()
        assert (density > 0).all()
