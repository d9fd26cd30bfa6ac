"""The sample pictures that are kept beside checkpoints: what the generators made of the same inputs, over time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.training.folder.atomic import replace_file
from ganviz.training.folder.checkpoints import Key, directory_name, place_of
from ganviz.training.folder.problems import writing
from ganviz.training.messages import BranchInfo

DIRECTORY = "samples"
_RESULTS = "results"

Results = Mapping[str, Mapping[str, Any]]
"""By part of the layer ``samples``: the ``names`` of the samples, and for each the ``boxes`` (left, top, width, height)
where its result lies in the picture."""


def write_samples(run: Path, place: Key, pixels: NDArray[np.uint8], results: Results) -> Path:
    """Write a picture (height, width) or (height, width, 3) of a branch's iteration.

    Raises:
        UserError: if it cannot be written.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    about, encoded = PngInfo(), io.BytesIO()
    about.add_text(_RESULTS, json.dumps(results))
    Image.fromarray(pixels).save(encoded, format="PNG", pnginfo=about)
    target = run / DIRECTORY / f"{directory_name(*place)}.png"
    with writing(run):
        target.parent.mkdir(exist_ok=True)
        replace_file(target, encoded.getvalue())
    return target


def past_results(run: Path, branches: Sequence[BranchInfo], place: Key, names: Mapping[str, Sequence[str]],
                 most: int) -> Iterator[tuple[int, dict[str, NDArray[np.uint8]]]]:
    """What the generators made of samples on the way to a branch's iteration, oldest first.

    Pictures of other samples, and those that can't be read, are passed over.

    Args:
        run: the run folder.
        branches: every branch of the run.
        place: the branch and its iteration; that one itself is left out.
        names: the samples' names by part.
        most: how many pictures are looked at, spread over all.

    Yields:
        The iteration, and by part the results (n, H, W, 3), uint8.
    """
    found = pictures_before(run, branches, place)
    for iteration, path in found[::max(1, -(-len(found) // most))]:
        results = read_results(path, names)
        if results is not None:
            yield iteration, results


def pictures_before(run: Path, branches: Sequence[BranchInfo], place: Key) -> list[tuple[int, Path]]:
    """The iteration and the file of every picture on the way to a branch's iteration, but of that one, oldest first."""
    ends = _ends(branches, place)
    return sorted((at[1], path) for path in (run / DIRECTORY).glob("*.png")
                  if (at := place_of(path.stem)) is not None and at[1] < ends.get(at[0], 0))


def _ends(branches: Sequence[BranchInfo], place: Key) -> dict[int, float]:
    """For each branch on the way to a place the iteration at which that way leaves it."""
    known, (branch, end) = {info.id: info for info in branches}, place
    ends: dict[int, float] = {}
    limit: float = end
    while branch in known:
        ends[branch] = limit
        limit = min(limit, known[branch].start)
        parent = known[branch].parent
        branch = -1 if parent is None else parent
    return ends


def read_results(path: Path, names: Mapping[str, Sequence[str]]) -> dict[str, NDArray[np.uint8]] | None:
    """By part the results (n, H, W, 3), uint8, in a picture; None where it is of other samples or can't be read."""
    from PIL import Image

    try:
        with Image.open(path) as image:
            results: Results = json.loads(image.info[_RESULTS])
            if any(list(results[part]["names"]) != list(wanted) for part, wanted in names.items()):
                return None
            pixels = np.asarray(image.convert("RGB"))
        return {part: np.stack([pixels[top:top + height, left:left + width]
                                for left, top, width, height in results[part]["boxes"]]) for part in names}
    except (OSError, ValueError, KeyError, TypeError):
        return None
