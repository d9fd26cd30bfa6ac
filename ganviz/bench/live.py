"""The bench ``live``: the same game without a window, with one, and with one in the same process, by turns."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from ganviz.app.views import GAME_VIEWS
from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures

ROUNDS = 3
SECONDS = 8.0
WARM_UP = 3.0


@dataclass(frozen=True, slots=True)
class Case:
    """A game to watch.

    Attributes:
        game: its id.
        preset: what it begins with; empty for its first one.
        engine: what plays it; empty where it has no choice.
        placements: where the trainer is beside a window.
    """

    game: str
    preset: str = ""
    engine: str = ""
    placements: tuple[str, ...] = ("process", "thread")


CASES = {
    **{game: Case(game) for game in GAME_VIEWS},
    "1d_compiled": Case("1d", "", "compiled", ("process",)),
    "2d_compiled": Case("2d", "", "compiled", ("process",)),
    "ganlab_compiled": Case("2d", "ganlab", "compiled", ("process",)),
}


def measure(scale: float) -> Figures:
    """For each case: speeds in iterations/s, their ratios to that without a window, and the smoothness."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        return {name: _compare(case, scale, cache) for name, case in CASES.items()}


def _compare(case: Case, scale: float, cache: str) -> Figures:
    times = str(WARM_UP * min(1.0, scale)), str(SECONDS * scale)
    seen: dict[str, list[dict[str, Any]]] = {contender: [] for contender in ("none", *case.placements)}
    for _ in range(max(1, round(ROUNDS * min(1.0, scale)))):
        for contender, found in seen.items():
            found.append(_one(case, contender, times, cache))
    speed = {contender: _middle(found, "it_s") for contender, found in seen.items()}
    window = seen["process"]
    smooth = ("refresh_hz", "frame_interval_p99_ms", "frame_interval_median_ms", "frame_interval_max_ms")
    in_thread = {"in_thread_ratio": speed["thread"] / speed["none"], "in_thread_it_s": speed["thread"]}
    return {"ratio": speed["process"] / speed["none"], **{name: _middle(window, name) for name in smooth},
            "without_window_it_s": speed["none"], "with_window_it_s": speed["process"],
            **(in_thread if "thread" in speed else {}), "rounds": len(window)}


def _one(case: Case, contender: str, times: tuple[str, str], cache: str) -> dict[str, Any]:
    module = "ganviz.bench.live_bare" if contender == "none" else "ganviz.bench.live_window"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return measure_in_child(module, case.game, case.preset, case.engine, contender, *times, environment={
            "GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder, "GANVIZ_CACHE": cache})


def _middle(found: list[dict[str, Any]], name: str) -> float:
    return median(float(figures[name]) for figures in found)
