"""Choosing which held-out images are on show: pictures on a shelf, a live change on record, nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from ganviz.app.images.columns import PAIRS
from ganviz.app.images.shelf import Shelf
from ganviz.app.units import px
from ganviz.settings.run import RunSettings
from tests.app_support import Driven
from tests.training.image_runs import GAMES, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")


def shelf_of(driven: Driven, game: str, folder: Path, **values: object) -> Shelf:
    """The open shelf of a tiny run, once all of its pictures are there."""
    driven.window.show_game(game)
    tab = driven.window.tab
    wanted = {**GAMES[game], "data": str(folder), "watch_budget": 1.0, **values}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1))
    driven.until(tab.picture.choose.isEnabled)
    driven.qtbot.mouseClick(tab.picture.choose, Qt.MouseButton.LeftButton)
    shelf = tab.picture.shelf
    driven.until(lambda: all(row.count() == row.length for row in shelf.rows))
    return shelf


def test_a_chosen_picture_is_framed_and_not_tinted(qtbot: QtBot) -> None:
    shelf = Shelf(PAIRS, {"lengths": {"samples": 3}}, {"watched": "2"})
    qtbot.addWidget(shelf)
    with qtbot.waitExposed(shelf):
        shelf.show()
    row = shelf.rows[0]
    shelf.apply({"shelf.images": np.full((3, 64, 64, 3), (200, 120, 40), np.uint8), "shelf.indices": np.arange(3)})
    grabbed, accent = row.viewport().grab().toImage(), row.palette().accent().color()
    for place in range(3):
        rect = row.visualItemRect(row.item(place))
        seen = [grabbed.pixelColor(x, y) for x in range(rect.left(), rect.right())
                for y in range(rect.top(), rect.bottom())]
        assert grabbed.pixelColor(rect.center().x(), rect.top() + px(32)) == QColor(200, 120, 40), place
        assert (seen.count(accent) > 4 * px(64)) is (place == 1), place


def names(driven: Driven, fact: str) -> list[str]:
    return driven.window.tab.picture.facts[fact]


def test_chosen_pairs_are_watched_and_still_are_when_the_run_is_opened_again(driven: Driven, tmp_path: Path) -> None:
    shelf = shelf_of(driven, "pix2pix", write_pairs(tmp_path / "pairs", val=30))
    assert shelf.rows[0].count() == 30
    for place in (25, 3, 9):
        shelf.rows[0].item(place).setSelected(True)
    assert "3" in shelf.sentence.text()
    driven.qtbot.mouseClick(shelf.ok, Qt.MouseButton.LeftButton)
    driven.until(lambda: len(names(driven, "samples")) == 3 and len(driven.window.tab.picture.sheet.cells) == 3 * 3)
    chosen = names(driven, "samples")
    assert driven.window.tab.panel.settings.watched == "4, 10, 26"
    run = driven.folder
    shown = driven.window.tab.picture
    driven.window.tab.session.open(str(run))
    driven.until(lambda: shown.updates > 0 and names(driven, "samples") == chosen)


def test_each_side_is_chosen_by_itself_and_the_seed_can_choose_again(driven: Driven, tmp_path: Path) -> None:
    shelf = shelf_of(driven, "cyclegan", write_pairs(tmp_path / "pairs", val=3), watched_b="2")
    first, second = shelf.rows
    assert (first.choice(), second.choice()) == ("", "2")
    told: list[dict[str, str]] = []
    shelf.chosen.connect(told.append)
    driven.qtbot.mouseClick(shelf.findChild(QAbstractButton, "shelf.seeded"), Qt.MouseButton.LeftButton)
    first.item(0).setSelected(True)
    driven.qtbot.mouseClick(shelf.ok, Qt.MouseButton.LeftButton)
    assert told == [{"watched_a": "1", "watched_b": ""}]
    driven.until(lambda: len(names(driven, "samples_a")) == 1 and len(names(driven, "samples_b")) == 2)


def test_cancelling_changes_nothing(driven: Driven, tmp_path: Path) -> None:
    shelf = shelf_of(driven, "pix2pix", write_pairs(tmp_path / "pairs"))
    told: list[dict[str, str]] = []
    shelf.chosen.connect(told.append)
    shelf.rows[0].item(0).setSelected(True)
    shelf.reject()
    assert told == []
    assert driven.window.tab.picture.shelf is None
