"""Ending a process at once, and the compilers that it started."""

from __future__ import annotations

import os
import signal
from contextlib import suppress

import psutil


def end_group(pid: int) -> None:
    """Kill the process ``pid``, which leads a group of its own, and all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        return
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for each in (*process.children(recursive=True), process):
            each.kill()
