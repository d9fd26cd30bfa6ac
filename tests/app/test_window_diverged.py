"""Losses that stop being numbers, in the window: the run rests at its last finite state, says why, and can go on."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from tests.app_support import Driven
from tests.core_support import saved_state

WILD = {"problem": "ring8", "objective": "least_squares", "optimizer_d": "sgd", "optimizer_g": "sgd", "width_d": 64,
        "learning_rate_d": 0.2, "learning_rate_g": 0.2, "activation_d": "relu", "schedule_d": "constant"}
CALM = {"learning_rate_d": 1e-4, "learning_rate_g": 1e-4}


def diverged(driven: Driven) -> tuple[str, int]:
    """Play until it diverges: the sentence, and the iteration that it names as the resting place."""
    driven.window.notices.clear()
    driven.act("play")
    told = driven.until_told("Training diverged")
    rest = int(re.search(r"rests at iteration (\d+)", told)[1])
    driven.until(lambda: driven.session.iteration == rest and not driven.session.playing)
    return told, rest


def is_finite(folder: Path, iteration: int, branch: int = 0) -> bool:
    state = saved_state(folder, iteration, branch)
    return all(np.isfinite(np.frombuffer(value, np.float32)).all() for value in state.values()
               if isinstance(value, bytes))


def test_a_diverged_run_rests_says_what_diverged_and_goes_on_from_an_earlier_iteration(driven: Driven) -> None:
    driven.begin(WILD)
    folder = driven.folder
    told, rest = diverged(driven)
    assert re.fullmatch(
        r"Training diverged: the (discriminator|generator)'s (loss|gradient) is no longer a finite number in iteration "
        rf"{rest + 1}\. The run rests at iteration {rest}, its last finite state; go on from an earlier one with a "
        r"lower learning_rate_d or learning_rate_g\.", told), told
    assert diverged(driven) == (told, rest), "the same bits diverge in the same place"
    driven.window.transport.timeline.scrubbed.emit(rest // 2)
    driven.until(lambda: driven.session.progress.viewing == rest // 2)
    driven.act("past.continue")
    driven.until(lambda: driven.session.progress.branch == 1)
    driven.session.change(CALM)
    driven.play_to(rest + 50)
    driven.close()
    assert is_finite(folder, rest, branch=0)
    assert is_finite(folder, rest + 50, branch=1)
    history = np.loadtxt(folder / "history.csv", delimiter=",", skiprows=1)
    assert history[history[:, 0] == 0, 1].tolist() == list(range(1, rest + 1))
    assert np.isfinite(history).all()


def test_a_run_that_diverged_is_at_its_last_finite_state_when_it_is_opened_again(driven: Driven) -> None:
    driven.begin(WILD)
    folder = driven.folder
    _, rest = diverged(driven)
    driven.act("run.new_seed")
    driven.until(lambda: driven.folder != folder and driven.session.progress is not None)
    driven.open(folder)
    driven.until(lambda: driven.folder == folder and driven.session.progress is not None)
    assert driven.session.iteration == rest
    assert not any("damaged" in text or "incomplete" in text for text in driven.told)
