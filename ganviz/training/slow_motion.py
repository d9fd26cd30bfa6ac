"""An iteration taken sub-step by sub-step."""

from __future__ import annotations

from ganviz.games.protocol import Game, Substep
from ganviz.training.messages import Players, SubstepInfo

_LEFT_OUT = {Players.BOTH: (), Players.D: ("g.",), Players.G: ("d.",)}


class SlowMotion:
    """One iteration under way: rests after each sub-step, and shows what that one computed."""

    def __init__(self, game: Game, players: Players) -> None:
        self._game = game
        self._steps = game.play(players)
        self._done = 0
        self._of = sum(not name.startswith(_LEFT_OUT[players]) for name in game.facts()["substeps"])
        self._shown: SubstepInfo | None = None

    def go_on(self) -> bool:
        """Do the next sub-step; False once the iteration is complete."""
        substep: Substep | None = next(self._steps, None)
        if substep is None:
            return False
        self._done += 1
        self._shown = SubstepInfo(substep.id, self._done, self._of, self._game.substep_arrays(substep))
        return True

    def finish(self) -> None:
        """Do the rest without resting."""
        for _ in self._steps:
            pass

    def info(self) -> SubstepInfo | None:
        """The sub-step at rest."""
        return self._shown
