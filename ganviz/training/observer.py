"""Showing a run without touching it.

A small game is shown by a second instance of it, its twin, which takes a copy of the state (microseconds) and computes
what the views asked for. The same twin replays the past. What takes long is done on a thread of its own while the
trainer goes on; what is quick is done by the trainer, since two threads with small operations wait for one
interpreter at each of them, and that costs more than the answer.

A game that is too large to copy, and any game on a GPU (where another thread's launches would break a graph capture),
is shown by itself, between two steps of the trainer's thread. What that costs is measured and kept within the share
of the time that the game allows.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.settings.field import Settings
from ganviz.training.messages import Ask, Event, Layers, Mode, Notice, Progress, Report, SubstepInfo
from ganviz.training.script import Script

_SLICE_SECONDS = 0.02
_QUICK_SECONDS = 0.0025
"""An answer that takes the processor no longer than this is given by the trainer itself."""

Send = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Present:
    """The run as it stands: a copy of its state and the settings it is played with."""

    state: GameState
    settings: Settings


@dataclass(frozen=True, slots=True)
class LookBack:
    """Go to an earlier iteration: from a kept state, along a script, to ``until``."""

    state: GameState
    script: Script
    until: int

    def begin(self, twin: Game) -> None:
        """Put the twin where the way to the earlier iteration begins."""
        self.script.begin(twin, self.state)


@dataclass(frozen=True, slots=True)
class Question:
    """What a report needs from the trainer; ``present`` is there where a twin shows it, and is None of the past."""

    ask: Ask
    progress: Progress
    history: NDArray[np.float64]
    present: Present | None
    substep: SubstepInfo | None

    def answer(self, shown: int, exact: bool, arrays: Mapping[str, NDArray[Any]]) -> Report:
        """The report; ``shown`` is the iteration that the arrays show."""
        return Report(self.ask.generation, self.progress, self.history, shown, exact, arrays, self.substep)


class Observer(Protocol):
    """Answers questions about a run.

    Attributes:
        copies: whether a question about the present must bring a copy of the state.
    """

    copies: bool

    def take(self, task: LookBack | Question) -> None:
        """Carry out a task, now or soon."""
        ...

    def close(self) -> None:
        """Finish what is under way and end."""
        ...


def observer(game: Game, send: Send) -> Observer:
    """The observer that suits a game."""
    if game.state is None or game.device.type != "cpu":
        return DirectObserver(game, send)
    return TwinObserver(game, send)


def _pictures(game: Game, layers: Layers, send: Send) -> Mapping[str, NDArray[Any]]:
    try:
        return game.snapshot(layers)
    except Exception as error:  # noqa: BLE001 - a picture that fails must not end the run that it shows
        send(Notice("error", f"The picture could not be made: {error}", traceback.format_exc()))
        return {}


class TwinObserver:
    """Shows copies of the state in a twin of the game: at once what is quick, the rest on a thread of its own."""

    copies = True

    def __init__(self, game: Game, send: Send) -> None:
        self._twin = game.twin()
        self._send = send
        self._back: LookBack | None = None
        self._seconds: dict[frozenset[str], float] = {}
        self._given = self._done = 0  # by the trainer's thread and by the observer's
        self._tasks: queue.SimpleQueue[LookBack | Question | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="observer", daemon=True)
        self._thread.start()

    def take(self, task: LookBack | Question) -> None:
        """Carry out a task at once if it is quick and nothing is under way, else on the observer's thread."""
        if isinstance(task, Question) and self._is_quick(task) and self._is_free():
            self._guarded(partial(self._carry_out, task))
        else:
            self._given += 1
            self._tasks.put(task)

    def _is_quick(self, question: Question) -> bool:
        """Whether the same layers were quick before; nobody knows of those that were never asked for."""
        return self._seconds.get(frozenset(question.ask.layers), 1.0) <= _QUICK_SECONDS

    def _is_free(self) -> bool:
        return self._given == self._done and self._there()

    def close(self) -> None:
        """End the thread; what it is computing is finished first."""
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
            self._done += 1

    def _guarded(self, act: Callable[[], None]) -> bool:
        """Do something; tell whether that went well."""
        try:
            act()
        except Exception as error:  # noqa: BLE001 - showing may fail; the run and this thread must not
            self._back = None
            self._send(Notice("error", f"The iteration could not be shown: {error}", traceback.format_exc()))
            return False
        return True

    def _carry_out(self, task: LookBack | Question) -> None:
        if isinstance(task, LookBack):
            self._back = task
            task.begin(self._twin)
        else:
            self._answer(task)

    def _there(self) -> bool:
        return self._back is None or self._twin.iteration >= self._back.until

    def _approach(self) -> None:
        assert self._back is not None
        self._back.script.replay(self._twin, self._back.until, _SLICE_SECONDS)

    def _answer(self, question: Question) -> None:
        """Answer in any case: whoever asked waits for that before asking again."""
        there = question.present is None or self._guarded(partial(self._put_back, question.present))
        began = time.thread_time()
        arrays = _pictures(self._twin, question.ask.layers, self._send) if there else {}
        self._note(frozenset(question.ask.layers), time.thread_time() - began)
        self._send(question.answer(self._twin.iteration, self._there(), arrays))

    def _put_back(self, present: Present) -> None:
        self._back = None
        if self._twin.settings is not present.settings:
            self._twin.use(present.settings)
        self._twin.put_back(present.state)

    def _note(self, layers: frozenset[str], seconds: float) -> None:
        """Remember what an answer took, evened out: some systems count a thread's time in large steps."""
        self._seconds[layers] = seconds + 0.8 * (self._seconds.get(layers, seconds) - seconds)


class DirectObserver:
    """Shows the game itself, between two steps; an earlier iteration in a twin that is there only meanwhile."""

    copies = False

    def __init__(self, game: Game, send: Send) -> None:
        self._game = game
        self._send = send
        self._past: Game | None = None
        self._free_at = 0.0

    def take(self, task: LookBack | Question) -> None:
        """Carry out a task at once."""
        if isinstance(task, LookBack):
            self._look_back(task)
        else:
            self._answer(task)

    def close(self) -> None:
        """Let go of the twin."""
        self._past = None

    def _look_back(self, task: LookBack) -> None:
        self._past = self._past or self._game.twin()
        task.begin(self._past)
        task.script.replay(self._past, task.until)

    def _answer(self, question: Question) -> None:
        if question.progress.viewing is None:
            self._past = None
        shown = self._past or self._game
        resting = question.progress.mode is Mode.PAUSED
        layers = question.ask.layers if resting or time.monotonic() >= self._free_at else {}
        began = time.monotonic()
        arrays = _pictures(shown, layers, self._send) if layers else {}
        if not resting:  # what is shown at rest takes no time from the training
            self._wait_after(time.monotonic() - began)
        self._send(question.answer(shown.iteration, True, arrays))

    def _wait_after(self, seconds: float) -> None:
        """Make no further pictures until those that took ``seconds`` are within the game's share of the time."""
        if seconds > 0:
            self._free_at = max(self._free_at, time.monotonic() + seconds * (1 / self._game.watch_share - 1))
