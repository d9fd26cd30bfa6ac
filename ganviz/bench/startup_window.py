"""One start of the window; run in a process of its own by ``startup``. Times are those of the system-wide clock."""

from __future__ import annotations

from ganviz.app.probe.startup import first_paint
from ganviz.bench.child import hand_over

if __name__ == "__main__":
    stamps = first_paint()
    hand_over({"painted_s": stamps.painted, "usable_s": stamps.usable})
