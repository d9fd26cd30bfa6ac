"""The history strip: its pictures are ways back to their iterations, by the mouse and by keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ganviz.app.images.strip import Strip
from ganviz.app.palette import DARK
from ganviz.settings.run import RunSettings
from ganviz.training.messages import Players
from tests.app_support import Driven
from tests.training.image_runs import GAMES, write_pairs

ITERATIONS = (0, 400, 800, 1199)


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    made = Strip(DARK)
    qtbot.addWidget(made)
    made.resize(QSize(400, made.sizeHint().height()))
    image = QImage(8, 8, QImage.Format.Format_RGB888)
    image.fill(QColor("gray"))
    made.show_moments([(iteration, image) for iteration in ITERATIONS])
    with qtbot.waitExposed(made):
        made.show()
    return made


def middle(strip: Strip, place: int) -> QPoint:
    return strip.placed()[place].rect.center().toPoint()


def asked_of(strip: Strip) -> list[int | None]:
    """What is wanted from now on; the strip is told as a session would tell it."""
    asked: list[int | None] = []
    strip.wanted.connect(asked.append)
    strip.wanted.connect(strip.show_viewing)
    return asked


def test_a_click_on_a_picture_asks_for_its_iteration_and_the_newest_for_the_present(qtbot: QtBot, strip: Strip) -> None:
    asked = asked_of(strip)
    for place in (3, 1, 1, 2, 3):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=middle(strip, place))
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() - 2, 20))
    assert asked == [400, 800, None], "what is on show already and what lies beside the pictures ask for nothing"


def test_page_keys_and_home_go_from_picture_to_picture_and_other_keys_are_the_windows(
        qtbot: QtBot, strip: Strip) -> None:
    asked = asked_of(strip)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_PageUp,
                Qt.Key.Key_PageDown, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(strip, key)
    assert asked == [800, 400, 0, 400]
    strip.show_viewing(900)
    qtbot.keyClick(strip, Qt.Key.Key_PageDown)
    assert asked[-1] is None, "from between two pictures to the one after"


def test_the_picture_under_the_pointer_and_the_one_that_is_looked_at_stand_out(qtbot: QtBot, strip: Strip) -> None:
    def frame(place: int) -> str:
        rect = strip.placed()[place].rect
        return strip.grab().toImage().pixelColor(rect.center().toPoint().x(), round(rect.top())).name()

    calm = frame(1)
    qtbot.mouseMove(strip, middle(strip, 1))
    assert strip.cursor().shape() is Qt.CursorShape.PointingHandCursor
    pointed = frame(1)
    qtbot.mouseMove(strip, QPoint(strip.width() - 2, 20))
    assert strip.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert frame(1) == calm
    strip.show_viewing(400)
    assert len({calm, pointed, frame(1)}) == 3


@pytest.mark.usefixtures("own_cache")
def test_a_picture_of_the_strip_shows_the_samples_as_they_were_at_its_iteration(driven: Driven, tmp_path: Path) -> None:
    driven.window.show_game("pix2pix")
    tab = driven.window.tab
    wanted = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1))
    picture = tab.picture
    driven.until(lambda: bool(picture.sheet.cells) and picture.moments.iterations == [0])
    for at in (1, 2):
        driven.session.step(Players.BOTH)
        driven.until(lambda at=at: picture.moments.iterations[-1] == at and not driven.session.playing)
    made = picture.moments.at(1)
    assert made is not None
    driven.qtbot.mouseClick(picture.strip, Qt.MouseButton.LeftButton, pos=middle(picture.strip, 1))
    driven.until(lambda: driven.session.viewing == 1 and picture.recalled == 1)
    assert np.array_equal(picture.sheet.content.arrays["samples.output"], made["output"])
    driven.qtbot.mouseClick(picture.strip, Qt.MouseButton.LeftButton, pos=middle(picture.strip, 2))
    driven.until(lambda: driven.session.viewing is None and picture.sheet.content is picture.content)
    picture.set_shown("slider", True)
    driven.qtbot.keyClick(picture.sheet, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert picture.sheet.split == pytest.approx(0.55), "with Shift it is no step of the window"
    assert (driven.session.iteration, driven.session.playing) == (2, False)
