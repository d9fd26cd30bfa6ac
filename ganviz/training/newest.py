"""A run's generator with the newest weights that are on disk; see ``ganviz.training.inference``."""

from __future__ import annotations

import time
import traceback
from pathlib import Path

import torch

from ganviz.games.translator import Translator
from ganviz.settings.errors import UserError
from ganviz.training.folder.problems import DamagedError
from ganviz.training.inference import Sketch, Translation, Untranslated
from ganviz.training.trained import Trained, renewed, trained

_THREADS = 1
"""Beside a trainer that takes every core, two threads wait for each other; one answers U-Net 256 in half the time."""


class Newest:
    """Translates sketches on the CPU as ``ganviz apply`` does, in evaluation mode.

    Whether there are newer weights is seen from the time at which the folder of checkpoints changed.
    """

    def __init__(self, folder: Path) -> None:
        torch.set_num_threads(_THREADS)
        self._folder, self._changed = folder, -1
        self._run: Trained | None = None

    def __call__(self, sketch: Sketch) -> Translation | Untranslated:
        """The translation, or why there is none."""
        began = time.monotonic()
        try:
            run = self._newest()
            pixels = Translator(next(iter(run.generators.values())))(sketch.pixels)
            return Translation(pixels, run.place[1], time.monotonic() - began)
        except UserError as error:
            return Untranslated(str(error))
        except Exception as error:  # noqa: BLE001 - the boundary of the process: every failure reaches the window
            return Untranslated(f"The drawing could not be translated: {error}", traceback.format_exc())

    def _newest(self) -> Trained:
        checkpoints = self._folder / "checkpoints"
        changed = checkpoints.stat().st_mtime_ns if checkpoints.is_dir() else 0
        if self._run is None:
            self._run = trained(self._folder)
        elif changed != self._changed:
            self._run = self._renewed(self._run)
        self._changed = changed
        return self._run

    @staticmethod
    def _renewed(run: Trained) -> Trained:
        """Newer weights, unless their checkpoint was let go of while it was read: then the next one will do."""
        try:
            return renewed(run)
        except DamagedError:
            return run
