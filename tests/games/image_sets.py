"""Small sets of images in memory, and small image games on them."""

from __future__ import annotations

import torch

from ganviz.games.cyclegan import CycleGANGame
from ganviz.games.pix2pix import Pix2PixGame
from ganviz.problems.images.batches import PairBatch, UnpairedBatch
from ganviz.settings.cyclegan import CycleGANSettings
from ganviz.settings.pix2pix import Pix2PixSettings

CPU = torch.device("cpu")
SMALL = {"generator": "unet_64", "width_g": 8, "width_d": 8, "crop_size": 64, "load_size": 64, "flip": False,
         "schedule": "constant"}


def blobs(n, size, channels, seed):
    """Smooth random images, (n, channels, size, size), -1..1."""
    source = torch.Generator().manual_seed(seed)
    coarse = torch.randn(n, channels, 5, 5, generator=source)
    return torch.tanh(torch.nn.functional.interpolate(coarse, (size, size), mode="bicubic"))


class Memory:
    """Images in memory, drawn in order."""

    held_out = "val"
    piles = 1
    fingerprint = "f" * 64

    def __init__(self, n=6, size=64, channels=(3, 3)):
        self.sides = {"A": blobs(n, size, channels[0], 1), "B": blobs(n, size, channels[1], 2)}
        self.sizes = frozenset({(size, size)})
        self.train_sizes = (self.sizes,) * self.piles

    def _places(self, k, size):
        return [(k * size + i) % len(self.sides["A"]) for i in range(size)]

    def epoch(self, k, size):
        return k * size / len(self.sides["A"])

    def close(self):
        pass


class Pairs(Memory):
    def batch(self, k, size):
        return self.examples("train", self._places(k, size))

    def length(self, split):
        return 0 if split == "test" else len(self.sides["A"])

    def names(self, split):
        return tuple(f"{i}.png" for i in range(self.length(split)))

    def examples(self, split, indices):
        return PairBatch(self.sides["A"][indices], self.sides["B"][indices], torch.tensor(indices))


class Piles(Memory):
    piles = 2

    def batch(self, k, size):
        a, b = self._places(k, size), self._places(2 * k + 1, size)
        return UnpairedBatch(self.sides["A"][a], self.sides["B"][b], torch.tensor(a), torch.tensor(b))

    def length(self, split, side):
        return 0 if split == "test" else len(self.sides[side])

    def names(self, split, side):
        return tuple(f"{side}{i}.png" for i in range(self.length(split, side)))

    def examples(self, split, side, indices):
        return self.sides[side][indices]

    def truth(self, split):
        return tuple((i, i) for i in range(len(self.sides["A"])))


def pix2pix(seed=1, images=None, **values):
    """A fresh small Pix2Pix on the CPU."""
    return Pix2PixGame(Pix2PixSettings(**{**SMALL, **values}), seed, CPU, images or Pairs())


def cyclegan(seed=1, images=None, **values):
    """A fresh small CycleGAN on the CPU."""
    return CycleGANGame(CycleGANSettings(**{**SMALL, **values}), seed, CPU, images or Piles())


def train(game, iterations, players="both"):
    """Play so many iterations at full speed."""
    for _ in range(iterations):
        for _ in game.play(players):
            pass
    return game
