"""An inbox that measures: it counts the real loop's iterations and lets others play their rounds between.

The real loop is the one that serves window and command line alike, with history, kept states, keyframes and the check
for NaN. It looks into its inbox before every iteration, and that is where a bench counts and stops the clock.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

from ganviz.bench.child import tell_parent
from ganviz.training.channel import Inbox
from ganviz.training.messages import Command, Event, Notice, Quit, Refused, Save

REAL = "real"


class Contender(Protocol):
    """What the real loop is compared with."""

    def advance(self, iterations: int) -> None:
        """Do the work of some iterations."""
        ...


@dataclass
class Rounds:
    """Seconds of each round of ``length`` iterations, by who played it; the first one warms up and does not count.

    Attributes:
        saving_s: seconds that the real loop took for a checkpoint after the last round.
    """

    length: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    saving_s: float = 0.0

    def note(self, who: str, seconds: float) -> None:
        """Take down a round."""
        self.seconds.setdefault(who, []).append(seconds)

    def iteration_s(self, who: str) -> float:
        """The median of the seconds for one iteration."""
        return median(self.seconds[who][1:]) / self.length

    def ratio(self, who: str) -> float:
        """How many times as fast as ``who`` the real loop is: the median over the rounds, neighbours in time each."""
        pairs = zip(self.seconds[who][1:], self.seconds[REAL][1:], strict=True)
        return median(theirs / ours for theirs, ours in pairs)

    @property
    def count(self) -> int:
        """How many rounds were played that count."""
        return len(self.seconds.get(REAL, [])) - 1


class MeteredInbox(Inbox):
    """Counts the real loop's iterations; after each round of them every contender has its own; at the end it saves."""

    def __init__(self, contenders: Mapping[str, Contender], rounds: Rounds, count: int) -> None:
        super().__init__()
        self._contenders = contenders
        self._rounds = rounds
        self._count = count
        self._left = rounds.length
        self._started = 0.0
        self._saves = False

    def take(self) -> Command | None:
        """A command, or None, upon which the loop plays one iteration."""
        command = super().take()
        if command is not None:
            self._started = time.perf_counter()
            return command
        if self._saves:
            self._rounds.saving_s = time.perf_counter() - self._started
            return Quit()
        if self._left == 0:
            self._play_the_others()
            if self._rounds.count >= self._count:
                self._saves = True
                return Save()
        self._left -= 1
        return None

    def _play_the_others(self) -> None:
        self._note(REAL)
        for who, contender in self._contenders.items():
            contender.advance(self._rounds.length)
            self._note(who)
        tell_parent(f"round {self._rounds.count} of {self._count}")
        self._left, self._started = self._rounds.length, time.perf_counter()

    def _note(self, who: str) -> None:
        now = time.perf_counter()
        self._rounds.note(who, now - self._started)
        self._started = now


def no_trouble(event: Event) -> None:
    """Take the loop's events; what went wrong ends the bench.

    Raises:
        RuntimeError: with the loop's words.
    """
    if isinstance(event, Refused) or (isinstance(event, Notice) and event.level != "info"):
        raise RuntimeError(event.text)
