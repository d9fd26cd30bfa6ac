"""The game that the window would show, played without it; run in a process of its own by ``live``.

Each line on standard input is a number of seconds to play; between two of them it rests.
"""

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
from ganviz.training.messages import Progress

_FOR_EVER = 100_000_000


class Rounds:
    """Plays a round for each order; training rests while this waits for the next one."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._began: tuple[float, int] | None = None
        self.is_over = False

    def note(self, progress: Progress) -> None:
        """Look whether the round is over; called by the trainer, a few times a second."""
        if not progress.iteration:  # what passes before the first iteration, such as compiling, does not count
            return
        now = time.perf_counter()
        if self._began is None:
            self._wait(progress.iteration)
        elif now - self._began[0] >= self._seconds:
            hand_over({"it_s": (progress.iteration - self._began[1]) / (now - self._began[0])})
            self._wait(progress.iteration)

    def _wait(self, iteration: int) -> None:
        order = sys.stdin.readline()
        self.is_over = not order
        self._seconds = float(order or 0)
        self._began = time.perf_counter(), iteration


def play(game: str, preset: str, engine: str) -> None:
    """Play a preset of a game (its first, if none is named) in rounds, until there are no more orders."""
    known = presets(game)
    chosen = known[preset] if preset else next(iter(known.values()))
    settings = settings_type(game)(**chosen.values, **({"engine": engine} if engine else {}))
    rounds = Rounds()
    folder = default_folder(game, datetime.now())
    headless.train(game, settings, RunSettings(), folder, _FOR_EVER, rounds.note, lambda: rounds.is_over)


if __name__ == "__main__":
    play(*sys.argv[1:4])
