"""Training batches from a pool: in epochs, each a fresh order, each example freshly varied."""

from __future__ import annotations

from typing import NamedTuple

import torch

from ganviz.problems.images.order import Order
from ganviz.problems.images.pool import Pool
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Augmentation
from ganviz.problems.images.tensors import scaled, stacked
from ganviz.problems.images.varying import Variation, draw


class Drawn(NamedTuple):
    """A batch: for each of an example's images (n, C, H, W), float32, -1..1; and which examples, int64, (n,)."""

    images: tuple[torch.Tensor, ...]
    which: torch.Tensor


class Drawing:
    """Draws from one pool; batch k is a function of (seed, streams, k, size) alone."""

    def __init__(self, pool: Pool, augmentation: Augmentation, seed: int, order: int, variation: int) -> None:
        self._pool = pool
        self._augmentation = augmentation
        self._seed = seed
        self._stream = variation
        self._order = Order(len(pool), seed, order)
        self._last = -1
        self._still = augmentation == NO_AUGMENTATION and pool.loader.is_whole

    def batch(self, k: int, size: int) -> Drawn:
        """The examples of iteration k, varied; those of the next one are decoded meanwhile.

        The next one is taken to be as far on as this one is from the last: several ranks share the iterations out.

        Raises:
            FolderGoneError, BadImageError: where the files are read.
        """
        places = self._order.batch(k, size)
        drawn = plain(self._pool, [index for _, index in places]) if self._still else self._varied(places)
        ahead, self._last = max(1, k - self._last), k
        self._pool.expect(index for _, index in self._order.batch(k + ahead, size))
        return drawn

    def epoch(self, k: int, size: int) -> float:
        """How many epochs are complete before iteration k."""
        return k * size / len(self._pool)

    def _varied(self, places: list[tuple[int, int]]) -> Drawn:
        variations = [draw(self._augmentation, self._seed, self._stream, epoch, index) for epoch, index in places]
        cut = [self._pool.images(index, each) for (_, index), each in zip(places, variations, strict=True)]
        return Drawn(tuple(coloured(scaled(stacked(side)), variations) for side in zip(*cut, strict=True)),
                     torch.tensor([index for _, index in places]))


def coloured(batch: torch.Tensor, variations: list[Variation]) -> torch.Tensor:
    """A batch with the colours of each example changed as drawn, in place."""
    for image, variation in zip(batch, variations, strict=True):
        variation.colouring.apply(image)
    return batch


def plain(pool: Pool, indices: list[int]) -> Drawn:
    """Examples without chance.

    Raises:
        FolderGoneError, BadImageError: where the files are read.
        UserError: if their sizes differ.
    """
    return Drawn(tuple(scaled(side) for side in pool.stacked(indices)), torch.tensor(indices))
