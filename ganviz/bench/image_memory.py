"""The largest resident memory of one loop on one image game; run in a process of its own."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import torch

from ganviz.bench.child import hand_over
from ganviz.bench.image_pairs import write_pairs
from ganviz.bench.image_set import plain_loop, settings_on
from ganviz.bench.machine import cores
from ganviz.settings.run import RunSettings
from ganviz.training import headless


def play(game: str, size: int, loop: str, iterations: int, folder: Path) -> None:
    """Train with the plain loop, or with the real one in a precision."""
    torch.set_num_threads(cores())
    write_pairs(folder / "pairs", size)
    settings = settings_on(folder / "pairs", game, size, "float32" if loop == "plain" else loop)
    if loop == "plain":
        plain_loop(game, settings).advance(iterations)
        return
    run = RunSettings(seed=1, device="cpu", threads=cores())
    headless.train(game, settings, run, folder / "run", iterations, lambda _: None, lambda: False)


def peak_megabytes() -> float:
    """The largest resident memory of this process so far, in 2**20 bytes."""
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _main(game: str, size: str, loop: str, iterations: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GANVIZ_CACHE"] = str(Path(folder) / "cache")
        play(game, int(size), loop, int(iterations), Path(folder))
    hand_over({"peak_mb": peak_megabytes()})


if __name__ == "__main__":
    _main(*sys.argv[1:])
