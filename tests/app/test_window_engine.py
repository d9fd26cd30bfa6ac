"""The compiled engine in the window: what the status line says, and the way to end the compiling."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from tests.app_support import Driven


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))


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
