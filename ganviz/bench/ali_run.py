"""One run of ALI's default preset from one seed; run in a process of its own by the bench ``ali``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ganviz.bench.child import hand_over
from ganviz.settings.ali import ALISettings
from ganviz.settings.presets import presets
from ganviz.settings.run import RunSettings
from ganviz.training import headless
from ganviz.training.engine.lasting import engine_for
from ganviz.training.evaluating import evaluate

_REPORTED = ("modes", "high_quality", "reverse_kl", "round_trip", "reconstruction_ratio")


def play(seed: int, scale: float, folder: Path) -> dict[str, Any]:
    """Train to the end of the preset's schedule, made ``scale`` times as long, and measure."""
    settings = ALISettings(**next(iter(presets("ali").values())).values)
    iterations = max(1, round(settings.schedule_iterations * scale))
    run = RunSettings(seed=seed, device="cpu")
    settings = engine_for("ali", settings, run, iterations).changed({"schedule_iterations": iterations})
    wall, cpu = time.perf_counter(), time.process_time()
    headless.train("ali", settings, run, folder, iterations, lambda _: None, lambda: False)
    times = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    found: dict[str, Any] = evaluate(folder)
    return {**{name: found[name] for name in _REPORTED}, "prior_mmd": found["prior_mmd"][0], "iterations": iterations,
            **times}


def _main(seed: str, scale: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(play(int(seed), float(scale), Path(folder) / "run"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
