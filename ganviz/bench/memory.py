"""The bench ``memory``: what a long run costs, in megabytes and in milliseconds for its curve."""

from __future__ import annotations

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures, Tell

ITERATIONS = 1_000_000
POINTS = 1_000_000


def measure(scale: float, tell: Tell) -> Figures:
    """Growth of resident memory over a long run, and how long its curve takes to redraw."""
    long_run = measure_in_child("ganviz.bench.memory_run", str(max(1000, round(ITERATIONS * scale))), tell=tell)
    curve = measure_in_child("ganviz.bench.memory_curve", str(max(1000, round(POINTS * scale))), tell=tell)
    return {**long_run, **curve}
