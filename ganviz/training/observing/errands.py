"""Layers that take too long for one answer, from the question that wants them to the answer that brings them along."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from ganviz.training.messages import Late, Layers
from ganviz.training.observing.task import Present, Question

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Errand:
    """Layers to be computed of one state.

    Attributes:
        layers: their options.
        generations: the question that each was asked in.
        present: the state.
        branch: the branch that it belongs to.
        part: how often the run had been shown at rest before.
        inherits: whether it took over what an earlier one left; then it leaves nothing itself, or a slow layer would
            be put off for ever.
    """

    layers: Layers
    generations: Mapping[str, int]
    present: Present
    branch: int
    part: int
    inherits: bool = False


@dataclass(frozen=True, slots=True)
class _Done:
    errand: Errand
    layer: str
    arrays: Arrays

    def suits(self, question: Question) -> bool:
        """Whether it belongs to what has led to the question's state."""
        progress = question.progress
        return (self.errand.branch == progress.branch
                and self.errand.present.state.iteration <= progress.iteration)

    @property
    def late(self) -> Late:
        return Late(self.errand.generations[self.layer], self.errand.present.state.iteration)


class Errands:
    """What is still to be computed and still to be sent; used by two threads. The newest wins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next: Errand | None = None
        self._done: dict[str, _Done] = {}
        self._part = 0
        self._runs = False

    @property
    def are_done(self) -> bool:
        """Whether nothing is left to be computed."""
        with self._lock:
            return self._next is None and not self._runs

    def forget(self) -> None:
        """The run is to be shown at rest: what was wanted in passing is of no use any more."""
        with self._lock:
            self._next, self._done = None, {}
            self._part += 1

    def want(self, layers: Layers, question: Question, present: Present) -> bool:
        """Have layers computed of the question's state; True where nobody knows yet that there is an errand."""
        with self._lock:
            before = self._next
            fresh = Errand(layers, dict.fromkeys(layers, question.ask.generation), present, question.progress.branch,
                           self._part)
            self._next = fresh if before is None else _joined(before.layers, before, fresh, before.inherits)
            return before is None

    def take(self) -> Errand | None:
        """The errand to be run, if it was not forgotten; to be followed by ``finish``."""
        with self._lock:
            errand, self._next = self._next, None
            self._runs = errand is not None
            return errand

    def finish(self) -> None:
        """The errand that was taken has been run, or given up."""
        with self._lock:
            self._runs = False

    def hand_on(self, errand: Errand, rest: Layers) -> bool:
        """Leave the rest of an errand to the next one, if there is one; True where it is not to be gone on with."""
        with self._lock:
            if errand.part != self._part:
                return True
            if self._next is None or errand.inherits:
                return False
            self._next = _joined(rest, errand, self._next, inherits=True)
            return True

    def bring(self, errand: Errand, layers: Collection[str], arrays: Arrays) -> None:
        """Take what was computed of some of an errand's layers, unless that was forgotten meanwhile."""
        with self._lock:
            if errand.part == self._part:
                for layer in layers:
                    self._done[layer] = _Done(errand, layer, _of(layer, arrays))

    def collect(self, question: Question, but: Collection[str] = ()) -> tuple[dict[str, NDArray[Any]], dict[str, Late]]:
        """The arrays that have been brought, and where each of their layers comes from; ``but`` are of no use."""
        with self._lock:
            done, self._done = self._done, {}
        fitting = {layer: each for layer, each in done.items() if layer not in but and each.suits(question)}
        arrays = {name: array for each in fitting.values() for name, array in each.arrays.items()}
        return arrays, {layer: each.late for layer, each in fitting.items()}


def _joined(layers: Layers, earlier: Errand, later: Errand, inherits: bool) -> Errand:
    """The later errand with some layers of the earlier one besides."""
    return replace(later, layers={**layers, **later.layers},
                   generations={**earlier.generations, **later.generations}, inherits=inherits)


def _of(layer: str, arrays: Arrays) -> Arrays:
    return {name: array for name, array in arrays.items() if name.partition(".")[0] == layer}
