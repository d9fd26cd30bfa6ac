"""Play, pause, step, view: exactly as many iterations as were asked for, and exactly the state that was asked for."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch

from ganviz.games.toy import ToyGame
from ganviz.training import messages as m
from ganviz.training import pace
from ganviz.training.channel import LocalChannel
from ganviz.training.evaluating import evaluate
from ganviz.training.loop import Loop
from ganviz.training.run import Run
from ganviz.training.script import Script
from tests.core_support import SHOWN, TINY, same_arrays, saved_state, trainer


@pytest.fixture
def training(tmp_path):
    with trainer() as made:
        made.create(tmp_path / "run")
        yield made


def independent(tmp_path, iteration, deeds=()):
    """A run of its own, stopped at an iteration; ``deeds`` are players by iteration."""
    players = dict(deeds)
    run = Run.create("1d", TINY, {}, tmp_path / "independent")
    while run.game.iteration < iteration:
        run.advance(players.get(run.game.iteration, m.Players.BOTH))
    arrays = run.game.snapshot(SHOWN)
    run.close()
    return arrays


def test_pausing_lets_at_most_one_iteration_pass(training, monkeypatch):
    """The order comes while an iteration is under way, which is completed."""
    plain = Run.advance

    def advance(run, *rest):
        if run.game.iteration == 20:
            training.send(m.Pause())
        return plain(run, *rest)

    monkeypatch.setattr(Run, "advance", advance)
    training.send(m.Play())
    assert training.at_rest().progress.iteration == 21
    assert training.ask().progress.iteration == 21


@pytest.mark.parametrize("players", list(m.Players))
def test_step_runs_exactly_as_many_iterations(training, tmp_path, players):
    training.play_to(10)
    report = training.step(5, players)
    assert report.progress.iteration == 15
    shown = training.ask(SHOWN)
    deeds = [(iteration, players) for iteration in range(10, 15)]
    assert same_arrays(shown.arrays, independent(tmp_path, 15, deeds))


def test_a_step_of_one_player_leaves_the_other_alone(training, tmp_path):
    states = []
    for players in (m.Players.BOTH, m.Players.D, m.Players.G):
        iteration = training.step(1, players).progress.iteration
        training.send(m.Save())
        training.wait(m.Saved)
        states.append(saved_state(tmp_path / "run", iteration))
    changed = [{name[0] for name in after if name[:2] in ("D.", "G.") and before[name] != after[name]}
               for before, after in pairwise(states)]
    assert changed == [{"D"}, {"G"}]


def test_steps_asked_for_in_a_row_are_all_taken(training, tmp_path):
    players = [m.Players.BOTH, m.Players.D, m.Players.G, m.Players.D]
    training.send(*[m.Step(2, each) for each in players])
    assert training.at_rest().progress.iteration == 8
    shown = training.ask(SHOWN)
    deeds = [(iteration, players[iteration // 2]) for iteration in range(8)]
    assert same_arrays(shown.arrays, independent(tmp_path, 8, deeds))


def test_a_pause_forgets_the_steps_that_were_still_to_be_taken(training):
    training.send(m.SetSpeed(0.01), m.Step(2), m.Step(10_000))  # so slow that only one is taken before the pause comes
    training.send(m.Pause(), m.Step(3), m.SetSpeed())
    assert training.at_rest().progress.iteration <= 4


def test_zero_steps_are_refused_and_nothing_moves(training):
    assert training.refusal(m.Step(0)) == "0 steps can't be taken; take one at least"
    assert training.ask().progress.iteration == 0


def test_play_until_stops_exactly_and_an_earlier_goal_is_refused(training):
    assert training.play_to(37).progress.iteration == 37
    assert "is at iteration 37 already" in training.refusal(m.Play(37))


def test_stepping_back_shows_exactly_the_state_before(training, tmp_path):
    training.play_to(30)
    training.step(1, m.Players.D)
    shown = training.see(30, SHOWN)
    assert (shown.iteration, shown.progress.viewing, shown.progress.iteration) == (30, 30, 31)
    assert same_arrays(shown.arrays, independent(tmp_path, 30))


def test_stepping_back_again_and_again(training, tmp_path):
    training.play_to(260)
    for iteration in (259, 258, 200, 130, 1, 0):
        assert training.see(iteration, SHOWN).iteration == iteration
    shown = training.see(130, SHOWN)
    assert same_arrays(shown.arrays, independent(tmp_path, 130))
    assert "outside this run" in training.refusal(m.View(261))
    assert training.ask(SHOWN).iteration == 130
    training.send(m.View(None))
    assert training.ask(SHOWN).iteration == 260


def test_a_look_back_passes_over_partial_steps_and_changes(training, tmp_path):
    training.play_to(20)
    training.step(2, m.Players.D)
    training.send(m.Change({"learning_rate_d": 0.01, "batch_size": 24}))
    training.play_to(250)
    run = Run.create("1d", TINY, {}, tmp_path / "independent")
    for iteration in range(140):
        if iteration == 22:
            run.change({"learning_rate_d": 0.01, "batch_size": 24})
        run.advance(m.Players.D if iteration in (20, 21) else m.Players.BOTH)
    assert same_arrays(training.see(140, SHOWN).arrays, run.game.snapshot(SHOWN))
    run.close()


def test_slow_motion_names_each_substep(training):
    training.send(m.SetSpeed(None, 200), m.Step(2))
    seen = {}
    training.ask_until(lambda report: (report.substep and seen.update({report.substep.index: report.substep})) or
                       report.progress.mode is m.Mode.PAUSED)
    assert training.ask().progress.iteration == 2
    assert set(seen) <= set(range(1, 12))
    assert all(substep.of == 11 for substep in seen.values())


@pytest.mark.parametrize("command", [m.Change({"learning_rate_g": 0.002}), m.Save(), m.View(0), m.SetSpeed()])
def test_a_step_stays_exact_when_a_command_completes_an_iteration_that_rests_half_way(training, command):
    training.send(m.SetSpeed(None, 2), m.Step(1))
    training.ask_until(lambda report: report.substep is not None)
    training.send(command, m.SetSpeed())
    assert training.at_rest().progress.iteration == 1


def test_play_until_stays_exact_when_a_command_completes_its_last_iteration(training):
    training.send(m.SetSpeed(None, 2), m.Play(1))
    training.ask_until(lambda report: report.substep is not None)
    training.send(m.Change({"learning_rate_g": 0.002}), m.SetSpeed())
    assert training.at_rest().progress.iteration == 1


def test_steps_of_one_player_follow_an_iteration_that_rests_half_way(training, tmp_path):
    training.send(m.SetSpeed(None, 2), m.Step(1))
    training.ask_until(lambda report: report.substep is not None)
    training.send(m.Pause(), m.Step(3, m.Players.G), m.SetSpeed())
    assert training.at_rest().progress.iteration == 3
    shown = training.ask(SHOWN)
    assert same_arrays(shown.arrays, independent(tmp_path, 3, [(1, m.Players.G), (2, m.Players.G)]))


def test_quitting_while_slow_motion_rests_ends_and_saves(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run")
        training.send(m.SetSpeed(None, 0.01), m.Play())
        training.ask_until(lambda report: report.substep is not None)
    assert isinstance(training.events[-1], m.Ended)
    assert training.events[-1].failure == ""
    assert saved_state(tmp_path / "run", 1)["iteration"] == 1


def test_commands_before_a_run_is_open_are_refused():
    with trainer() as training:
        assert training.refusal(m.Play()) == "no run is open yet; start or open one first"


def test_a_run_that_cannot_begin_leaves_the_other_ones_threads_alone(tmp_path):
    before, said = torch.get_num_threads(), []
    channel = LocalChannel(said.append)
    for command in (m.Create("1d", TINY, {"threads": 2}, str(tmp_path / "run")),
                    m.Create("1d", TINY, {"threads": 3}, str(tmp_path / "run")), m.Quit()):
        channel.inbox.put(command)
    try:
        Loop(channel).serve()  # in this thread, of which torch is asked
        assert any(isinstance(event, m.Refused) for event in said)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_who_quits_waits_for_no_answers(tmp_path):
    said = []
    channel = LocalChannel(said.append)
    for command in (m.Create("1d", TINY, {}, str(tmp_path / "run")), m.Step(3), m.Ask(1, SHOWN), m.View(0), m.Time(),
                    m.Lend(str(tmp_path), 1), m.Quit()):
        channel.inbox.put(command)
    Loop(channel).serve()
    assert [type(event) for event in said] == [m.Ready, m.Saved, m.Ended]


def test_the_best_checkpoint_is_evaluated_with_the_settings_of_its_own_branch(tmp_path, monkeypatch):
    run = Run.create("1d", {**TINY, "ema_g": 0.0}, {}, tmp_path / "run")
    monkeypatch.setattr(run.game, "score", lambda: -1.0 if (run.branch, run.game.iteration) == (0, 5) else 5.0)
    for _ in range(4):
        run.advance()
    run.change({"ema_g": 0.9})
    run.advance()
    run.fork(2)
    run.advance()
    run.save()
    run.close()
    monkeypatch.setattr(ToyGame, "evaluate", lambda game: {"ema_g": game.settings.ema_g})
    found = evaluate(tmp_path / "run", best=True)
    assert (found["branch"], found["iteration"], found["ema_g"]) == (0, 5, 0.9)


@pytest.mark.parametrize(("game", "change"), [("1d", {"objective": "hinge", "updates_d": 2}),
                                              ("ali", {"pairing": "plain", "objective": "least_squares"})])
def test_the_past_comes_with_the_facts_of_its_own_settings(game, change, tmp_path):
    with trainer() as training:
        made = training.create(tmp_path / "run", game)
        training.play_to(10)
        training.send(m.Change(change))
        now = training.play_to(20).progress.facts
        assert now["shown_range"] != made.facts["shown_range"]
        for iteration, facts in ((5, made.facts), (9, made.facts), (15, now), (3, made.facts)):
            training.send(m.View(iteration))
            assert training.ask().progress.facts == facts
        training.send(m.Continue(4))
        assert training.ask().progress.facts == made.facts
        training.send(m.View(2))
        assert training.ask().progress.facts == made.facts


def test_the_facts_of_the_past_are_found_once_for_each_place(training, monkeypatch):
    training.play_to(10)
    training.send(m.Change({"objective": "hinge"}))
    training.play_to(20)
    asked = []
    plain = Script.settings_for
    monkeypatch.setattr(Script, "settings_for", lambda self, at: asked.append(at) or plain(self, at))
    training.see(5, SHOWN)
    asked.clear()
    for _ in range(3):
        assert training.ask(SHOWN).progress.facts["shown_name"] == "probability"
    assert asked == []


def test_a_place_where_a_setting_was_changed_has_the_same_settings_whichever_way_it_is_reached(tmp_path):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    for iteration in range(8):
        if iteration == 5:
            run.change({"objective": "hinge"})
        run.advance()
    script, kept, replayed = run.past.script(), run.game.twin(), run.game.twin()
    script.begin(kept, run.past.state_at(5))
    script.begin(replayed, run.past.state_at(0))
    script.replay(replayed, 5)
    assert kept.settings == replayed.settings
    assert same_arrays(kept.snapshot(SHOWN), replayed.snapshot(SHOWN))
    run.close()


@pytest.fixture
def soon_steady(monkeypatch):
    """The steady rate over a tenth of a second."""
    monkeypatch.setattr(pace, "_STEADY_SECONDS", 0.1)


def test_the_steady_rate_is_told_at_full_speed_alone(soon_steady, training):
    training.send(m.Play())
    training.ask_until(lambda report: report.progress.steady_rate > 0)
    for limited in (m.SetSpeed(100), m.SetSpeed(None, 1_000)):
        training.send(limited)
        first = training.ask().progress
        until = first.iteration + 30
        seen = [first.steady_rate]
        training.ask_until(lambda report, seen=seen, until=until:
                           seen.append(report.progress.steady_rate) or report.progress.iteration > until)
        assert set(seen) == {0.0}
    training.send(m.SetSpeed())
    training.ask_until(lambda report: report.progress.steady_rate > 0)
    training.send(m.Pause())
    assert training.at_rest().progress.steady_rate == 0
