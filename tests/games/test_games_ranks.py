"""Two ranks that share a batch play as one process does: every weight, moment, pool and loss, in double precision."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from image_sets import Piles, cyclegan, pix2pix, train

from ganviz.games.ranks import Ranks
from ganviz.problems.images.batches import UnpairedBatch
from ganviz.settings.errors import UserError

STEPS = 3
INSTANCE = {"normalisation_g": "instance", "normalisation_d": "instance", "dropout": False}
CASES = {
    "pix2pix": ("pix2pix", INSTANCE),
    "pix2pix, R1, plateau": ("pix2pix", {**INSTANCE, "penalty": "r1", "schedule": "plateau", "schedule_patience": 0,
                                         "schedule_by": "iteration", "schedule_step": 1}),
    "cyclegan": ("cyclegan", {**INSTANCE, "pool_size": 0}),
    "cyclegan, a full pool": ("cyclegan", {**INSTANCE, "pool_size": 3}),
}


class OrderedPiles(Piles):
    """Both piles in order, so that the batches of a half follow each other as those of the whole do."""

    def batch(self, k, size):
        which = self._places(k, size)
        return UnpairedBatch(self.sides["A"][which], self.sides["B"][which], *[torch.tensor(which)] * 2)


class Table:
    """Where two threads of a process meet."""

    def __init__(self, size=2):
        self.places = [None] * size
        self.barrier = threading.Barrier(size)

    def exchange(self, rank, value):
        self.places[rank] = value
        self.barrier.wait(600)
        found = list(self.places)
        self.barrier.wait(600)
        return found


class Thread(Ranks):
    """A rank that is a thread."""

    def __init__(self, rank, table):
        super().__init__(rank, len(table.places))
        self.table = table

    def average(self, tensors):
        everyones = self.table.exchange(self.rank, [tensor.clone() for tensor in tensors])
        for tensor, *others in zip(tensors, *everyones, strict=True):
            tensor.copy_(torch.stack(others).mean(0))

    def gather(self, images):
        return torch.cat(self.table.exchange(self.rank, images))

    def mean(self, scalars):
        found = {name: scalar.clone() for name, scalar in scalars.items()}
        self.average(list(found.values()))
        return found


@pytest.fixture(autouse=True)
def double_precision():
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


def ordered_cyclegan(**values):
    return cyclegan(images=OrderedPiles(), **values)


def played(make, values, rank, table):
    game = make(batch_size=2, **values)
    game.join(Thread(rank, table))
    return train(game, STEPS)


def two_ranks(make, values):
    table = Table()
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda rank: played(make, values, rank, table), range(2)))


@pytest.mark.parametrize("case", list(CASES))
def test_two_ranks_play_as_one_process_with_their_batch(case):
    name, values = CASES[case]
    make = {"pix2pix": pix2pix, "cyclegan": ordered_cyclegan}[name]
    alone = train(make(batch_size=2, **values), STEPS)
    for game in two_ranks(make, values):
        assert {key: value.item() for key, value in game.raw.items()} == pytest.approx(
            {key: value.item() for key, value in alone.raw.items()}, rel=1e-6)  # accuracies are counted in float32
        expected = alone.present()
        assert game.info() == expected.numbers
        assert game.present().tensors.keys() == expected.tensors.keys()
        for key, tensor in game.present().tensors.items():
            torch.testing.assert_close(tensor, expected.tensors[key], rtol=0, atol=1e-9, msg=key)


def test_ranks_stay_alike_where_norm_and_dropout_differ_between_them():
    first, second = two_ranks(pix2pix, {"dropout": True, "penalty": "gradient"})
    passing = ("running_mean", "running_var")
    for key, tensor in first.present().tensors.items():
        if not key.endswith(passing):
            assert tensor.equal(second.present().tensors[key]), key


def test_dropout_differs_between_ranks():
    alike = Piles()
    games = [cyclegan(images=alike, dropout=True, batch_size=2, normalisation_g="instance") for _ in range(2)]
    for rank, game in enumerate(games):
        game.join(Ranks(rank, 2))
        game.begin("both")
    x = alike.sides["A"][:1]
    first, second = (game.G_A(x, game.training()) for game in games)
    assert not first.equal(second)


def test_a_batch_that_cannot_be_divided_is_refused():
    with pytest.raises(UserError, match=r"batch_size: 3 can't be divided among 2 ranks; .* --set batch_size=2"):
        pix2pix(batch_size=3).join(Ranks(0, 2))


def test_images_of_many_sizes_are_refused():
    images = Piles()
    images.sizes = frozenset({(64, 64), (64, 128)})
    with pytest.raises(UserError, match=r"preprocessing: .* 2 sizes, .*; choose crop or resize_and_crop"):
        cyclegan(images=images, batch_size=2).join(Ranks(0, 2))
