"""How often each layer is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

TURN = 0.03
"""Seconds between two questions while a run plays."""
IDLE = 0.5
"""Seconds after which a resting picture asks again for what it shows."""


class Pace:
    """Whether a layer is due: about as often as its period says; at rest only what changed, or rarely.

    Args:
        periods: seconds between two questions for a layer, to the nearest turn; 0 where it is not named.
        still: layers that training does not change, so that they are always at rest.
    """

    def __init__(self, periods: Mapping[str, float], still: Collection[str] = ()) -> None:
        self._periods, self._still = periods, still
        self._asked: dict[str, tuple[float, Mapping[str, Any]]] = {}
        self.running = False

    def due(self, name: str, options: Mapping[str, Any], now: float) -> bool:
        """Whether to ask for ``name`` at ``now`` (seconds); a yes is counted as asked."""
        period = self._periods.get(name, 0.0)
        if name in self._asked:
            last, before = self._asked[name]
            moves = (self.running and name not in self._still) or options != before
            wait = period if moves else max(period, IDLE)
            if now - last < wait - TURN / 2:
                return False
        self._asked[name] = (now, options)
        return True

    def renew(self) -> None:
        """Everything is due, since another state is on show."""
        self._asked.clear()
