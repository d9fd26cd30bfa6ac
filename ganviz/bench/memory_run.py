"""A long run of a tiny game, watched for the memory it holds; run in a process of its own by ``memory``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psutil

from ganviz.bench.child import hand_over
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game1DSettings
from ganviz.training import headless
from ganviz.training.messages import Preparing, Progress

_WARM = 0.02
"""The share of the run after which libraries and kept states are expected to be in place."""

_TINY = Game1DSettings(batch_size=8, depth_d=1, width_d=4, depth_g=1, width_g=4)


class Growth:
    """Reads resident memory at every progress report."""

    def __init__(self, iterations: int) -> None:
        self._process = psutil.Process()
        self._warm_at = max(1, round(iterations * _WARM))
        self.first = self.last = self.highest = 0

    def read(self, progress: Progress | Preparing) -> None:
        """Take note of the memory held now."""
        if isinstance(progress, Preparing) or progress.iteration < self._warm_at:
            return
        self.last = self._process.memory_info().rss
        self.first = self.first or self.last
        self.highest = max(self.highest, self.last)


def run(iterations: int, folder: Path) -> dict[str, float]:
    """Train the tiny game and return by how many megabytes (2**20 bytes) the process grew."""
    growth = Growth(iterations)
    started = time.perf_counter()
    headless.train("1d", _TINY, RunSettings(device="cpu"), folder, iterations, growth.read, lambda: False)
    seconds = time.perf_counter() - started
    return {"growth_mb": (growth.highest - growth.first) / 2**20, "after_warm_up_mb": growth.first / 2**20,
            "iterations": iterations, "it_s": iterations / seconds}


def _main(iterations: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(run(int(iterations), Path(folder) / "run"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
