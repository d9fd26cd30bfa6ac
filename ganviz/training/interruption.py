"""Why a run rests that nobody here has paused: its images are away, or somebody who watches it has asked."""

from __future__ import annotations

from ganviz.problems.images.watching import FolderGoneError
from ganviz.training.messages import Mode


class Interruption:
    """What a run was doing before it was interrupted, and what it waits for; both reasons may hold at once.

    Whoever plays, pauses or steps the run here ends it: another one is made then.

    Attributes:
        gone: what is away; None while all is there.
        asked: whether somebody who watches has asked for it.
    """

    def __init__(self) -> None:
        self.gone: FolderGoneError | None = None
        self.asked = False
        self._before = Mode.PAUSED

    @property
    def waits(self) -> bool:
        """Whether the run goes on by itself, or as soon as it is asked to."""
        return self.gone is not None or self.asked

    def by_loss(self, error: FolderGoneError, mode: Mode) -> None:
        """The images are away; ``mode`` is what the run was doing."""
        self._note(mode)
        self.gone = error

    def by_request(self, mode: Mode) -> None:
        """Somebody has asked; ``mode`` is what the run was doing."""
        self._note(mode)
        self.asked = True

    def _note(self, mode: Mode) -> None:
        if not self.waits:
            self._before = mode

    def found(self) -> Mode:
        """The images are back; what the run does now."""
        self.gone = None
        return Mode.PAUSED if self.asked else self._before

    def released(self) -> Mode:
        """Somebody has asked the run to go on; what it does now."""
        self.asked = False
        return Mode.PAUSED if self.gone is not None else self._before
