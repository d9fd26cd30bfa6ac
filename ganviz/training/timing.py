"""How long an iteration takes here, found out before a run is begun."""

from __future__ import annotations

import gc
import time
from contextlib import suppress
from statistics import median

from ganviz.games.protocol import Game
from ganviz.training.giving_up import GivenUpError, IsGivenUp, looking_out

_SECONDS = 1.5
"""How long is timed, beside the first iteration, which warms up."""
_MOST = 20


def seconds_per_iteration(game: Game, is_given_up: IsGivenUp) -> float | None:
    """The median time of an iteration in seconds, on a twin of the game: the game itself stays as it is.

    Args:
        game: what is timed, as it stands.
        is_given_up: asked before each layer; what was timed until then is the answer, None where that is nothing. The
            first iteration is an answer too where no other was timed.
    """
    try:
        return _median(game.twin(), is_given_up)
    finally:
        gc.collect()  # a game and what shows it refer to each other, and a large one has hundreds of megabytes


def _median(twin: Game, is_given_up: IsGivenUp) -> float | None:
    first: list[float] = []
    found: list[float] = []
    with suppress(GivenUpError), looking_out(is_given_up):
        first.append(_timed(twin))
        while len(found) < _MOST and sum(found) < _SECONDS and not is_given_up():
            found.append(_timed(twin))
    return median(found or first) if first else None


def _timed(game: Game) -> float:
    began = time.perf_counter()
    for _ in game.play("both"):
        pass
    game.measured([game.raw])  # waits for a GPU
    return time.perf_counter() - began
