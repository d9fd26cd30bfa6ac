"""Showing a run by itself and by copies of its state.

While the run plays, what is quick is computed by the trainer, of the game itself, between two iterations: two threads
with small operations wait for one interpreter at each of them, and that costs more than the answer. What takes longer
is computed on a thread of its own, of a copy, and comes along with a later answer, so that neither trainer nor picture
waits for it. Beside compiled code, which leaves the interpreter to others for most of an iteration, all of it is,
unless that thread is still busy with an earlier answer's. At rest, and of the past, an answer is whole.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from numpy.typing import NDArray

from ganviz.games.protocol import Game
from ganviz.games.state import GameState
from ganviz.training.engine.policy import COMPILED
from ganviz.training.messages import Layers
from ganviz.training.observing.costs import Costs
from ganviz.training.observing.errands import Errand, Errands
from ganviz.training.observing.task import LookBack, Present, Question, Send, not_shown, pictures
from ganviz.training.processors import stand_aside

_SLICE_SECONDS = 0.02


class TwinObserver:
    """Shows the game itself on the trainer's thread, and copies of its state in a twin on a thread of its own."""

    def __init__(self, game: Game, send: Send) -> None:
        self._game, self._twin = game, game.twin()
        self._send = send
        self._back: LookBack | None = None
        self._is_relieved = False
        self._costs, self._errands = Costs(), Errands()
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="observer", daemon=True)
        self._thread.start()

    def take(self, task: LookBack | Question) -> bool:
        """Answer at once what is asked in passing; carry out the rest on the observer's thread."""
        if isinstance(task, Question) and task.is_in_passing and task.present is not None:
            self._answer_in_passing(task, task.present)
            return True
        self._errands.forget()
        self._is_relieved = False
        if isinstance(task, LookBack):
            self._tasks.put(partial(self._begin_back, task))
        else:
            self._tasks.put(partial(self._answer, task, task.present and task.present()))
        return True

    @property
    def approaches(self) -> bool:
        """Its own thread goes back."""
        return False

    def approach(self) -> bool:
        """Nothing is left to the trainer."""
        return True

    def reached(self, iteration: int) -> GameState | None:  # noqa: ARG002
        """Nothing that is the trainer's: a run that has such a twin is near any earlier state."""
        return None

    def close(self) -> None:
        """End the thread; what it is computing is finished first."""
        self._errands.forget()
        self._tasks.put(None)
        self._thread.join()

    # --- on the trainer's thread ---------------------------------------------------------------------------

    def _answer_in_passing(self, question: Question, present: Callable[[], Present]) -> None:
        if not self._there():
            self._tasks.put(self._forget_back)
        now, later = self._split(question)
        began = time.monotonic()
        arrays = self._computed(self._game, now) if now else {}
        took = time.monotonic() - began
        late, origins = self._errands.collect(question, but=now)
        self._send(question.answer(self._game.iteration, True, {**arrays, **late}, origins, took))
        if later and self._errands.want(later, question, present()):
            self._tasks.put(self._run_errand)  # last: the two would wait for one interpreter

    def _split(self, question: Question) -> tuple[Layers, Layers]:
        """What the trainer is to compute now, and what the observer, for a later answer.

        The first answer that leaves all to the observer has yet to bring what is quick, or a frame would be missing.
        """
        wanted, before = question.ask.layers, self._is_relieved
        now, later = self._costs.split(wanted)
        self._is_relieved = question.progress.engine.plays == COMPILED and self._errands.are_done
        if not self._is_relieved:
            return now, later
        return {} if before else now, wanted

    # --- on the observer's thread --------------------------------------------------------------------------

    def _serve(self) -> None:
        stand_aside()
        while True:
            try:
                task = self._tasks.get(block=self._there())
            except queue.Empty:
                task = self._approach
            if task is None:
                return
            self._guarded(task)

    def _guarded(self, act: Callable[[], None]) -> bool:
        """Do something; tell whether that went well."""
        try:
            act()
        except Exception as error:  # noqa: BLE001 - showing may fail; the run and its threads must not
            self._back = None
            self._send(not_shown(error))
            return False
        return True

    def _begin_back(self, task: LookBack) -> None:
        self._back = task
        task.begin(self._twin)

    def _there(self) -> bool:
        back = self._back  # the other thread may let go of it meanwhile
        return back is None or self._twin.iteration >= back.until

    def _approach(self) -> None:
        assert self._back is not None
        self._back.script.replay(self._twin, self._back.until, _SLICE_SECONDS)

    def _answer(self, question: Question, present: Present | None) -> None:
        """Answer in any case: whoever asked waits for that before asking again."""
        there = present is None or self._guarded(partial(self._leave_past, present))
        arrays = pictures(self._twin, question.ask.layers, self._send) if there else {}
        self._send(question.answer(self._twin.iteration, self._there(), arrays))

    def _forget_back(self) -> None:
        self._back = None

    def _leave_past(self, present: Present) -> None:
        self._forget_back()
        if self._twin.settings is not present.settings:
            self._twin.use(present.settings)
        self._twin.put_back(present.state)

    def _run_errand(self) -> None:
        errand = self._errands.take()
        try:
            if errand is not None:
                self._run(errand)
        finally:
            self._errands.finish()

    def _run(self, errand: Errand) -> None:
        """The quick layers first; as soon as there is another errand, the rest goes on with that one."""
        self._leave_past(errand.present)
        rest = errand.layers
        for portion in tuple(self._costs.portions(rest)):
            if self._errands.hand_on(errand, rest):
                return
            self._errands.bring(errand, portion, self._computed(self._twin, portion))
            rest = {name: options for name, options in rest.items() if name not in portion}

    # --- on both -------------------------------------------------------------------------------------------

    def _computed(self, game: Game, layers: Layers) -> Mapping[str, NDArray[Any]]:
        began = time.thread_time()
        found = pictures(game, layers, self._send)
        self._costs.note(layers, time.thread_time() - began)
        return found
