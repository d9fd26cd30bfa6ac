"""What a run was asked to do and has not answered yet; no Qt."""

from __future__ import annotations

from ganviz.training.messages import Mode


class Awaited:
    """A trainer answers between two iterations, of which one may take many seconds; what was asked is shown meanwhile.

    Attributes:
        mode: what was asked for; None where that is answered.
        moves: whether an iteration may be under way that the trainer has not told of.
        branch: the iteration at which a branch was asked for; None where that is answered.
    """

    def __init__(self) -> None:
        self.mode: Mode | None = None
        self.moves = False
        self.branch: int | None = None
        self._generation = self._of_branch = 0

    def ask(self, mode: Mode, generation: int) -> None:
        """The run was asked to play, to step or to pause; the question ``generation`` comes after that."""
        self.moves = mode is Mode.PLAYING or (mode is Mode.PAUSED and self.moves)
        self.mode, self._generation = mode, generation

    def ask_branch(self, iteration: int, generation: int) -> None:
        """A branch was asked for, whose beginning may have to be written; the question ``generation`` comes after."""
        self.branch, self._of_branch = iteration, generation

    def answered(self, generation: int) -> None:
        """A question was answered; questions are answered in their turn."""
        if generation >= self._generation:
            self._end_mode()
        if generation >= self._of_branch:
            self.end_branch()

    def end_branch(self) -> None:
        """There is the branch, or there will be none."""
        self.branch = None

    def end(self) -> None:
        """Nothing is awaited any more."""
        self._end_mode()
        self.end_branch()

    def _end_mode(self) -> None:
        self.mode, self.moves = None, False
