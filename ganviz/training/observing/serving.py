"""The process of a remote twin: ``python -m ganviz.training.observing.serving``; see ``remote``."""

from __future__ import annotations

import os
import pickle
import sys
import time
from contextlib import suppress
from typing import BinaryIO

import torch

from ganviz.games.state import GameState
from ganviz.settings.run import RunSettings
from ganviz.training.build import build_game, settings_type, validated
from ganviz.training.child import begin_child
from ganviz.training.messages import Event
from ganviz.training.observing.remote import Recipe, Shown, Wanted, write
from ganviz.training.observing.task import pictures


class _Server:
    """The game, and what was asked of it last."""

    def __init__(self, recipe: Recipe) -> None:
        settings = validated(settings_type(recipe.game), recipe.settings)
        self._game = build_game(recipe.game, settings, validated(RunSettings, recipe.run_settings))
        self.fits = self._game.facts() == recipe.facts

    def answer(self, wanted: Wanted) -> Shown:
        """What the game shows in that state."""
        notices: list[Event] = []
        game, began = self._game, time.thread_time()
        if game.settings.model_dump() != wanted.settings:
            game.use(validated(type(game.settings), wanted.settings))
        assert game.state is not None
        game.put_back(GameState(game.state.named(torch.from_numpy(wanted.flat)), wanted.numbers))
        arrays = pictures(game, wanted.layers, notices.append)
        return Shown(arrays, notices, time.thread_time() - began)


def _serve(into: BinaryIO, out: BinaryIO) -> None:
    """Build the game of the first message, tell whether it is the right one, and answer the others."""
    server = _Server(pickle.load(into))
    write(out, server.fits)
    while True:
        write(out, server.answer(pickle.load(into)))


def _main() -> None:
    begin_child()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    with suppress(EOFError, BrokenPipeError):
        _serve(sys.stdin.buffer, out)


if __name__ == "__main__":
    _main()
