"""The layout of files of arrays: images and labels found beside each other, splits by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from ganviz.problems.images.arrays.beside import unpacked
from ganviz.problems.images.arrays.block import Block, Labels
from ganviz.problems.images.arrays.families import blocks_of, family_of
from ganviz.problems.images.arrays.naming import read_name
from ganviz.problems.images.choice import Split
from ganviz.problems.images.examples import Example, Piece, Pile, Source
from ganviz.problems.images.findings import Finding
from ganviz.problems.images.fitness import LEAST
from ganviz.problems.images.layouts.draft import Draft
from ganviz.problems.images.tree import Folder
from ganviz.settings.errors import UserError


def arrays(folder: Folder) -> Draft | None:
    """IDX files, CIFAR's binary batches, NPY and NPZ files in one folder.

    Image files beside them are the data, unless they are too few to train on, such as a preview.
    """
    beside = len(folder.all_images())
    files = [path for path in folder.others if family_of(path)] if beside < LEAST["labelled"] else []
    if not files:
        return None
    read, packed = unpacked(files)
    blocks = _blocks(read, folder, beside)
    images = [block for block in blocks if block.is_images]
    if not images and beside:
        return None
    if not images:
        raise _no_images(read[0], blocks)
    found = [(block, _partner(block, blocks, len(images))) for block in images]
    _check_all_used(blocks, [labels for _, labels in found])
    draft = _draft([(block, None if labels is None else labels.labels) for block, labels in found])
    return replace(draft, findings=tuple(Finding("packed", str(path)) for path in packed), read=tuple(files))


def _blocks(files: Sequence[Path], folder: Folder, beside: int) -> list[Block]:
    """What the files hold; where they can't be read, it is said why the image files beside them are no data either."""
    try:
        return [block for path in files for block in blocks_of(path)]
    except UserError as error:
        if not beside:
            raise
        few = "1 image file is" if beside == 1 else f"{beside} image files are"
        raise UserError(f"{folder.path}: {few} too few to train on (at least {LEAST['labelled']} are needed), and of "
                        f"the files of arrays here {error}") from error


def _no_images(file: Path, blocks: Sequence[Block]) -> UserError:
    if blocks:
        return UserError(f"{blocks[0].title}: there are labels but no images beside them; put the file of images into "
                         "the same folder")
    return UserError(f"{file}: there are neither images nor labels in it; save images as an array of the shape "
                     "(N, H, W) or (N, H, W, 3)")


def _partner(images: Block, blocks: Sequence[Block], number: int) -> Block | None:
    """The block of the labels that belong to some images: the same one, that of the matching name, or the only one."""
    if images.labels is not None:
        return images
    alone = [block for block in blocks if not block.is_images]
    named = [block for block in alone if read_name(block.name) == read_name(images.name)]
    chosen = named or (alone if number == 1 and len(alone) == 1 else [])
    if chosen and chosen[0].count != images.count:
        raise UserError(f"{chosen[0].title}: {chosen[0].count:,} labels for the {images.count:,} images of "
                        f"{images.title}; choose files that belong together")
    return chosen[0] if chosen else None


def _check_all_used(blocks: Sequence[Block], used: Sequence[Block | None]) -> None:
    for block in blocks:
        if not block.is_images and block not in used:
            raise UserError(f"{block.title}: these labels have no images; put the file of their images beside it")


def _draft(found: Sequence[tuple[Block, Labels | None]]) -> Draft:
    classes, places = _dense([labels for _, labels in found],
                             next((block.classes for block, _ in found if block.classes), ()))
    piles: dict[Pile, tuple[Example, ...]] = {}
    for (block, _), labels in zip(found, places, strict=True):
        pile = Pile(_split(block, found))
        piles[pile] = piles.get(pile, ()) + _examples(block, labels)
    return Draft(piles, len(piles) > 1, classes)


def _dense(labels: list[Labels | None], named: tuple[str, ...]) -> tuple[tuple[str, ...], list[Labels | None]]:
    """The classes' names, and the labels as places among them: as given where the format names them, else by value."""
    values = np.unique(np.concatenate([each for each in labels if each is not None] or [np.empty(0, np.int64)]))
    if len(values) and len(named) > values[-1]:
        return named, labels
    dense = [None if each is None else np.searchsorted(values, each) for each in labels]
    return tuple(str(value) for value in values), dense


def _split(block: Block, found: Sequence[tuple[Block, Labels | None]]) -> Split:
    """The split that its name says; a set of which none says "train" is one without splits."""
    splits = {read_name(each.name).split for each, _ in found}
    return (read_name(block.name).split or "train") if "train" in splits or None in splits else "train"


def _examples(block: Block, labels: Labels | None) -> tuple[Example, ...]:
    stem = block.member or Path(block.path.name).stem
    values = [-1] * block.count if labels is None else labels.tolist()
    return tuple(Example(f"{stem}-{row:05d}", (Piece(Source(block.path, block.member, row)),), values[row])
                 for row in range(block.count))
