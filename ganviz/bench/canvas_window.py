"""Strokes on the canvas of one generator; run in a process of its own by ``canvas``."""

from __future__ import annotations

import json
import sys


def _main(settings: str, count: str) -> None:
    """Imported here: the worker, which is spawned, imports this module too and needs none of it."""
    from ganviz.app.probe.strokes import answer_times
    from ganviz.bench.child import hand_over

    found = answer_times(json.loads(settings), int(count))
    hand_over({"seconds": found.seconds, "iterations": found.iterations, "weights": found.weights})


if __name__ == "__main__":
    _main(*sys.argv[1:])
