"""Layouts of single images, for ALI; folders of classes give labels."""

from __future__ import annotations

from ganviz.problems.images.examples import Example, Pile
from ganviz.problems.images.layouts import glued
from ganviz.problems.images.layouts.draft import Draft, single, singles
from ganviz.problems.images.layouts.roles import need_train, split_folders
from ganviz.problems.images.tree import Folder
from ganviz.settings.errors import UserError


def class_splits(folder: Folder) -> Draft | None:
    """``train/CLASS test/CLASS``."""
    splits = split_folders(folder)
    if not any(child.with_images() for child in splits.values()):
        return None
    need_train(splits, folder)
    classes = _classes(splits["train"])
    for split, child in splits.items():
        strange = [name for name in _classes(child) if name not in classes]
        if strange:
            raise UserError(f"{child.path}: the class {strange[0]!r} of the split {split} is none of those in train; "
                            "add it there, or take it out here")
    piles = {Pile(split): _labelled(child, classes) or singles(child) for split, child in splits.items()}
    return Draft(piles, len(splits) > 1, classes)


def splits(folder: Folder) -> Draft | None:
    """``train test``, without classes."""
    found = split_folders(folder)
    if not found:
        return None
    need_train(found, folder)
    piles = {Pile(split): singles(child) for split, child in found.items()}
    return Draft(piles, len(found) > 1)


def classes(folder: Folder) -> Draft | None:
    """``CLASS CLASS ...``."""
    names = _classes(folder)
    # One folder beside images of its own is no class, but something set aside.
    if len(names) < (2 if folder.images else 1):
        return None
    return Draft({Pile("train"): _labelled(folder, names)}, False, names)


def flat(folder: Folder) -> Draft | None:
    """One folder of images."""
    images = tuple(single(path, folder) for path in folder.images)
    return Draft({Pile("train"): images}, divided=False) if images else None


def right_halves(folder: Folder) -> Draft | None:
    """The right halves of side-by-side pairs. No folder tells that it is meant so: this layout has to be chosen."""
    found = glued.glued_splits(folder)
    if found is None:
        flat = glued.glued_flat(folder)
        found = {"train": flat} if flat else None
    if found is None:
        return None
    piles = {Pile(split): tuple(Example(pair.name, pair.pieces[1:]) for pair in pairs)
             for split, pairs in found.items()}
    return Draft(piles, len(piles) > 1)


def _classes(folder: Folder) -> tuple[str, ...]:
    return tuple(child.name for child in folder.with_images())


def _labelled(folder: Folder, classes: tuple[str, ...]) -> tuple[Example, ...]:
    return tuple(single(path, folder, classes.index(child.name))
                 for child in folder.with_images() for path in child.all_images())
