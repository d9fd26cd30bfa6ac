"""The bench ``ali``: ALI's default game, the grid of 25, from five seeds; the table of how each ended."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from ganviz.bench.child import measure_in_child
from ganviz.bench.machine import cores
from ganviz.bench.record import Figures, Tell

SEEDS = (1, 2, 3, 4, 5)
_PRESET = "relativistic"
_REPORTED = ("modes", "high_quality", "reverse_kl", "round_trip", "reconstruction_ratio", "prior_mmd", "iterations",
             "wall_s", "cpu_s")


def measure(scale: float, tell: Tell) -> Figures:
    """How each seed ended, as many at a time as there are cores (two at most), and the worst of each figure.

    Below a scale of 1 the runs and their schedules are that much shorter, and their figures worse.
    """
    with ThreadPoolExecutor(min(2, cores())) as pool:
        seeds = list(pool.map(lambda seed: _played(seed, scale, tell), SEEDS))
    worst = {"least_modes": min(seed["modes"] for seed in seeds),
             "least_high_quality": min(seed["high_quality"] for seed in seeds),
             "greatest_round_trip": max(seed["round_trip"] for seed in seeds),
             "greatest_reverse_kl": max(seed["reverse_kl"] for seed in seeds),
             "longest_s": max(seed["wall_s"] for seed in seeds)}
    return {**worst, "seeds": {str(seed): figures for seed, figures in zip(SEEDS, seeds, strict=True)}}


def _played(seed: int, scale: float, tell: Tell) -> Figures:
    found = measure_in_child("ganviz.bench.ali_run", _PRESET, str(seed), str(scale), tell=tell)
    return {name: found[name] for name in _REPORTED}
