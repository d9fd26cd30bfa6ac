"""The bench ``reading``: how fast images of 256 pixels reach a game, on one core."""

from __future__ import annotations

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures, Tell

IMAGES = 200
BATCHES = 2_000


def measure(scale: float, tell: Tell) -> Figures:
    """Images/s from the cache with crop, flip and quarter turns, the same with all variations, and decoded anew."""
    return measure_in_child("ganviz.bench.reading_run", str(max(8, round(IMAGES * min(1.0, scale)))),
                            str(max(20, round(BATCHES * scale))), tell=tell)
