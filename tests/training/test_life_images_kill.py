"""An image game's trainer that is killed at random moments, again and again, ends in the same bits."""

from __future__ import annotations

import os
import random
import signal
import threading

import numpy as np
import pytest

from ganviz.training import messages as m
from ganviz.training.run import Run
from tests.core_support import WorkerTrainer, history, saved_state

KILLS, END = 20, 60
CHANGE = {14: {"learning_rate_g": 1e-3}, 33: {"schedule": "linear"}}
VARIATIONS = {"dropout": True, "rotate90": True, "degrees": 8.0, "brightness": 0.2, "contrast": 0.2, "saturation": 0.2,
              "hue": 0.1}
PARTS = {7: m.Players.D, 21: m.Players.G, 22: m.Players.D, 47: m.Players.G}


def next_command(iteration, settings):
    """What the plan says at this point; a change that is made already is not made again."""
    change = CHANGE.get(iteration)
    if change and any(settings[name] != value for name, value in change.items()):
        return m.Change(change)
    if iteration in PARTS:
        return m.Step(1, PARTS[iteration])
    stops = [stop for stop in (*CHANGE, *PARTS, END) if stop > iteration]
    return m.Play(min(*stops, iteration + 4)) if iteration < END else None


def unbroken(game, settings, folder):
    run = Run.create(game, settings, {"threads": 1}, folder)
    while run.game.iteration < END:
        command = next_command(run.game.iteration, run.game.settings.model_dump())
        if isinstance(command, m.Change):
            run.change(command.values)
        else:
            run.advance(PARTS.get(run.game.iteration, m.Players.BOTH))
    run.save()
    run.close()


def lead_on(life, progress, commands):
    """Carry out so many commands of the plan, or the rest of it."""
    iteration, settings = progress.iteration, progress.game_settings
    while commands > 0 and (command := next_command(iteration, settings)) is not None:
        life.send(command, m.Save())
        commands -= 1
        if commands:
            progress = life.at_rest().progress
            iteration, settings = progress.iteration, progress.game_settings


@pytest.mark.slow
def test_a_trainer_killed_at_twenty_random_moments_ends_in_the_same_bits(image_game, tmp_path):
    game, settings = image_game[0], {**image_game[1], **VARIATIONS}
    chance = random.Random(5)
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    unbroken(game, settings, whole)
    Run.create(game, settings, {"threads": 1, "autosave": 1}, killed).close()
    life = WorkerTrainer()
    for _ in range(KILLS):
        following = WorkerTrainer()  # imports torch while the present one works
        try:
            assert life.open(killed).read_only == ""
            lead_on(life, life.ask().progress, chance.randrange(1, 4))
            threading.Event().wait(chance.random() * 0.3)
            os.kill(life.worker.pid, signal.SIGKILL)
            life.close()
            assert life.exit_code == -signal.SIGKILL
        finally:
            life.close()
            life = following
    try:
        life.open(killed)
        lead_on(life, life.ask().progress, END)
        assert life.at_rest().progress.iteration == END
        life.send(m.Save())
        life.wait(m.Saved, lambda saved: saved.iteration == END)
        assert life.notices() == []
    finally:
        life.close()
    assert saved_state(killed, END) == saved_state(whole, END)
    assert np.array_equal(history(killed), history(whole), equal_nan=True)
