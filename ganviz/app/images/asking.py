"""When a layer of images is asked for: making its pictures may take seconds, so none is made twice."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping


class Asking:
    """A layer is due when the state on show is not the one that it came of, and not more often than its period.

    The trainer leaves pictures out of an answer while they would cost more than their share of the time; what did not
    come is asked for again.

    Args:
        periods: seconds between two questions for a layer while the run plays.
        patience: how many times as long as an answer took the next question waits, where that is longer.

    Attributes:
        took: seconds from the newest question to its answer.
    """

    _AT_REST = 0.15

    def __init__(self, periods: Mapping[str, float], patience: float = 0.0) -> None:
        self._periods, self._patience = periods, patience
        self.took = 0.0
        self._asked: dict[str, float] = {}
        self._came: dict[str, Hashable] = {}
        self.state: Hashable = None
        self.running = False

    def due(self, names: Collection[str], now: float) -> dict[str, dict[str, object]]:
        """What to ask for at ``now`` (seconds), with its options: all of ``names``, so that what is laid over each
        other is of one moment, or nothing. They are counted as asked."""
        if not any(self._is_due(name, now) for name in names):
            return {}
        self._asked |= dict.fromkeys(names, now)
        return {name: {} for name in names}

    def _is_due(self, name: str, now: float) -> bool:
        if name in self._came and self._came[name] == self.state:
            return False
        wait = self._AT_REST
        if self.running and name in self._came:
            wait = max(self._periods[name], self._patience * self.took)
        return now - self._asked.get(name, -1e9) >= wait

    def came(self, names: Collection[str], now: float) -> None:
        """These layers came at ``now`` (seconds), of the present state."""
        self._came |= dict.fromkeys(names, self.state)
        self.took = now - min((self._asked.get(name, now) for name in names), default=now)

    def renew(self) -> None:
        """Everything is due."""
        self._asked.clear()
        self._came.clear()
