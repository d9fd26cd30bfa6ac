"""The sheet of CycleGAN where its sides differ: in how many samples are on show, and in the size of their images."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from ganviz.app.images.columns import fitting
from ganviz.app.images.picture import CyclePicture
from ganviz.app.images.sheet import Sheet
from ganviz.app.plots.text import scaled
from tests.app.plots.reports import report

SIDES = {"a": (6, (12, 24)), "b": (4, (12, 8))}
"""How many samples are chosen of each side, and the height and width of its images."""
PARTS = {"a": ("a", "a_b", "a_b_a"), "b": ("b", "b_a", "b_a_b")}
SETTINGS = {"schedule": "constant", "batch_size": 1}
FACTS = {"neutral": 0.5, "shown_range": [0.0, 1.0], "patch": 16, "stride": 4, "epoch": 5.0, "count": 6,
         **{f"samples_{side}": [f"{side}{n}.png" for n in range(count)] for side, (count, _) in SIDES.items()}}


@pytest.fixture
def picture(qtbot: QtBot) -> CyclePicture:
    made = CyclePicture("game")
    qtbot.addWidget(made)
    made.resize(900, 700)
    with qtbot.waitExposed(made):
        made.show()
    made.set_facts(FACTS)
    made.set_shown("patches", True)
    arrays = {f"samples.{part}": np.full((SIDES[side][0], *SIDES[side][1], 3), 10 * place, np.uint8)
              for side, parts in PARTS.items() for place, part in enumerate(parts)}
    arrays |= {f"patches.real_{side}": np.full((count, 3, 3), 0.25, np.float32) for side, (count, _) in SIDES.items()}
    answer = report(arrays, facts=FACTS)
    made.apply(replace(answer, progress=replace(answer.progress, game_settings=SETTINGS)))
    return made


def turn_wheel(sheet: Sheet, at: QPointF) -> None:
    QApplication.sendEvent(sheet, QWheelEvent(
        at, sheet.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False))


def test_every_chosen_sample_is_shown_and_an_empty_place_does_nothing(qtbot: QtBot, picture: CyclePicture) -> None:
    sheet = picture.sheet
    assert {(column.part, cell.sample) for cell, column in sheet.cells} == {
        (part, sample) for side, parts in PARTS.items() for part in parts for sample in range(SIDES[side][0])}
    rects = {(column.part, cell.sample): cell.rect for cell, column in sheet.cells}
    line = next(rects["a", n].center().y() for n in (4, 5))
    empty = QPointF(rects["b", 3].center().x(), line)
    assert not any(rect.contains(empty) for rect in rects.values())
    qtbot.mouseMove(sheet, empty.toPoint())
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=empty.toPoint())
    turn_wheel(sheet, empty)
    assert sheet.under is None
    assert (sheet.choice, sheet.zoom.factor) == ((0, 0), 1.0)
    turn_wheel(sheet, rects["b", 3].center())
    assert sheet.zoom.factor > 1
    before = sheet.zoom
    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=empty.toPoint())
    qtbot.mouseMove(sheet, empty.toPoint() + QPoint(-20, 9))
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=empty.toPoint() + QPoint(-20, 9))
    assert sheet.zoom == before
    sheet.grab()


@pytest.mark.parametrize("side", list(SIDES))
def test_pictures_keep_the_shape_of_their_side_and_are_read_to_their_last_pixel(
        qtbot: QtBot, picture: CyclePicture, side: str) -> None:
    sheet, (height, width) = picture.sheet, SIDES[side][1]
    found = [cell.rect for cell, column in sheet.cells if column.part == side]
    for rect in found:
        assert rect.width() / rect.height() == pytest.approx(width / height)
    for corner in (found[0].bottomRight(), found[1].bottomRight()):
        qtbot.mouseMove(sheet, (corner - QPointF(2, 2)).toPoint())
        assert picture.footer.reading.text().startswith(f"({width - 1}, {height - 1})   ")
        assert "on 16 × 16 px" in picture.footer.reading.text()
    field = sheet.field()
    assert field is not None
    assert (field.width() * width, field.height() * height) == pytest.approx((16, 16))


def test_a_heading_without_room_still_says_which_way_it_goes_and_is_explained(
        qtbot: QtBot, picture: CyclePicture) -> None:
    font = scaled(picture.sheet.font(), 0.95)
    wide = QFontMetricsF(font).horizontalAdvance("A → B → A")
    assert fitting("A → B → A", wide, font) == "A → B → A"
    assert fitting("A → B → A", wide - 1, font) == "A→B→A"
    assert fitting("Output", 1, font) == "Output"
    sheet = picture.sheet
    rect = next(cell.rect for cell, column in sheet.cells if column.part == "a_b_a" and cell.first)
    heading = rect.topLeft() + QPointF(20, -12)
    assert sheet.tip_at(heading).startswith("A → B → A: What G_B makes of that")
    assert sheet.tip_at(rect.center()) == ""
    QApplication.sendEvent(sheet, QHelpEvent(QEvent.Type.ToolTip, heading.toPoint(),
                                             sheet.mapToGlobal(heading.toPoint())))
    assert QToolTip.text() == sheet.tip_at(heading)
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_up_and_down_choose_a_sample_and_the_second_side_follows_the_first(qtbot: QtBot, picture: CyclePicture) -> None:
    told: list[tuple[int, int]] = []
    sheet = picture.sheet
    sheet.chosen.connect(lambda *place: told.append(place))
    for key in (Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 6, Qt.Key.Key_Up, *[Qt.Key.Key_Down] * 6):
        qtbot.keyClick(sheet, key)
    assert told == [(0, 0), *[(0, n) for n in range(1, 6)], (1, 0), (0, 5), *[(1, n) for n in range(4)], (1, 3), (1, 3)]
    picture.set_shown("way_b", False)
    qtbot.keyClick(sheet, Qt.Key.Key_Down)
    assert sheet.choice == (0, 1), "from a sample that is hidden to one that is shown"


def test_shift_moves_the_slider_while_there_is_one_and_no_key_of_the_window_is_taken(
        qtbot: QtBot, picture: CyclePicture) -> None:
    sheet, shift = picture.sheet, Qt.KeyboardModifier.ShiftModifier

    def is_taken(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifier)
        sheet.keyPressEvent(event)
        return event.isAccepted()

    assert not is_taken(Qt.Key.Key_Left, shift)
    picture.set_shown("slider", True)
    window = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Space, Qt.Key.Key_D)
    assert not any(map(is_taken, window))
    assert sheet.split == 0.5
    for key, split in ((Qt.Key.Key_Left, 0.45), (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_Left, 0.0),
                       (Qt.Key.Key_Right, 0.05), (Qt.Key.Key_End, 1.0), (Qt.Key.Key_Right, 1.0)):
        assert is_taken(key, shift)
        assert sheet.split == pytest.approx(split)
