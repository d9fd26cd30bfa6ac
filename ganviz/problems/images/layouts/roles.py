"""What folders are called: splits, sides, or both at once."""

from __future__ import annotations

from collections.abc import Mapping

from ganviz.problems.images.choice import Side, Split
from ganviz.problems.images.tree import Folder
from ganviz.settings.errors import UserError

_SPLITS: dict[str, Split] = {
    "train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val",
    "test": "test", "testing": "test"}
_SIDES: dict[str, Side] = {"a": "A", "b": "B"}


def split_of(name: str) -> Split | None:
    """The split that a folder's name says, if any."""
    return _SPLITS.get(name.casefold())


def side_of(name: str) -> Side | None:
    """The side that a folder's name says, if any."""
    return _SIDES.get(name.casefold())


def split_and_side(name: str) -> tuple[Split, Side] | None:
    """Both at once, as in ``trainA`` or ``test_b``."""
    side = side_of(name[-1:])
    split = split_of(name[:-1].rstrip("_- ")) if side else None
    return (split, side) if split and side else None


def split_folders(folder: Folder) -> dict[Split, Folder]:
    """The folders named for splits that hold images.

    Raises:
        UserError: if two are named for the same one.
    """
    found: dict[Split, Folder] = {}
    for child in folder.with_images():
        split = split_of(child.name)
        if split in found:
            raise UserError(f"{folder.path}: {found[split].name!r} and {child.name!r} both hold the split {split}; "
                            "rename one of them")
        if split:
            found[split] = child
    return found


def two_sides(folder: Folder) -> tuple[Folder, Folder] | None:
    """The folders of A and B: those of these names, else the only two that hold images, by name."""
    children = folder.with_images()
    named = {side_of(child.name): child for child in children}
    if "A" in named and "B" in named:
        return named["A"], named["B"]
    splits = [child for child in children if split_of(child.name) or split_and_side(child.name)]
    return (children[0], children[1]) if len(children) == 2 and not splits else None


def need_train(splits: Mapping[Split, object], folder: Folder) -> None:
    """Refuse a set with nothing to train on.

    Raises:
        UserError: if there is no training split.
    """
    if splits and "train" not in splits:
        raise UserError(f"{folder.path}: there is a folder {' and '.join(splits)} but no folder train with images; "
                        "add it, or choose the folder with the images themselves")


def need_both(sides: Mapping[Side, object], split: Split, folder: Folder) -> None:
    """Refuse a split with one side alone.

    Raises:
        UserError: if one side is missing.
    """
    for side, other in (("A", "B"), ("B", "A")):
        if side not in sides:
            raise UserError(f"{folder.path}: side {side} of the split {split} is missing or holds no images, side "
                            f"{other} is there; add it")


def lone_side(folder: Folder, side: Side) -> UserError:
    """What is wrong with a folder without splits in which one side alone has images."""
    other = "B" if side == "A" else "A"
    empty = next((path for path in sorted(folder.path.iterdir()) if side_of(path.name) == other), None)
    what = f"({empty}) holds no images" if empty else f"({folder.path / other}) is missing"
    return UserError(f"{folder.path}: side {other} {what}, side {side} is there; add its images")
