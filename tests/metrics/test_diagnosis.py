"""Each figure of the diagnosis on images that have the fault, and on images that have not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from ganviz.metrics.diagnosis import (
    WINDOW,
    Pictures,
    Seen,
    checkerboard,
    collapse,
    inversion,
    judged_right,
    overfitting,
)


def images(n=12, channels=3, size=32, seed=1):
    """Smooth random images, 0 to 1."""
    noise = np.random.default_rng(seed).normal(size=(n, channels, size, size))
    smooth = gaussian_filter(noise, (0, 0, 2, 2), mode="wrap")
    return (0.5 + 0.15 * smooth / smooth.std()).astype(np.float32)


def textured(size=64, seed=1):
    """Such images with something at every frequency, as photographs have."""
    return images(size=size, seed=seed) + 0.02 * np.random.default_rng(seed).normal(
        size=(12, 3, size, size)).astype(np.float32)


def grid(period, channel_signs, size=64):
    y, x = np.mgrid[:size, :size]
    wave = np.cos(2 * np.pi * x / period) * np.cos(2 * np.pi * y / period)
    return (np.array(channel_signs)[:, None, None] * wave).astype(np.float32)


def pictures(outputs, *, inputs=None, real=None, paired=False, seen=None):
    other = images(seed=2)
    return Pictures(other if inputs is None else inputs, outputs, other if real is None else real, paired, seen)


@pytest.mark.parametrize(("kept", "figure"), [(0.0, 0.0), (0.1, 0.1), (1.0, 1.0)])
def test_collapse_is_the_share_of_the_variety_that_is_left(kept, figure):
    x = images()
    assert collapse(pictures(x.mean(0) + kept * (x - x.mean(0)), real=x)) == pytest.approx(figure, abs=1e-3)


def test_collapse_has_no_answer_for_one_image_or_where_real_images_are_alike():
    assert np.isnan(collapse(pictures(images(1), real=images(1))))
    assert np.isnan(collapse(pictures(images(), real=np.zeros_like(images()))))


@pytest.mark.parametrize("size", [64, 65, 70])
@pytest.mark.parametrize("period", [2, 4])
@pytest.mark.parametrize("signs", [(1, 1, 1), (1, -1, 0)], ids=["grey", "coloured"])
def test_a_grid_shows_in_the_spectrum(size, period, signs):
    real, x = textured(size, 2), textured(size)
    assert checkerboard(pictures(x, real=real)) == pytest.approx(1, abs=0.5)
    assert checkerboard(pictures(x + 0.05 * grid(period, signs, size), real=real)) > 3


def test_a_grid_that_real_images_have_too_is_none():
    x, real = (textured(seed=seed) + 0.05 * grid(2, (1, 1, 1)) for seed in (1, 2))
    assert checkerboard(pictures(x, real=real)) == pytest.approx(1, abs=0.5)


def test_inversion_is_minus_one_for_a_negative():
    x = images()
    assert inversion(pictures(1 - x, inputs=x)) == pytest.approx(-1, abs=1e-4)
    assert inversion(pictures(0.4 + 0.5 * x, inputs=x)) == pytest.approx(1, abs=1e-4)
    assert abs(inversion(pictures(images(40), inputs=images(40, seed=2)))) < 0.1
    assert inversion(pictures(1 - x, inputs=1 - x, real=x, paired=True)) == pytest.approx(-1, abs=1e-4)
    assert inversion(pictures(1 - x, inputs=x.mean(1, keepdims=True))) < -0.5, "grey where channels differ"
    assert np.isnan(inversion(pictures(np.full_like(x, 0.5), inputs=x)))


def test_a_layout_that_is_turned_over_is_not_an_inversion():
    """Light sky and dark ground become dark sky and light ground; what lies in them keeps its light."""
    sky = np.linspace(0.4, -0.4, 32, dtype=np.float32)[:, None]
    things = images() - 0.5
    x, y = 0.5 + sky + 0.2 * things, 0.5 - sky + 0.2 * things
    assert inversion(pictures(y, inputs=x)) > 0.9


def test_overfitting_compares_held_out_with_training_pairs_and_allows_for_chance():
    x, chance = images(n=32), np.random.default_rng(1)
    near = x + 0.01 * chance.normal(size=x.shape).astype(np.float32)
    far = x + 0.03 * chance.normal(size=x.shape).astype(np.float32)
    assert overfitting(pictures(far, real=x, paired=True, seen=Seen(near, x))) == pytest.approx(3, rel=0.05)
    assert overfitting(pictures(near, real=x, paired=True, seen=Seen(near, x))) == pytest.approx(1, rel=0.05)
    assert np.isnan(overfitting(pictures(far, real=x)))
    assert np.isnan(overfitting(pictures(far, real=x, paired=True, seen=Seen(x, x))))
    scattered = x + (0.01 * 3.0 ** np.arange(-1, 3)).astype(np.float32)[np.arange(32) % 4, None, None, None]
    few = pictures(scattered[:4], real=x[:4], paired=True, seen=Seen(near[:4], x[:4]))
    many = pictures(scattered, real=x, paired=True, seen=Seen(near, x))
    assert overfitting(few) < 0.8 * overfitting(many)


def test_d_is_judged_by_the_newest_rows_only_where_there_are_enough():
    rows = np.concatenate([np.full(50, 0.5), np.ones(WINDOW)])
    assert judged_right({"accuracy_d": rows}) == 1
    assert judged_right({"accuracy_d": np.full(WINDOW, 0.75)}) == 0.75
    assert np.isnan(judged_right({"accuracy_d": np.ones(WINDOW - 1)}))
    assert np.isnan(judged_right({"accuracy_d": np.full(WINDOW, np.nan)}))
