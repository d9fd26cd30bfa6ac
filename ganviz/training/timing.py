"""How long an iteration takes here, found out before a run is begun."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

from ganviz.games.protocol import Game

_SECONDS = 1.5
"""How long is timed, beside the first iteration, which warms up."""
_MOST = 20


def seconds_per_iteration(game: Game, must_end: Callable[[], bool]) -> float:
    """The median time of an iteration in seconds, on a twin of the game: the game itself stays as it is.

    Args:
        game: what is timed, as it stands.
        must_end: asked after each iteration; the first one alone is then the answer, where no other was timed.
    """
    try:
        return _median(game.twin(), must_end)
    finally:
        gc.collect()  # a game and what shows it refer to each other, and a large one has hundreds of megabytes


def _median(twin: Game, must_end: Callable[[], bool]) -> float:
    first = _timed(twin)
    found: list[float] = []
    while len(found) < _MOST and sum(found) < _SECONDS and not must_end():
        found.append(_timed(twin))
    return median(found) if found else first


def _timed(game: Game) -> float:
    began = time.perf_counter()
    for _ in game.play("both"):
        pass
    game.measured([game.raw])  # waits for a GPU
    return time.perf_counter() - began
