"""Optimisers against ``torch.optim`` and schedules against their formulas."""

from __future__ import annotations

from math import cos, pi

import pytest
import torch

from ganviz.games.optimizers import rates
from ganviz.settings.names import OPTIMIZERS, SCHEDULES

CASES = [("adam", 0.5, 0.999), ("adam", 0.0, 0.9), ("adam", 0.9, 0.99), ("sgd", 0.0, 0.999), ("sgd", 0.9, 0.999),
         ("rmsprop", 0.0, 0.99), ("rmsprop", 0.8, 0.9)]


def pytorchs(name, parameters, rate, beta1, beta2):
    if name == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=(beta1, beta2), eps=1e-8)
    if name == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=beta1)
    return torch.optim.RMSprop(parameters, lr=rate, alpha=beta2, momentum=beta1, eps=1e-8)


@pytest.mark.parametrize(("name", "beta1", "beta2"), CASES)
def test_ten_steps_equal_those_of_torch_optim(name, beta1, beta2):
    source = torch.Generator().manual_seed(1)
    start, curvature = torch.randn(50, generator=source), torch.rand(50, generator=source) * 3
    ours, theirs = start.clone(), start.clone().requires_grad_()
    optimizer, reference = OPTIMIZERS.load(name), pytorchs(name, [theirs], 0.01, beta1, beta2)
    slots = {slot: torch.zeros(50) for slot in optimizer.slots}
    for update in range(1, 11):
        rate = 0.01 / update
        reference.param_groups[0]["lr"] = rate
        optimizer.step(ours, curvature * ours, slots, rates(rate, beta1, beta2, update))
        theirs.grad = curvature * theirs.detach()
        reference.step()
        torch.testing.assert_close(ours, theirs.detach(), rtol=2e-6, atol=2e-7)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_vanished_gradient_moves_nothing_at_the_start(name):
    optimizer, parameters = OPTIMIZERS.load(name), torch.ones(5)
    slots = {slot: torch.zeros(5) for slot in optimizer.slots}
    optimizer.step(parameters, torch.zeros(5), slots, rates(0.1, 0.5, 0.9, 1))
    assert torch.equal(parameters, torch.ones(5))


@pytest.mark.parametrize(("name", "formula"), [
    ("constant", lambda t: 1.0), ("linear", lambda t: 1 - t), ("cosine", lambda t: (1 + cos(pi * t)) / 2)])
def test_schedules_follow_their_formulas_and_stay_at_their_end(name, formula):
    schedule = SCHEDULES.load(name)
    for share in (0.0, 0.25, 0.5, 0.9, 1.0):
        assert schedule(share) == pytest.approx(formula(share), abs=1e-12)
    assert schedule(7.0) == pytest.approx(formula(1.0), abs=1e-12)
