"""The bench ``canvas``: how soon a stroke is answered while the run trains beside it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import numpy as np

from ganviz.bench.child import measure_in_child
from ganviz.bench.image_pairs import write_pairs
from ganviz.bench.machine import cores
from ganviz.bench.record import Figures, Tell

STROKES = 60
_SIZES = (64, 256)


def measure(scale: float, tell: Tell) -> Figures:
    """For both generators the median, the 95th percentile and the longest time in seconds."""
    return {f"unet_{size}": _strokes(size, max(2, round(STROKES * scale)), tell) for size in _SIZES}


def _strokes(size: int, count: int, tell: Tell) -> Figures:
    tell(f"unet_{size}, {count} strokes")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        write_pairs(Path(folder) / "pairs", size)
        settings = {"data": str(Path(folder) / "pairs"), "generator": f"unet_{size}", "load_size": size,
                    "crop_size": size}
        environment = {"GANVIZ_RUNS": str(Path(folder) / "runs"), "GANVIZ_CACHE": str(Path(folder) / "cache"),
                       "XDG_CONFIG_HOME": folder, "OMP_NUM_THREADS": str(cores())}
        found = measure_in_child("ganviz.bench.canvas_window", json.dumps(settings), str(count), tell=tell,
                                 environment=environment)
    median, nearly_all = np.percentile(found["seconds"], (50, 95))
    return {"median_s": float(median), "nearly_all_s": float(nearly_all), "longest_s": found["seconds"][-1],
            "iterations_meanwhile": found["iterations"], "weights": found["weights"], "strokes": count}
