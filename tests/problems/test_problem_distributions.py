"""The built-in distributions: their densities, their samples and their published geometry."""

from itertools import pairwise, product

import numpy as np
import pytest
import torch
from scipy import integrate, special, stats

from ganviz.problems.problem import Frame
from ganviz.settings.names import PROBLEMS_1D, PROBLEMS_2D

ONE_D = [name for name in PROBLEMS_1D if name != "points"]
TWO_D = [name for name in PROBLEMS_2D if name != "points"]
# The narrowest standard deviation in each smooth problem, which a grid has to resolve.
SIGMA = {"normal": 1.0, "bimodal": 0.35, "trimodal": 0.5, "two_deltas": 0.02, "line": 0.05,
         "two_gaussians": 0.3, "blobs": 0.2, "ring": 0.05, "ring8": 0.01, "grid25": 0.05, "moons": 0.08,
         "spiral": 0.1, "swiss_roll": 0.5, "s_curve": 0.1, "pinwheel": 0.1}


def make(name, spread=1.0):
    return (PROBLEMS_1D if name in PROBLEMS_1D else PROBLEMS_2D).load(name)(spread)


def draw(problem, n, seed=0):
    return problem.sample(n, torch.Generator().manual_seed(seed))


def grid(box, cells):
    """Cell middles, shape (cells, ..., dim), and the volume of a cell; the rows follow the first axis."""
    axes = [low + (np.arange(n) + 0.5) * (high - low) / n for (low, high), n in zip(box, cells, strict=True)]
    volume = np.prod([(high - low) / n for (low, high), n in zip(box, cells, strict=True)])
    return np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1), volume


@pytest.mark.parametrize("spread", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("name", list(SIGMA))
def test_a_smooth_density_integrates_to_one(name, spread):
    problem, sigma = make(name, spread), SIGMA[name] * spread
    box = [(low - 6 * sigma, high + 6 * sigma) for low, high in problem.extent]
    # Equidistant sums of a normal are exact to 1e-13 at steps of 0.8 sigma; bent ones need finer steps.
    step = sigma * (0.2 if name == "pinwheel" else 0.8)
    points, volume = grid(box, [int((high - low) / step) + 1 for low, high in box])
    tolerance = 2e-5 if name == "pinwheel" else 1e-8
    assert problem.density(points).sum() * volume == pytest.approx(1, abs=tolerance)


@pytest.mark.parametrize("spread", [0.5, 1.0, 4.0])
def test_densities_with_edges_integrate_to_one(spread):
    for name, half in (("uniform", spread), ("checkerboard", 4 * spread)):
        problem = make(name, spread)
        points, volume = grid([(-2 * half, 2 * half)] * problem.dim, [64] * problem.dim)
        assert problem.density(points).sum() * volume == pytest.approx(1, abs=1e-12)
    problem = make("exponential", spread)
    assert problem.density([[-1e-9]]) == 0
    total, _ = integrate.quad(lambda x: problem.density([x]).item(), 0, 60 * spread)
    assert total == pytest.approx(1, abs=1e-8)


@pytest.mark.parametrize("spread", [0.3, 1.0, 20.0])
def test_the_ring_is_the_rice_distribution(spread):
    problem, s = make("ring", spread), 0.05 * spread
    radius = np.linspace(0, 1 + 6 * s, 50)
    expected = np.exp(-((radius - 1) ** 2) / (2 * s**2)) * special.i0e(radius / s**2) / (2 * np.pi * s**2)
    angle = np.linspace(0, 7, 50)
    found = problem.density(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("spread", [0.3, 1.0, 20.0])
def test_the_line_is_a_blurred_segment(spread):
    problem, s, half = make("line", spread), 0.05 * spread, np.sqrt(1.25)
    along, across = np.meshgrid(np.linspace(-half - 4 * s, half + 4 * s, 41), np.linspace(-4 * s, 4 * s, 21))
    x = np.stack([2 * along - across, along + 2 * across], axis=-1) / np.sqrt(5)
    share = special.ndtr((half - along) / s) - special.ndtr((-half - along) / s)
    expected = share / (2 * half) * stats.norm.pdf(across, scale=s)
    np.testing.assert_allclose(problem.density(x), expected, rtol=1e-8)


CURVES = {
    "moons": ([lambda t: (np.cos(t), np.sin(t)), lambda t: (1 - np.cos(t), 0.5 - np.sin(t))],
              0, np.pi, lambda t: 1 / np.pi),
    "spiral": ([lambda t: (t * np.cos(t) / 3, t * np.sin(t) / 3),
                lambda t: (-t * np.cos(t) / 3, -t * np.sin(t) / 3)],
               0, 3 * np.pi, lambda t: 2 * t / (3 * np.pi) ** 2),
    "swiss_roll": ([lambda t: (t * np.cos(t), t * np.sin(t))], 1.5 * np.pi, 4.5 * np.pi,
                   lambda t: 1 / (3 * np.pi)),
    "s_curve": ([lambda t: (np.sin(t), np.sign(t) * (np.cos(t) - 1))], -1.5 * np.pi, 1.5 * np.pi,
                lambda t: 1 / (3 * np.pi)),
}


@pytest.mark.parametrize("spread", [0.5, 1.0, 10.0])
@pytest.mark.parametrize("name", list(CURVES))
def test_a_curve_is_the_integral_of_its_noise(name, spread):
    problem, s = make(name, spread), SIGMA[name] * spread
    arms, low, high, weight = CURVES[name]

    def integrand(t, point):
        squares = [((point - np.array(arm(t))) ** 2).sum() for arm in arms]
        return weight(t) * np.mean([np.exp(-square / (2 * s**2)) for square in squares]) / (2 * np.pi * s**2)

    cuts = np.linspace(low, high, 61)
    for point in problem.frame.to_user(draw(problem, 4)):
        pieces = [integrate.quad(integrand, a, b, args=(point,), epsabs=0, epsrel=1e-10)[0]
                  for a, b in pairwise(cuts)]
        assert problem.density(point) == pytest.approx(sum(pieces), rel=1e-9)


def test_a_mixture_is_the_sum_of_its_normals_also_far_away():
    problem = make("bimodal", 2.0)
    x = np.array([[-70.0], [-30.0], [-2.0], [0.0], [2.0], [15.0]])
    expected = 0.6 * stats.norm.pdf(x[:, 0], -2, 1.2) + 0.4 * stats.norm.pdf(x[:, 0], 2, 0.7)
    np.testing.assert_allclose(problem.density(x), expected, rtol=1e-12)


@pytest.mark.parametrize("name", ONE_D)
def test_samples_on_the_line_follow_the_density(name):
    problem = make(name)
    x = np.sort(problem.frame.to_user(draw(problem, 20_000))[:, 0])
    (low, high), = problem.extent
    edges = np.linspace(low - 3 * (high - low), high + 3 * (high - low), 400_001)
    middles = (edges[:-1] + edges[1:]) / 2
    cumulative = np.concatenate([[0], np.cumsum(problem.density(middles[:, None]) * (edges[1] - edges[0]))])
    assert stats.kstest(x, lambda value: np.interp(value, edges, cumulative)).pvalue > 0.01


@pytest.mark.parametrize("name", TWO_D)
def test_samples_in_the_plane_follow_the_density(name):
    problem = make(name, 5.0 if name in ("ring8", "grid25") else 1.0)
    box = [(-4.0, 4.0)] * 2 if name == "checkerboard" else problem.extent
    cells, fine = 40, 16
    points, volume = grid(box, [cells * fine] * 2)
    expected = problem.density(points).reshape(cells, fine, cells, fine).sum(axis=(1, 3)) * volume
    x = problem.frame.to_user(draw(problem, 60_000))
    counts, *_ = np.histogram2d(x[:, 0], x[:, 1], bins=cells, range=box)
    expected = expected.ravel() * len(x)
    large = expected > 8
    observed = np.append(counts.ravel()[large], len(x) - counts.ravel()[large].sum())
    expected = np.append(expected[large], len(x) - expected[large].sum())
    keep = expected > 1e-3
    assert observed[~keep].sum() == 0
    scaled = expected[keep] * observed[keep].sum() / expected[keep].sum()
    assert stats.chisquare(observed[keep], scaled).pvalue > 0.01


@pytest.mark.parametrize("spread", [0.3, 1.0, 8.0])
@pytest.mark.parametrize("name", ONE_D + TWO_D)
def test_the_game_sees_standardised_samples(name, spread):
    problem = make(name, spread)
    x = draw(problem, 50_000)
    assert x.dtype == torch.float32
    assert x.shape == (50_000, problem.dim)
    assert x.device.type == "cpu"
    assert x.mean(dim=0).abs().max() < 0.03
    assert x.var(dim=0).mean().sqrt() == pytest.approx(1, abs=0.02)
    assert len(set(problem.frame.scale)) == 1


@pytest.mark.parametrize("name", ONE_D + TWO_D)
def test_a_draw_depends_on_its_generator_alone(name):
    problem, before = make(name), torch.get_rng_state()
    torch.manual_seed(1)
    first = draw(problem, 300, seed=7)
    torch.manual_seed(2)
    second, other = draw(make(name), 300, seed=7), draw(problem, 300, seed=8)
    torch.set_rng_state(before)
    assert torch.equal(first, second)
    assert not torch.equal(first, other)
    draw(problem, 300)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize("spread", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("name", ONE_D + TWO_D)
def test_the_extent_shows_the_samples_with_a_margin(name, spread):
    problem = make(name, spread)
    x = problem.frame.to_user(draw(problem, 5_000))
    low, high = np.array(problem.extent).T
    assert ((x >= low) & (x <= high)).all(axis=1).mean() > 0.99
    middle, half = (low + high) / 2, (high - low) / 2
    reach = np.quantile(np.abs(x - middle) / half, 0.99, axis=0).max()
    assert 0.5 < reach < 0.9
    assert np.ptp(half) == pytest.approx(0, abs=1e-12)


def test_published_geometries():
    ring, squares = make("ring8"), make("grid25")
    angles = np.arange(8) * np.pi / 4
    np.testing.assert_allclose(ring.modes, np.stack([np.cos(angles), np.sin(angles)], axis=1), atol=1e-15)
    assert ring.mode_sigma == 0.01
    assert {tuple(mode) for mode in squares.modes} == set(product((-4, -2, 0, 2, 4), repeat=2))
    assert squares.mode_sigma == 0.05
    assert make("ring8", 5.0).mode_sigma == 0.05
    np.testing.assert_allclose(ring.frame.scale, np.sqrt(0.5 + 1e-4), rtol=1e-12)
    np.testing.assert_allclose(squares.frame.scale, np.sqrt(8 + 0.0025), rtol=1e-12)
    np.testing.assert_allclose(squares.frame.offset, 0, atol=1e-12)


@pytest.mark.parametrize(("name", "count"), [
    ("normal", 1), ("trimodal", 3), ("two_deltas", 2), ("two_gaussians", 2), ("blobs", 3), ("ring8", 8),
    ("grid25", 25)])
def test_mixtures_of_one_width_know_their_modes(name, count):
    problem = make(name)
    assert problem.modes.shape == (count, problem.dim)
    x = problem.frame.to_user(draw(problem, 20_000))
    nearest = np.linalg.norm(x[:, None] - problem.modes, axis=2)
    assert (np.bincount(nearest.argmin(axis=1), minlength=count) > 0.9 * 20_000 / count).all()
    expected = stats.chi2.cdf(9, problem.dim)
    assert (nearest.min(axis=1) < 3 * problem.mode_sigma).mean() == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("name", ["uniform", "bimodal", "ring", "moons", "checkerboard"])
def test_other_problems_have_no_modes(name):
    assert make(name).modes is None
    assert make(name).mode_sigma is None


@pytest.mark.parametrize("name", ONE_D + TWO_D)
def test_every_built_in_problem_describes_itself(name):
    problem = make(name)
    entry = PROBLEMS_1D.get(name) if name in PROBLEMS_1D else PROBLEMS_2D[name]
    assert problem.dim == entry.facts["dim"] == len(problem.axes) == len(problem.extent)
    assert problem.axes == ("x", "y")[:problem.dim]
    assert problem.exact_density
    assert problem.density(np.zeros((3, 4, problem.dim))).shape == (3, 4)
    assert problem.density(np.zeros((0, problem.dim))).shape == (0,)
    with pytest.raises(ValueError, match="the last axis must be"):
        problem.density(np.zeros((2, 5)))


def test_a_frame_goes_there_and_back():
    frame = Frame.of([1e9, -3.0], [2.0, 0.5])
    x = np.array([[0.25, -1.5], [3.0, 8.0]])
    np.testing.assert_array_equal(frame.to_user(x), [[1e9 + 0.5, -3.75], [1e9 + 6, 1.0]])
    np.testing.assert_array_equal(frame.to_game(frame.to_user(x)), x)
    with pytest.raises(ValueError, match="read-only"):
        frame.offset[0] = 0
