"""Each objective against float64 closed forms written with numpy alone."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from ganviz.objectives.objective import Objective
from ganviz.settings.names import OBJECTIVES

LOGITS = np.array([-100.0, -30.0, -3.0, -0.4, 0.0, 0.7, 5.0, 30.0, 100.0])
REAL, FAKE = LOGITS, LOGITS[::-1] * 0.9


def _sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x))


# id -> (D's loss per real logit, per fake logit, G's loss per fake logit), each with its derivative.
CLOSED = {
    "minimax": (
        (lambda r: np.logaddexp(0, -r), lambda r: -_sigmoid(-r)),
        (lambda f: np.logaddexp(0, f), _sigmoid),
        (lambda f: -np.logaddexp(0, f), lambda f: -_sigmoid(f)),
    ),
    "non_saturating": (
        (lambda r: np.logaddexp(0, -r), lambda r: -_sigmoid(-r)),
        (lambda f: np.logaddexp(0, f), _sigmoid),
        (lambda f: np.logaddexp(0, -f), lambda f: -_sigmoid(-f)),
    ),
    "least_squares": (
        (lambda r: (r - 1) ** 2 / 2, lambda r: r - 1),
        (lambda f: f**2 / 2, lambda f: f),
        (lambda f: (f - 1) ** 2 / 2, lambda f: f - 1),
    ),
    "hinge": (
        (lambda r: np.maximum(0, 1 - r), lambda r: np.where(r < 1, -1.0, 0.0)),
        (lambda f: np.maximum(0, 1 + f), lambda f: np.where(f > -1, 1.0, 0.0)),
        (lambda f: -f, lambda f: np.full_like(f, -1.0)),
    ),
}


@pytest.fixture(params=list(OBJECTIVES))
def objective(request) -> Objective:
    return OBJECTIVES.load(request.param)


def _tensor(values, dtype=torch.float64):
    return torch.tensor(np.ascontiguousarray(values), dtype=dtype, requires_grad=True)


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 1e-9), (torch.float32, 1e-6)])
def test_losses_are_the_closed_forms(objective, dtype, tolerance):
    (on_real, _), (on_fake, _), (for_g, _) = CLOSED[objective.id]
    loss_d = objective.d_loss(_tensor(REAL, dtype), _tensor(FAKE, dtype))
    loss_g = objective.g_loss(_tensor(FAKE, dtype))
    assert loss_d.shape == loss_g.shape == ()
    np.testing.assert_allclose(loss_d.item(), on_real(REAL).mean() + on_fake(FAKE).mean(), rtol=tolerance)
    np.testing.assert_allclose(loss_g.item(), for_g(FAKE).mean(), rtol=tolerance)


@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float64, 3e-9), (torch.float32, 1e-6)])
def test_gradients_are_the_closed_forms(objective, dtype, tolerance):
    (_, on_real), (_, on_fake), (_, for_g) = CLOSED[objective.id]
    real, fake, fake_g = _tensor(REAL, dtype), _tensor(FAKE, dtype), _tensor(FAKE, dtype)
    (objective.d_loss(real, fake) + objective.g_loss(fake_g)).backward()
    for leaf, derivative in ((real, on_real(REAL)), (fake, on_fake(FAKE)), (fake_g, for_g(FAKE))):
        expected = derivative / LOGITS.size
        np.testing.assert_allclose(leaf.grad.numpy(), expected, rtol=tolerance, atol=tolerance)


def test_the_non_saturating_generator_still_learns_where_minimax_is_flat():
    grads = {}
    for name in ("minimax", "non_saturating"):
        fake = torch.tensor([-100.0], requires_grad=True)
        OBJECTIVES.load(name).g_loss(fake).backward()
        grads[name] = fake.grad.item()
    assert abs(grads["minimax"]) < 1e-40
    assert grads["non_saturating"] == -1.0


def test_losses_at_equilibrium(objective):
    """Where the densities agree, D's optimal logit makes both losses equal to the reference lines."""
    logit = torch.tensor([0.0 if objective.shown_name == "probability" else objective.neutral], dtype=torch.float64)
    assert objective.shown(logit).item() == pytest.approx(objective.neutral)
    assert objective.d_loss(logit, logit).item() == pytest.approx(objective.loss_d_equilibrium)
    assert objective.g_loss(logit).item() == pytest.approx(objective.loss_g_equilibrium)


def test_labels_say_the_equilibrium_values(objective):
    values = {"2 log 2": 2 * np.log(2), "log 2": np.log(2), "−log 2": -np.log(2), "1/4": 1 / 4, "1/8": 1 / 8,
              "2": 2, "0": 0}
    assert values[objective.loss_d_label] == pytest.approx(objective.loss_d_equilibrium)
    assert values[objective.loss_g_label] == pytest.approx(objective.loss_g_equilibrium)


@pytest.mark.parametrize(("p_data", "p_g"), [(0.3, 0.3), (2.0, 0.1), (0.02, 0.7), (1.0, 9.0)])
def test_the_optimal_d_minimises_the_pointwise_loss(objective, p_data, p_g):
    """A fine search over logits of p_data * loss(real) + p_g * loss(fake) finds the same shown value."""
    (on_real, _), (on_fake, _), _ = CLOSED[objective.id]
    logits = np.linspace(-8, 8, 160_001)
    losses = p_data * on_real(logits) + p_g * on_fake(logits)
    best = objective.shown(torch.tensor(logits[losses < losses.min() + 1e-12])).numpy()
    assert best.min() - 1e-4 <= objective.optimal_d(p_data, p_g) <= best.max() + 1e-4
    assert best.max() - best.min() < 1e-3 or (objective.id == "hinge" and p_data == p_g)


def test_the_optimal_d_is_neutral_where_there_is_nothing(objective):
    values = objective.optimal_d([0.0, 1.0, 0.0, 1e-300], np.array([0.0, 0.0, 1.0, 0.0], np.float32))
    assert values.dtype == np.float64
    lowest = -1.0 if objective.id == "hinge" else 0.0
    np.testing.assert_array_equal(values, [objective.neutral, 1.0, lowest, 1.0])


def test_the_neutral_level_is_the_middle_of_the_axis(objective):
    assert np.mean(objective.shown_range) == objective.neutral


def test_losses_can_be_differentiated_functionally(objective):
    fake = torch.tensor([-2.0, 3.0], dtype=torch.float64)
    gradient = torch.func.grad(objective.g_loss)(fake)
    np.testing.assert_allclose(gradient.numpy(), CLOSED[objective.id][2][1](fake.numpy()) / 2, rtol=1e-9)
