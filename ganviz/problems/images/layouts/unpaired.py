"""Layouts of two piles without pairs, for CycleGAN."""

from __future__ import annotations

from collections.abc import Mapping

from ganviz.problems.images.choice import Split
from ganviz.problems.images.examples import Example, Pile
from ganviz.problems.images.layouts import glued, sides
from ganviz.problems.images.layouts.draft import Draft, singles
from ganviz.problems.images.tree import Folder


def joined(folder: Folder) -> Draft | None:
    """``trainA trainB testA testB``."""
    return _piles(folder, sides.joined)


def splits_of_sides(folder: Folder) -> Draft | None:
    """``train/A train/B test/A test/B``."""
    return _piles(folder, sides.splits_of_sides)


def sides_of_splits(folder: Folder) -> Draft | None:
    """``A/train A/test B/train B/test``."""
    return _piles(folder, sides.sides_of_splits)


def two_folders(folder: Folder) -> Draft | None:
    """Two folders."""
    return _piles(folder, sides.two_folders)


def glued_splits(folder: Folder) -> Draft | None:
    """Side-by-side pairs, their pairing hidden from the game and kept for a true error."""
    found = glued.glued_splits(folder)
    return _taken_apart(found, len(found) > 1) if found else None


def glued_flat(folder: Folder) -> Draft | None:
    """Side-by-side pairs in one folder, taken apart in the same way."""
    found = glued.glued_flat(folder)
    return _taken_apart({"train": found}, False) if found else None


def _piles(folder: Folder, find: sides.FindSides) -> Draft | None:
    found = find(folder)
    if found is None:
        return None
    piles: dict[Pile, tuple[Example, ...]] = {}
    for split, (a, b) in found.folders.items():
        piles[Pile(split, "A")], piles[Pile(split, "B")] = singles(a), singles(b)
    return Draft(piles, found.divided)


def _taken_apart(found: Mapping[Split, tuple[Example, ...]], divided: bool) -> Draft:
    piles: dict[Pile, tuple[Example, ...]] = {}
    for split, pairs in found.items():
        piles[Pile(split, "A")] = tuple(Example(pair.name, pair.pieces[:1]) for pair in pairs)
        piles[Pile(split, "B")] = tuple(Example(pair.name, pair.pieces[1:]) for pair in pairs)
    return Draft(piles, divided, twins=True)
