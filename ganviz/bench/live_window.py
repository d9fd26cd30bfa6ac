"""The window plays; run in a process of its own, with the same orders as ``live_bare``."""

from __future__ import annotations

import json
import sys


def _main(game: str, settings: str, run: str, placement: str) -> None:
    """Imported here: the worker, which is spawned, imports this module too and needs none of it."""
    from ganviz.app.probe.live import watch
    from ganviz.bench.child import hand_over

    watch(game, json.loads(settings), json.loads(run), placement, hand_over)


if __name__ == "__main__":
    _main(*sys.argv[1:])
