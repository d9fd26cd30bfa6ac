"""The compiled engine in the window: what the status line says, and the way to end the compiling."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from ganviz.app.application import first_engine, make_application, make_window
from tests.app_support import Driven

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.mark.parametrize("placement", ["thread", "process"])
def test_compiling_is_shown_and_can_be_cancelled(qtbot: QtBot, placement: str) -> None:
    driven = Driven(qtbot, placement)
    driven.begin({"engine": "compiled"})
    label, button = driven.control("status.engine", QLabel), driven.control("status.engine.cancel", QToolButton)
    driven.act("play")
    driven.until(lambda: label.text().startswith("compiling ") and button.isVisible())
    assert driven.session.iteration == 0
    assert "goes on as soon as" in label.toolTip()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    driven.until(lambda: driven.session.iteration > 10)
    driven.until(lambda: not label.isVisible() and not button.isVisible())
    assert driven.window.tab.panel.settings.engine == "eager"
    assert driven.told == []
    driven.pause()
    driven.close()


def test_a_missing_compiler_is_told_once_and_named_in_the_status_line(
        qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    driven = Driven(qtbot)
    driven.begin({"engine": "compiled"})
    label = driven.control("status.engine", QLabel)
    driven.until(lambda: label.text() == "not compiled")
    assert "no" in label.toolTip()
    assert driven.told == ["compiled code needs a C++ compiler, and none was found (g++ or clang++); "
                           "the game goes on eagerly"]
    driven.close()


def test_an_eager_game_says_nothing(qtbot: QtBot) -> None:
    driven = Driven(qtbot)
    driven.begin()
    assert not driven.control("status.engine", QLabel).isVisible()
    driven.close()


def test_presets_begin_with_what_the_window_was_given(qtbot: QtBot) -> None:
    window = make_window(make_application(), "thread", "dark", "auto")
    qtbot.addWidget(window)
    for game, engine in (("1d", "auto"), ("2d", "auto"), ("ali", "auto"), ("pix2pix", None)):
        window.show_game(game)
        panel = window.tab.panel
        assert getattr(panel.preset_settings(panel.preset), "engine", None) == engine
        assert panel.settings == panel.preset_settings(panel.preset)
    window.close()


def test_the_window_compiles_where_there_is_a_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)
    assert first_engine() == "eager"
    monkeypatch.setenv("CXX", sys.executable)
    assert first_engine() == "auto"
