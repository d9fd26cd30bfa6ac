"""Penalties in float64: against closed forms, against differences, and differentiable twice."""

from __future__ import annotations

import pytest
import torch
from torch.nn.functional import log_softmax

from ganviz.objectives.penalties import cross_entropy, feature_distance, reconstruction, squared_gradients

SOURCE = torch.Generator().manual_seed(7)


def drawn(*shape):
    return torch.randn(*shape, generator=SOURCE, dtype=torch.float64)


def test_the_squared_gradient_of_a_linear_d_is_that_of_its_weights():
    x, z, to_x, to_z = drawn(5, 2).requires_grad_(), drawn(5, 3).requires_grad_(), drawn(2, 1), drawn(3, 1)
    found = squared_gradients(x @ to_x + z @ to_z + 4, (x, z))
    torch.testing.assert_close(found, ((to_x**2).sum() + (to_z**2).sum()).expand(5))
    torch.testing.assert_close(squared_gradients(x @ to_x + z @ to_z, (z,)), (to_z**2).sum().expand(5))


def test_the_squared_gradient_of_a_quadratic_d_and_its_own_gradient():
    x, matrix = drawn(4, 3).requires_grad_(), drawn(3, 3).requires_grad_()
    found = squared_gradients((x @ matrix * x).sum(1, keepdim=True), (x,))
    both = matrix + matrix.T
    torch.testing.assert_close(found, ((x @ both) ** 2).sum(1))
    (by_matrix,) = torch.autograd.grad(found.mean(), matrix)
    wanted = 2 * sum(torch.outer(row, row @ both) + torch.outer(row @ both, row) for row in x) / 4
    torch.testing.assert_close(by_matrix, wanted)


def test_the_gradient_by_the_weights_equals_differences():
    x, z = drawn(6, 2).requires_grad_(), drawn(6, 2).requires_grad_()

    def penalty(first, second):
        return squared_gradients(torch.tanh(torch.cat((x, z), 1) @ first) @ second, (x, z)).mean()

    weights = drawn(4, 5).requires_grad_(), drawn(5, 1).requires_grad_()
    assert torch.autograd.gradcheck(penalty, weights)


def test_inputs_of_any_shape_count_every_number_once():
    picture, z, weights = drawn(2, 3, 4, 4).requires_grad_(), drawn(2, 5).requires_grad_(), drawn(3 * 4 * 4, 1)
    found = squared_gradients(picture.flatten(1) @ weights + z.sum(1, keepdim=True), (picture, z))
    torch.testing.assert_close(found, ((weights**2).sum() + 5).expand(2))


def test_the_feature_distance_is_that_of_the_means():
    real, fake = torch.tensor([[0.0, 2.0], [2.0, 4.0]]), torch.tensor([[1.0, 0.0]])
    assert feature_distance(real, fake).item() == pytest.approx(9)
    assert feature_distance(real, real.flip(0)).item() == 0


def test_the_reconstruction_is_the_mean_squared_distance():
    x, again = torch.zeros(2, 1, 2), torch.tensor([[[3.0, 4.0]], [[0.0, 0.0]]])
    assert reconstruction(x, again).item() == pytest.approx(12.5)


def test_the_cross_entropy_is_that_of_the_softmax_without_overflow():
    labels, logits = torch.eye(3, dtype=torch.float64), drawn(3, 3)
    wanted = -log_softmax(logits, 1).diagonal().mean()
    assert cross_entropy(labels, logits).item() == pytest.approx(wanted.item())
    assert torch.isfinite(cross_entropy(labels, 1e4 * logits))
