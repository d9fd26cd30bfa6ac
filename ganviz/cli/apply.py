"""``ganviz apply``: a trained generator over images."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from ganviz.cli.output import print_json
from ganviz.settings.errors import UserError


def apply(run: Path, /, *, input: Path, output: Path, way: Literal["a_to_b", "b_to_a"] | None = None,
          best: Annotated[bool, Parameter(negative=())] = False,
          as_in_training: Annotated[bool, Parameter(negative=())] = False, tile: int = 1024,
          overwrite: Annotated[bool, Parameter(negative=())] = False,
          json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Translate an image or a folder of images with a trained run; the results keep their names and sizes.

    Parameters
    ----------
    run:
        The run folder.
    input:
        The image, or the folder of images (also those in folders below it).
    output:
        The folder for the results.
    way:
        From A to B (the default) or, of a CycleGAN, from B to A.
    best:
        Use the best checkpoint instead of the newest.
    as_in_training:
        Batch norm and dropout as in training; the default is evaluation mode.
    tile:
        Larger images are translated in tiles of so many pixels on a side, which overlap.
    overwrite:
        Replace results that are there already.
    json:
        Print the outcome as one JSON object.
    """
    if tile < 64:
        raise UserError(f"--tile {tile}: choose 64 or more")
    from ganviz.cli.progress import counting
    from ganviz.training.applying import apply as translate
    from ganviz.training.trained import trained

    with counting() as seen:
        applied = translate(trained(run, best), input, output, way=way or "", as_in_training=as_in_training, tile=tile,
                            overwrite=overwrite, seen=seen)
    if json:
        print_json({"output": str(output), "saved": len(applied.saved),
                    "skipped": {str(file): why for file, why in applied.skipped.items()}})
    else:
        for why in applied.skipped.values():
            print(f"left out: {why}", file=sys.stderr)
        print(f"{len(applied.saved)} saved in {output}")
    return 0 if applied.saved else 1
