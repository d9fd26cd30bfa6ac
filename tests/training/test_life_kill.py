"""A trainer that is killed at random moments, again and again, ends in the same bits as one that lives through."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from contextlib import closing

import numpy as np
import psutil
import pytest
import torch

from ganviz.training import child
from ganviz.training import messages as m
from ganviz.training.folder.events import EVENTS_NAME, BranchEvent, ChangeEvent, read_events
from ganviz.training.folder.lock import LOCK_NAME
from ganviz.training.run import Run
from ganviz.training.worker import WorkerProcess
from tests.core_support import TIMEOUT, TINY, WorkerTrainer, flat, history, saved_state, trainer

KILLS = 20
SETTINGS = {**TINY, "spectral_norm_d": True, "dropout_d": 0.1, "ema_g": 0.9, "normalisation_g": "batch"}

# On each branch: live changes and partial steps by iteration, how far it goes; and where it forks from the one before.
CHANGES = [
    {35: {"learning_rate_d": 0.003}, 120: {"batch_size": 20}, 210: {"updates_d": 2}},
    {90: {"objective": "least_squares"}, 230: {"dropout_d": 0.0}},
    {30: {"learning_rate_g": 0.004}, 260: {"schedule_d": "linear"}},
    {280: {"ema_g": 0.0}},
]
PARTS = [{36: "d", 37: "d", 150: "g", 211: "d"}, {91: "g", 205: "d"}, {31: "d", 32: "g", 290: "d"}, {281: "g"}]
ENDS = [240, 250, 310, 420]
FORKS = [0, 90, 30, 280]

AT_NEXT = {0: m.Change, 3: m.Change, 6: m.Continue, 12: m.Continue, 17: m.Continue}
"""Which kind of command some lives end with; the others end after one to three commands."""


def next_command(branch: int, iteration: int, changed: set[tuple[int, int]]) -> m.Command | None:
    """What the plan says at this point of the life; ``changed`` are the changes on record."""
    if iteration in CHANGES[branch] and (branch, iteration) not in changed:
        return m.Change(CHANGES[branch][iteration])
    if iteration in PARTS[branch]:
        return m.Step(1, m.Players(PARTS[branch][iteration]))
    if iteration < ENDS[branch]:
        stops = [at for at in (*CHANGES[branch], *PARTS[branch], ENDS[branch]) if at > iteration]
        return m.Play(min(*stops, iteration + 13))
    return m.Continue(FORKS[branch + 1]) if branch + 1 < len(FORKS) else None


def changes_on_record(folder) -> set[tuple[int, int]]:
    return {(event.branch, event.iteration) for event in read_events(folder / EVENTS_NAME)
            if isinstance(event, ChangeEvent)}


def unbroken(folder) -> None:
    """The same plan in one life, by the run's own methods."""
    run = Run.create("1d", SETTINGS, {}, folder)
    for branch, end in enumerate(ENDS):
        if branch:
            run.fork(FORKS[branch])
        while run.game.iteration < end:
            if run.game.iteration in CHANGES[branch]:
                run.change(CHANGES[branch][run.game.iteration])
            run.advance(m.Players(PARTS[branch].get(run.game.iteration, "both")))
    run.save()
    run.close()


def lead_on(life: WorkerTrainer, folder, branch: int, iteration: int) -> Iterator[m.Command]:
    """Carry out the plan command by command, saving all the time; each is named just after it was sent."""
    while (command := next_command(branch, iteration, changes_on_record(folder))) is not None:
        life.send(m.Save(), command, m.Save(), m.Save())
        yield command
        progress = life.at_rest().progress
        branch, iteration = progress.branch, progress.iteration


def kill(life: WorkerTrainer, chance: random.Random) -> None:
    """Kill the trainer at a random moment, which its saving is likely to meet."""
    life.send(*[m.Save()] * 4)
    threading.Event().wait(chance.random() * 0.03)
    os.kill(life.worker.pid, signal.SIGKILL)
    life.close()
    assert life.exit_code == -signal.SIGKILL


def live_until_killed(life: WorkerTrainer, folder, kind: type | None, chance: random.Random) -> None:
    """Open the run and go on; die soon after a command of a kind, or after a few commands."""
    ready = life.open(folder)
    assert ready.read_only == ""
    doomed = chance.randrange(3)
    for number, command in enumerate(lead_on(life, folder, ready.branch, ready.iteration)):
        if isinstance(command, kind) if kind else number == doomed:
            kill(life, chance)
            return
    raise AssertionError("the plan ended before the last kill")


@pytest.mark.slow
def test_a_trainer_killed_at_twenty_random_moments_ends_in_the_same_bits(tmp_path):
    chance = random.Random(20)
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    unbroken(whole)
    Run.create("1d", SETTINGS, {}, killed).close()
    life = WorkerTrainer()
    for number in range(KILLS):
        following = WorkerTrainer()  # imports torch while the present one works
        try:
            live_until_killed(life, killed, AT_NEXT.get(number), chance)
        finally:
            life.close()
            life = following
    with closing(life):
        ready = life.open(killed)
        assert list(lead_on(life, killed, ready.branch, ready.iteration))[-1] is not None
    assert life.notices() == []
    for branch, end in enumerate(ENDS):
        assert saved_state(killed, end, branch) == saved_state(whole, end, branch), branch
    assert np.array_equal(history(killed), history(whole), equal_nan=True)
    ended = Run.open(killed)
    for iteration in (29, 34, 150, 279, 300, ENDS[-1] - 1):
        assert flat(ended, iteration).equal(state_of(whole, iteration)), iteration
    ended.close()


def state_of(folder, iteration: int) -> torch.Tensor:
    run = Run.open(folder)
    found = flat(run, iteration)
    run.close()
    return found


def test_a_branch_that_was_only_put_on_record_is_opened_at_its_fork(tmp_path):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    for _ in range(60):
        run.advance()
    run.save()
    expected = flat(run, 45)
    run.past.note(BranchEvent(1, 0, 45))  # and killed here, before the new branch has a checkpoint
    run.close()
    again = Run.open(tmp_path / "run")
    assert (again.branch, again.game.iteration) == (1, 45)
    assert again.game.state.tensor.equal(expected)
    again.close()


def test_keyframes_of_a_life_that_was_lost_do_not_outlive_it(tmp_path):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    for _ in range(450):
        run.advance()
    run.close()  # as if killed: keyframes at 200 and 400, and only iteration 0 saved
    again = Run.open(tmp_path / "run")
    again.change({"learning_rate_d": 0.01})
    for _ in range(600):
        again.advance()
        if again.game.iteration == 420:
            expected = again.game.state.tensor.clone()
    assert flat(again, 420).equal(expected)
    again.close()


def test_a_trainer_whose_window_is_gone_saves_and_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(child, "_END_SECONDS", TIMEOUT)  # nobody ends it by force, however long saving takes here
    worker = WorkerProcess()
    worker.start()
    worker.send(m.Create("1d", TINY, {}, str(tmp_path / "run")))
    assert isinstance(worker.receive(), m.Ready)
    worker.send(m.Step(25))
    number = 0
    report = None
    while report is None or report.progress.mode is not m.Mode.PAUSED:
        number += 1
        worker.send(m.Ask(number))
        report = worker.receive()
    process = psutil.Process(worker.pid)
    worker.close()
    assert psutil.wait_procs([process], TIMEOUT)[1] == []
    assert saved_state(tmp_path / "run", 25)["iteration"] == 25
    assert not (tmp_path / "run" / LOCK_NAME).exists()


def test_a_worker_that_was_never_started_can_be_closed():
    WorkerProcess().close()


def test_a_killed_trainer_is_told_of_and_its_run_can_be_opened_again(tmp_path):
    life = WorkerTrainer()
    life.create(tmp_path / "run")
    life.play_to(25)
    life.send(m.Save())
    life.wait(m.Saved)
    pid = life.worker.pid
    os.kill(pid, signal.SIGKILL)
    life.close()
    assert life.exit_code == -signal.SIGKILL
    with trainer() as again:
        ready = again.open(tmp_path / "run")
        assert (ready.iteration, ready.read_only) == (25, "")
        assert any(f"was left by process {pid}, which has ended; it was taken over" in text for text in ready.warnings)
        again.play_to(30)
