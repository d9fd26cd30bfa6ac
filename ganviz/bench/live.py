"""The bench ``live``: the same game without a window, with one, and with one in the same process, by turns."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from ganviz.app.views import GAME_VIEWS
from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures

ROUNDS = 3
SECONDS = 8.0
WARM_UP = 3.0

_CONTENDERS = ("none", "process", "thread")


def measure(scale: float) -> Figures:
    """For each game: speeds in iterations/s, their ratios to that without a window, and the smoothness."""
    return {game: _compare(game, scale) for game in GAME_VIEWS}


def _compare(game: str, scale: float) -> Figures:
    times = str(WARM_UP * min(1.0, scale)), str(SECONDS * scale)
    seen: dict[str, list[dict[str, Any]]] = {contender: [] for contender in _CONTENDERS}
    for _ in range(max(1, round(ROUNDS * min(1.0, scale)))):
        for contender, found in seen.items():
            found.append(_one(game, contender, times))
    speed = {contender: _middle(found, "it_s") for contender, found in seen.items()}
    window = seen["process"]
    smooth = ("refresh_hz", "frame_interval_p99_ms", "frame_interval_median_ms", "frame_interval_max_ms")
    return {"ratio": speed["process"] / speed["none"], "in_thread_ratio": speed["thread"] / speed["none"],
            **{name: _middle(window, name) for name in smooth},
            "without_window_it_s": speed["none"], "with_window_it_s": speed["process"],
            "in_thread_it_s": speed["thread"], "rounds": len(window)}


def _one(game: str, contender: str, times: tuple[str, str]) -> dict[str, Any]:
    module = "ganviz.bench.live_bare" if contender == "none" else "ganviz.bench.live_window"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return measure_in_child(module, game, contender, *times,
                                environment={"GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder})


def _middle(found: list[dict[str, Any]], name: str) -> float:
    return median(float(figures[name]) for figures in found)
