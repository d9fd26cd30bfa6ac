"""Measurements in a process of their own, so that none warms up or slows down another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

_MARK = "ganviz-figures "
_QUIET = {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}


class ChildFailedError(Exception):
    """A measuring process ended without figures; its text holds what it said."""


def measure_in_child(module: str, *words: str, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run ``python -m module words...`` without a display and return what it handed to ``hand_over``.

    Raises:
        ChildFailedError: if it fails.
    """
    done = subprocess.run([sys.executable, "-m", module, *words], env={**os.environ, **_QUIET, **(environment or {})},
                          capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(_MARK)]
    if done.returncode or not lines:
        raise ChildFailedError(f"{module} {' '.join(words)} ended with {done.returncode}: {done.stderr.strip()}")
    figures: dict[str, Any] = json.loads(lines[-1].removeprefix(_MARK))
    return figures


def hand_over(figures: dict[str, Any]) -> None:
    """Give figures to the process that waits for them."""
    print(_MARK + json.dumps(figures), flush=True)
