"""In which order examples come: every one once in each epoch, any iteration without the ones before it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ganviz.problems.images.chance import key, permutation


class Order:
    """The order of ``n`` examples: a fresh permutation for each epoch, a function of (seed, stream, epoch)."""

    def __init__(self, n: int, seed: int, stream: int) -> None:
        self.n = n
        self._seed = seed
        self._stream = stream
        # A batch may lie across the border of two epochs.
        self._epoch = lru_cache(maxsize=2)(self._permutation)

    def at(self, position: int) -> tuple[int, int]:
        """The epoch and the example at a position counted from the run's beginning."""
        epoch, place = divmod(position, self.n)
        return epoch, int(self._epoch(epoch)[place])

    def batch(self, k: int, size: int) -> list[tuple[int, int]]:
        """The (epoch, example) pairs of iteration k."""
        return [self.at(position) for position in range(k * size, (k + 1) * size)]

    def _permutation(self, epoch: int) -> NDArray[np.int64]:
        return permutation(key(self._seed, self._stream, epoch), self.n)
