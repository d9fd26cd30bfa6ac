"""The run that the window would show, played without it; run in a process of its own.

Each line on standard input orders a round: seconds to settle, which don't count, and seconds to play after them.
Between two rounds it rests.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ganviz.bench.child import hand_over
from ganviz.settings.run import RunSettings
from ganviz.training import headless
from ganviz.training.build import settings_type
from ganviz.training.folder.folder import default_folder
from ganviz.training.messages import Progress

_FOR_EVER = 100_000_000


class Rounds:
    """Plays a round for each order; training rests while this waits for the next one."""

    def __init__(self) -> None:
        self._seconds = self._settled = 0.0
        self._began: tuple[float, int] | None = None
        self._iteration = 0
        self._ordered = False
        self.is_over = False

    def note(self, progress: Progress) -> None:
        """Look whether the round is over; called by the trainer, a few times a second.

        It begins and ends where an iteration does. What passes before the first one, such as compiling, does not count.
        """
        if progress.iteration == self._iteration:
            return
        self._iteration, now = progress.iteration, time.perf_counter()
        if not self._ordered:
            self._wait()
        elif self._began is None:
            self._began = (now, self._iteration) if now >= self._settled else None
        elif now - self._began[0] >= self._seconds:
            hand_over({"it_s": (self._iteration - self._began[1]) / (now - self._began[0])})
            self._wait()

    def _wait(self) -> None:
        order = sys.stdin.readline()
        self.is_over, self._ordered = not order, True
        settle, self._seconds = map(float, order.split() or (0, 0))
        now = time.perf_counter()
        self._settled = now + settle
        self._began = None if settle else (now, self._iteration)


def play(game: str, settings: Mapping[str, Any], run: Mapping[str, Any]) -> None:
    """Play a game in rounds, until there are no more orders."""
    rounds = Rounds()
    folder = default_folder(game, datetime.now())
    headless.train(game, settings_type(game)(**settings), RunSettings(**run), folder, _FOR_EVER, rounds.note,
                   lambda: rounds.is_over)


if __name__ == "__main__":
    play(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
