"""Measures of images against values worked out without torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter

from ganviz.metrics.features import features
from ganviz.metrics.image_scores import l1, psnr, ssim
from ganviz.metrics.kid import kernel_distance


def images(n=3, size=24, channels=3, seed=1):
    return torch.rand(n, channels, size, size, generator=torch.Generator().manual_seed(seed))


def test_l1_and_psnr_are_what_they_say():
    x, y = images(), images(seed=2)
    a, b = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
    np.testing.assert_allclose(l1(x, y), np.abs(a - b).mean((1, 2, 3)), rtol=1e-5)
    np.testing.assert_allclose(psnr(x, y), 10 * np.log10(1 / ((a - b) ** 2).mean((1, 2, 3))), rtol=1e-5)
    assert torch.isinf(psnr(x, x)).all()


def plain_ssim(x, y):
    """One channel, by scipy's Gaussian over 11 pixels, at the places whose window lies inside."""
    def smooth(z):
        return gaussian_filter(z, 1.5, truncate=5 / 1.5, mode="constant")[5:-5, 5:-5]

    mx, my = smooth(x), smooth(y)
    vx, vy, cov = smooth(x * x) - mx * mx, smooth(y * y) - my * my, smooth(x * y) - mx * my
    return (((2 * mx * my + 1e-4) * (2 * cov + 9e-4)) / ((mx * mx + my * my + 1e-4) * (vx + vy + 9e-4))).mean()


def test_ssim_is_wang_s():
    x = images(2, 31)
    y = (x + 0.3 * images(2, 31, seed=2)).clamp(0, 1)
    a, b = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
    expected = [np.mean([plain_ssim(a[i, c], b[i, c]) for c in range(3)]) for i in range(2)]
    np.testing.assert_allclose(ssim(x, y), expected, rtol=1e-4)
    torch.testing.assert_close(ssim(x, x), torch.ones(2))


def test_features_are_fixed_and_tell_of_colour_and_texture():
    x = images(40)
    before = torch.get_rng_state()
    found = features(x)
    assert found.shape == (40, 1408)
    assert found.dtype == torch.float64
    assert torch.equal(found, features(x))
    assert torch.equal(torch.get_rng_state(), before)
    torch.testing.assert_close(features(x[5:6])[0], found[5], rtol=1e-5, atol=1e-6)
    grey = images(2, channels=1)
    torch.testing.assert_close(features(grey), features(grey.expand(-1, 3, -1, -1)))


def plain_kid(x, y):
    kernel = lambda a, b: (a @ b.T / a.shape[1] + 1) ** 3  # noqa: E731
    n, m = len(x), len(y)
    among = [kernel(z, z)[~np.eye(len(z), dtype=bool)].sum() / (len(z) * (len(z) - 1)) for z in (x, y)]
    return sum(among) - 2 * kernel(x, y).sum() / (n * m)


def test_the_kernel_distance_is_the_unbiased_one():
    chance = np.random.default_rng(3)
    x, y = chance.normal(size=(7, 5)), chance.normal(0.3, 1.4, size=(9, 5))
    assert kernel_distance(torch.from_numpy(x), torch.from_numpy(y)) == pytest.approx(plain_kid(x, y))
    pairs = (torch.from_numpy(chance.normal(size=(2, 50, 4))) for _ in range(200))
    same = [kernel_distance(*pair) for pair in pairs]
    assert abs(np.mean(same)) < 3 * np.std(same) / np.sqrt(200), "zero in the mean where both are of one kind"
    assert np.isnan(kernel_distance(torch.zeros(1, 3), torch.zeros(5, 3)))


def test_pairs_that_belong_together_bring_nothing_into_the_kernel_distance():
    chance = np.random.default_rng(4)
    found = []
    for _ in range(300):
        x = torch.from_numpy(chance.normal(size=(8, 4)))
        found.append((kernel_distance(x, x + 0.01, paired=True), kernel_distance(x, x + 0.01)))
    paired, crossed = np.array(found).T
    assert abs(paired.mean()) < 1e-3
    assert crossed.mean() < -1, "results that equal their targets would look better than equal"


@pytest.mark.parametrize("spoil", [
    lambda x: torch.nn.functional.avg_pool2d(x, 5, 1, 2), lambda x: x * 0.7,
    lambda x: x.mean((2, 3), keepdim=True) + 0 * x],
    ids=["blurred", "darker", "flat"])
def test_the_distance_on_features_grows_with_what_is_wrong(spoil):
    x, y = images(30, 32), images(30, 32, seed=2)
    near = kernel_distance(features(x), features(y))
    assert kernel_distance(features(spoil(x)), features(y)) > 10 * abs(near)
