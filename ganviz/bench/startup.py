"""The bench ``startup``: from the start of a process to a painted window that answers."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures

STARTS = 5


def measure(scale: float) -> Figures:
    """Seconds of each start, and their median; the clock starts before the process does."""
    starts = [_start() for _ in range(max(1, round(STARTS * scale)))]
    usable = [start["usable_s"] for start in starts]
    return {"median_s": median(usable), "painted_median_s": median(start["painted_s"] for start in starts),
            "starts_s": usable}


def _start() -> dict[str, float]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {"GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder}
        begin = time.monotonic()
        stamps = measure_in_child("ganviz.bench.startup_window", environment=environment)
    return {name: stamps[name] - begin for name in ("painted_s", "usable_s")}
