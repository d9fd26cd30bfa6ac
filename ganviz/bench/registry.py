"""The promises that ``ganviz bench`` measures."""

from __future__ import annotations

from ganviz.bench.record import Bench, Bound
from ganviz.settings.registry import UnknownNameError

BENCHES = {bench.name: bench for bench in (
    Bench("toy", "iterations/s of the real loop against a plain PyTorch loop of the same game",
          "ganviz.bench.toy:measure",
          (Bound("mlp64.eager_ratio", ">=", 1.2), Bound("ganlab.eager_ratio", ">=", 1.2))),
    Bench("live", "training speed with the window open against without it, and how smoothly it paints",
          "ganviz.bench.live:measure", tuple(bound for game in ("1d", "2d", "ali") for bound in (
              Bound(f"{game}.ratio", ">=", 0.9), Bound(f"{game}.refresh_hz", ">=", 30),
              Bound(f"{game}.frame_interval_p99_ms", "<=", 40)))),
    Bench("startup", "from the start of the process to a painted, usable window",
          "ganviz.bench.startup:measure", (Bound("median_s", "<=", 1.5),)),
    Bench("memory", "growth over a million iterations, and redrawing a million-point curve",
          "ganviz.bench.memory:measure", (Bound("growth_mb", "<=", 200), Bound("redraw_ms", "<=", 10))),
    Bench("reading", "decoded and varied images of 256 pixels/s on one core",
          "ganviz.bench.reading:measure", (Bound("images_s", ">=", 400),)),
    Bench("ali", "modes, quality and round trips of ALI on the grid of 25, from five seeds (an hour)",
          "ganviz.bench.ali:measure",
          (Bound("least_modes", ">=", 25), Bound("least_high_quality", ">=", 0.95),
           Bound("greatest_round_trip", "<=", 0.25), Bound("longest_s", "<=", 1200)), by_name_only=True),
)}


def chosen(names: list[str]) -> list[Bench]:
    """The named benches, or all that are not measured by name only.

    Raises:
        UnknownNameError: for a name that there is not.
    """
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        raise UnknownNameError(f"unknown bench {unknown[0]!r}; choose one of {', '.join(BENCHES)}")
    everyday = [name for name, bench in BENCHES.items() if not bench.by_name_only]
    return [BENCHES[name] for name in names or everyday]
