"""What the names of array files and of arrays say: their split, and who belongs to whom."""

from __future__ import annotations

import re
from typing import NamedTuple

from ganviz.problems.images.choice import Split

_SPLITS: dict[str, Split] = {
    "train": "train", "training": "train", "val": "val", "valid": "val", "validation": "val",
    "test": "test", "testing": "test", "t10k": "test"}
# What tells images from labels and one format from another, and nothing about which images and labels belong together.
_ROLES = frozenset({
    "images", "image", "imgs", "img", "x", "data", "labels", "label", "y", "targets", "target",
    "idx3", "idx1", "ubyte", "gz", "npy", "bin", "batch"})
_WORDS = re.compile(r"[-_. ]+")


class Named(NamedTuple):
    """A split, if the name says one, and what is left of the name."""

    split: Split | None
    rest: tuple[str, ...]


def read_name(name: str) -> Named:
    """Read ``train-images-idx3-ubyte.gz``, ``x_test`` or ``data_batch_3.bin``."""
    words = [word for word in _WORDS.split(name.lower()) if word]
    split = next((_SPLITS[word] for word in words if word in _SPLITS), None)
    kept = tuple(word for word in words if not (word in _SPLITS or word in _ROLES or word.isdecimal()))
    return Named(split, kept)
