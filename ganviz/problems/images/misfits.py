"""Which examples can't be cut or paired by the way that images are sized, known from their sizes alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ganviz.problems.images.examples import Example, Facts, Pile, Piles, Source, size_of
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.listing import Listing
from ganviz.problems.images.preprocessing import Preprocessing
from ganviz.problems.images.sizing import evaluation, loaded_size, mode

_WAYS = {
    "unlike_sizes": "choose the preprocessing resize_and_crop",
    "below_crop": "lower crop_size, raise load_size, or choose the preprocessing resize_and_crop"}


def misfit(example: Example, facts: Mapping[Source, Facts], preprocessing: Preprocessing) -> Finding | None:
    """Why an example can't be cut or paired, of its first image; None where it can."""
    sizes = [loaded_size(size_of(piece, facts[piece.source]), preprocessing) for piece in example.pieces]
    path = str(example.pieces[0].source.path)
    if len(set(sizes)) > 1:
        return Finding("unlike_sizes", path, " and ".join(f"{width:,} x {height:,}" for width, height in sizes))
    width, height = sizes[0]
    if mode(preprocessing.mode).crops and min(width, height) < preprocessing.crop_size:
        return Finding("below_crop", path, f"{width:,} x {height:,} pixels, crop_size is {preprocessing.crop_size:,}")
    return None


def way_out(finding: Finding) -> str:
    """What to choose so that such an example can be used."""
    return _WAYS[finding.kind]


def without_misfits(listing: Listing, preprocessing: Preprocessing) -> tuple[Listing, tuple[Finding, ...]]:
    """A listing without the examples that can't be cut or paired, and what is said of them and of their partners.

    Each is judged as it is loaded: training images at their size, held-out ones as for evaluation. What else the
    splits hold stays as it was.
    """
    piles: dict[Pile, tuple[Example, ...]] = {}
    findings: list[Finding] = []
    for pile, examples in listing.piles.items():
        chosen = preprocessing if pile.split == "train" else evaluation(preprocessing)
        found = [(example, misfit(example, listing.facts, chosen)) for example in examples]
        piles[pile] = tuple(example for example, fault in found if fault is None)
        findings += (each for example, fault in found if fault for each in (fault, *_partners(example, fault)))
    kept: Piles = {pile: piles[pile] for pile in listing.piles if piles[pile]}
    return replace(listing, piles=kept), tuple(findings)


def _partners(example: Example, fault: Finding) -> Iterator[Finding]:
    """The rest of an example of which one image has been named."""
    for path in dict.fromkeys(str(piece.source.path) for piece in example.pieces):
        if path != fault.path:
            yield Finding("partner", path)
