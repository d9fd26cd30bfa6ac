"""Codes as places in a plane: there and back, and linear."""

from __future__ import annotations

import pytest
import torch

from ganviz.games.code_plane import LabelPlane, LatentPlane


def drawn(*shape, seed=1):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_latent_plane_is_the_first_two_axes(size):
    plane, codes = LatentPlane(size, 3.0), drawn(6, size)
    places = plane.show(codes)
    assert places.shape == (6, 2)
    assert torch.equal(places[:, 0], codes[:, 0])
    assert torch.equal(places[:, 1], codes[:, 1] if size > 1 else torch.zeros(6))
    again = plane.codes(places)
    assert torch.equal(plane.show(again), places)
    assert torch.equal(again[:, 2:], torch.zeros(6, max(0, size - 2)))


def test_labels_stand_on_the_unit_circle_and_doubt_lies_between_them():
    plane = LabelPlane(4)
    corners = plane.show(torch.eye(4))
    torch.testing.assert_close(corners, torch.tensor([[1.0, 0], [0, 1], [-1, 0], [0, -1]]))
    torch.testing.assert_close(plane.show(torch.full((1, 4), 0.25)), torch.zeros(1, 2))
    assert torch.equal(plane.codes(corners * 0.6 + 0.1), torch.eye(4))


@pytest.mark.parametrize("plane", [LatentPlane(3, 1.0), LabelPlane(3)])
def test_showing_is_linear(plane):
    a, b = drawn(4, 3), drawn(4, 3, seed=2)
    torch.testing.assert_close(plane.show(2 * a - b), 2 * plane.show(a) - plane.show(b))
