"""One pile of a data set, loaded in one way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import torch

from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.loading import Loader
from ganviz.problems.images.stores import DirectStore, Store, open_store
from ganviz.problems.images.tensors import stacked
from ganviz.problems.images.varying import MIDDLE, Variation, cut
from ganviz.problems.images.watching import Watch

Tensors = tuple[torch.Tensor, ...]
"""For each of an example's images uint8 (C, H, W), or (n, C, H, W) of several examples."""


class Pool:
    """The examples of one pile; they are decoded when the first one is needed, or by ``open``.

    Args:
        loader: which examples, and how they are loaded.
        cache: where decoded images are kept; None decodes the files each time.

    Raises:
        UserError: if an example can't be cut or paired.
    """

    def __init__(self, loader: Loader, cache: Cache | None) -> None:
        loader.check()
        self.loader = loader
        self._cache = cache
        self._store: Store | None = None
        self._is_whole = loader.is_whole

    def __len__(self) -> int:
        return len(self.loader.examples)

    def open(self, watch: Watch | None = None) -> Store:
        """Decode what has not been decoded yet.

        Raises:
            FolderGoneError, BadImageError, ReadingCancelledError: meanwhile.
        """
        if self._store is None:
            cache = self._cache
            self._store = open_store(self.loader, cache, watch or Watch()) if cache else DirectStore(self.loader)
        return self._store

    def images(self, index: int, variation: Variation = MIDDLE) -> Tensors:
        """One example, cut as drawn; by default its middle window or the whole of it.

        Raises:
            FolderGoneError, BadImageError: where the files are read.
        """
        return tuple(cut(image, self.loader.window, variation) for image in self.open().read(index))

    def stacked(self, indices: Sequence[int]) -> Tensors:
        """Examples without chance: for each of an example's images uint8 (n, C, H, W), copies.

        Raises:
            FolderGoneError, BadImageError: where the files are read.
            UserError: if their sizes differ.
        """
        block = self.open().block() if self._is_whole else None
        if block is not None:
            return (torch.from_numpy(block[list(indices)]),)
        examples = [self.images(index) for index in indices]
        return tuple(stacked(side) for side in zip(*examples, strict=True))

    def expect(self, indices: Iterable[int]) -> None:
        """Say which examples come next."""
        self.open().expect(indices)

    def close(self) -> None:
        """Let go of threads."""
        if self._store is not None:
            self._store.close()
