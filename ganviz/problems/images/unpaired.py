"""Two piles of images without pairs, for CycleGAN."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ganviz.problems.images.batches import UnpairedBatch
from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.chance import ORDER_A, ORDER_B, VARY_A, VARY_B
from ganviz.problems.images.choice import Side, Split
from ganviz.problems.images.drawing import Drawing, plain
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.piles import Piled
from ganviz.problems.images.preprocessing import Augmentation, Preprocessing
from ganviz.problems.images.watching import Watch

_SIDES: tuple[Side, Side] = ("A", "B")


class UnpairedImages:
    """Two piles, each in an order of its own and varied on its own.

    Attributes:
        fingerprint: SHA-256 of names and pixels, hexadecimal.
        held_out: the split to watch.
        sizes: every (height, width) that images have once they are cut.
        train_sizes: those of the training images alone, of either side.
    """

    def __init__(self, listing: Listing, preprocessing: Preprocessing, augmentation: Augmentation, seed: int,
                 cache: Cache | None, watch: Watch) -> None:
        self.fingerprint = listing.fingerprint
        self.held_out = listing.held_out
        self._listing = listing
        self._piles = Piled(listing, preprocessing, cache)
        self.sizes = self._piles.sizes
        self.train_sizes = tuple(self._piles.train_sizes(side) for side in _SIDES)
        for side in _SIDES:
            self._piles.open(side, watch)
        self._a = Drawing(self._piles.training("A"), augmentation, seed, ORDER_A, VARY_A)
        self._b = Drawing(self._piles.training("B"), augmentation, seed, ORDER_B, VARY_B)

    def length(self, split: Split, side: Side) -> int:
        """How many images a side of a split has."""
        return len(self.names(split, side))

    def names(self, split: Split, side: Side) -> tuple[str, ...]:
        """The names of their images."""
        return self._piles.names(split, side)

    def batch(self, k: int, size: int) -> UnpairedBatch:
        """The batch of iteration k, a function of (seed, k, size).

        Raises:
            FolderGoneError, BadImageError: where the files are read.
            UserError: if images of unlike sizes would share it.
        """
        a, b = self._a.batch(k, size), self._b.batch(k, size)
        return UnpairedBatch(a.images[0], b.images[0], a.which, b.which)

    def epoch(self, k: int, size: int) -> float:
        """How many epochs of the larger pile are complete before iteration k."""
        return min(self._a.epoch(k, size), self._b.epoch(k, size))

    def examples(self, split: Split, side: Side, indices: Sequence[int]) -> torch.Tensor:
        """Images as for evaluation, without chance, (n, C, H, W), float32, -1..1; raises as ``batch``."""
        return plain(self._piles.evaluation(split, side), list(indices)).images[0]

    def truth(self, split: Split) -> tuple[tuple[int, int], ...]:
        """The (index in A, index in B) that are the same picture, where that is known; empty elsewhere."""
        return self._listing.truth(split)

    def close(self) -> None:
        """Let go of threads."""
        self._piles.close()


def open_unpaired(listing: Listing, preprocessing: Preprocessing, augmentation: Augmentation, seed: int, *,
                  cache: Cache | None = None, watch: Watch | None = None) -> UnpairedImages:
    """Decode two piles (or find them decoded) and make them ready to be drawn from; as ``paired.open_pairs``."""
    return UnpairedImages(listing, preprocessing, augmentation, seed, cache or Cache(), watch or Watch())
