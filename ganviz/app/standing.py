"""What the window knows of the run of one tab: what it does, what of it is on show, and what can be had of it."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from ganviz.app.awaited import Awaited
from ganviz.app.controller import Controller
from ganviz.app.looking import Looking, PaceSeen, before, looking_at, looking_between, nearest
from ganviz.training.messages import Command, Mode, Play, Preparing, Progress, Ready, SetSpeed, WriterInfo


class Standing(QObject):
    """Where a run stands, by what its trainer has answered and what it was asked for since.

    Attributes:
        ready: what is open.
        progress: the newest answer about it.
        preparing: how far that is which it waits for before it is open.
        looking: which iteration of the past is on show, and whether exactly.
        recalls: whether its tab can show what is stored of an iteration whose state is not kept.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ready: Ready | None = None
        self.progress: Progress | None = None
        self.preparing: Preparing | None = None
        self.looking, self.recalls = Looking(), False
        self._begun, self._looked, self._awaited = 0, -1, Awaited()
        self._controller: Controller | None = None
        self._speed = SetSpeed()
        self._waiting: list[Command] = []
        self._compiling: float | None = None
        self._seen = PaceSeen()

    @property
    def beginning(self) -> bool:
        """Whether a run was asked for that is not open yet; another one may open before it."""
        return self._begun > 0

    @property
    def compiling(self) -> float | None:
        """How much of some code is done, 0 to 1, that is being compiled for the run; None while none is."""
        if self._compiling is not None or self.progress is None:
            return self._compiling
        return self.progress.engine.compiling

    @property
    def started(self) -> bool:
        """Whether there is a run, ready or about to be."""
        return self._controller is not None

    @property
    def read_only(self) -> bool:
        """Whether another process writes the run, or its images are away, so that it can be watched but not steered."""
        return self.ready is not None and bool(self.ready.read_only)

    @property
    def is_away(self) -> bool:
        """Whether it can only be watched because its images are not at hand; nobody need be writing it."""
        return self.ready is not None and self.ready.away is not None

    @property
    def writer(self) -> WriterInfo | None:
        """The process that writes a run which is only watched; None where there is none, or another run is to open."""
        return self.progress.writer if self.progress is not None and not self.beginning else None

    @property
    def steers(self) -> bool:
        """Whether the run can be trained here, once it is ready."""
        return self.started and (self.beginning or not self.read_only)

    @property
    def playing(self) -> bool:
        """Whether it trains, or will as soon as it is ready and has been asked to."""
        if self.beginning:
            return any(isinstance(command, Play) for command in self._waiting)
        return self._awaited.moves or (self.progress is not None and self.progress.mode is not Mode.PAUSED)

    @property
    def can_play(self) -> bool:
        """Whether it trains, to be paused, or can go on from what is on show; or whoever writes it can be asked to."""
        if not self.steers:
            return self.writer is not None
        return self.beginning or self.playing or self.looking.is_exact

    @property
    def may_be_paused(self) -> bool:
        """Whether ``play_or_pause`` has it rest, here or where it is written."""
        return self.playing if self.writer is None else self.writer.may_be_paused

    @property
    def pausing(self) -> bool:
        """Whether it was asked to rest, and the iteration under way has to end first, which may take seconds."""
        return self._awaited.mode is Mode.PAUSED and self.playing

    @property
    def stepping(self) -> bool:
        """Whether it was asked for a step that it has not taken yet."""
        return self._awaited.mode is Mode.STEPPING

    @property
    def branching(self) -> bool:
        """Whether a branch was asked for that is not open yet: states are written first, which may take seconds."""
        return self._awaited.branch is not None

    @property
    def share(self) -> float | None:
        """How much of the iteration under way is done by the clock, 0 to 1; None where it does not take long."""
        return self._seen.share(time.monotonic()) if self._is_followed else None

    @property
    def iteration_left(self) -> float | None:
        """Seconds until the iteration under way is done; None where it does not take long."""
        return self._seen.left(time.monotonic()) if self._is_followed else None

    @property
    def _is_followed(self) -> bool:
        """Whether the iteration under way, if there is one, is of the run that is known here."""
        return self.progress is not None and not (self.beginning or self.branching)

    @property
    def may_take_long(self) -> bool:
        """Whether an iteration may take long, as far as that is known."""
        return self.by_checkpoints if self._seen.seconds is None else self._seen.is_long

    @property
    def in_slow_motion(self) -> bool:
        """Whether it rests at every sub-step while it trains."""
        return self._speed.substeps_per_second > 0

    @property
    def iteration(self) -> int:
        """The newest iteration of the active branch."""
        if self.progress is not None:
            return self.progress.iteration
        return self.ready.iteration if self.ready is not None else 0

    @property
    def reached(self) -> int:
        """The newest iteration on record; one that another process has written since can't be shown yet."""
        return self.iteration if self.writer is None else self.writer.iteration

    @property
    def viewing(self) -> int | None:
        """The earlier iteration on show; None in the present."""
        return self.looking.viewing

    @property
    def unreached(self) -> int | None:
        """The earlier iteration that is looked at while its exact state is not at hand, if there is one."""
        return None if self.looking.is_exact else self.viewing

    @property
    def shown(self) -> int:
        """The iteration on show: the newest, or the one that is viewed, or was until a branch was asked for there."""
        here = self._awaited.branch if self.viewing is None else self.viewing
        return self.iteration if here is None else here

    @property
    def by_checkpoints(self) -> bool:
        """Whether the run's states are too large to be kept often, so that only checkpoints can be shown at once."""
        return self.ready is not None and self.ready.by_checkpoints

    @property
    def snaps(self) -> bool:
        """Whether nothing but checkpoints can be shown, not even what is stored of iterations between them."""
        return self.by_checkpoints and not self.recalls

    @property
    def before(self) -> int | None:
        """What a step back shows, if there is anything."""
        if not self.snaps:
            return self.shown - 1 if self.shown > 0 else None
        return max((saved for saved in self._checkpoints if saved < self.shown), default=None)

    @property
    def _after(self) -> int:
        """What a step shows in the past."""
        if not self.snaps:
            return self.shown + 1
        return min((saved for saved in self._checkpoints if saved > self.shown), default=self.iteration)

    @property
    def _checkpoints(self) -> tuple[int, ...]:
        return self.progress.checkpoints if self.progress is not None else ()

    def _looking_at(self, iteration: int | None) -> Looking:
        if self.by_checkpoints and self.recalls:
            return looking_between(iteration, self.iteration, self._kept)
        if iteration is not None and self.by_checkpoints:
            iteration = nearest((*self._checkpoints, self.iteration), iteration)
        return looking_at(iteration, self.iteration)

    @property
    def _kept(self) -> frozenset[int]:
        """The states that can be had at once; the first one can always be made again."""
        return frozenset({0, *self._checkpoints})

    @property
    def can_replay(self) -> bool:
        """Whether the iteration that is looked at can be repeated here; its images may lie elsewhere otherwise."""
        return self.looking.is_stored and not self.read_only and not self.beginning

    @property
    def kept_before(self) -> int:
        """The newest kept state before the one on show, where a replay begins."""
        return before(self._checkpoints, self.shown)

    @property
    def replay_seconds(self) -> float | None:
        """How long the replay takes from where it is, as far as the pace is known; a run that plays takes its half."""
        each, done = self._seen.seconds, self.looking.replayed
        ahead = self.shown - (self.kept_before if done is None else done)
        return None if each is None else ahead * each * (2 if self.playing else 1)

    @property
    def is_timing(self) -> bool:
        """Whether nobody knows yet how long an iteration takes, and that is being found out."""
        finds_out = not self.playing or self._speed == SetSpeed()
        return self._seen.seconds is None and finds_out and not self._seen.in_vain

    @property
    def seconds(self) -> float | None:
        """How long an iteration takes, as timed; None until then."""
        return self._seen.timed

    @property
    def pid(self) -> int | None:
        """The number of the process that trains, while there is one."""
        return self._controller.pid if self._controller is not None else None

    @property
    def next_generation(self) -> int:
        """The number that the next question and its answer carry."""
        return self._controller.next_generation if self._controller is not None else 0

    @property
    def busy(self) -> bool:
        """Whether a question is unanswered, or there is nobody to ask."""
        return self._controller is None or self.ready is None or self.beginning or self._controller.busy
