"""``ganviz import`` and ``ganviz export``: other projects' checkpoints, and ONNX."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from ganviz.cli.agreement import LEAVE_OUT, agreeing_by
from ganviz.cli.output import print_json


def import_(folder: Path, /, *, out: Path, data: str = "", epoch: str = "",
            leave_out: Annotated[bool, Parameter(negative=())] = False,
            json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Make a run of checkpoints of pytorch-CycleGAN-and-pix2pix (latest_net_G.pth and its kin).

    Parameters
    ----------
    folder:
        The folder of the checkpoints.
    out:
        The new run folder.
    data:
        The images to train on and to measure with: a folder, or demo:NAME. They can be named later too, with
        ganviz train --resume.
    epoch:
        Which epoch's files to take (default: latest, or the highest).
    leave_out:
        Go on without the images that can't be used.
    json:
        Print the outcome as one JSON object.
    """
    from ganviz.cli.choices import absolute
    from ganviz.training.exchange.importing import import_run

    with agreeing_by(LEAVE_OUT):
        run = import_run(folder, out.expanduser().absolute(), absolute(data) if data else "", epoch, leave_out)
    run.close()
    trainable = run.folder.manifest.trainable
    if json:
        print_json({"folder": str(out), "game": run.folder.manifest.game, "trainable": trainable,
                    "settings": run.game.settings.model_dump(mode="json")})
    else:
        print(f"{out}: a run of {run.folder.manifest.game}{_use(trainable, bool(data), out)}")
    return 0


def _use(trainable: bool, has_images: bool, out: Path) -> str:
    """What an imported run is good for, where that isn't everything."""
    if not trainable:
        return " that can be used, not trained on"
    return "" if has_images else (" that can be applied; to train it on, name images, as in: ganviz train --resume "
                                  f"{out} --data IMAGES")


def export(run: Path, /, *, to: Path, format: Literal["pth", "onnx"] = "pth",
           best: Annotated[bool, Parameter(negative=())] = False,
           json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Write a run's networks for other programs: .pth for pytorch-CycleGAN-and-pix2pix, or the generators as ONNX.

    Parameters
    ----------
    run:
        The run folder.
    to:
        The folder for the files.
    format:
        pth or onnx (the latter needs: pip install 'ganviz[onnx]').
    best:
        The best checkpoint instead of the newest.
    json:
        Print the outcome as one JSON object.
    """
    from ganviz.training.exchange.exporting import export as write
    from ganviz.training.exchange.exporting import foreign_parts, foreign_training
    from ganviz.training.trained import trained

    found = trained(run, best)
    files = write(found, to, format)
    foreign, ways = (foreign_parts(found), foreign_training(found)) if format == "pth" else ([], [])
    if json:
        print_json({"files": [str(file) for file in files], "not_in_the_reference": [*foreign, *ways],
                    "discriminators": list(found.discriminators) if format == "pth" else []})
    else:
        print("\n".join(str(file) for file in files))
        if format == "pth" and not found.discriminators:
            print("note: this run was made of generators alone, so there is no discriminator to write")
        if foreign:
            print(f"note: the reference has no {' and no '.join(foreign)}, so it can't load these files")
        if ways:
            print(f"note: the reference has no {' and no '.join(ways)}, so it can't train as this run did")
    return 0
