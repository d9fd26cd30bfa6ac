"""What the tests of the command line share: ganviz in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import core_support

TINY = [word for name, value in {**core_support.TINY, "engine": "eager"}.items()
        for word in ("--set", f"{name}={value}")]
"""The options of a tiny game, which no run of it waits to be compiled, however long."""

_WITHOUT = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_PROJECT = Path(__file__).parent.parent
LONG = 300.0
"""Seconds after which a process hangs."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment without a display, whose runs and settings lie below ``home``."""
    kept = {name: value for name, value in os.environ.items() if name not in _WITHOUT}
    return {**kept, "GANVIZ_RUNS": str(home / "runs"), "XDG_CONFIG_HOME": str(home / "settings"),
            "PYTHONPATH": str(_PROJECT), **more}


def start(home: Path, *words: object, variables: Mapping[str, str] | None = None,
          **options: Any) -> subprocess.Popen[str]:
    """``ganviz WORDS`` as a person starts it, its output caught."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.Popen([sys.executable, "-m", "ganviz", *map(str, words)], text=True, cwd=home,
                            env=environment(home, **(variables or {})), **streams)


def start_ranks(home: Path, *words: object) -> subprocess.Popen[str]:
    """``torchrun -m ganviz WORDS`` with two ranks on this machine, its output caught."""
    launcher = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")
    return subprocess.Popen([sys.executable, *launcher, "-m", "ganviz", *map(str, words)], text=True, cwd=home,
                            env=environment(home, OMP_NUM_THREADS="1", GANVIZ_CACHE=str(home / "cache")),
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of a process, once it has ended."""
    out, err = process.communicate(timeout=LONG)
    return process.returncode, out or "", err or ""


@contextmanager
def writer(home: Path) -> Iterator[subprocess.Popen[str]]:
    """A real process that trains the tiny 2-D game in ``home/run`` and saves it every second; killed in the end."""
    words = ("train", "2d", "--iterations", 10_000_000, "--out", home / "run", "--set", "autosave=1")
    with start(home, *words, *TINY) as process:
        try:
            while len(list((home / "run").glob("checkpoints/0-*"))) < 2:
                assert process.poll() is None, finished(process)
                time.sleep(0.01)
            yield process
        finally:
            process.kill()
