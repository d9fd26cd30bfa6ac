"""Pairs, for Pix2Pix."""

from __future__ import annotations

from collections.abc import Sequence

from ganviz.problems.images.batches import PairBatch
from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.chance import ORDER_A, VARY_A
from ganviz.problems.images.choice import Split
from ganviz.problems.images.drawing import Drawing, plain
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.piles import Piled
from ganviz.problems.images.preprocessing import Augmentation, Preprocessing
from ganviz.problems.images.watching import Watch


class PairedImages:
    """Pairs of images, both sides of one always varied alike.

    Attributes:
        fingerprint: SHA-256 of names and pixels, hexadecimal.
        held_out: the split to watch.
        sizes: every (height, width) that images have once they are cut.
        train_sizes: those of the training pairs alone.
    """

    def __init__(self, listing: Listing, preprocessing: Preprocessing, augmentation: Augmentation, seed: int,
                 cache: Cache | None, watch: Watch) -> None:
        self.fingerprint = listing.fingerprint
        self.held_out = listing.held_out
        self._piles = Piled(listing, preprocessing, cache)
        self.sizes = self._piles.sizes
        self.train_sizes = (self._piles.train_sizes(None),)
        self._piles.open(None, watch)
        self._drawing = Drawing(self._piles.training(None), augmentation, seed, ORDER_A, VARY_A)

    def length(self, split: Split) -> int:
        """How many pairs a split has."""
        return len(self.names(split))

    def names(self, split: Split) -> tuple[str, ...]:
        """The names of a split's pairs."""
        return self._piles.names(split, None)

    def batch(self, k: int, size: int) -> PairBatch:
        """The batch of iteration k, a function of (seed, k, size).

        Raises:
            FolderGoneError, BadImageError: where the files are read.
            UserError: if images of unlike sizes would share it.
        """
        (a, b), which = self._drawing.batch(k, size)
        return PairBatch(a, b, which)

    def epoch(self, k: int, size: int) -> float:
        """How many epochs are complete before iteration k."""
        return self._drawing.epoch(k, size)

    def examples(self, split: Split, indices: Sequence[int]) -> PairBatch:
        """Pairs as for evaluation, without chance; raises as ``batch``."""
        (a, b), which = plain(self._piles.evaluation(split, None), list(indices))
        return PairBatch(a, b, which)

    def close(self) -> None:
        """Let go of threads."""
        self._piles.close()


def open_pairs(listing: Listing, preprocessing: Preprocessing, augmentation: Augmentation, seed: int, *,
               cache: Cache | None = None, watch: Watch | None = None) -> PairedImages:
    """Decode a listing of pairs (or find it decoded) and make it ready to be drawn from.

    Args:
        listing: of kind "pairs".
        preprocessing, augmentation: how its images are sized and varied.
        seed: decides order and variation.
        cache: where decoded images are kept; the user's by default.
        watch: who looks on while images are decoded.

    Raises:
        UserError: if an example can't be cut or paired as chosen.
        FolderGoneError, BadImageError, ReadingCancelledError: while decoding.
    """
    return PairedImages(listing, preprocessing, augmentation, seed, cache or Cache(), watch or Watch())
