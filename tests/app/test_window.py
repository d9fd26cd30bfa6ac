"""The real window over real runs: what a person can do, done through its controls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ganviz.app.application import make_application, make_window
from ganviz.app.main_window import MainWindow
from ganviz.app.theme import ThemeMode
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game1DSettings, Game2DSettings
from tests.app_support import LONG_MS, Driven


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    made = make_window(make_application(), "thread", "dark")
    made.show()
    made.begin()
    qtbot.waitUntil(lambda: made.tab.session.progress is not None, timeout=LONG_MS)
    yield made
    made.close()
    made.deleteLater()


def act(window: MainWindow, key: str) -> None:
    window.actions_[key].trigger()


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=LONG_MS)


def stepped(qtbot: QtBot, window: MainWindow, key: str, to: int) -> None:
    act(window, key)
    until(qtbot, lambda: window.tab.session.iteration == to and not window.tab.session.playing)


def control(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def test_space_plays_and_pauses(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Space)
    until(qtbot, lambda: window.tab.session.iteration > 50)
    before = window.tab.picture.updates
    until(qtbot, lambda: window.tab.picture.updates > before + 3)
    qtbot.keyClick(window, Qt.Key.Key_Space)
    until(qtbot, lambda: not window.tab.session.playing)


def test_steps_are_exact_and_step_back_shows_the_iteration_before(qtbot: QtBot, window: MainWindow) -> None:
    stepped(qtbot, window, "step.both", 1)
    stepped(qtbot, window, "step.d", 2)
    stepped(qtbot, window, "step.g", 3)
    act(window, "step.back")
    until(qtbot, lambda: window.tab.session.shown == 2)
    act(window, "past.now")
    until(qtbot, lambda: window.tab.session.shown == 3)


def test_going_on_from_the_past_opens_a_branch(qtbot: QtBot, window: MainWindow) -> None:
    for to in (1, 2, 3):
        stepped(qtbot, window, "step.both", to)
    act(window, "step.back")
    until(qtbot, lambda: window.tab.session.shown == 2)
    act(window, "past.continue")
    until(qtbot, lambda: window.tab.session.progress is not None and window.tab.session.progress.branch == 1)
    branches = window.tab.session.progress.branches
    assert [(branch.parent, branch.start) for branch in branches] == [(None, 0), (0, 2)]


def test_a_live_change_goes_on_and_another_seed_keeps_the_old_run(qtbot: QtBot, window: MainWindow) -> None:
    window.tab.session.change({"learning_rate_d": 0.0005})
    until(qtbot, lambda: window.tab.session.progress.game_settings["learning_rate_d"] == 0.0005)
    old = Path(window.tab.session.folder)
    act(window, "run.new_seed")
    until(qtbot, lambda: Path(window.tab.session.folder) != old)
    assert (old / "run.json").is_file()


def test_a_wrong_change_is_told_and_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    before = dict(window.tab.session.progress.game_settings)
    with qtbot.waitSignal(window.tab.session.refused, timeout=LONG_MS) as refused:
        window.tab.session.change({"learning_rate_d": 5.0})
    assert "learning_rate_d" in refused.args[0].text
    stepped(qtbot, window, "step.both", 1)
    assert window.tab.session.progress.game_settings == before


def test_slow_motion_names_its_substeps(qtbot: QtBot, window: MainWindow) -> None:
    act(window, "slow_motion")
    seen: set[str] = set()
    window.tab.session.reported.connect(lambda report: seen.add(report.substep.id) if report.substep else None)
    act(window, "play")
    until(qtbot, lambda: len(seen) >= 3)
    act(window, "play")
    until(qtbot, lambda: not window.tab.session.playing)


def test_points_of_the_user_are_learned_in_their_units(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    points = np.random.default_rng(0).normal((100, -5), (30, 0.2), (500, 2))
    np.savetxt(file, points, delimiter=",", header="height,width", comments="")
    settings = window.tab.panel.settings.changed({"problem": "points", "data": str(file)})
    window.tab.new_run(settings, window.tab.panel.run_settings)
    until(qtbot, lambda: window.tab.session.progress is not None
          and window.tab.session.progress.facts["axes"] == ["height", "width"])
    (low, high), _ = window.tab.session.progress.facts["extent"]
    assert low < 100 < high
    assert high - low > 100


@pytest.mark.parametrize("mode", list(ThemeMode))
def test_themes_switch_live(window: MainWindow, mode: ThemeMode) -> None:
    act(window, f"theme.{mode}")
    assert window.preferences.theme == mode


@pytest.mark.parametrize("model", [Game1DSettings, Game2DSettings, RunSettings], ids=lambda model: model.__name__)
def test_every_setting_has_a_named_control(window: MainWindow, model: type) -> None:
    prefix = "game1d" if model is Game1DSettings else "game2d"
    window.top.tabs.setCurrentIndex(0 if model is Game1DSettings else 1)
    assert window.tab.prefix == prefix
    for declared in model.declared():
        group = "run" if model is RunSettings else "settings"
        found = control(window, f"{prefix}.{group}.{declared.name}")
        assert found.toolTip()
        assert found.accessibleName()


def test_no_control_lacks_a_name(window: MainWindow) -> None:
    named = [widget for widget in window.findChildren(QObject) if widget.objectName().startswith("game2d.settings.")]
    assert len(named) >= len(Game2DSettings.declared())


def test_the_window_says_when_its_runs_train_and_that_they_no_longer_do_once_they_are_closed(driven: Driven) -> None:
    driven.begin()
    said: list[bool] = []
    driven.window.training.connect(said.append)
    driven.play_past(0)
    driven.pause()
    assert said == [True, False]
    driven.play_past(driven.session.iteration)
    driven.window.close_runs()
    assert said == [True, False, True, False]
