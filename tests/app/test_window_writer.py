"""What a window shows of a run that another one writes, what it can ask of that, and how it takes over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from ganviz.app.views import GAME_VIEWS
from tests.app_support import Driven


@pytest.fixture
def watching(qtbot: QtBot, driven: Driven) -> Iterator[Driven]:
    """A window that follows the run of ``driven``."""
    driven.begin(autosave=86_400)
    made = Driven(qtbot)
    try:
        made.open(driven.folder)
        yield made
    finally:
        made.close()


def words(watching: Driven) -> str:
    said: str = watching.control("transport.state").text()
    return said


def glyph(watching: Driven) -> str:
    return str(watching.control("transport.play").property("glyph"))


def press_play(watching: Driven) -> None:
    button = watching.control("transport.play", QToolButton)
    assert button.isEnabled()
    watching.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_newest_iteration_is_told_and_that_of_the_pictures(driven: Driven, watching: Driven) -> None:
    driven.play_to(20)
    count, hint = watching.control("transport.iteration"), watching.window.tab.hint
    watching.until(lambda: bool(count.text() == "20"))
    assert watching.control("status.iteration").text() == "iteration 20"
    assert hint.isVisible()
    assert hint.text() == "Watching only: pictures of iteration 0"
    assert "checkpoint, iteration 0" in count.toolTip()
    assert watching.window.transport.timeline.end == 20
    driven.session.save()
    watching.until(lambda: hint.text() == "Watching only: pictures of iteration 20")


def test_its_pace_is_told(driven: Driven, watching: Driven) -> None:
    driven.play_past(20)
    watching.until(lambda: words(watching).startswith("elsewhere, ") and words(watching).endswith(" it/s"))
    assert watching.control("status.rate").text() == words(watching)
    assert not watching.session.playing, "this window trains nothing"


def test_nothing_can_be_pressed_that_is_refused(driven: Driven, watching: Driven) -> None:
    actions = watching.window.actions_
    for key in ("step.both", "step.d", "step.g", "run.to", "past.continue"):
        assert not actions[key].isEnabled(), key
    assert not watching.window.transport.run_to.isVisible()
    driven.play_to(20)
    driven.session.save()
    watching.until(lambda: watching.session.iteration == 20)
    watching.act("step.back")
    watching.until(lambda: words(watching) == "of 20")
    assert not any(actions[key].isEnabled() for key in ("step.d", "step.g", "past.continue"))
    watching.act("step.both")
    watching.until(lambda: watching.session.viewing is None)


def test_the_big_button_asks_the_writer_to_pause_and_to_go_on(driven: Driven, watching: Driven) -> None:
    driven.play_past(20)
    watching.until(lambda: words(watching).startswith("elsewhere, "))
    assert glyph(watching) == "pause"
    assert watching.control("transport.play").toolTip() == (
        "Ask the process that writes this run to rest after its iteration (Space)")
    press_play(watching)
    driven.at_rest()
    watching.until(lambda: words(watching) == "resting elsewhere")
    assert watching.control("status.rate").text() == "resting elsewhere"
    assert glyph(watching) == "play"
    assert watching.control("transport.play").toolTip().startswith("Ask the process that writes this run to go on")
    rested = driven.session.iteration
    press_play(watching)
    watching.until(lambda: words(watching).startswith("elsewhere, "))
    driven.until(lambda: driven.session.iteration > rested)


def test_a_run_that_nobody_writes_any_more_is_opened_by_one_click(driven: Driven, watching: Driven) -> None:
    driven.play_to(20)
    driven.window.close_runs()
    folder = watching.folder
    watching.until_told(f"Nobody else writes {folder} any more")
    assert watching.window.tab.hint.text() == "Nobody else writes this run any more: press Space to open it here"
    assert (words(watching), watching.session.read_only) == ("free to open", True)
    assert not (folder / "lock").exists(), "it is not taken unasked"
    assert not watching.window.actions_["run.ask_pause"].isEnabled()
    watching.control("toast.way_out", QPushButton).click()
    watching.until(lambda: not (watching.session.read_only or watching.session.beginning))
    watching.until(lambda: words(watching) == "paused")
    watching.act("step.both")
    watching.until(lambda: watching.session.iteration == 21)


def test_the_big_button_opens_a_run_that_nobody_writes_any_more(driven: Driven, watching: Driven) -> None:
    driven.window.close_runs()
    watching.until(lambda: words(watching) == "free to open")
    assert glyph(watching) == "play"
    assert watching.control("transport.play").toolTip().startswith("Open this run here")
    press_play(watching)
    watching.until(lambda: not (watching.session.read_only or watching.session.beginning))
    assert watching.control("transport.play").toolTip() == "Train, or rest after the present iteration (Space)"
    watching.until(lambda: words(watching) == "paused")
    watching.play_to(5)


def test_the_sentence_that_it_can_only_be_watched_goes_by_itself(watching: Driven) -> None:
    watching.until_told("it can only be watched")
    toast = next(toast for toast in watching.window.notices.toasts if "it can only be watched" in toast.text)
    assert toast.property("level") == "info", "the pill says it from then on"
    assert "it can only be watched" in watching.control("status.run").toolTip()


@pytest.mark.parametrize("game", GAME_VIEWS)
def test_the_pill_knows_the_chips_of_every_tab(driven: Driven, game: str) -> None:
    driven.window.show_game(game)
    assert driven.window.tab.hint.below


def test_the_pill_leaves_the_chips_free(watching: Driven) -> None:
    chips, hint = watching.window.tab.picture.chips, watching.window.tab.hint

    def is_free() -> bool:
        return bool(hint.y() > chips.mapTo(hint.parentWidget(), QPoint(0, chips.height())).y())

    watching.until(is_free)
    one_row = chips.height()
    watching.window.resize(640, 800)
    watching.until(lambda: chips.height() > one_row and is_free())
