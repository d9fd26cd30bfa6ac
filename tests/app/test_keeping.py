"""Naming and pinning runs, and clearing away those that nobody named or pinned."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from ganviz.app import keeping
from ganviz.app.dialogs.clean_up import CleanUpDialog
from ganviz.app.dialogs.name_run import NameDialog
from ganviz.app.labels import run_name
from ganviz.training.folder.folder import runs_folder
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.folder.unnamed import delete_run, unnamed_runs
from tests.app_support import Driven


def in_dialog(act) -> None:
    """Do something to the dialog that is about to open; it must be closed by that."""
    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        act(dialog)

    QTimer.singleShot(0, QApplication.instance(), now)


def test_a_run_is_named_and_pinned(driven: Driven) -> None:
    driven.begin()
    folder = driven.folder

    def fill(dialog: NameDialog) -> None:
        dialog.line.setText("  ring, first try ")
        dialog.pin.setChecked(True)
        dialog.accept()

    in_dialog(fill)
    driven.act("file.name")
    driven.until(lambda: read_manifest(folder).title == "ring, first try" and read_manifest(folder).pinned)
    driven.until(driven.window.actions_["file.pin"].isChecked)
    driven.until(lambda: driven.control("status.run").text().startswith("ring, first try"))
    assert driven.window._recent_runs()[0].text == "ring, first try"
    driven.act("file.pin")
    driven.until(lambda: not read_manifest(folder).pinned)
    assert read_manifest(folder).title == run_name(str(folder)) == "ring, first try"


def test_a_name_is_there_when_the_run_is_opened_again(driven: Driven) -> None:
    driven.begin()
    folder = driven.folder
    driven.session.label("kept", True)
    driven.until(lambda: read_manifest(folder).pinned)
    driven.begin()
    assert driven.session.title == "" and not driven.window.actions_["file.pin"].isChecked()
    driven.open(folder)
    assert driven.session.title == "kept" and driven.window.actions_["file.pin"].isChecked()


@pytest.fixture
def three_runs(driven: Driven) -> list[Path]:
    """Two closed runs without a name, and the one that is open."""
    folders = []
    for _ in range(3):
        driven.begin()
        folders.append(driven.folder)
    return folders


def test_only_ticked_runs_are_deleted(driven: Driven, three_runs: list[Path]) -> None:
    dialog = CleanUpDialog(unnamed_runs(runs_folder()), delete_run, driven.window)
    assert dialog.left == 2 and not dialog.delete.isEnabled() and dialog.ticked == []
    dialog.list.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    gone, = dialog.ticked
    assert dialog.delete.text().startswith("Delete 1 (")
    driven.qtbot.mouseClick(dialog.delete, Qt.MouseButton.LeftButton)
    assert dialog.left == 1 and not gone.path.exists()
    assert [path for path in three_runs if path.exists()] == [path for path in three_runs if path != gone.path]
    dialog.all.click()
    assert len(dialog.ticked) == 1
    dialog.deleteLater()


def test_a_run_that_was_opened_meanwhile_stays_with_the_reason(driven: Driven, three_runs: list[Path]) -> None:
    dialog = CleanUpDialog(unnamed_runs(runs_folder()), delete_run, driven.window)
    dialog.all.click()
    driven.open(three_runs[0])
    dialog.delete.click()
    assert dialog.left == 1 and "is being written by process" in dialog.error
    assert three_runs[0].exists() and not three_runs[1].exists()
    dialog.deleteLater()


def test_the_action_lists_what_may_go(driven: Driven, three_runs: list[Path]) -> None:
    listed = []

    def look(dialog: CleanUpDialog) -> None:
        listed.append(dialog.left)
        dialog.accept()

    in_dialog(look)
    driven.act("file.clean_up")
    assert listed == [2] and all(path.exists() for path in three_runs)


def test_a_clean_up_is_offered_once_where_many_runs_have_gathered(driven: Driven, three_runs: list[Path],
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    driven.window.commands.keeping.offer_clean_up()
    assert driven.told == []
    monkeypatch.setattr(keeping, "OFFERED_FROM", 3)
    driven.window.commands.keeping.offer_clean_up()
    assert driven.told == ["3 runs without a name have gathered."]
    driven.window.notices.clear()
    driven.window.commands.keeping.offer_clean_up()
    assert driven.told == []
