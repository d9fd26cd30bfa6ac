"""What a layout makes of a folder, before any image has been decoded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ganviz.problems.images.examples import Example, Piece, Piles, Source
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.tree import Folder


@dataclass(frozen=True, slots=True)
class Draft:
    """Examples by pile.

    Attributes:
        piles: the examples; of a set without splits all of them in "train".
        divided: whether the set came with splits.
        classes: the names of the labels 0, 1, ...
        findings: what could not be used.
        read: files that were looked at beside those of the examples.
        twins: unpaired sides in which equal names are the same picture.
    """

    piles: Piles
    divided: bool
    classes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    read: tuple[Path, ...] = ()
    twins: bool = False


Recognise = Callable[[Folder], Draft | None]
"""Reads a folder by one layout, or says with None that it has another one; raises UserError where it has this layout
but is wrong in itself."""


def name_in(path: Path, folder: Folder) -> str:
    """An image's name within its folder, without the end; a number there is no end: ``scan.000`` is a whole name."""
    name = path.relative_to(folder.path)
    return (name if name.suffix[1:2].isdigit() else name.with_suffix("")).as_posix()


def single(path: Path, folder: Folder, label: int = -1) -> Example:
    """The example of one whole image."""
    return Example(name_in(path, folder), (Piece(Source(path)),), label)


def singles(folder: Folder) -> tuple[Example, ...]:
    """An example for each image in a folder and below it."""
    return tuple(single(path, folder) for path in folder.all_images())
