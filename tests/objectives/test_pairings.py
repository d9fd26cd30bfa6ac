"""Pairings: both losses and their gradients against closed forms in float64, and what is shown."""

from __future__ import annotations

from math import log

import pytest
import torch

from ganviz.settings.names import OBJECTIVES, PAIRINGS

ENCODED = torch.tensor([[0.3], [-1.2], [2.0]], dtype=torch.float64)
MADE = torch.tensor([[1.1], [-0.4], [0.7]], dtype=torch.float64)


def log_sigmoid(x):
    return torch.log(1 / (1 + torch.exp(-x)))


def closed_forms(objective, pairing, e, m):
    if pairing == "plain":
        forms = {
            "minimax": lambda: (-(log_sigmoid(e) + log_sigmoid(-m)), log_sigmoid(e) + log_sigmoid(-m)),
            "non_saturating": lambda: (-(log_sigmoid(e) + log_sigmoid(-m)), -(log_sigmoid(-e) + log_sigmoid(m))),
            "least_squares": lambda: (((e - 1) ** 2 + m**2) / 2, (e**2 + (m - 1) ** 2) / 2)}
    else:
        forms = {
            "minimax": lambda: (-log_sigmoid(e - m), log_sigmoid(e - m)),
            "non_saturating": lambda: (-log_sigmoid(e - m), -log_sigmoid(m - e)),
            "least_squares": lambda: ((e - m - 1) ** 2 / 2, (m - e - 1) ** 2 / 2)}
    return [part.mean() for part in forms[objective]()]


@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize("objective", ["minimax", "non_saturating", "least_squares"])
def test_losses_and_gradients_equal_the_closed_forms(objective, pairing):
    chosen, how = OBJECTIVES.load(objective), PAIRINGS.load(pairing)
    e, m = ENCODED.clone().requires_grad_(), MADE.clone().requires_grad_()
    ours = [how.d_loss(chosen, e, m), how.g_loss(chosen, e, m)]
    for mine, theirs in zip(ours, closed_forms(objective, pairing, e, m), strict=True):
        assert mine.item() == pytest.approx(theirs.item(), abs=1e-12)
        for got, wanted in zip(torch.autograd.grad(mine, (e, m)), torch.autograd.grad(theirs, (e, m)), strict=True):
            torch.testing.assert_close(got, wanted, rtol=0, atol=1e-12)


@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_the_makers_want_each_kind_taken_for_the_other(objective, pairing):
    chosen, how = OBJECTIVES.load(objective), PAIRINGS.load(pairing)
    level = torch.full((3, 1), chosen.neutral_logit, dtype=torch.float64)
    e, m = level.clone().requires_grad_(), level.clone().requires_grad_()
    by_e, by_m = torch.autograd.grad(how.g_loss(chosen, e, m), (e, m))
    assert torch.all(by_e > 0)
    torch.testing.assert_close(by_e, -by_m)


@pytest.mark.parametrize("pairing", PAIRINGS)
@pytest.mark.parametrize("objective", OBJECTIVES)
def test_no_logit_is_too_large(objective, pairing):
    chosen, how = OBJECTIVES.load(objective), PAIRINGS.load(pairing)
    far = torch.tensor([[1e4]], requires_grad=True)
    for loss in (how.d_loss(chosen, far, -far), how.d_loss(chosen, -far, far), how.g_loss(chosen, far, -far)):
        assert torch.isfinite(loss)
        assert torch.isfinite(torch.autograd.grad(loss, far)[0]).all()


@pytest.mark.parametrize(("objective", "pairing", "expected"), [
    ("non_saturating", "plain", (2 * log(2), 2 * log(2))), ("minimax", "plain", (2 * log(2), -2 * log(2))),
    ("least_squares", "plain", (0.25, 0.25)), ("non_saturating", "relativistic", (log(2), log(2))),
    ("minimax", "relativistic", (log(2), -log(2))), ("least_squares", "relativistic", (0.5, 0.5))])
def test_the_losses_where_d_is_neutral(objective, pairing, expected):
    assert PAIRINGS.load(pairing).equilibrium(OBJECTIVES.load(objective)) == pytest.approx(expected)


def test_a_margin_is_shown_about_the_mean_and_other_logits_as_the_objective_shows_them():
    logits, mean = torch.tensor([[1.0], [3.0]]), torch.tensor(2.0)
    chosen = OBJECTIVES.load("non_saturating")
    margin, own = (PAIRINGS.load(name).judgement(chosen) for name in ("relativistic", "plain"))
    assert margin.shown(logits, mean).squeeze(1).tolist() == [-1.0, 1.0]
    assert margin.neutral == 0
    assert torch.equal(own.shown(logits, mean), torch.sigmoid(logits))
    assert (own.neutral, own.name, own.range) == (0.5, "probability", (0.0, 1.0))
