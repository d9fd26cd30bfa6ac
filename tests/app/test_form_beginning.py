"""A problem that has a preset to begin with, chosen in the form; and the editor of what may be a file or a folder."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from ganviz.app.form.settings_panel import SettingsPanel
from ganviz.app.form.text_edits import FileOrFolderEdit, FolderEdit
from ganviz.settings.names import GAMES


@pytest.fixture
def panel(qtbot: QtBot) -> SettingsPanel:
    panel = SettingsPanel(GAMES["ali"], "gameali", {})
    qtbot.addWidget(panel)
    return panel


def edit(panel: SettingsPanel, **values: object) -> None:
    for name, value in values.items():
        panel.form.rows[name].edited.emit(name, value)


def test_a_run_on_images_is_offered_the_settings_to_begin_with(panel: SettingsPanel, qtbot: QtBot) -> None:
    edit(panel, latent_dim=3)
    assert panel.offer.preset.isHidden()
    edit(panel, problem="images")
    assert panel.offer.preset.text() == "Settings of “Icons in colour, 32 pixels”"
    assert not panel.offer.accept.isEnabled(), "no images are named yet"
    with qtbot.assertNotEmitted(panel.changed):
        panel.offer.preset.click()
    assert panel.offer.preset.isHidden()
    assert panel.settings.problem == "grid25"
    with qtbot.waitSignal(panel.new_run_wanted) as begun:
        panel.offer.accept.click()
    assert begun.args[0] == panel.preset_settings("icons-32")
    assert panel.preset == "icons-32"


def test_what_is_said_of_the_images_is_kept(panel: SettingsPanel, tmp_path: Path) -> None:
    images = tmp_path / "train-images-idx3-ubyte"
    images.write_bytes(struct.pack(">4I", 0x803, 2, 28, 28) + bytes(2 * 28 * 28))
    edit(panel, problem="images", data=str(images), held_out=0.2, size="64")
    assert "Digits" in panel.offer.preset.text()
    panel.offer.preset.click()
    wanted = panel.form.game.wanted()
    assert wanted == panel.preset_settings("digits").changed({"data": str(images), "held_out": 0.2})


def test_edits_that_are_discarded_leave_the_preset(panel: SettingsPanel) -> None:
    before = panel.settings, panel.preset
    edit(panel, problem="images")
    panel.offer.preset.click()
    panel.offer.discard.click()
    assert (panel.settings, panel.preset) == before
    assert not panel.form.waiting
    assert panel.offer.isHidden()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_data_are_chosen_as_a_file_or_as_a_folder(panel: SettingsPanel, kind: str, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/some/file", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "/some/folder")
    edit(panel, problem="images")
    editor = panel.form.rows["data"].editor
    assert isinstance(editor, FileOrFolderEdit)
    getattr(editor, kind).trigger()
    assert panel.form.game.value("data") == f"/some/{kind}"


@pytest.mark.parametrize("value", ["demo:facades", "/a/long/way/to/a/folder", "C:\\far\\away"])
def test_of_a_name_the_beginning_is_shown_and_of_a_path_the_end(qtbot: QtBot, value: str) -> None:
    editor = FolderEdit("Folder")
    qtbot.addWidget(editor)
    editor.set_value("demo:digits")
    editor.set_value(value)
    line = editor.findChild(QLineEdit)
    assert line.cursorPosition() == (0 if value.startswith("demo:") else len(value))
