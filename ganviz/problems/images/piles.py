"""All pools of a data set: each pile, loaded for training and for evaluation."""

from __future__ import annotations

from ganviz.problems.images.cache.cache import Cache
from ganviz.problems.images.choice import Side, Split
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.loading import Loader
from ganviz.problems.images.pool import Pool
from ganviz.problems.images.preprocessing import Preprocessing
from ganviz.problems.images.sizing import evaluation
from ganviz.problems.images.watching import Watch


class Piled:
    """The pools of a listing, opened when they are first needed."""

    def __init__(self, listing: Listing, preprocessing: Preprocessing, cache: Cache | None) -> None:
        self._listing = listing
        self._preprocessing = preprocessing
        self._cache = cache
        self._pools: dict[tuple[Split, Side | None, Preprocessing], Pool] = {}

    @property
    def sizes(self) -> frozenset[tuple[int, int]]:
        """Every (height, width) that the images of training and of the held-out split have once they are cut."""
        pools = [self.evaluation(pile.split, pile.side) for pile in self._listing.piles if pile.split != "train"]
        pools += [self.training(pile.side) for pile in self._listing.piles if pile.split == "train"]
        return frozenset(size for pool in pools for size in pool.loader.cut_sizes())

    def train_sizes(self, side: Side | None) -> frozenset[tuple[int, int]]:
        """Every (height, width) that the training images of a side have once they are cut."""
        return frozenset(self.training(side).loader.cut_sizes())

    def names(self, split: Split, side: Side | None) -> tuple[str, ...]:
        """The names of a pile's examples."""
        return tuple(example.name for example in self._listing.examples(split, side))

    def training(self, side: Side | None) -> Pool:
        """What batches are drawn from."""
        return self._pool("train", side, self._preprocessing, self._cache)

    def evaluation(self, split: Split, side: Side | None) -> Pool:
        """A pile as for evaluation. Training images at another size are read from their files: few are asked for."""
        chosen = evaluation(self._preprocessing)
        kept = split != "train" or chosen == self._preprocessing
        return self._pool(split, side, chosen, self._cache if kept else None)

    def open(self, side: Side | None, watch: Watch) -> None:
        """Decode what training and watching need of a side.

        Raises:
            FolderGoneError, BadImageError, ReadingCancelledError: meanwhile.
        """
        self.training(side).open(watch)
        self.evaluation(self._listing.held_out, side).open(watch)

    def close(self) -> None:
        """Let go of threads."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, split: Split, side: Side | None, preprocessing: Preprocessing, cache: Cache | None) -> Pool:
        key = (split, side, preprocessing)
        if key not in self._pools:
            examples = self._listing.examples(split, side)
            channels = (preprocessing.channels_of(side),) if side else self._channels(preprocessing)
            self._pools[key] = Pool(Loader(self._listing, examples, preprocessing, channels), cache)
        return self._pools[key]

    def _channels(self, preprocessing: Preprocessing) -> tuple[int, ...]:
        return preprocessing.channels if self._listing.kind == "pairs" else preprocessing.channels[:1]
