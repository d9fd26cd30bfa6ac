"""The bench ``startup``: from the start of a process to a painted window that answers."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from ganviz.bench.child import measure_in_child
from ganviz.bench.record import Figures, Tell

STARTS = 5


def measure(scale: float, tell: Tell) -> Figures:
    """Seconds of each start, and their median; the clock starts before the process does."""
    count = max(1, round(STARTS * scale))
    starts = [_start(f"start {number + 1} of {count}", tell) for number in range(count)]
    usable = [start["usable_s"] for start in starts]
    return {"median_s": median(usable), "painted_median_s": median(start["painted_s"] for start in starts),
            "starts_s": usable}


def _start(what: str, tell: Tell) -> dict[str, float]:
    tell(what)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {"GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder}
        begin = time.monotonic()
        stamps = measure_in_child("ganviz.bench.startup_window", tell=tell, environment=environment)
    return {name: stamps[name] - begin for name in ("painted_s", "usable_s")}
