"""Pause, step and step back in the window: exactly as many iterations as asked for, and exactly the state meant."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel

from ganviz.app import looking
from ganviz.app.run_controller import RunController
from ganviz.training.folder.folder import RunFolder
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.messages import Layers, Players, Report, SetSpeed
from ganviz.training.run import Run
from tests.app_support import Driven
from tests.bad_input import stored_run
from tests.core_support import TIMEOUT, same_arrays


class Watch:
    """What the window asked for, and what it was given to show."""

    def __init__(self, driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
        self._driven = driven
        self._asked: dict[int, Layers] = {}
        self.reports: list[Report] = []
        plain = RunController.ask

        def noting(controller: RunController, layers: Layers) -> None:
            self._asked[controller.next_generation] = layers
            plain(controller, layers)

        monkeypatch.setattr(RunController, "ask", noting)
        driven.session.reported.connect(self.reports.append)

    def shown(self, iteration: int) -> tuple[Layers, dict[str, NDArray[Any]]]:
        """Wait until samples of an iteration are shown, exactly; what was asked for, and the arrays."""
        def found() -> Report | None:
            return next((each for each in reversed(self.reports) if each.exact and each.iteration == iteration
                         and each.progress.mode == "paused" and "samples.fake" in each.arrays), None)

        self._driven.until(lambda: found() is not None)
        report = found()
        return self._asked[report.generation], dict(report.arrays)


@pytest.fixture
def watch(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> Watch:
    return Watch(driven, monkeypatch)


def independent(folder: Path, iteration: int, layers: Layers, players: dict[int, Players]) -> dict[str, NDArray[Any]]:
    """What a run of its own, begun as the one in ``folder``, shows of an iteration."""
    began = read_manifest(folder)
    run = Run.create(began.game, began.game_settings, began.run_settings, folder.with_name(f"independent-{iteration}"))
    while run.game.iteration < iteration:
        run.advance(players.get(run.game.iteration, Players.BOTH))
    arrays = run.game.snapshot(layers)
    run.close()
    return arrays


def test_a_pause_is_answered_at_once_and_can_be_taken_back(driven: Driven) -> None:
    driven.begin()
    state, session = driven.control("transport.state", QLabel), driven.session
    driven.play_past(5)
    driven.act("play")
    assert (state.text(), session.pausing) == ("pausing …", True)
    driven.act("play")
    assert not session.pausing
    at = session.iteration
    driven.until(lambda: session.iteration > at + 50 and state.text().endswith("it/s"))
    driven.act("play")
    driven.until(lambda: not session.playing)
    driven.until(lambda: state.text() == "paused")
    assert not session.pausing


class Gate:
    """Iterations wait where they begin while it is shut."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.waits_at: int | None = None
        self._opened = threading.Event()
        self._opened.set()
        plain = Run.advance

        def advance(run: Run, *rest: Any) -> int:
            if not self._opened.is_set():
                self.waits_at = run.game.iteration
                assert self._opened.wait(TIMEOUT)
            return plain(run, *rest)

        monkeypatch.setattr(Run, "advance", advance)

    def shut(self) -> None:
        self.waits_at = None
        self._opened.clear()

    def open(self) -> None:
        self._opened.set()


@pytest.fixture
def gate(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.open()


def test_pausing_lets_at_most_one_iteration_pass(driven: Driven, watch: Watch, gate: Gate) -> None:
    """The button is pressed while an iteration is under way, which is completed."""
    driven.begin()
    for beyond in (30, 60, 90):
        driven.play_past(beyond)
        gate.shut()
        driven.until(lambda: gate.waits_at is not None)
        driven.act("play")
        gate.open()
        stopped = driven.at_rest()
        assert stopped == gate.waits_at + 1
        seen = len(watch.reports) + 3
        driven.until(lambda seen=seen: len(watch.reports) > seen)
        assert driven.session.iteration == stopped


def test_play_is_answered_while_the_first_iteration_is_under_way(driven: Driven, gate: Gate) -> None:
    session = driven.session
    driven.begin()
    state = driven.control("transport.state", QLabel)
    gate.shut()
    driven.act("play")
    assert session.playing and driven.window.transport.play.accessibleName() == "Pause"
    driven.until(lambda: gate.waits_at == 0)
    driven.act("play")
    assert (state.text(), session.pausing) == ("pausing …", True)
    gate.open()
    driven.until(lambda: not session.playing)
    assert session.iteration == 1


def test_a_long_iteration_says_how_long_a_pause_still_takes(driven: Driven, gate: Gate) -> None:
    session, state = driven.session, driven.control("transport.state", QLabel)
    driven.begin()
    session._seen.timed = 86_400.0
    gate.shut()
    driven.act("play")
    assert state.text() == "training …"
    driven.until(lambda: gate.waits_at == 0 and session.share is not None)
    driven.act("play")
    assert state.text().startswith("pausing, ")
    gate.open()
    driven.until(lambda: state.text() == "paused" and session.share is None)


def test_at_a_limited_pace_and_before_a_run_is_there_no_bar_follows_it(driven: Driven,
                                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    bar = driven.control("transport.underway")
    monkeypatch.setattr(looking, "_LONG_SECONDS", 0.0)
    driven.begin()
    driven.play_past(5)
    driven.until(lambda: bar.share is not None)
    driven.session.set_speed(SetSpeed(iterations_per_second=50))
    seen = driven.session.iteration
    driven.until(lambda: bar.share is None and driven.session.iteration > seen + 10)
    assert driven.session.share is None
    driven.session.set_speed(SetSpeed())
    driven.until(lambda: bar.share is not None)
    driven.act("run.new_seed")
    assert driven.session.beginning and bar.share is None
    driven.until(lambda: not driven.session.beginning and driven.session.progress is not None)


def test_how_far_a_long_iteration_is_can_be_seen(driven: Driven, gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    bar = driven.control("transport.underway")
    monkeypatch.setattr(looking, "_LONG_SECONDS", 0.0)
    driven.begin()
    driven.play_past(5)
    driven.until(lambda: bar.share is not None)
    gate.shut()
    driven.until(lambda: gate.waits_at is not None and bar.share == 1.0 and driven.session.share == 1.0)
    driven.act("play")
    assert driven.control("transport.state", QLabel).text() == "pausing …", "it is about to end"
    gate.open()
    driven.until(lambda: bar.share is None)
    gate.shut()
    driven.act("step.both")
    driven.until(lambda: driven.control("transport.state", QLabel).text() == "stepping …" and bar.share is not None)
    gate.open()
    driven.until(lambda: bar.share is None and driven.control("transport.state", QLabel).text() == "paused")


@pytest.mark.parametrize(("key", "players"), [("step.both", Players.BOTH), ("step.d", Players.D),
                                              ("step.g", Players.G)])
def test_five_steps_are_exactly_five(driven: Driven, watch: Watch, key: str, players: Players) -> None:
    driven.begin()
    driven.play_to(10)
    for _ in range(5):
        driven.act(key)
    layers, arrays = watch.shown(15)
    assert not driven.session.playing
    assert same_arrays(arrays, independent(driven.folder, 15, layers, dict.fromkeys(range(10, 15), players)))


def test_step_back_shows_exactly_the_state_before(driven: Driven, watch: Watch) -> None:
    driven.begin()
    driven.play_to(30)
    driven.act("step.d")
    watch.shown(31)
    driven.act("step.back")
    layers, arrays = watch.shown(30)
    assert driven.session.iteration == 31
    assert same_arrays(arrays, independent(driven.folder, 30, layers, {}))
    driven.act("step.back")
    layers, arrays = watch.shown(29)
    assert same_arrays(arrays, independent(driven.folder, 29, layers, {}))


def test_answers_in_time_are_shown_at_the_turns_of_a_clock(driven: Driven) -> None:
    """So that pictures follow each other evenly, however long an answer takes; the last one is shown at once."""
    driven.begin()
    picture, kept = driven.window.tab.picture, []
    seen = [picture.updates]

    def note(report: Report) -> None:
        kept.append(picture.updates == seen[-1] and report.progress.mode == "playing")
        seen.append(picture.updates)

    driven.session.reported.connect(note)
    driven.act("play")
    driven.until(lambda: any(kept))
    driven.pause()
    assert picture.updates > seen[0]
    assert driven.window.tab.side.history.iterations[-1] == driven.session.iteration


def test_a_step_in_the_past_of_a_run_that_another_process_writes_shows_the_next_iteration(driven: Driven,
                                                                                         tmp_path: Path) -> None:
    stored = stored_run(tmp_path / "stored")
    with RunFolder.open(stored, write=True):
        driven.open(stored)
        driven.window.notices.clear()
        for key, shown in (("step.back", 29), ("step.back", 28), ("step.both", 29), ("step.both", 30)):
            driven.act(key)
            driven.until(lambda shown=shown: driven.session.shown == shown and not driven.session.busy)
        driven.until(lambda: driven.session.progress.viewing is None)
        assert driven.told == []
        assert not driven.window.actions_["step.both"].isEnabled(), "only who writes it can train it"


def test_a_new_run_plays_on_whatever_was_looked_at_before(driven: Driven) -> None:
    driven.begin()
    driven.play_past(30)
    driven.session.view(10)
    driven.until(lambda: driven.session.progress.viewing == 10)
    before = driven.session.folder
    driven.act("run.new_seed")
    driven.until(lambda: driven.session.folder != before and driven.session.progress is not None
                 and driven.session.progress.iteration > 5)
    assert driven.session.viewing is None
    assert not any("10" in text for text in driven.told), "nobody asked the new run to go on from there"


def test_a_speed_holds_in_every_tab(driven: Driven) -> None:
    """In one that trains, one that rests behind another, and one that is on show for the first time."""
    driven.begin()
    driven.window.show_game("1d")
    driven.begin()
    driven.act("slow_motion")
    driven.window.show_game("ali")
    driven.until(lambda: driven.session.progress is not None)
    for game in ("2d", "1d", "ali"):
        driven.window.show_game(game)
        assert driven.session.in_slow_motion, game
        driven.act("play")
        rests = watched_rests(driven)
        driven.until(lambda rests=rests: len(rests) > 0)
        driven.act("play")
        driven.at_rest()
    driven.act("slow_motion")
    for game in ("2d", "1d", "ali"):
        driven.window.show_game(game)
        assert not driven.session.in_slow_motion, game


def watched_rests(driven: Driven) -> set[str]:
    """The sub-steps at which the run on show rests, as they come."""
    seen: set[str] = set()
    driven.session.reported.connect(lambda report: report.substep and seen.add(report.substep.id))
    return seen
