"""The machine that figures come from, in words."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

_CPUINFO = Path("/proc/cpuinfo")


def cpu_model() -> str:
    """The processor's name, as the operating system gives it."""
    if _CPUINFO.exists():
        for line in _CPUINFO.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def machine() -> dict[str, Any]:
    """Processor, cores, system and the versions that matter to speed."""
    return {"cpu": cpu_model(), "cores": cores(), "system": f"{platform.system()} {platform.release()}",
            "python": platform.python_version(), "torch": version("torch"),
            "qt": version("PySide6-Essentials")}
