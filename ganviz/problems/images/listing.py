"""A data set that can be trained on: its good examples, split by split."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ganviz.problems.images.choice import Kind, Side, Split
from ganviz.problems.images.examples import Example, Facts, Pile, Piles, Source


@dataclass(frozen=True)
class Listing:
    """The good examples of a data set.

    Attributes:
        kind: pairs, unpaired or labelled.
        root: the folder they lie in.
        piles: the examples.
        facts: what each source is like.
        classes: the names of the labels 0, 1, ...
        twins: unpaired sides in which equal names are the same picture.
    """

    kind: Kind
    root: Path
    piles: Piles
    facts: Mapping[Source, Facts]
    classes: tuple[str, ...] = ()
    twins: bool = False

    def examples(self, split: Split, side: Side | None = None) -> tuple[Example, ...]:
        """The examples of a split (of one side of it); none if there is no such split."""
        return self.piles.get(Pile(split, side), ())

    @property
    def held_out(self) -> Split:
        """The split to watch while training: val where there is one, else test."""
        return "val" if any(pile.split == "val" for pile in self.piles) else "test"

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over names, labels and pixels of every example, hexadecimal; of no account is where they lie."""
        state = hashlib.sha256()
        for pile in sorted(self.piles, key=lambda pile: pile.title):
            for name, pieces, label in self.piles[pile]:
                pixels = " ".join(f"{piece.part}:{self.facts[piece.source].digest}" for piece in pieces)
                state.update(f"{pile.title}\t{name}\t{label}\t{pixels}\n".encode())
        return state.hexdigest()

    def truth(self, split: Split) -> tuple[tuple[int, int], ...]:
        """Unpaired: the (index in A, index in B) that are the same picture, where that is known."""
        if not self.twins:
            return ()
        of_b = {example.name: index for index, example in enumerate(self.examples(split, "B"))}
        return tuple((index, of_b[example.name]) for index, example in enumerate(self.examples(split, "A"))
                     if example.name in of_b)
