"""Layouts of pairs, for Pix2Pix."""

from __future__ import annotations

from ganviz.problems.images.examples import Example, Pile
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.layouts import glued, sides
from ganviz.problems.images.layouts.draft import Draft
from ganviz.problems.images.layouts.matching import match
from ganviz.problems.images.tree import Folder


def glued_splits(folder: Folder) -> Draft | None:
    """Side-by-side pairs in ``train``, ``val`` and ``test``."""
    found = glued.glued_splits(folder)
    if found is None:
        return None
    return Draft({Pile(split): pairs for split, pairs in found.items()}, len(found) > 1)


def glued_flat(folder: Folder) -> Draft | None:
    """Side-by-side pairs in one folder."""
    found = glued.glued_flat(folder)
    return Draft({Pile("train"): found}, divided=False) if found else None


def joined(folder: Folder) -> Draft | None:
    """``trainA trainB testA testB``, paired by name."""
    return _paired(folder, sides.joined)


def splits_of_sides(folder: Folder) -> Draft | None:
    """``train/A train/B test/A test/B``, paired by name."""
    return _paired(folder, sides.splits_of_sides)


def sides_of_splits(folder: Folder) -> Draft | None:
    """``A/train A/test B/train B/test``, paired by name."""
    return _paired(folder, sides.sides_of_splits)


def two_folders(folder: Folder) -> Draft | None:
    """Two folders, paired by name."""
    return _paired(folder, sides.two_folders)


def _paired(folder: Folder, find: sides.FindSides) -> Draft | None:
    found = find(folder)
    if found is None:
        return None
    piles: dict[Pile, tuple[Example, ...]] = {}
    findings: list[Finding] = []
    for split, (a, b) in found.folders.items():
        piles[Pile(split)], unmatched = match(a, b)
        findings += unmatched
    return Draft(piles, found.divided, findings=tuple(findings))
