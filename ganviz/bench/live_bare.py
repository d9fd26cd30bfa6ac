"""The game that the window would show, played without it; run in a process of its own by ``live``."""

from __future__ import annotations

import sys
import time
from datetime import datetime

from ganviz.bench.child import hand_over
from ganviz.settings.presets import presets
from ganviz.settings.run import RunSettings
from ganviz.training import headless
from ganviz.training.build import settings_type
from ganviz.training.folder.folder import default_folder
from ganviz.training.messages import Preparing, Progress

_FOR_EVER = 100_000_000


class Pace:
    """Notes (time, iteration) at every report after a warm-up, for some seconds."""

    def __init__(self, warm_up: float, seconds: float) -> None:
        self._warm_up, self._seconds = warm_up, seconds
        self._started = 0.0
        self.marks: list[tuple[float, int]] = []

    def note(self, progress: Progress | Preparing) -> None:
        """Take a mark, once training is warm."""
        if isinstance(progress, Preparing):
            return
        now = time.perf_counter()
        self._started = self._started or now
        if now - self._started >= self._warm_up:
            self.marks.append((now, progress.iteration))

    def is_over(self) -> bool:
        """Whether there is enough between the first and the last mark."""
        return len(self.marks) > 1 and self.marks[-1][0] - self.marks[0][0] >= self._seconds

    def rate(self) -> float:
        """Iterations per second between the first and the last mark."""
        (start, first), (end, last) = self.marks[0], self.marks[-1]
        return (last - first) / (end - start)


def play(game: str, warm_up: float, seconds: float) -> float:
    """Play the first preset of a game and return its iterations per second."""
    first = next(iter(presets(game).values()))
    settings = settings_type(game)(**first.values)
    pace = Pace(warm_up, seconds)
    folder = default_folder(game, datetime.now())
    headless.train(game, settings, RunSettings(), folder, _FOR_EVER, pace.note, pace.is_over)
    return pace.rate()


if __name__ == "__main__":
    game, _, warm_up, seconds = sys.argv[1:]
    hand_over({"it_s": play(game, float(warm_up), float(seconds))})
