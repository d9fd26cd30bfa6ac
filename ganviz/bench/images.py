"""The benches ``pix2pix`` and ``cyclegan``: speed and memory of the real loop against the plain one."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from ganviz.bench.child import measure_in_child
from ganviz.bench.machine import cores
from ganviz.bench.record import Figures, Tell

CASES: dict[str, dict[int, dict[str, Any]]] = {
    "pix2pix": {size: {"generator": f"unet_{size}"} for size in (256, 128)},
    "cyclegan": {256: {"generator": "resnet_9blocks"}, 128: {"generator": "resnet_6blocks"}},
}
"""The games' default settings at two sizes, batch 1."""

_LENGTHS = {"pix2pix": {256: 6, 128: 16}, "cyclegan": {256: 1, 128: 4}}
"""Iterations of a round."""

_ROUNDS = 5
_MEMORY_ITERATIONS = 3
_BF16_FLAGS = ("avx512_bf16", "amx_bf16", "bf16")


def measure(game: str, scale: float, tell: Tell) -> Figures:
    """For each size seconds for an iteration of both loops, and how many times as fast and as large the real one is."""
    return {f"px{size}": _at(game, size, scale, tell) for size in CASES[game]}


def _at(game: str, size: int, scale: float, tell: Tell) -> Figures:
    length = max(1, round(_LENGTHS[game][size] * scale))
    rounds = max(1, round(_ROUNDS * min(1.0, scale)))
    # Threads that spin would take the cores from those of the other loop.
    child = partial(measure_in_child, tell=tell, environment={"OMP_NUM_THREADS": str(cores()), "GOMP_SPINCOUNT": "0"})
    figures = dict(child("ganviz.bench.image_rounds", game, str(size), "float32", str(length), str(rounds)))
    plain = child("ganviz.bench.image_memory", game, str(size), "plain", str(_MEMORY_ITERATIONS))["peak_mb"]
    for precision in ("float32", "bf16") if has_bf16() else ("float32",):
        real = child("ganviz.bench.image_memory", game, str(size), precision, str(_MEMORY_ITERATIONS))["peak_mb"]
        figures |= {f"{precision}_peak_mb": real, f"{precision}_memory_ratio": real / plain}
    if has_bf16():
        bf16 = child("ganviz.bench.image_rounds", game, str(size), "bf16", str(length), str(rounds))
        figures["bf16_ratio"] = bf16["bf16_ratio"]
    return {**figures, "plain_peak_mb": plain}


def has_bf16() -> bool:
    """Whether the processor computes in bf16 itself; elsewhere bf16 is slower than float32."""
    cpuinfo = Path("/proc/cpuinfo")
    words = cpuinfo.read_text(encoding="utf-8", errors="replace").split() if cpuinfo.exists() else []
    return any(flag in words for flag in _BF16_FLAGS)


pix2pix = partial(measure, "pix2pix")
cyclegan = partial(measure, "cyclegan")
