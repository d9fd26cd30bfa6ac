"""Showing a run without touching it.

Of a small game, what is quick is computed between two of its iterations, and the rest by a second instance of it, its
twin, which takes a copy of the state (microseconds). A twin replays the past, too.

A game that is too large to copy, and any game on a GPU (where another thread's launches would break a graph capture),
is shown by itself, between two steps of the trainer's thread. What that costs is measured and kept within the share
of the time that the game allows.
"""

from __future__ import annotations

from ganviz.games.protocol import Game
from ganviz.training.giving_up import IsGivenUp, never
from ganviz.training.observing.direct import DirectObserver
from ganviz.training.observing.task import LookBack, Observer, Present, Question, Send
from ganviz.training.observing.twin import TwinObserver

__all__ = ["LookBack", "Observer", "Present", "Question", "observer"]


def observer(game: Game, send: Send, is_given_up: IsGivenUp = never) -> Observer:
    """The observer that suits a game; ``is_given_up`` says whether large pictures are not wanted any more."""
    if game.state is None or game.device.type != "cpu":
        return DirectObserver(game, send, is_given_up)
    return TwinObserver(game, send)
