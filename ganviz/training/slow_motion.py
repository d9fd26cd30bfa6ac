"""An iteration taken sub-step by sub-step."""

from __future__ import annotations

from ganviz.games.protocol import Game, Substep
from ganviz.training.engine.code import Code, Raw, iterate
from ganviz.training.messages import Players, SubstepInfo
from ganviz.training.saving import present_state

_LEFT_OUT = {Players.BOTH: (), Players.D: ("g.",), Players.G: ("d.",)}


class SlowMotion:
    """One iteration under way: rests after each sub-step, and shows what that one computed.

    Compiled code has no sub-steps. Where it plays, the eager ones are shown; then the state is put back, and the code
    plays the iteration, so that slow motion changes no bit.

    Attributes:
        played: what the iteration measured; empty until it is complete.
    """

    def __init__(self, game: Game, players: Players, code: Code | None) -> None:
        self._game = game
        self._players = players
        self._code = code
        self._before = None if code is None else present_state(game)
        self._steps = game.play(players)
        self._done = 0
        self._of = sum(not name.startswith(_LEFT_OUT[players]) for name in game.facts()["substeps"])
        self._shown: SubstepInfo | None = None
        self.played: list[Raw] = []

    def go_on(self) -> bool:
        """Do the next sub-step; False once the iteration is complete."""
        substep: Substep | None = next(self._steps, None)
        if substep is None:
            self._complete()
            return False
        self._done += 1
        self._shown = SubstepInfo(substep.id, self._done, self._of, self._game.substep_arrays(substep))
        return True

    def finish(self) -> None:
        """Do the rest without resting."""
        if self._code is None:
            for _ in self._steps:
                pass
        self._complete()

    def _complete(self) -> None:
        if self._before is not None:
            self._game.put_back(self._before)
            self.played = iterate(self._game, self._players, self._code)
        else:
            self.played = [self._game.raw]

    def info(self) -> SubstepInfo | None:
        """The sub-step at rest."""
        return self._shown
