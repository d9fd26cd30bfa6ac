"""Side-by-side pairs: A on the left half and B on the right half of one image."""

from __future__ import annotations

from pathlib import Path

from ganviz.problems.images.choice import Split
from ganviz.problems.images.examples import Example, Piece, Source
from ganviz.problems.images.layouts.draft import name_in
from ganviz.problems.images.layouts.roles import need_train, split_folders, two_sides
from ganviz.problems.images.tree import Folder


def halves(path: Path, folder: Folder) -> Example:
    """The pair in one image."""
    return Example(name_in(path, folder), (Piece(Source(path), "left"), Piece(Source(path), "right")))


def glued_splits(folder: Folder) -> dict[Split, tuple[Example, ...]] | None:
    """Side-by-side pairs in ``train``, ``val`` and ``test``."""
    splits = split_folders(folder)
    if not splits or any(two_sides(child) for child in splits.values()):
        return None
    need_train(splits, folder)
    return {split: tuple(halves(path, child) for path in child.all_images()) for split, child in splits.items()}


def glued_flat(folder: Folder) -> tuple[Example, ...] | None:
    """Side-by-side pairs in one folder."""
    return tuple(halves(path, folder) for path in folder.images) if folder.images else None
