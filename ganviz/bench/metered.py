"""An inbox that measures: it counts the real loop's iterations and lets a plain loop play its rounds between.

The real loop is the one that serves window and command line alike, with history, states and the check for NaN. It
looks into its inbox before every iteration, and that is where a bench counts and stops the clock.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

from ganviz.training.channel import Inbox
from ganviz.training.messages import Command, Event, Notice, Quit, Refused


class Plain(Protocol):
    """A loop to compare with."""

    def advance(self, iterations: int) -> None:
        """Train for some iterations."""
        ...


@dataclass
class Rounds:
    """Seconds of each round of ``length`` iterations; the first one warms up and does not count."""

    length: int
    real: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)

    def seconds(self) -> tuple[float, float]:
        """The medians for one iteration of the real and of the plain loop."""
        return median(self.real[1:]) / self.length, median(self.plain[1:]) / self.length


class MeteredInbox(Inbox):
    """Counts the real loop's iterations; after each round of them the plain loop has its own."""

    def __init__(self, plain: Plain, rounds: Rounds, count: int) -> None:
        super().__init__()
        self._plain = plain
        self._rounds = rounds
        self._count = count
        self._left = rounds.length
        self._started = 0.0

    def take(self) -> Command | None:
        """A command, or None, upon which the loop plays one iteration."""
        command = super().take()
        if command is not None:
            self._started = time.perf_counter()
            return command
        if self._left == 0:
            self._play_plain()
            if len(self._rounds.real) > self._count:
                return Quit()
        self._left -= 1
        return None

    def _play_plain(self) -> None:
        now = time.perf_counter()
        self._rounds.real.append(now - self._started)
        self._plain.advance(self._rounds.length)
        self._left, self._started = self._rounds.length, time.perf_counter()
        self._rounds.plain.append(self._started - now)


def no_trouble(event: Event) -> None:
    """Take the loop's events; what went wrong ends the bench."""
    if isinstance(event, Refused) or (isinstance(event, Notice) and event.level == "error"):
        raise RuntimeError(event.text)
