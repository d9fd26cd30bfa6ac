"""Single images with or without labels, for ALI."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from ganviz.problems.images.batches import LabelledBatch
from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.chance import ORDER_A, VARY_A
from ganviz.problems.images.choice import Split
from ganviz.problems.images.drawing import Drawing, plain
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.piles import Piled
from ganviz.problems.images.preprocessing import NO_AUGMENTATION, Augmentation, Preprocessing
from ganviz.problems.images.watching import Watch


class LabelledImages:
    """Images of one size, each with a class where the data has classes.

    Attributes:
        fingerprint: SHA-256 of names, labels and pixels, hexadecimal.
        held_out: the split to watch.
        classes: the names of the labels 0, 1, ...; empty without labels.
        sizes: every (height, width) that images have once they are cut.
    """

    def __init__(self, listing: Listing, preprocessing: Preprocessing, augmentation: Augmentation, seed: int,
                 cache: Cache | None, watch: Watch) -> None:
        self.fingerprint = listing.fingerprint
        self.held_out = listing.held_out
        self.classes = listing.classes
        self._listing = listing
        self._labels: dict[Split, torch.Tensor] = {}
        self._piles = Piled(listing, preprocessing, cache)
        self.sizes = self._piles.sizes
        self._piles.open(None, watch)
        self._drawing = Drawing(self._piles.training(None), augmentation, seed, ORDER_A, VARY_A)

    def length(self, split: Split) -> int:
        """How many images a split has."""
        return len(self._listing.examples(split))

    def names(self, split: Split) -> tuple[str, ...]:
        """The names of a split's images."""
        return self._piles.names(split, None)

    def labels(self, split: Split) -> torch.Tensor:
        """The label of each image of a split, int64, (n,), -1 without one."""
        if split not in self._labels:
            labels = [example.label for example in self._listing.examples(split)]
            self._labels[split] = torch.tensor(labels, dtype=torch.int64)
        return self._labels[split]

    def batch(self, k: int, size: int) -> LabelledBatch:
        """The batch of iteration k, a function of (seed, k, size).

        Raises:
            FolderGoneError, BadImageError: where the files are read.
        """
        (x,), which = self._drawing.batch(k, size)
        return LabelledBatch(x, self.labels("train")[which], which)

    def epoch(self, k: int, size: int) -> float:
        """How many epochs are complete before iteration k."""
        return self._drawing.epoch(k, size)

    def examples(self, split: Split, indices: Sequence[int]) -> LabelledBatch:
        """Images as for evaluation, without chance; raises as ``batch``."""
        (x,), which = plain(self._piles.evaluation(split, None), list(indices))
        return LabelledBatch(x, self.labels(split)[which], which)

    def close(self) -> None:
        """Let go of threads."""
        self._piles.close()


def square(side: int, channels: int) -> Preprocessing:
    """The preprocessing of single images: the largest square in the middle, resized to ``side``; 1 or 3 channels."""
    return Preprocessing("middle_square", side, side, (channels, channels))


def open_labelled(listing: Listing, preprocessing: Preprocessing, augmentation: Augmentation = NO_AUGMENTATION,
                  seed: int = 0, *, cache: Cache | None = None, watch: Watch | None = None) -> LabelledImages:
    """Decode single images (or find them decoded) and make them ready to be drawn from; as ``paired.open_pairs``."""
    return LabelledImages(listing, preprocessing, augmentation, seed, cache or Cache(), watch or Watch())
