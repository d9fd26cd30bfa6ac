"""``ganviz evaluate``: how good a trained run is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from ganviz.cli.output import print_json, print_lines


def evaluate(run: Path, /, *, json: Annotated[bool, Parameter(negative=())] = False) -> int:
    """Measure a run's generator on fresh samples: divergences with their noise floors, and the modes it covers.

    Parameters
    ----------
    run:
        The run folder.
    json:
        Print one JSON object.
    """
    from ganviz.training.headless import evaluate as measure

    (print_json if json else print_lines)(measure(run))
    return 0
