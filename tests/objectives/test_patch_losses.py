"""Losses over patches, and penalties, against values worked out without autograd."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import binary_cross_entropy_with_logits, mse_loss

from ganviz.objectives import patches
from ganviz.objectives.penalties import gradient_penalty, r1

LOGITS = torch.linspace(-6, 5, 24, dtype=torch.float64).reshape(2, 1, 3, 4)


@pytest.mark.parametrize(("losses", "expected"), [
    (patches.vanilla, binary_cross_entropy_with_logits), (patches.lsgan, mse_loss)])
def test_they_are_what_pytorch_calls_them(losses, expected):
    ones, zeros = torch.ones_like(LOGITS), torch.zeros_like(LOGITS)
    assert losses.real(LOGITS).item() == pytest.approx(expected(LOGITS, ones).item())
    assert losses.fake(LOGITS).item() == pytest.approx(expected(LOGITS, zeros).item())
    assert losses.for_g(LOGITS).item() == pytest.approx(expected(LOGITS, ones).item())


def test_hinge_and_wasserstein():
    x = LOGITS.numpy()
    assert patches.hinge.real(LOGITS).item() == pytest.approx(np.maximum(0, 1 - x).mean())
    assert patches.hinge.fake(LOGITS).item() == pytest.approx(np.maximum(0, 1 + x).mean())
    assert patches.wasserstein.real(LOGITS).item() == pytest.approx(-x.mean())
    assert patches.wasserstein.fake(LOGITS).item() == pytest.approx(x.mean())
    for losses in (patches.hinge, patches.wasserstein):
        assert losses.for_g(LOGITS).item() == pytest.approx(-x.mean())


def test_accuracy_counts_the_patches_on_the_right_side():
    real, fake = torch.tensor([1.0, 0.6, 0.2, 2.0]), torch.tensor([0.0, -1.0])
    assert patches.lsgan.accuracy(real, fake).item() == pytest.approx((3 / 4 + 1) / 2)
    assert patches.vanilla.accuracy(real, fake).item() == pytest.approx((1 + 1 / 2) / 2)


def quadratic(x: torch.Tensor) -> torch.Tensor:
    """A judge whose gradient at x is x itself."""
    return x.square().flatten(1).sum(1, keepdim=True) / 2


@pytest.fixture
def samples():
    source = torch.Generator().manual_seed(3)
    return [torch.randn(5, 3, 4, 4, generator=source, dtype=torch.float64) for _ in range(2)]


def test_r1_is_half_the_squared_gradient_at_the_real_samples(samples):
    real, fake = samples
    expected = real.square().flatten(1).sum(1).mean().item() / 2
    assert r1(quadratic, real, fake, torch.Generator()).item() == pytest.approx(expected)


def test_the_gradient_penalty_pulls_the_slope_between_the_samples_to_one(samples):
    real, fake = samples
    share = torch.rand(5, 1, 1, 1, generator=torch.Generator().manual_seed(9)).double()
    norms = (share * real + (1 - share) * fake).flatten(1).norm(dim=1)
    found = gradient_penalty(quadratic, real, fake, torch.Generator().manual_seed(9))
    assert found.item() == pytest.approx((norms - 1).square().mean().item(), rel=1e-6)


@pytest.mark.parametrize("penalty", [r1, gradient_penalty])
def test_a_penalty_reaches_the_weights_and_is_finite_for_a_flat_judge(penalty, samples):
    weight = torch.zeros(3 * 4 * 4, 1, dtype=torch.float64, requires_grad=True)
    value = penalty(lambda x: x.flatten(1) @ weight, *samples, torch.Generator().manual_seed(1))
    (gradient,) = torch.autograd.grad(value, weight)
    assert torch.isfinite(gradient).all()
    steep = torch.full_like(weight, 2.0).requires_grad_()
    value = penalty(lambda x: x.flatten(1) @ steep, *samples, torch.Generator().manual_seed(1))
    assert (torch.autograd.grad(value, steep)[0] > 0).all()
