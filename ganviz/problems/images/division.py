"""Hold out a share of a set that came without splits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ganviz.problems.images.chance import DIVIDE, key
from ganviz.problems.images.choice import Split
from ganviz.problems.images.examples import Example, Facts, Pile, Piles, Source


def divide(piles: Piles, facts: Mapping[Source, Facts], share: float, seed: int) -> dict[Pile, tuple[Example, ...]]:
    """Each pile of "train" as "train" and "test".

    Which side an example falls on depends on (seed, its pixels): equal images stay together, and the two halves of one
    image too. At least one example is held out where there are two different ones and ``share`` is above 0.
    """

    def rank(example: Example) -> int:
        return key(seed, DIVIDE, int(facts[example.pieces[0].source].digest[:16], 16))

    divided: dict[Pile, tuple[Example, ...]] = {}
    for pile, examples in piles.items():
        held = _held_out(examples, rank, share)
        parts: tuple[tuple[Split, bool], ...] = (("train", False), ("test", True))
        for split, is_held in parts:
            divided[Pile(split, pile.side)] = tuple(each for each in examples if (rank(each) in held) == is_held)
    return {pile: examples for pile, examples in divided.items() if examples}


def _held_out(examples: Sequence[Example], rank: Callable[[Example], int], share: float) -> set[int]:
    ranks = sorted({rank(example) for example in examples})
    count = round(share * len(ranks))
    least = 1 if share > 0 else 0
    return set(ranks[:min(max(count, least), len(ranks) - 1)])
