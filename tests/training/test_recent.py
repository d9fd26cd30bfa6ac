"""The ring of the last states: which are kept, which are found, and that a found one is a copy."""

from __future__ import annotations

import pytest
import torch

from ganviz.games.state import FlatState
from ganviz.training.recent import LEAST_STATES, RecentStates


class Counting:
    """As much of a game as the ring looks at: its state is filled with the iteration's number."""

    def __init__(self, size: int = 5) -> None:
        self.state = FlatState({"D.weight": (size,), "G.weight": (2, size)}, torch.device("cpu"))
        self.iteration = 0

    def info(self):
        return {"iteration": self.iteration, "updates_d": 2 * self.iteration}

    def play(self, ring: RecentStates, until: int) -> None:
        while self.iteration < until:
            self.iteration += 1
            self.state.tensor.fill_(self.iteration)
            ring.put(self)


@pytest.fixture
def game():
    return Counting()


@pytest.fixture
def ring(game):
    return RecentStates(game.state, 2**20)


def iterations(ring: RecentStates, until: int) -> list[int]:
    return [iteration for iteration in range(until + 1) if ring.at(iteration) is not None]


def test_the_last_hundred_are_kept(game, ring):
    game.play(ring, 250)
    assert iterations(ring, 260) == list(range(151, 251))
    for iteration in (151, 200, 250):
        found = ring.at(iteration)
        assert found.numbers == {"iteration": iteration, "updates_d": 2 * iteration}
        assert all(bool((tensor == iteration).all()) for tensor in found.tensors.values())
        assert {name: tuple(tensor.shape) for name, tensor in found.tensors.items()} == {
            "D.weight": (5,), "G.weight": (2, 5)}


@pytest.mark.parametrize(("room", "kept"), [(0, LEAST_STATES), (60 * 7, 7), (60 * 7 + 59, 7), (10**9, 100)])
def test_the_room_bounds_how_many(game, room, kept):
    assert game.state.tensor.nbytes == 60
    ring = RecentStates(game.state, room)
    game.play(ring, 300)
    assert iterations(ring, 300) == list(range(301 - kept, 301))


def test_the_nearest_is_the_newest_at_or_before(game, ring):
    assert ring.nearest(10) is None
    game.play(ring, 150)
    assert ring.nearest(150).iteration == 150
    assert ring.nearest(1_000).iteration == 150
    assert ring.nearest(77).iteration == 77
    assert ring.nearest(50) is None


def test_a_found_state_is_a_copy(game, ring):
    game.play(ring, 10)
    found = ring.at(10)
    game.play(ring, 200)
    assert bool((found.tensors["D.weight"] == 10).all())
    found.tensors["G.weight"].zero_()
    game.play(ring, 210)
    assert bool((ring.at(210).tensors["G.weight"] == 210).all())


def test_forgetting(game, ring):
    game.play(ring, 60)
    ring.forget(40)
    assert ring.nearest(60).iteration == 40
    game.iteration = 40
    game.play(ring, 45)
    assert iterations(ring, 60) == list(range(1, 46))
    ring.forget()
    assert iterations(ring, 60) == []
