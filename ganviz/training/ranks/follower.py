"""Every rank but 0: plays what is announced, and writes nothing."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import torch
from torch import distributed

from ganviz.games.state import GameState
from ganviz.problems.images.watching import FolderGoneError
from ganviz.settings.errors import UserError
from ganviz.settings.run import RunSettings
from ganviz.training.build import build_game, settings_type, validated
from ganviz.training.ranks.group import together
from ganviz.training.ranks.leader import Sent, Turn, told
from ganviz.training.ranks.meeting import following

_LOOK_SECONDS = 1.0


def follow() -> None:
    """Be a rank other than 0, until rank 0 lets it go.

    Raises:
        UserError: if the images can't be used here, or are not those of rank 0.
        RankLostError: if another rank ends before that.
    """
    with following():
        follower = _Follower()
        while (turn := told()) is not None:
            follower.play(turn)


class _Follower:
    def __init__(self) -> None:
        self._game: Any = None
        self._settings: Mapping[str, Any] = {}

    def play(self, turn: Turn) -> None:
        """Play an iteration; while the folder of images is gone, wait for it."""
        self._prepare(turn)
        while True:
            try:
                for _ in self._game.play(turn.players):
                    pass
                return
            except FolderGoneError as gone:
                _await(gone)

    def _prepare(self, turn: Turn) -> None:
        if self._game is None:
            settings = validated(settings_type(turn.game), turn.game_settings)
            self._game = build_game(turn.game, settings, validated(RunSettings, turn.run_settings))
            if self._game.fingerprint != turn.fingerprint:
                raise UserError(f"{settings.data}: the images here are not those that rank 0 has; copy them")
        elif turn.game_settings != self._settings:
            self._game.use(validated(settings_type(turn.game), turn.game_settings))
        self._settings = turn.game_settings
        if turn.state is not None:
            self._game.put_back(self._received(turn.state))

    def _received(self, sent: Sent) -> GameState:
        own, device = self._game.present().tensors, self._game.device
        tensors = {name: torch.empty(shape, dtype=dtype, device=own[name].device if name in own else device)
                   for name, shape, dtype in sent.tensors}
        for tensor in tensors.values():
            with together():
                distributed.broadcast(tensor, 0)
        return GameState(tensors, sent.numbers)


def _await(gone: FolderGoneError) -> None:
    while not gone.is_back():
        time.sleep(_LOOK_SECONDS)
