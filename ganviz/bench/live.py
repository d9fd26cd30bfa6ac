"""The bench ``live``: what watching costs a small game, and how smoothly it is shown.

There are many short rounds rather than few long ones: a shared machine's own speed changes by a third within seconds,
and neighbours in time see the same. Of 45 rounds of half a second the median ratio has a standard error of 0.015; of 15
rounds of three times that length, 0.03. What it takes to paint a window anew that was hidden is over before a round
counts.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import Any

import numpy as np

from ganviz.bench.record import Figures, Tell
from ganviz.bench.watched import IN_THREAD, WITH, WITHOUT, Contender, Round, Timing, Watched, play, ratios
from ganviz.settings.presets import presets
from ganviz.training.engine.compiler import find_compiler, missing_compiler
from ganviz.training.engine.policy import COMPILED

TIMING = Timing(rounds=36, seconds=0.5, warm_up=2.0, settle=0.25)


@dataclass(frozen=True, slots=True)
class Case:
    """A game to watch.

    Attributes:
        game: its id.
        preset: what it begins with; empty for its first one.
        engine: what plays it; empty where it has no choice.
        contenders: who plays it.
    """

    game: str
    preset: str = ""
    engine: str = ""
    contenders: tuple[Contender, ...] = (WITHOUT, WITH, IN_THREAD)

    @property
    def values(self) -> dict[str, Any]:
        """The settings of the game that are not by default."""
        known = presets(self.game)
        chosen = known[self.preset] if self.preset else next(iter(known.values()))
        return {**chosen.values, **({"engine": self.engine} if self.engine else {})}


_compiled = partial(Case, engine=COMPILED, contenders=(WITHOUT, WITH))

CASES = {
    **{game: Case(game) for game in ("1d", "2d", "ali")},
    **{f"{game}_compiled": _compiled(game) for game in ("1d", "2d", "ali")},
    "ganlab_compiled": _compiled("2d", "ganlab"),
}


def measure(scale: float, tell: Tell) -> Figures:
    """For each case: speeds in iterations/s, their ratios to that without a window, and the smoothness.

    Without a compiler the cases that are compiled are left out, and a note says so.
    """
    shorter = min(1.0, scale)
    timing = replace(TIMING, rounds=max(1, round(TIMING.rounds * shorter)), seconds=TIMING.seconds * scale,
                     warm_up=TIMING.warm_up * shorter)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as cache:
        figures = {name: _figures(play(Watched(case.game, case.values), case.contenders, timing, cache,
                                       partial(_tell_of, tell, name))) for name, case in possible_cases().items()}
    left_out = [name for name in CASES if name not in figures]
    return {**figures, "note": f"{missing_compiler()}; left out: {', '.join(left_out)}"} if left_out else figures


def possible_cases() -> dict[str, Case]:
    """Those that can be measured on this machine."""
    compiles = find_compiler() is not None
    return {name: case for name, case in CASES.items() if compiles or case.engine != COMPILED}


def _tell_of(tell: Tell, case: str, words: str) -> None:
    tell(f"{case}, {words}")


def _figures(played: list[Round]) -> Figures:
    """Medians over the rounds, and over the frames of all of them; each ratio is taken within its round."""
    speed = {name: median(float(one[name]["it_s"]) for one in played) for name in played[0]}
    found = dict(ratios(played))
    windows = [one[WITH.name] for one in played]
    in_thread = {"in_thread_ratio": median(found[IN_THREAD.name]),
                 "in_thread_it_s": speed[IN_THREAD.name]} if IN_THREAD.name in speed else {}
    return {"ratio": median(found[WITH.name]), "refresh_hz": median(window["refresh_hz"] for window in windows),
            **_frames([interval for window in windows for interval in window["frame_intervals_ms"]]),
            "without_window_it_s": speed[WITHOUT.name], "with_window_it_s": speed[WITH.name], **in_thread,
            "layers_hz": _layer_rates([window["layers_hz"] for window in windows]),
            "ratios": found[WITH.name], "rounds": len(played)}


def _frames(intervals: list[float]) -> dict[str, float]:
    """How long a frame takes, usually and at its slowest, in milliseconds."""
    return {"frame_interval_p99_ms": float(np.percentile(intervals, 99)),
            "frame_interval_median_ms": median(intervals), "frame_interval_max_ms": max(intervals)}


def _layer_rates(rounds: list[dict[str, float]]) -> dict[str, float]:
    names = sorted({name for each in rounds for name in each})
    return {name: median(each.get(name, 0.0) for each in rounds) for name in names}
