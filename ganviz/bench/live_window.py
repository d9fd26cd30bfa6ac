"""The window plays; run in a process of its own by ``live``, with the same orders as ``live_bare``."""

from __future__ import annotations

import sys


def _main(game: str, preset: str, engine: str, placement: str) -> None:
    """Imported here: the worker, which is spawned, imports this module too and needs none of it."""
    from ganviz.app.probe.live import watch
    from ganviz.bench.child import hand_over

    watch(game, preset, engine, placement, hand_over)


if __name__ == "__main__":
    _main(*sys.argv[1:])
