"""The benches ``pix2pix`` and ``cyclegan``: the real loop against the plain one, and with a window against without."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from statistics import fmean, median

from ganviz.bench.child import measure_in_child
from ganviz.bench.image_pairs import CASES, NEVER, values_on, write_pairs
from ganviz.bench.machine import cores
from ganviz.bench.record import Figures, Tell
from ganviz.bench.watched import WITH, WITHOUT, Timing, Watched, play, ratios

_ROUNDS = {"pix2pix": {256: (30, 1), 128: (40, 2)}, "cyclegan": {256: (6, 1), 128: (20, 1)}}
"""How many rounds, and iterations of a round: as short as can be, since a shared machine's speed changes in seconds."""

_WATCHED = {"pix2pix": {256: (3, 30.0), 128: (3, 30.0)}, "cyclegan": {256: (2, 150.0), 128: (3, 40.0)}}
"""How many rounds, and seconds of a round, with and without the window: pictures come in bursts, of CycleGAN at 256
pixels every two minutes, whose share of a shorter round is chance.
"""

_MOST_WARM_UP = 60.0
_MEMORY_ITERATIONS = 3
_BF16_FLAGS = ("avx512_bf16", "amx_bf16", "bf16")


def measure(game: str, scale: float, tell: Tell) -> Figures:
    """For each size seconds for an iteration of both loops, and how many times as fast and as large the real one is."""
    return {f"px{size}": _at(game, size, scale, tell) for size in CASES[game]}


def _at(game: str, size: int, scale: float, tell: Tell) -> Figures:
    rounds, length = _ROUNDS[game][size]
    rounds = max(1, round(rounds * scale))
    child = partial(measure_in_child, tell=tell, environment={"OMP_NUM_THREADS": str(cores())})
    figures = dict(child("ganviz.bench.image_rounds", game, str(size), "float32", str(length), str(rounds)))
    plain = child("ganviz.bench.image_memory", game, str(size), "plain", str(_MEMORY_ITERATIONS))["peak_mb"]
    for precision in ("float32", "bf16") if has_bf16() else ("float32",):
        real = child("ganviz.bench.image_memory", game, str(size), precision, str(_MEMORY_ITERATIONS))["peak_mb"]
        figures |= {f"{precision}_peak_mb": real, f"{precision}_memory_ratio": real / plain}
    if has_bf16():
        bf16 = child("ganviz.bench.image_rounds", game, str(size), "bf16", str(length), str(rounds))
        figures["bf16_ratio"] = bf16["bf16_ratio"]
    return {**figures, "plain_peak_mb": plain, **_watched(game, size, scale, tell)}


def _watched(game: str, size: int, scale: float, tell: Tell) -> Figures:
    """The speed with the window open over that without, in float32: curves live, pictures within the watch budget."""
    rounds, seconds = _WATCHED[game][size]
    timing = Timing(max(1, round(rounds * min(1.0, scale))), seconds * scale,
                    min(_MOST_WARM_UP, seconds * min(1.0, scale)))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        pairs = Path(folder) / "pairs"
        write_pairs(pairs, size)
        run = {"device": "cpu", "threads": cores(), "autosave": NEVER}
        watched = Watched(game, values_on(pairs, game, size, "float32"), run)
        played = play(watched, (WITHOUT, WITH), timing, str(Path(folder) / "cache"), tell)
    found, shares = dict(ratios(played))[WITH.name], [one[WITH.name]["pictures_share"] for one in played]
    return {"watched_ratio": median(found), "watched_ratios": found, "pictures_share": fmean(shares),
            "pictures_shares": shares}


def has_bf16() -> bool:
    """Whether the processor computes in bf16 itself; elsewhere bf16 is slower than float32."""
    cpuinfo = Path("/proc/cpuinfo")
    words = cpuinfo.read_text(encoding="utf-8", errors="replace").split() if cpuinfo.exists() else []
    return any(flag in words for flag in _BF16_FLAGS)


pix2pix = partial(measure, "pix2pix")
cyclegan = partial(measure, "cyclegan")
