"""The bench ``startup``: from the start of a process to a painted window that answers.

An installed program finds its byte code on disk. So does each start here but the first, which is not counted: it
writes the byte code, wherever the files lie and whatever the environment says about writing it beside them.
"""

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
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as code:
        _start(code, "first start", tell)
        starts = [_start(code, f"start {number + 1} of {count}", tell) for number in range(count)]
    usable = [start["usable_s"] for start in starts]
    return {"median_s": median(usable), "painted_median_s": median(start["painted_s"] for start in starts),
            "starts_s": usable}


def _start(code: str, what: str, tell: Tell) -> dict[str, float]:
    tell(what)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = {"GANVIZ_RUNS": str(Path(folder) / "runs"), "XDG_CONFIG_HOME": folder,
                       "PYTHONPYCACHEPREFIX": code, "PYTHONDONTWRITEBYTECODE": ""}
        begin = time.monotonic()
        stamps = measure_in_child("ganviz.bench.startup_window", tell=tell, environment=environment)
    return {name: stamps[name] - begin for name in ("painted_s", "usable_s")}
