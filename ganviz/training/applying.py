"""A trained generator over files: a folder in, a folder of results out, under the original names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ganviz.games.translator import Translator
from ganviz.networks.layers import Generator
from ganviz.problems.images.choosing import colour
from ganviz.problems.images.decoding import read_image
from ganviz.problems.images.findings import BadImageError
from ganviz.problems.images.tree import image_files
from ganviz.problems.images.watching import FolderGoneError
from ganviz.settings.errors import UserError
from ganviz.training.folder.problems import writing
from ganviz.training.trained import Trained

_KEPT = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
"""Endings under which results can be saved without losing what they are; others become PNG."""

_JPEG_QUALITY = 95

Seen = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One file: where its result lies and the pixels (H, W, C) that it was made of, or why it was left out."""

    file: Path
    place: Path
    image: NDArray[np.uint8] | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of it: results by source, and why others were left out."""

    saved: dict[Path, Path]
    skipped: dict[Path, str]


def apply(run: Trained, source: Path, target: Path, *, way: str = "", as_in_training: bool = False, tile: int = 1024,
          overwrite: bool = False, seen: Seen | None = None) -> Applied:
    """Translate an image, or every image in a folder and below it.

    Args:
        run: the networks.
        source: a folder or a file.
        target: the folder for the results; made if need be.
        way: "a_to_b" or "b_to_a"; the run's first way by default.
        as_in_training: batch statistics and dropout as in training.
        tile: pixels on a side of the largest piece that is translated at once.
        overwrite: whether files that are there may be replaced.
        seen: told how many images are done and of how many.

    Raises:
        UserError: if there is nothing to translate, a result would replace a file, or the disk is full.
    """
    translator = Translator(network_of(run, way), as_in_training, tile, min(128, tile // 4))
    places = places_for([source], target)
    check_places(places, overwrite)
    applied = Applied({}, {})
    for done, step in enumerate(steps(run, translator, places, way), 1):
        if step.image is None:
            applied.skipped[step.file] = step.why
        else:
            applied.saved[step.file] = step.place
        if seen is not None:
            seen(done, len(places))
    return applied


def steps(run: Trained, translator: Translator, places: Mapping[Path, Path], way: str) -> Iterator[Step]:
    """Translate and save file after file; one that can't be read is told and left out.

    Raises:
        UserError: if a result can't be written.
    """
    channels = 1 if (run.settings.grey_b if way == "b_to_a" else run.settings.grey_a) else 3
    for file, place in places.items():
        try:
            image = read_image(file, colour(run.settings.background), channels)
        except (BadImageError, FolderGoneError) as error:
            yield Step(file, place, None, str(error))
        else:
            _save(translator(image), place)
            yield Step(file, place, image)


def places_for(sources: Sequence[Path], target: Path) -> dict[Path, Path]:
    """Where in ``target`` the result of each image goes: below the folder that the sources share.

    Raises:
        UserError: if a source is not there or holds no images.
    """
    roots = [str(source if source.is_dir() else source.parent) for source in sources]
    files = [file for source in sources for file in image_files(source)]
    return dict(_places(files, Path(os.path.commonpath(roots)), target))


def network_of(run: Trained, way: str) -> Generator:
    """The generator that goes a way; the run's first one by default.

    Raises:
        UserError: if the run does not go that way.
    """
    if way and way not in run.ways:
        raise UserError(f"--way {way}: this run goes {' or '.join(run.ways)}; choose one of these")
    return run.generators[run.ways[way] if way else next(iter(run.ways.values()))]


def _places(files: Sequence[Path], root: Path, target: Path) -> Iterator[tuple[Path, Path]]:
    for file in files:
        place = target / file.relative_to(root)
        yield file, place if place.suffix.lower() in _KEPT else place.with_suffix(".png")


def check_places(places: Mapping[Path, Path], overwrite: bool) -> None:
    """Refuse before anything is written.

    Raises:
        UserError: if a result would replace its original, a file (unless ``overwrite``) or another result.
    """
    taken: dict[Path, Path] = {}
    for file, place in places.items():
        if file.resolve() == place.resolve():
            raise UserError(f"{place.parent}: the results would replace the originals; choose another --output")
        if place in taken:
            raise UserError(f"{file} and {taken[place]} would both be saved as {place}; rename one of them")
        if place.exists() and not overwrite:
            raise UserError(f"{place} exists already; choose another --output, or --overwrite it")
        taken[place] = file


def _save(image: NDArray[np.uint8], place: Path) -> None:
    picture = Image.fromarray(image[:, :, 0] if image.shape[2] == 1 else image)
    with writing(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        picture.save(place, quality=_JPEG_QUALITY)  # of account to JPEG and WebP alone
