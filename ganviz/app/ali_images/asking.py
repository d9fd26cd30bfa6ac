"""When a layer of pictures is asked for: not twice for the same state, and again if it did not come."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any

Options = Mapping[str, Any]

_QUESTIONS = 4
"""How many questions are remembered: the next one may be asked before an answer is shown."""


class Asking:
    """A layer is due when what is on show came of another state or other options, at most once in its period.

    The trainer leaves pictures out of an answer while they would cost more than their share of the time; what did not
    come is asked for again.

    Args:
        periods: seconds between two questions for a layer with the same options while the run plays.
    """

    RETRY = 0.15
    """Seconds between two questions for what did not come, or whose options changed."""

    def __init__(self, periods: Mapping[str, float]) -> None:
        self._periods = periods
        self._asked: dict[str, float] = {}
        self._wanted: dict[int, dict[str, Options]] = {}
        self._came: dict[str, tuple[Hashable, Options]] = {}
        self.state: Hashable = None
        self.running = False

    def due(self, wanted: Mapping[str, Options], now: float, generation: int = 0) -> dict[str, dict[str, Any]]:
        """Which of ``wanted`` to ask for at ``now`` (seconds), with the question of that number; counted as asked."""
        due = {name: dict(options) for name, options in wanted.items() if self._is_due(name, options, now)}
        self._asked |= dict.fromkeys(due, now)
        self._wanted[generation] = self._wanted.pop(generation, {}) | due
        self._wanted = dict(list(self._wanted.items())[-_QUESTIONS:])
        return due

    def _is_due(self, name: str, options: Options, now: float) -> bool:
        state, before = self._came.get(name, (None, None))
        if before == options and state == self.state:
            return False
        wait = self._periods[name] if self.running and before == options else self.RETRY
        return now - self._asked.get(name, -1e9) >= wait

    def came(self, names: Collection[str], generation: int = 0) -> None:
        """These layers came, of the present state and with the options of the question of that number."""
        asked = self._wanted.get(generation, {})
        self._came |= {name: (self.state, asked[name]) for name in names if name in asked}

    def asked(self, name: str, generation: int) -> Options:
        """What a question asked for a layer with; nothing if it did not."""
        return self._wanted.get(generation, {}).get(name, {})

    def forget(self, name: str) -> None:
        """What came of a layer is shown no more."""
        self._came.pop(name, None)

    def renew(self) -> None:
        """Everything is due."""
        self._asked.clear()
        self._came.clear()
