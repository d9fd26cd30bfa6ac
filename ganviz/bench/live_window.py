"""The window plays; run in a process of its own by ``live``."""

from __future__ import annotations

import sys

from ganviz.app.probe.live import watch
from ganviz.bench.child import hand_over

if __name__ == "__main__":
    game, preset, engine, placement, warm_up, seconds = sys.argv[1:]
    hand_over(watch(game, preset, engine, placement, float(warm_up), float(seconds)).figures())
