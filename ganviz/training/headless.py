"""Runs without a window: the same loop, driven from this process to a number of iterations."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import UnionType

from ganviz.settings.errors import UserError
from ganviz.settings.field import Settings
from ganviz.settings.run import RunSettings
from ganviz.settings.schedule import last
from ganviz.training import messages as m
from ganviz.training.channel import Inbox, LocalChannel
from ganviz.training.elsewhere import Elsewhere
from ganviz.training.loop import Loop

_PULSE_SECONDS = 0.25

_PULSE, _LAST = 0, 1
"""Generations of the questions: one of many, and the one that ends the run."""

Progress = Callable[[m.Progress], None]
News = m.Preparing | m.Inspected | m.Compiling | m.Notice
Waiting = Callable[[News], None]
"""Told how far that is which a run waits for before it is open (images being read, code being compiled), what the
images are like, and what makes it rest later."""
ShouldStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run without a window ended.

    Attributes:
        folder: the run folder.
        iteration: where it stands; a checkpoint is there.
        stopped: whether it was stopped before its goal.
        measures: each measure as [value, noise floor].
        warnings: sentences about what was passed over.
        images: what the images are like that a new run learned from, or a resumed one without some of them; None of
            others, and of points.
    """

    folder: str
    iteration: int
    stopped: bool
    measures: Mapping[str, list[float]]
    warnings: tuple[str, ...]
    images: m.Inspected | None


class NeverBegunError(UserError):
    """A run was stopped before it was open; nothing of it is on disk."""


class _PulsingInbox(Inbox):
    """An inbox that asks for a report by itself, at a pulse while the run trains and at once while it rests."""

    def __init__(self, pulse: Callable[[], m.Command], should_stop: ShouldStop) -> None:
        super().__init__()
        self._pulse = pulse
        self._should_stop = should_stop
        self._due = time.monotonic()

    def take(self) -> m.Command | None:
        """A command that was put in, or the pulse when it is due."""
        command = super().take()
        if command is None and time.monotonic() >= self._due:
            self._due = time.monotonic() + _PULSE_SECONDS
            return self._pulse()
        return command

    def has(self, kinds: type | UnionType) -> bool:
        """Whether such a command waits; somebody who stops the run is about to quit."""
        return super().has(kinds) or (issubclass(m.Quit, kinds) and self._should_stop())

    def wait(self, seconds: float | None) -> m.Command | None:
        """As ``take``, waiting for no longer than the pulse."""
        return super().wait(_PULSE_SECONDS if seconds is None else min(seconds, _PULSE_SECONDS))


@dataclass
class _Driver:
    """Starts a run, follows it to its goal, and remembers how it went."""

    first: m.Create | m.Open
    goal: int | None
    progress: Progress
    should_stop: ShouldStop
    waiting: Waiting
    folder: str = ""
    iteration: int = 0
    stopped: bool = False
    failure: str = ""
    warnings: list[str] = field(default_factory=list)
    images: m.Inspected | None = None
    measures: dict[str, list[float]] = field(default_factory=dict)

    def drive(self) -> Outcome:
        channel = LocalChannel(self._on_event)
        channel.inbox = self.inbox = _PulsingInbox(self._pulse, self.should_stop)
        self.inbox.put(self.first)
        Loop(channel).serve()
        if self.failure:
            raise UserError(self.failure) if self.folder or not self.should_stop() else NeverBegunError(self.failure)
        return Outcome(self.folder, self.iteration, self.stopped, self.measures, tuple(self.warnings), self.images)

    def _pulse(self) -> m.Command:
        if self.folder and self.should_stop():
            self.stopped = True
            return m.Quit()
        return m.Ask(_PULSE)

    def _on_event(self, event: m.Event) -> None:
        if isinstance(event, m.Ready):
            self._on_ready(event)
        elif isinstance(event, m.Report):
            self._on_report(event)
        elif isinstance(event, m.Preparing | m.Compiling):
            self.waiting(event)
        elif isinstance(event, m.Inspected) and (isinstance(self.first, m.Create) or event.left_out):
            # A run that goes on without any left out learns from what was reported when it began.
            self.images = event
            self.waiting(event)
        elif isinstance(event, m.Saved):
            self.iteration = event.iteration
        elif isinstance(event, m.Refused) and event.command != "ask":
            self._fail(event.text)
        elif isinstance(event, m.Notice):
            self._note(event)

    def _note(self, notice: m.Notice) -> None:
        if notice.level == "error":
            self._fail(notice.text)
        else:
            self.warnings.append(notice.text)
            self.waiting(notice)

    def _on_ready(self, ready: m.Ready) -> None:
        self.folder, self.iteration = ready.folder, ready.iteration
        self.warnings += ready.warnings
        if ready.read_only:
            self._fail(ready.read_only)
            return
        self._choose_goal(ready)
        if self.goal is not None and self.goal > ready.iteration:
            self.inbox.put(m.Play(self.goal))
        else:
            self._finish()

    def _choose_goal(self, ready: m.Ready) -> None:
        """See how the goal lies to the schedule's end, which is the goal where none is named."""
        ends, goal = last(ready.game_settings, ready.facts.get("epoch", 0.0)), self.goal
        if goal is None:
            # Where there are no images, an iteration has to be tried, which says what is missing.
            self.goal = ends or 1
            if self.goal <= ready.iteration:
                self._warn(f"the run is at iteration {ready.iteration:,} and its schedule ends at {self.goal:,}, where "
                           "the learning rates that fall are zero, so it is not trained on; --iterations N trains it "
                           "on all the same")
        elif ends is not None and goal > max(ends, ready.iteration):
            self._warn(f"the schedule ends at iteration {ends:,}, so from there to iteration {goal:,} the learning "
                       "rates that fall are zero")

    def _warn(self, text: str) -> None:
        self._note(m.Notice("warning", text))

    def _on_report(self, report: m.Report) -> None:
        self.iteration = report.progress.iteration
        self.measures |= {name.partition(".")[2]: array.tolist() for name, array in report.arrays.items()}
        self.progress(report.progress)
        if report.generation == _LAST:
            self.inbox.put(m.Quit())
        elif report.progress.mode is m.Mode.PAUSED and self.iteration == self.goal:
            self._finish()

    def _finish(self) -> None:
        self.inbox.put(m.Ask(_LAST, {"measures": {}}))

    def _fail(self, text: str) -> None:
        self.failure = self.failure or text
        self.inbox.put(m.Quit())


def _tell_nobody(news: News) -> None:
    """Where nobody watches."""


def train(game: str, game_settings: Settings, run_settings: RunSettings, folder: Path, iterations: int | None,
          progress: Progress, should_stop: ShouldStop, waiting: Waiting = _tell_nobody) -> Outcome:
    """Begin a run in ``folder`` and train it for ``iterations``; its last state is saved, also when it is stopped.

    None trains a game of images until its schedule has taken the rates to zero, however many iterations its epochs
    have.

    Raises:
        NeverBegunError: if it is stopped before it is open.
        UserError: if settings, data or folder cannot be used, or training diverges.
    """
    create = m.Create(game, game_settings.model_dump(), run_settings.model_dump(), str(folder))
    return _Driver(create, iterations, progress, should_stop, waiting).drive()


def resume(folder: Path, iterations: int | None, progress: Progress, should_stop: ShouldStop,
           waiting: Waiting = _tell_nobody, elsewhere: Elsewhere | None = None) -> Outcome:
    """Go on with the run in ``folder`` until it has ``iterations`` in all.

    None goes on until its schedule has taken the rates to zero, if it is not there yet.

    Raises:
        NeverBegunError: if it is stopped before it is open.
        UserError: if the folder holds no run, another process writes it, its data or the device that ``elsewhere``
            names can't be used, or training diverges.
    """
    first = m.Open(str(folder), elsewhere or Elsewhere(), trained=True)
    return _Driver(first, iterations, progress, should_stop, waiting).drive()
