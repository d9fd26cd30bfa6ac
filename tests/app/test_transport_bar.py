"""The transport bar: it stays in place under the hand, and says where the run stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ganviz.settings.errors import UserError
from ganviz.training.messages import Players
from ganviz.training.run import Run
from tests.app_support import Driven, Gate


def test_the_timeline_does_not_move_under_the_hand_that_drags_it(driven: Driven) -> None:
    driven.begin()
    driven.play_to(50)
    timeline = driven.window.transport.timeline
    before = timeline.geometry()
    driven.session.view(20)
    driven.until(lambda: driven.control("transport.past.continue").isVisible())
    assert timeline.geometry() == before
    assert not driven.control("transport.run.to").isVisible()


@pytest.mark.parametrize("width", [700, 900, 1400])
def test_nothing_is_cut_in_the_past_at_any_width(driven: Driven, width: int) -> None:
    driven.window.resize(width, 700)
    driven.begin()
    driven.play_to(12)
    driven.session.view(4)
    driven.until(lambda: driven.control("transport.past.continue").isVisible())
    button, timeline = driven.control("transport.past.continue"), driven.window.transport.timeline
    assert button.width() >= button.sizeHint().width()
    assert timeline.width() > 200
    bar = driven.window.transport
    assert bar.rect().contains(button.rect().translated(button.mapTo(bar, button.rect().topLeft())))


def test_right_walks_through_the_past_before_it_trains(driven: Driven) -> None:
    driven.begin()
    driven.play_to(5)
    for _ in range(2):
        driven.act("step.back")
    driven.until(lambda: driven.session.shown == 3)
    for shown in (4, 5):
        driven.act("step.both")
        driven.until(lambda shown=shown: driven.session.shown == shown)
    assert driven.session.viewing is None and driven.session.iteration == 5
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == 6)
    assert driven.session.progress.branch == 0


def test_one_player_alone_in_the_past_opens_a_branch(driven: Driven) -> None:
    driven.begin()
    driven.play_to(5)
    driven.session.view(3)
    driven.session.step(Players.D)
    driven.until(lambda: driven.session.progress.branch == 1 and driven.session.iteration == 4)


def test_a_branch_that_takes_long_to_open_is_told_at_once(driven: Driven, gate: Gate,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    driven.begin()
    driven.play_to(12)
    driven.session.view(4)
    driven.until(lambda: driven.session.progress.viewing == 4)
    gate.before(monkeypatch, Run, "fork")
    driven.act("past.continue")
    state, count = driven.control("transport.state", QLabel), driven.control("transport.iteration", QLabel)
    assert (state.text(), count.text()) == ("branching …", "4")
    driven.until(gate.reached.is_set)
    assert state.text() == "branching …"
    assert state.fontMetrics().horizontalAdvance(state.text()) <= state.width()
    gate.opened.set()
    driven.until(lambda: driven.session.progress.branch == 1 and state.text() == "paused")
    assert count.text() == "4"


def test_a_branch_that_is_refused_leaves_the_past_on_show(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise UserError("the disk is full; free some room")

    driven.begin()
    driven.play_to(12)
    driven.session.view(4)
    driven.until(lambda: driven.session.progress.viewing == 4)
    monkeypatch.setattr(Run, "fork", refuse)
    driven.act("past.continue")
    driven.until_told("the disk is full")
    assert driven.session.viewing == 4
    assert driven.control("transport.state", QLabel).text() == "of 12"


def test_the_past_is_told_over_the_picture(driven: Driven) -> None:
    driven.begin()
    driven.play_to(5)
    hint = driven.window.tab.hint
    assert not hint.isVisible()
    driven.session.view(2)
    driven.until(lambda: hint.isVisible() and "2" in hint.text())
    driven.act("past.now")
    driven.until(lambda: not hint.isVisible())


def test_pace_and_status_line_agree(driven: Driven) -> None:
    driven.begin()
    driven.act("play")
    rate: QLabel = driven.control("status.rate")
    driven.until(lambda: driven.session.iteration > 50 and rate.text() != "0 it/s")
    assert driven.control("transport.state").text() == rate.text()
    driven.pause()


def test_a_device_that_is_not_exact_is_marked(driven: Driven) -> None:
    driven.begin()
    driven.session.ready = replace(driven.session.ready, device="CUDA · some card", exact=False)
    driven.window.status.show_session(driven.session)
    device: QLabel = driven.control("status.device")
    assert device.text() == "CUDA · some card · best effort" and "bit for bit" in device.toolTip()
    assert device.property("role") == "warning"


def test_a_run_of_another_process_is_only_watched(driven: Driven) -> None:
    driven.begin()
    driven.session.ready = replace(driven.session.ready, read_only="another process writes it")
    driven.session.state_changed.emit()
    assert driven.window.tab.hint.text().startswith("Watching only")
    assert not any(driven.window.actions_[key].isEnabled() for key in ("file.name", "file.pin"))


def test_a_click_beside_a_chip_leaves_space_to_the_run(driven: Driven) -> None:
    driven.begin()
    chip = driven.control("game2d.layers.gradient")
    driven.qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    driven.qtbot.keyClick(chip, Qt.Key.Key_Space)
    driven.until(lambda: driven.session.iteration > 10)
    assert not chip.isChecked()
    driven.pause()
