"""A run's generator with the newest weights that can be had; see ``ganviz.training.inference``."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch

from ganviz.games.translator import Translator
from ganviz.settings.errors import UserError
from ganviz.training.folder.checkpoints import CheckpointStore
from ganviz.training.folder.problems import DamagedError
from ganviz.training.giving_up import GivenUpError, IsGivenUp, looking_out, never
from ganviz.training.inference import GivenUp, Sketch, Translation, Untranslated
from ganviz.training.messages import Lent
from ganviz.training.trained import NOWHERE, Trained, borrowed, outlined, renewed, trained

_THREADS = 1
"""Beside a trainer that takes every core, two threads wait for each other; one answers U-Net 256 in half the time."""


class Newest:
    """Translates sketches on the CPU as ``ganviz apply`` does, in evaluation mode.

    Newer weights are those that a sketch brings with it; else it is seen from the time at which the folder of
    checkpoints changed whether there are any.

    Args:
        folder: the run's.
        is_given_up: whether the answer under way is not wanted any more; looked at before each layer.
    """

    def __init__(self, folder: Path, is_given_up: IsGivenUp = never) -> None:
        torch.set_num_threads(_THREADS)
        self._folder, self._changed, self._loan = folder, -1, -1
        self._is_given_up = is_given_up
        self._run: Trained | None = None

    def __call__(self, sketch: Sketch) -> Translation | Untranslated | GivenUp:
        """The translation, or why there is none."""
        began = time.monotonic()
        try:
            run = self._newest() if sketch.loan is None else self._lent(sketch.loan)
            with looking_out(self._is_given_up):
                pixels = Translator(next(iter(run.generators.values())))(sketch.pixels)
            return Translation(pixels, run.place[1], time.monotonic() - began)
        except GivenUpError:
            return GivenUp()
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
            self._run = _if_there(self._run, partial(renewed, self._run))
        self._changed, self._loan = changed, -1
        return self._run

    def _lent(self, loan: Lent) -> Trained:
        run = self._run if self._run is not None else outlined(self._folder)
        if self._loan != loan.number:
            store = CheckpointStore(Path(loan.folder))
            run = _if_there(run, partial(borrowed, run, store, loan.number, loan.iteration))
            self._loan, self._changed = loan.number, -1
        self._run = run
        return run


def _if_there(run: Trained, newer: Callable[[], Trained]) -> Trained:
    """Newer weights, unless they were let go of while they were read: then the next ones will do."""
    try:
        return newer()
    except DamagedError:
        if run.place == NOWHERE:
            raise
        return run
