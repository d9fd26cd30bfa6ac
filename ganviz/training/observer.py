"""Showing a run without touching it: a second instance of the game, on a thread of its own.

The trainer hands over a copy of its state (microseconds) and goes on; the observer puts it into its twin of the game
and computes there what the views asked for. The same twin replays the past. On a GPU the work is done in the trainer's
thread, because another thread's launches would break a graph capture.
"""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ganviz.games.protocol import Game
from ganviz.settings.field import Settings
from ganviz.training.messages import Ask, Event, Notice, Progress, Report, SubstepInfo
from ganviz.training.recent import KeptState
from ganviz.training.script import Script

_SLICE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Present:
    """The run as it stands: a copy of its state and the settings it is played with."""

    state: KeptState
    settings: Settings


@dataclass(frozen=True, slots=True)
class LookBack:
    """Go to an earlier iteration: from a kept state, along a script, to ``until``."""

    state: KeptState
    script: Script
    until: int


@dataclass(frozen=True, slots=True)
class Question:
    """What a report needs from the trainer; ``present`` is None while the past is on show."""

    ask: Ask
    progress: Progress
    history: NDArray[np.float64]
    present: Present | None
    substep: SubstepInfo | None


class Observer:
    """Answers questions about a run from a twin of its game."""

    def __init__(self, twin: Game, send: Callable[[Event], None], threaded: bool) -> None:
        self._twin = twin
        self._send = send
        self._back: LookBack | None = None
        self._tasks: queue.SimpleQueue[LookBack | Question | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        if threaded:
            self._thread = threading.Thread(target=self._serve, name="observer", daemon=True)
            self._thread.start()

    def take(self, task: LookBack | Question) -> None:
        """Carry out a task: on the observer's thread, or at once where it has none."""
        if self._thread is None:
            self._carry_out(task)
            while not self._there():
                self._approach()
        else:
            self._tasks.put(task)

    def close(self) -> None:
        """End the thread; what it is computing is finished first."""
        if self._thread is not None:
            self._tasks.put(None)
            self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                task = self._tasks.get(block=self._there())
            except queue.Empty:
                self._guarded(self._approach)
                continue
            if task is None:
                return
            self._guarded(partial(self._carry_out, task))

    def _guarded(self, act: Callable[[], None]) -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 - looking back may fail; the run and this thread must not
            self._back = None
            self._send(Notice("error", f"The earlier iteration could not be shown: {error}", traceback.format_exc()))

    def _carry_out(self, task: LookBack | Question) -> None:
        if isinstance(task, LookBack):
            self._back = task
            self._twin.use(task.script.settings_for(task.state.info.iteration))
            self._twin.put_back(task.state.tensor, task.state.info)
        else:
            self._send(self._answer(task))

    def _there(self) -> bool:
        return self._back is None or self._twin.iteration >= self._back.until

    def _approach(self) -> None:
        assert self._back is not None
        self._back.script.replay(self._twin, self._back.until, _SLICE_SECONDS)

    def _answer(self, question: Question) -> Report:
        if question.present is not None:
            self._back = None
            if self._twin.settings is not question.present.settings:
                self._twin.use(question.present.settings)
            self._twin.put_back(question.present.state.tensor, question.present.state.info)
        try:
            arrays = self._twin.snapshot(question.ask.layers)
        except Exception as error:  # noqa: BLE001 - a picture that fails must not end the run that it shows
            self._send(Notice("error", f"The picture could not be made: {error}", traceback.format_exc()))
            arrays = {}
        return Report(question.ask.generation, question.progress, question.history, self._twin.iteration,
                      self._there(), arrays, question.substep)
