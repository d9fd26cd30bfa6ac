"""The same seed gives the same bits after 2,000 iterations, whatever is done to watch, hold up or interrupt the run."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from ganviz.training import messages as m
from ganviz.training.run import Run
from tests.core_support import (
    LAYERS_1D,
    LAYERS_2D,
    LAYERS_ALI,
    SHOWN,
    TINY,
    Trainer,
    WorkerTrainer,
    flat,
    same_arrays,
    saved_state,
    trainer,
)
from tests.engines import COVERING

END = 2_000
GAMES = {
    "plain": ("1d", {}),
    "batch norm": ("2d", {"normalisation_d": "batch", "normalisation_g": "batch"}),
    "layer norm": ("2d", {"normalisation_d": "layer", "normalisation_g": "layer", "optimizer_d": "rmsprop"}),
    "spectral norm, dropout, EMA": ("1d", {"spectral_norm_d": True, "dropout_d": 0.2, "dropout_g": 0.1,
                                           "ema_g": 0.99, "optimizer_g": "sgd"}),
    "ali": ("ali", {"depth_e": 1, "width_e": 8, "dropout_d": 0.1, "normalisation_g": "batch", "instance_noise": 0.1,
                    "reconstruction": 0.1, "labels": "conditional"}),
    "compiled": ("1d", {"engine": "compiled"}),
    "compiled, ali": ("ali", {"depth_e": 1, "width_e": 8, "dropout_d": 0.1, "engine": "compiled"}),
    "compiled, everything": ("2d", {**COVERING["regularised"][1], "engine": "compiled"}),
}
EAGER = [option for option in GAMES if "engine" not in GAMES[option][1]]
LAYERS = {"1d": LAYERS_1D, "2d": LAYERS_2D, "ali": LAYERS_ALI}


def begin(training: Trainer, folder, option: str) -> m.Layers:
    game, settings = GAMES[option]
    training.create(folder, game, {**TINY, **settings})
    return LAYERS[game]


def watched(training, folder, option):
    layers = begin(training, folder, option)
    training.send(m.Play(END))
    training.at_rest(layers, pulse=0)


def paused(training, folder, option):
    begin(training, folder, option)
    stops = sorted(random.Random(option).sample(range(1, END), 8))
    for stop, latest in pairwise([*stops, END]):
        training.send(m.Play(latest))  # no further, however late the order to pause comes
        training.ask_until(lambda report, stop=stop: report.progress.iteration >= stop, pulse=0.002)
        training.send(m.Pause())
        paused_at = training.ask().progress
        assert paused_at.mode is m.Mode.PAUSED
    if paused_at.iteration < END:
        training.play_to(END)


def in_slow_motion(training, folder, option):
    layers = begin(training, folder, option)
    training.play_to(700)
    training.send(m.SetSpeed(None, 5_000), m.Play(800))  # no further, however late the order to pause comes
    training.ask_until(lambda report: report.progress.iteration > 740, layers)
    training.send(m.Pause(), m.Step(3), m.SetSpeed(4_000))
    training.at_rest()
    training.play_to(900)
    training.send(m.SetSpeed())
    training.play_to(END)


def scrubbed(training, folder, option):
    layers = begin(training, folder, option)
    places = random.Random(option)
    training.play_to(300)
    training.send(m.Play(END))
    ends = False
    while not ends:
        training.send(m.View(places.randrange(300)))
        ends = training.ask(layers).progress.mode is m.Mode.PAUSED
    training.see(END - 1, layers)


def in_a_process(training, folder, option):
    watched(training, folder, option)


def resumed_half_way(training, folder, option):
    begin(training, folder, option)
    training.play_to(END // 2)
    training.close()
    with trainer() as again:
        assert again.open(folder).iteration == END // 2
        again.play_to(END)


WAYS = [watched, paused, in_slow_motion, scrubbed, in_a_process, resumed_half_way]


@pytest.fixture(scope="module")
def plain_run(tmp_path_factory):
    """The state at the end of a run that nobody touches, by the game's options; each is run once."""
    known: dict[str, dict] = {}

    def state(option: str) -> dict:
        if option not in known:
            game, settings = GAMES[option]
            folder = tmp_path_factory.mktemp("plain") / "run"
            run = Run.create(game, {**TINY, **settings}, {}, folder)
            if option not in EAGER:
                run.play_by(run.codes.load(run.game))
            for _ in range(END):
                run.advance()
            run.save()
            run.close()
            known[option] = saved_state(folder, END)
        return known[option]

    return state


@pytest.mark.slow
@pytest.mark.parametrize("option", list(GAMES))
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_same_seed_ends_in_the_same_bits(plain_run, tmp_path, way, option):
    with trainer(WorkerTrainer if way is in_a_process else Trainer) as training:
        way(training, tmp_path / "run", option)
    assert training.notices() == []
    assert saved_state(tmp_path / "run", END) == plain_run(option)


@pytest.mark.slow
def test_another_seed_ends_in_other_bits(plain_run, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", seed=2)
        training.play_to(END)
    assert saved_state(tmp_path / "run", END) != plain_run("plain")


CHANGES = {40: {"learning_rate_d": 0.004}, 90: {"batch_size": 24, "updates_d": 2},
           130: {"objective": "least_squares", "dropout_d": 0.3}, 300: {"ema_g": 0.9, "schedule_g": "cosine"}}
PARTS = {41: m.Players.D, 42: m.Players.D, 200: m.Players.G, 301: m.Players.D}
WATCHED = (39, 40, 43, 91, 129, 131, 201, 299, 302, 350)


def eventful(folder, option, checked=WATCHED) -> dict[int, bytes]:
    """A run with live changes and partial steps in between; the bits that it had at some iterations."""
    game, settings = GAMES[option]
    run = Run.create(game, {**TINY, **settings}, {}, folder)
    bits = {}
    while run.game.iteration < 350:
        if run.game.iteration in CHANGES:
            known = type(run.game.settings).model_fields
            run.change({name: value for name, value in CHANGES[run.game.iteration].items() if name in known})
        run.advance(PARTS.get(run.game.iteration, m.Players.BOTH))
        if run.game.iteration in checked:
            bits[run.game.iteration] = run.game.state.tensor.numpy().tobytes()
    run.close()
    return bits


@pytest.mark.parametrize("option", EAGER)
def test_changes_and_partial_steps_are_replayed_to_the_same_bits(tmp_path, option):
    bits = eventful(tmp_path / "run", option)
    run = Run.open(tmp_path / "run")
    assert run.game.iteration == 302, "all that is on record is repeated, although only iteration 0 was saved"
    while run.game.iteration < 350:
        run.advance()
    assert run.game.state.tensor.numpy().tobytes() == bits[350]
    found = {iteration: flat(run, iteration).numpy().tobytes() for iteration in bits}
    assert found == bits
    run.close()


def test_what_is_shown_of_the_past_after_reopening_is_what_was(tmp_path):
    eventful(tmp_path / "run", "plain")
    run = Run.create("1d", TINY, {}, tmp_path / "again")
    while run.game.iteration < 132:
        if run.game.iteration in CHANGES:
            run.change(CHANGES[run.game.iteration])
        run.advance(PARTS.get(run.game.iteration, m.Players.BOTH))
    with trainer() as training:
        training.open(tmp_path / "run")
        assert same_arrays(training.see(132, SHOWN).arrays, run.game.snapshot(SHOWN))
    run.close()


def test_a_rate_that_a_schedule_has_ended_goes_on_the_same_after_reopening(tmp_path):
    settings = {**TINY, "schedule_d": "linear", "schedule_g": "cosine", "schedule_iterations": 50}
    for folder in ("run", "whole"):
        with trainer() as training:
            training.create(tmp_path / folder, settings=settings)
            training.play_to(30 if folder == "run" else 60)
    with trainer() as training:
        training.open(tmp_path / "run")
        training.play_to(60)
    assert saved_state(tmp_path / "run", 60) == saved_state(tmp_path / "whole", 60)
