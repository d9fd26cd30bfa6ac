"""The window's keys: they hold wherever the focus is, except where text is typed, and Enter uses what has the focus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from ganviz.app.actions import ACTIONS
from ganviz.app.images.zoom import Zoom
from tests.app_support import Driven

PLACES = ("transport.timeline", "transport.speed", "transport.run.to", "game2d.layers.real", "game2d.settings.latent",
          "game2d.settings.spectral_norm_d", "game2d.settings.section_problem", "game2d.settings.depth_d.diagram",
          "game2d.presets", "game2d.dock.settings.hide", "game2d.canvas")
"""One control of each kind that can have the focus and takes no text."""
_K = Qt.Key


def steps(driven: Driven, key: Qt.Key, to: int) -> None:
    driven.qtbot.keyClick(QApplication.focusWidget(), key)
    driven.until(lambda: driven.session.shown == to and not driven.session.playing)


def shown_choices(driven: Driven) -> list[str]:
    return [box.currentText() for box in driven.window.findChildren(QComboBox)]


def test_keys_of_the_transport_hold_wherever_the_focus_is(driven: Driven) -> None:
    driven.begin()
    before, tab = shown_choices(driven), driven.window.tab
    for name in PLACES:
        control = driven.control(name)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        assert QApplication.focusWidget() is control
        n = driven.session.iteration
        for key, to in ((_K.Key_Right, n + 1), (_K.Key_D, n + 2), (_K.Key_G, n + 3), (_K.Key_Left, n + 2),
                        (_K.Key_Left, n + 1), (_K.Key_Right, n + 2), (_K.Key_End, n + 3)):
            steps(driven, key, to)
        driven.qtbot.keyClick(control, _K.Key_Space)
        driven.until(lambda n=n: driven.session.iteration > n + 5)
        driven.qtbot.keyClick(control, _K.Key_Space)
        driven.at_rest()
    assert shown_choices(driven) == before and driven.window.tab is tab
    assert driven.session.progress.branch == 0


def test_a_fresh_window_has_its_focus_in_the_picture(driven: Driven) -> None:
    driven.window.begin()
    assert QApplication.focusWidget() is driven.control("game2d.canvas")
    driven.until(lambda: driven.session.progress is not None)
    steps(driven, _K.Key_Left, 0)
    assert driven.window.tab.entry.id == "2d"
    driven.act("tab.previous")
    assert driven.window.tab.entry.id == "1d"
    driven.until(lambda: QApplication.focusWidget() is driven.control("game1d.canvas"))


def test_letters_and_spaces_are_text_in_an_editor_of_text(driven: Driven) -> None:
    driven.begin()
    box = driven.control("game2d.settings.learning_rate_d")
    box.setFocus()
    box.selectAll()
    for key in (_K.Key_D, _K.Key_Space, _K.Key_G):
        driven.qtbot.keyClick(box, key)
    assert box.text() == "d g" and driven.session.iteration == 0
    driven.qtbot.keyClick(box, _K.Key_Escape)
    assert QApplication.focusWidget() is driven.control("game2d.canvas")
    driven.window.tab.panel.form.discard()


def is_folded(driven: Driven) -> bool:
    return not driven.control("game2d.settings.problem").isVisible()


@pytest.mark.parametrize(("name", "holds"), [
    ("game2d.settings.section_problem", is_folded),
    ("game2d.layers.real", lambda driven: not driven.window.tab.picture.is_shown("real")),
    ("game2d.dock.measures.hide", lambda driven: not driven.window.tab.measures_side.is_open),
], ids=["section", "chip", "hide"])
def test_enter_uses_the_control_with_the_focus(driven: Driven, name: str, holds: Callable[[Driven], bool]) -> None:
    control: QWidget = driven.control(name)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    assert not holds(driven)
    driven.qtbot.keyClick(control, _K.Key_Return)
    assert holds(driven)


def x_range(driven: Driven) -> list[float]:
    left, right = driven.window.tab.picture.plots()[0].vb.viewRange()[0]
    return [left, right]


def test_a_shows_the_whole_picture_again_wherever_the_focus_is(driven: Driven) -> None:
    driven.begin()
    whole = x_range(driven)
    for name in PLACES:
        driven.window.tab.picture.plots()[0].vb.scaleBy((0.5, 0.5))
        assert x_range(driven) != pytest.approx(whole)
        control = driven.control(name)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        driven.qtbot.keyClick(control, _K.Key_A)
        assert x_range(driven) == pytest.approx(whole), name


def test_a_is_text_in_an_editor_of_text(driven: Driven) -> None:
    driven.begin()
    driven.window.tab.picture.plots()[0].vb.scaleBy((0.5, 0.5))
    zoomed, box = x_range(driven), driven.control("game2d.settings.learning_rate_d")
    box.setFocus()
    box.selectAll()
    driven.qtbot.keyClick(box, _K.Key_A)
    assert box.text() == "a" and x_range(driven) == zoomed
    driven.qtbot.keyClick(box, _K.Key_Escape)
    driven.window.tab.panel.form.discard()


def test_a_shows_whole_images_again_too(driven: Driven) -> None:
    driven.window.show_game("pix2pix")
    tab = driven.window.tab
    sheet = tab.picture.sheet
    driven.qtbot.keyClick(sheet, _K.Key_Plus)
    assert sheet.zoom != Zoom()
    driven.act("view.all")
    assert sheet.zoom == Zoom()


def test_enter_opens_a_list(driven: Driven) -> None:
    box = driven.control("game2d.settings.latent")
    box.setFocus()
    driven.qtbot.keyClick(box, _K.Key_Return)
    driven.until(lambda: box.view().isVisible())
    box.hidePopup()


def test_the_diagram_is_edited_by_its_own_keys(driven: Driven) -> None:
    diagram = driven.control("game2d.settings.depth_d.diagram")
    diagram.setFocus()
    for key, name, value in ((_K.Key_Plus, "depth_d", 3), (_K.Key_Minus, "depth_d", 2), (_K.Key_Up, "width_d", 128)):
        driven.qtbot.keyClick(diagram, key)
        assert driven.window.tab.panel.form.game.value(name) == value


def test_the_readme_names_every_key() -> None:
    readme = Path(__file__).parent.parent.parent.joinpath("README.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in readme.splitlines() if line.startswith("|"))
    assert [keys for spec in ACTIONS for keys in spec.shortcuts if keys not in table] == []
