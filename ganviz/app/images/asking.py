"""When a layer of images is asked for: making its pictures may take seconds, so none is made twice."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping


class Asking:
    """A layer is due when the state on show is not the one that it came of, and not more often than its period.

    The trainer leaves pictures out of an answer while they would cost more than their share of the time; what did not
    come is asked for again.

    Args:
        periods: seconds between two questions for a layer while the run plays.
        patience: how many times as long as an answer took the next question waits, where that is longer; a minute at
            most, unless another such answer would take more than half of that.

    Attributes:
        took: seconds that the newest answer took.
    """

    _AGAIN = 0.15
    """Seconds until what did not come is asked for again: that costs nothing while it is left out."""
    _LONGEST = 60.0

    def __init__(self, periods: Mapping[str, float], patience: float = 0.0) -> None:
        self._periods, self._patience = periods, patience
        self.took = 0.0
        self._asked: dict[str, float] = {}
        self._answered: dict[str, float] = {}
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
        if now - self._asked.get(name, -1e9) < self._AGAIN:
            return False
        return not self.running or name not in self._came or now - self._answered[name] >= self._wait(name)

    def _wait(self, name: str) -> float:
        """Seconds from the question that was answered to the next one that is to be: an answer may take long for once,
        as the first one often does, and the trainer keeps to its share of the time by itself."""
        return max(self._periods[name], min(self._patience * self.took, max(self._LONGEST, 2 * self.took)))

    def came(self, names: Collection[str], now: float, seconds: float | None = None) -> None:
        """These layers came at ``now`` (seconds), of the present state.

        Args:
            names: the layers.
            now: when they came.
            seconds: what they took of the trainer's time; None where only the time that was waited is known.
        """
        self._came |= dict.fromkeys(names, self.state)
        self._answered |= {name: self._asked.get(name, now) for name in names}
        self.took = now - min(map(self._answered.__getitem__, names), default=now) if seconds is None else seconds

    def renew(self) -> None:
        """Everything is due."""
        self._asked.clear()
        self._came.clear()
