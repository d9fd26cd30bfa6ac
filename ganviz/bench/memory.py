"""The bench ``memory``: what a long run costs, in megabytes and in milliseconds for its curve."""

from __future__ import annotations

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures

ITERATIONS = 1_000_000
POINTS = 1_000_000


def measure(scale: float) -> Figures:
    """Growth of resident memory over a long run, and how long its curve takes to redraw."""
    long_run = measure_in_child("ganviz.bench.memory_run", str(max(1000, round(ITERATIONS * scale))))
    curve = measure_in_child("ganviz.bench.memory_curve", str(max(1000, round(POINTS * scale))))
    return {**long_run, **curve}
