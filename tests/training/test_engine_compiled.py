"""Real compiled code: equal to the rules, the same bits however a run is interrupted, and a switch that replays."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import pytest
import torch

from ganviz.games.toy import ToyGame
from ganviz.training import messages as m
from ganviz.training.engine.cache import CodeCache
from ganviz.training.engine.codes import CompiledCodes
from ganviz.training.engine.library import Library
from ganviz.training.engine.policy import COMPILED, EAGER
from ganviz.training.folder.events import EVENTS_NAME, EngineEvent, read_events
from ganviz.training.run import Run
from tests.core_support import SHOWN, TINY, WorkerTrainer, same_arrays, saved_state, trainer
from tests.engines import COVERING, settings_of

CPU = torch.device("cpu")

pytestmark = pytest.mark.slow


def code_of(option):
    """A fresh game and its code, which is made once in a session."""
    game = ToyGame(settings_of(option), 1, CPU)
    return game, CompiledCodes(COVERING[option][0], CPU, 1, CodeCache()).load(game)


def assert_same_state(one, other):
    """Each tensor differs by 1e-5 of its largest value at most: optimisers blow up the rounding of tiny gradients."""
    for name, tensor in other.present().tensors.items():
        off = (one.present().tensors[name] - tensor).abs().max()
        assert off <= 1e-5 * tensor.abs().max(), name


@pytest.mark.parametrize("option", list(COVERING))
def test_one_compiled_iteration_equals_one_eager_iteration(option):
    game, code = code_of(option)
    twin = game.twin()
    for players in ("both", "d", "g", "both"):
        twin.put_back(game.present())
        for _ in game.play(players):
            pass
        (raw,) = code.play(twin, players, 1)
        assert_same_state(twin, game)
        assert twin.info() == game.info()
        for name, value in game.raw.items():
            torch.testing.assert_close(raw[name], value, rtol=1e-5, atol=1e-7)


@pytest.fixture
def asked_for_no_lock():
    """No thread asks another for Python's lock: it changes hands only where its holder lets go of it."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    yield
    sys.setswitchinterval(before)


def test_other_threads_go_on_while_code_runs(asked_for_no_lock, monkeypatch):
    game, code = code_of("plain")
    run, steps, runs, done = Library.run, 0, [], threading.Event()

    def watched_run(library: Library, inputs: list[torch.Tensor]) -> list[torch.Tensor]:
        before = steps
        found = run(library, inputs)
        runs.append(steps - before)
        return found

    def train() -> None:
        for _ in range(300):
            code.play(game, "both", 1)
        done.set()

    monkeypatch.setattr(Library, "run", watched_run)
    thread = threading.Thread(target=train)
    thread.start()
    while not done.is_set():
        steps += 1
        time.sleep(0)  # lets go of the lock
    thread.join()
    assert sum(1 for each in runs if each) > len(runs) / 10  # none, if the code kept the lock


def test_what_steers_a_game_compiles_nothing():
    game, code = code_of("regularised")
    codes = CompiledCodes("2d", CPU, 1, CodeCache())
    twin = game.twin()
    for values in ({"learning_rate_d": 0.003, "beta1_g": 0.0, "dropout_d": 0.6}, {"beta2_d": 0.9, "ema_g": 0.0},
                   {"schedule_g": "linear", "updates_d": 1, "updates_g": 3}):
        for each in (game, twin):
            each.use(each.settings.changed(values))
        assert codes.ready(game) is not None
        twin.put_back(game.present())
        for _ in game.play():
            pass
        code.play(twin, "both", 1)
        assert_same_state(twin, game)


def test_code_is_made_once_and_then_found(monkeypatch):
    code_of("plain")
    monkeypatch.setenv("PATH", "")  # no compiler any more
    monkeypatch.delenv("CXX", raising=False)
    game = ToyGame(settings_of("plain"), 1, CPU)
    assert CompiledCodes("1d", CPU, 1, CodeCache()).ready(game) is not None


def test_damaged_code_is_made_anew():
    game, _ = code_of("plain")
    cache = CodeCache()
    codes = CompiledCodes("1d", CPU, 1, cache)
    stored = cache.find(codes.key(game.settings))
    library = stored.libraries["g"]
    library.unlink()  # the file itself may be in use by this process
    library.write_bytes(b"no library")
    assert codes.ready(game) is None
    assert codes.load(game) is not None


def test_code_that_fails_is_an_error_and_no_crash(monkeypatch):
    game, _ = code_of("plain")
    cache = CodeCache()
    stored = cache.find(CompiledCodes("1d", CPU, 1, cache).key(game.settings))
    monkeypatch.setattr("ganviz.training.engine.library._AT_ONCE", 0)  # torch refuses to make room for no thread at all
    with pytest.raises(RuntimeError, match="the compiled code failed"):
        Library(stored.libraries["g"], len(stored.measured["g"]))


# --- a run that changes its engine ---------------------------------------------------------------------------

CHECKED = (10, 49, 50, 51, 90, 99, 100, 120, 140, 141, 179)


def switching(folder, checked=CHECKED):
    """Eager to 50, compiled to 100, eager to 140, compiled again, with partial steps; the bits at some iterations."""
    run = Run.create("1d", TINY, {}, folder)
    code = run.codes.load(run.game)
    switches = {50: code, 100: None, 140: code}
    steps = {51: m.Players.D, 99: m.Players.G, 141: m.Players.D}
    bits = {}
    while run.game.iteration < 180:
        if run.game.iteration in switches:
            run.play_by(switches[run.game.iteration])
        if run.game.iteration == 120:
            run.change({"learning_rate_g": 0.004})
        run.advance(steps.get(run.game.iteration, m.Players.BOTH))
        if run.game.iteration in checked:
            bits[run.game.iteration] = run.game.state.tensor.numpy().tobytes()
    return run, bits


def bits_at(run, iteration):
    twin = run.game.twin()
    twin.put_back(run.past.state_at(iteration))
    return twin.state.tensor.numpy().tobytes()


def test_a_switch_on_record_is_repeated_where_it_was(tmp_path):
    run, bits = switching(tmp_path / "run")
    run.close()
    again = Run.open(tmp_path / "run")
    assert again.game.iteration == 142
    assert again.engine == COMPILED
    while again.game.iteration < 180:
        again.advance()
    assert {at: bits_at(again, at) for at in bits} == bits
    again.close()


def test_compiled_and_eager_bits_differ_so_that_these_tests_can_fail(tmp_path):
    _, bits = switching(tmp_path / "run")
    run = Run.create("1d", TINY, {}, tmp_path / "eager")
    found = {}
    while run.game.iteration < 100:
        run.advance({51: m.Players.D, 99: m.Players.G}.get(run.game.iteration, m.Players.BOTH))
        found[run.game.iteration] = run.game.state.tensor.numpy().tobytes()
    assert found[10] == bits[10]
    assert found[99] != bits[99]
    run.close()


def test_a_branch_from_before_a_switch_goes_on_eagerly_and_one_from_after_it_compiled(tmp_path):
    run, bits = switching(tmp_path / "run")
    run.fork(120)
    assert (run.engine, bits_at(run, 99)) == (EAGER, bits[99])
    run.fork(90)
    assert (run.engine, run.code is not None) == (COMPILED, True)
    assert run.game.state.tensor.numpy().tobytes() == bits[90]
    run.close()


def test_a_run_opens_at_its_checkpoint_where_its_code_can_not_be_had(tmp_path, monkeypatch):
    run, _ = switching(tmp_path / "run")
    run.close()
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "empty"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CXX", raising=False)
    again = Run.open(tmp_path / "run")
    assert (again.game.iteration, again.branch) == (0, 1)
    assert any("was played by compiled code; compiled code needs a C++ compiler" in text
               and text.endswith("the run goes on from iteration 0, its newest checkpoint") for text in again.warnings)
    for _ in range(5):
        again.advance()
    again.close()


def test_without_code_an_earlier_iteration_is_refused_in_words_and_the_run_goes_on(tmp_path, monkeypatch):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        training.play_to(150)
        training.send(m.Save())
        training.wait(m.Saved)
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "empty"))
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CXX", raising=False)
    with trainer() as training:
        training.open(tmp_path / "run")
        training.play_to(160)
        training.send(m.View(70))
        assert "was played by compiled code" in training.wait(m.Notice, lambda notice: "shown" in notice.text).text
        training.send(m.View(None))
        training.play_to(170)


def test_a_change_that_needs_other_code_is_waited_for_and_replayed(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        training.play_to(30)
        training.send(m.Change({"batch_size": 24}), m.Play(60))
        assert training.ask().progress.engine.waits
        assert training.at_rest(pulse=0.05).progress.iteration == 60
        seen = {at: training.see(at, SHOWN).arrays for at in (29, 31, 59)}
        training.send(m.View(None), m.Step(1, m.Players.D))
        training.at_rest()
    assert training.notices() == []
    run = Run.open(tmp_path / "run")
    for at, arrays in seen.items():
        twin = run.game.twin()
        run.look_back(at).begin(twin)
        run.script().begin(twin, run.past.state_at(at))
        assert same_arrays(twin.snapshot(SHOWN), arrays), at
    run.close()


# --- the whole way -------------------------------------------------------------------------------------------

def engine_events(folder):
    return [event for event in read_events(folder / EVENTS_NAME) if isinstance(event, EngineEvent)]


@pytest.mark.usefixtures("own_cache")
def test_a_run_that_switches_by_itself_replays_exactly_also_after_a_kill(tmp_path):
    folder = tmp_path / "run"
    life = WorkerTrainer()
    life.create(folder, settings={**TINY, "engine": "auto"})
    life.send(m.Play())
    report = life.ask_until(lambda report: report.progress.engine.plays == COMPILED, pulse=0.05)
    life.send(m.Pause())
    switch, = engine_events(folder)
    assert 0 < switch.iteration <= report.progress.iteration
    end = life.at_rest().progress.iteration + 300  # it may have gone on for long before it took the order to pause
    life.play_to(end)
    seen = {at: life.see(at, SHOWN).arrays for at in (switch.iteration - 1, switch.iteration, switch.iteration + 1,
                                                      switch.iteration + 250)}
    life.send(m.Save())
    life.wait(m.Saved)
    expected = saved_state(folder, end)
    os.kill(life.worker.pid, signal.SIGKILL)
    life.close()
    with trainer() as again:
        assert again.open(folder).iteration == end
        for at, arrays in seen.items():
            assert same_arrays(again.see(at, SHOWN).arrays, arrays), at
        again.send(m.Continue(switch.iteration - 5))
        again.at_rest()
        assert again.play_to(switch.iteration + 5).progress.engine.plays == COMPILED
    assert saved_state(folder, end) == expected
    lost = Run.open(folder)
    assert lost.engine == COMPILED
    lost.close()
