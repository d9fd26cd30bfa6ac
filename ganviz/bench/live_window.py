"""The window plays; run in a process of its own by ``live``."""

from __future__ import annotations

import sys

from ganviz.app.probe.live import watch
from ganviz.bench.child import hand_over

if __name__ == "__main__":
    game, placement, warm_up, seconds = sys.argv[1:]
    hand_over(watch(game, placement, float(warm_up), float(seconds)).figures())
