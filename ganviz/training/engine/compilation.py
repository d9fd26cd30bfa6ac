"""Code in the making, by a process of its own that can be ended at any time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import ganviz
from ganviz.training.engine.cache import CodeCache
from ganviz.training.engine.compiler import find_compiler
from ganviz.training.engine.ending import end_group
from ganviz.training.engine.spec import CodeSpec

MARK = "ganviz-code "
"""How the lines begin that say how far it is."""

_STARTING = 0.1
"""The share of the work that the start of the process is."""

_LAST_WORDS = 4000
_WITHOUT_A_WORD = "the process that makes it ended"


class Compilation:
    """Makes the code of a spec and puts it into the cache, beside whatever else this process does.

    Attributes:
        spec: what it is for.
        share: how much of the work is done, 0 to 1.
        failure: what went wrong, in full; empty while nothing did.
        cancelled: whether it was ended before.
        over: set when it has ended, in whatever way.
    """

    def __init__(self, spec: CodeSpec, cache: CodeCache) -> None:
        self.spec = spec
        self.share = 0.0
        self.failure = ""
        self.over = threading.Event()
        self._cache = cache
        self._process: subprocess.Popen[str] | None = None
        self.cancelled = False
        self._starting = threading.Lock()
        self._thread = threading.Thread(target=self._work, name="compilation", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """End it at once; what it had made is dropped."""
        with self._starting:
            self.cancelled = True
            if self._process is not None and self._process.poll() is None:
                end_group(self._process.pid)
        self._thread.join()

    def _work(self) -> None:
        try:
            with self._cache.new(self.spec.key()) as folder, tempfile.TemporaryFile("w+") as log:
                self._make(folder, log)
        except (OSError, _BrokenOffError) as error:
            self.failure = "" if self.cancelled else str(error).strip() or _WITHOUT_A_WORD
        finally:
            self.over.set()

    def _make(self, folder: Path, log: IO[str]) -> None:
        with self._starting:
            if self.cancelled:
                raise _BrokenOffError
            process = self._process = _begin(folder, log)
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(self.spec.text() + "\n")
            process.stdin.flush()
            for line in process.stdout:
                if line.startswith(MARK):
                    self.share = _STARTING + (1 - _STARTING) * float(line.removeprefix(MARK))
            # Its input stays open until here: where this process dies before, the other one ends itself.
        if process.returncode:
            log.seek(0)
            raise _BrokenOffError(log.read()[-_LAST_WORDS:])


class _BrokenOffError(Exception):
    """The process ended without code."""


def _begin(folder: Path, log: IO[str]) -> subprocess.Popen[str]:
    root = str(Path(ganviz.__file__).parent.parent)
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, "PYTHONPATH": path, "CXX": find_compiler() or ""}
    return subprocess.Popen(
        [sys.executable, "-m", "ganviz.training.engine.making", str(folder)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=log, text=True, env=environment, start_new_session=True)
