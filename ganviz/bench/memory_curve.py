"""Redrawing the chart of a run of a million rows; run in a process of its own by ``memory``."""

from __future__ import annotations

import sys

from ganviz.app.probe.curve import redraw_times
from ganviz.bench.child import hand_over

_REDRAWS = 30


def _main(points: str) -> None:
    times = redraw_times(int(points), _REDRAWS)
    hand_over({"redraw_ms": times[len(times) // 2], "redraw_worst_ms": times[-1], "points": int(points)})


if __name__ == "__main__":
    _main(*sys.argv[1:])
