"""A long run of a tiny game, watched for the memory it holds; run in a process of its own by ``memory``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import psutil

from ganviz.bench.child import hand_over, tell_parent
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game1DSettings
from ganviz.training import headless
from ganviz.training.messages import Progress

_WARM = 0.02
"""The share of the run after which libraries and kept states are expected to be in place."""

_TINY = Game1DSettings(batch_size=8, depth_d=1, width_d=4, depth_g=1, width_g=4)


class Growth:
    """Reads resident memory at every progress report."""

    def __init__(self, iterations: int) -> None:
        self._process, self._iterations, self._tenth = psutil.Process(), iterations, 0
        self._warm_at = max(1, round(iterations * _WARM))
        self.first = self.last = self.highest = 0

    def read(self, progress: Progress) -> None:
        """Take note of the memory held now."""
        self._tell(progress.iteration)
        if progress.iteration < self._warm_at:
            return
        self.last = self._process.memory_info().rss
        self.first = self.first or self.last
        self.highest = max(self.highest, self.last)

    def _tell(self, iteration: int) -> None:
        """Say every tenth of the way how far the run is."""
        if iteration * 10 // self._iterations > self._tenth:
            self._tenth = iteration * 10 // self._iterations
            tell_parent(f"{iteration:,} of {self._iterations:,} iterations")


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
