"""Measurements in processes of their own, so that none warms up or slows down another.

A child says each of its figures, and how far it is, in marked lines on standard output. Orders reach it as lines on
standard input; it ends when that closes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, Self

from ganviz.bench.record import Tell

_FIGURES, _TELL = "ganviz-figures ", "ganviz-tells "
_QUIET = {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1", "GOMP_SPINCOUNT": "0"}
"""Without a display; and threads that wait for each other sleep, as those of every process of ours do."""


class ChildFailedError(Exception):
    """A measuring process ended without figures; its text holds what it said."""


class Child:
    """``python -m module words...``, without a display; ``tell`` is told how far it is.

    Leaving the context ends the process by closing its standard input, and waits for it.
    """

    def __init__(self, module: str, *words: str, tell: Tell, environment: Mapping[str, str] | None = None) -> None:
        self._name, self._tell = " ".join((module, *words)), tell
        self._held = ExitStack()
        self._said = self._held.enter_context(tempfile.TemporaryFile("w+"))  # noqa: SIM115 - the stack closes it
        self._process = self._held.enter_context(subprocess.Popen(
            [sys.executable, "-m", module, *words], env={**os.environ, **_QUIET, **(environment or {})},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, text=True))

    def order(self, words: str) -> None:
        """Tell it what to do; figures will answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def figures(self) -> dict[str, Any]:
        """The next figures that it hands over.

        Raises:
            ChildFailedError: if it ends without them.
        """
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith(_FIGURES):
                figures: dict[str, Any] = json.loads(line.removeprefix(_FIGURES))
                return figures
            if line.startswith(_TELL):
                self._tell(line.removeprefix(_TELL).strip())
        self._said.seek(0)
        raise ChildFailedError(f"{self._name} ended with {self._process.wait()}: {self._said.read().strip()}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._held.close()


def measure_in_child(module: str, *words: str, tell: Tell, environment: Mapping[str, str] | None = None,
                     ) -> dict[str, Any]:
    """Run ``python -m module words...`` and return what it handed to ``hand_over``.

    Raises:
        ChildFailedError: if it fails.
    """
    with Child(module, *words, tell=tell, environment=environment) as child:
        return child.figures()


def hand_over(figures: Mapping[str, Any]) -> None:
    """Give figures to the process that waits for them."""
    print(_FIGURES + json.dumps(figures), flush=True)


def tell_parent(text: str) -> None:
    """Say how far the measurement is."""
    print(_TELL + text, flush=True)
