"""``ganviz evaluate``: how good a trained run is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ganviz.cli.agreement import LEAVE_OUT, agreeing_by
from ganviz.cli.output import print_json, print_lines


def evaluate(run: Path, /, *, data: str = "", best: Annotated[bool, Parameter(negative=())] = False,
             leave_out: Annotated[bool, Parameter(negative=())] = False,
             json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Measure a run's generator.

    Of points: divergences with their noise floors, and the modes it covers. Of Pix2Pix and CycleGAN, on the test split
    (or the one held out, or on all where none is): L1, PSNR, SSIM, cycle error and KID, beside those of copying the
    input and of one mean colour; with a diagnosis, in which judged_from names the iteration before which a run is too
    young for anything to be found, whatever its figures are. Of ALI (of images on the test split, or the one held out):
    reconstruction ratio, prior match, and what codes know of classes or modes, by 1-NN accuracy and a linear probe.

    Parameters
    ----------
    run:
        The run folder.
    data:
        Other images than the run's own to measure with: a folder, or demo:NAME. Of those without splits
        Pix2Pix and CycleGAN measure all; ALI measures the share that is held out, since 1-NN and probe learn from the
        rest.
    best:
        The best checkpoint instead of the newest.
    leave_out:
        Measure without the images that can't be used.
    json:
        Print one JSON object.
    """
    from ganviz.cli.choices import absolute
    from ganviz.cli.progress import counting
    from ganviz.problems.images.watching import Watch
    from ganviz.training.evaluating import evaluate as measure

    with counting() as seen, agreeing_by(LEAVE_OUT):
        report = measure(run, absolute(data) if data else "", best, leave_out,
                         Watch(lambda _stage, done, total: seen(done, total)))
    (print_json if json else print_lines)(report)
    return 0
