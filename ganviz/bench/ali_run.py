"""One run of a preset of ALI from one seed; run in a process of its own by the benches ``ali`` and ``digits``."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from ganviz.bench.child import hand_over
from ganviz.settings.ali import ALISettings
from ganviz.settings.presets import preset
from ganviz.settings.run import RunSettings
from ganviz.training import headless
from ganviz.training.engine.lasting import engine_for
from ganviz.training.evaluating import evaluate


def play(name: str, seed: int, scale: float, folder: Path) -> dict[str, Any]:
    """Train as long as the preset says and measure; run and schedule are made ``scale`` times as long."""
    chosen = preset("ali", name)
    settings = ALISettings(**chosen.values)
    iterations = _scaled(chosen.iterations or settings.schedule_iterations, scale)
    run = RunSettings(seed=seed, device="cpu")
    settings = engine_for("ali", settings, run, iterations).changed(
        {"schedule_iterations": _scaled(settings.schedule_iterations, scale)})
    wall, cpu = time.perf_counter(), time.process_time()
    headless.train("ali", settings, run, folder, iterations, lambda _: None, lambda: False)
    times = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
    found = evaluate(folder)
    figures = {figure: value for figure, value in found.items() if isinstance(value, int | float)}
    return {**figures, "prior_mmd": found["prior_mmd"][0], "iterations": iterations, **times}


def _scaled(length: int, scale: float) -> int:
    return max(1, round(length * scale))


def _main(name: str, seed: str, scale: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        hand_over(play(name, int(seed), float(scale), Path(folder) / "run"))


if __name__ == "__main__":
    _main(*sys.argv[1:])
