"""The folders of both sides, split by split, for every layout that keeps A and B apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ganviz.problems.images.choice import Side, Split
from ganviz.problems.images.layouts.roles import (
    lone_side,
    need_both,
    need_train,
    side_of,
    split_and_side,
    split_folders,
    two_sides,
)
from ganviz.problems.images.tree import Folder


@dataclass(frozen=True, slots=True)
class Sides:
    """A's folder and B's folder of each split, and whether the set came with splits."""

    folders: dict[Split, tuple[Folder, Folder]]
    divided: bool


FindSides = Callable[[Folder], Sides | None]


def joined(folder: Folder) -> Sides | None:
    """``trainA trainB testA testB``."""
    found: dict[Split, dict[Side, Folder]] = {}
    for child in folder.with_images():
        both = split_and_side(child.name)
        if both:
            found.setdefault(both[0], {})[both[1]] = child
    return _sides(folder, found) if found else None


def splits_of_sides(folder: Folder) -> Sides | None:
    """``train/A train/B test/A test/B``, or any two folders in each split."""
    splits = split_folders(folder)
    found: dict[Split, dict[Side, Folder]] = {}
    for split, child in splits.items():
        pair = two_sides(child)
        if pair:
            found[split] = {"A": pair[0], "B": pair[1]}
        elif any(side_of(below.name) for below in child.folders):
            found[split] = {side: below for below in child.with_images() if (side := side_of(below.name))}
    return _sides(folder, found) if found else None


def sides_of_splits(folder: Folder) -> Sides | None:
    """``A/train A/test B/train B/test``."""
    pair = two_sides(folder)
    splits = [split_folders(side) for side in pair] if pair else []
    if not any(splits):
        return None
    found: dict[Split, dict[Side, Folder]] = {}
    names: tuple[Side, Side] = ("A", "B")
    for side, of_side in zip(names, splits, strict=True):
        for split, child in of_side.items():
            found.setdefault(split, {})[side] = child
    return _sides(folder, found)


def two_folders(folder: Folder) -> Sides | None:
    """``A B``, or any two folders."""
    pair = two_sides(folder)
    if pair is None:
        lone = [side for child in folder.with_images() if (side := side_of(child.name))]
        if lone:
            raise lone_side(folder, lone[0])
        return None
    return Sides({"train": pair}, divided=False)


def _sides(folder: Folder, found: dict[Split, dict[Side, Folder]]) -> Sides:
    need_train(found, folder)
    for split, sides in found.items():
        need_both(sides, split, folder)
    folders = {split: (sides["A"], sides["B"]) for split, sides in found.items()}
    return Sides(folders, len(folders) > 1)
