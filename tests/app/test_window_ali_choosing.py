"""Images for ALI: looked at and reported before a run begins on them, and the preset that it begins with."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog, QPushButton

from ganviz.settings.ali import ALISettings
from ganviz.settings.run import RunSettings
from tests.app_choosing import drop, press, reported
from tests.app_support import Driven

pytestmark = pytest.mark.usefixtures("own_cache")

TINY = {"problem": "images", "size": "28", "filters": 4, "latent_dim": 4, "batch_size": 4}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good images, and one that ends too early."""
    folder = tmp_path / "images"
    folder.mkdir()
    for number in range(14):
        pixels = np.random.default_rng(number).integers(0, 256, (28, 28, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png")
    whole = (folder / "13.png").read_bytes()
    (folder / "13.png").write_bytes(whole[:len(whole) // 2])
    return folder


@pytest.fixture
def mnist(tmp_path: Path) -> Path:
    """The file of training images, its labels beside it."""
    folder = tmp_path / "mnist"
    folder.mkdir()
    pixels = np.random.default_rng(0).integers(0, 256, (40, 28, 28), np.uint8)
    (folder / "train-images-idx3-ubyte").write_bytes(struct.pack(">4I", 0x803, *pixels.shape) + pixels.tobytes())
    (folder / "train-labels-idx1-ubyte").write_bytes(struct.pack(">2I", 0x801, 40) + bytes(n % 10 for n in range(40)))
    return folder


@pytest.fixture
def tab(driven: Driven):
    """ALI's tab with its run on points."""
    driven.window.show_game("ali")
    driven.until(lambda: driven.session.progress is not None)
    return driven.window.tab


def on_images(driven: Driven, folder: Path) -> None:
    before = driven.folder
    driven.window.tab.new_run(ALISettings(**TINY, data=str(folder), leave_out=True), RunSettings(threads=1))
    driven.until(lambda: driven.folder != before and driven.session.progress is not None)


def choose_folder(driven: Driven, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(path))
    driven.control("gameali.data.folder", QPushButton).click()


def begun_with(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> ALISettings:
    """The settings that a run begins with once the report is agreed to; none is begun."""
    begun: list[ALISettings] = []
    monkeypatch.setattr(driven.window.tab, "new_run", lambda settings, _run: begun.append(settings))
    press(reported(driven), "image_report.accept")
    assert len(begun) == 1
    return begun[0]


def test_a_bad_file_is_reported_and_left_out_once_agreed(driven: Driven, tab, folder, monkeypatch) -> None:
    on_images(driven, folder)
    before = driven.folder
    choose_folder(driven, folder, monkeypatch)
    assert tab.pages.currentWidget() is tab.reading
    dialog = reported(driven)
    assert dialog.report.needs_agreement
    assert "13.png" in " ".join(dialog.report.sentences())
    assert tab.pages.currentWidget() is tab.picture
    press(dialog, "image_report.accept")
    driven.until(lambda: driven.folder != before and driven.session.progress is not None)
    settings = driven.session.progress.game_settings
    assert (settings["data"], settings["leave_out"], settings["filters"]) == (str(folder), True, 4)
    assert driven.told == []


def test_a_folder_is_opened_from_the_menu_and_remembered(driven: Driven, tab, folder, monkeypatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    driven.act("file.open_images")
    assert begun_with(driven, monkeypatch).data == str(folder)
    pick = driven.window._recent_images()[0]
    assert pick.text == folder.name
    driven.window.commands.images.open_again(pick.value)
    dialog = reported(driven)
    assert dialog.report.path == str(folder)
    press(dialog, "image_report.reject")


def test_a_report_that_is_turned_down_leaves_the_run(driven: Driven, tab, folder, monkeypatch) -> None:
    before, preset = driven.folder, tab.panel.preset
    choose_folder(driven, folder, monkeypatch)
    press(reported(driven), "image_report.reject")
    assert (driven.folder, driven.session.beginning, tab.panel.preset) == (before, False, preset)


def test_without_bad_files_none_need_be_left_out(driven: Driven, tab, folder, monkeypatch) -> None:
    (folder / "13.png").unlink()
    choose_folder(driven, folder, monkeypatch)
    settings = begun_with(driven, monkeypatch)
    assert (settings.data, settings.leave_out, settings.size, settings.grey) == (str(folder), False, "32", False)
    assert tab.panel.preset == "icons-32"


def test_mnists_own_files_begin_with_the_preset_for_digits(driven: Driven, tab, mnist, monkeypatch) -> None:
    file = mnist / "train-images-idx3-ubyte"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    driven.control("gameali.data.file", QPushButton).click()
    settings = begun_with(driven, monkeypatch)
    assert (settings.data, settings.size, settings.grey) == (str(file), "28", True)
    assert tab.panel.preset == "digits"


def by_preset(driven: Driven, name: str, data: Path, **edited: object) -> None:
    """Show a run by a preset on some images, as the form has it then; none is begun, since that would take long."""
    panel = driven.window.tab.panel
    panel.set_preset(name)
    panel.follow(panel.preset_settings(name).changed({"data": str(data), **edited}).model_dump())


def test_a_form_on_images_that_was_edited_keeps_its_settings_for_mnists_files(driven: Driven, tab, folder, mnist,
                                                                              monkeypatch) -> None:
    on_images(driven, folder)
    choose_folder(driven, mnist, monkeypatch)
    settings = begun_with(driven, monkeypatch)
    assert (settings.data, settings.filters, settings.grey, settings.leave_out) == (str(mnist), 4, False, False)


@pytest.mark.parametrize(("edited", "preset", "size"), [
    ({}, "digits", "28"), ({"leave_out": True, "layout": "flat"}, "digits", "28"), ({"filters": 8}, "icons-32", "32")],
    ids=["as the preset says", "on other images", "edited"])
def test_mnists_files_after_the_preset_for_icons(driven: Driven, tab, folder, mnist, monkeypatch, edited, preset,
                                                 size) -> None:
    by_preset(driven, "icons-32", folder, **edited)
    choose_folder(driven, mnist, monkeypatch)
    settings = begun_with(driven, monkeypatch)
    assert (settings.data, settings.size, settings.grey) == (str(mnist), size, size == "28")
    assert (settings.filters, settings.leave_out, settings.layout) == (edited.get("filters", 16), False, "auto")
    assert tab.panel.preset == preset


def test_other_images_after_mnists_files_begin_with_the_preset_for_icons(driven: Driven, tab, folder, mnist,
                                                                         monkeypatch) -> None:
    by_preset(driven, "digits", mnist)
    choose_folder(driven, folder, monkeypatch)
    settings = begun_with(driven, monkeypatch)
    assert (settings.data, settings.size, settings.grey, settings.leave_out) == (str(folder), "32", False, True)
    assert tab.panel.preset == "icons-32"


def test_a_preset_with_which_no_images_begin_by_themselves_is_kept(driven: Driven, tab, mnist, monkeypatch) -> None:
    by_preset(driven, "paper-images", mnist)
    choose_folder(driven, mnist, monkeypatch)
    assert begun_with(driven, monkeypatch).ladder == "paper"
    assert tab.panel.preset == "paper-images"


def opened_points(driven: Driven, path: Path, monkeypatch: pytest.MonkeyPatch) -> ALISettings:
    """The settings that a run on dropped points begins with; none is begun."""
    path.write_text("\n".join(f"{number},{-number}" for number in range(50)))
    begun: list[ALISettings] = []
    monkeypatch.setattr(driven.window.tab, "new_run", lambda settings, _run: begun.append(settings))
    assert drop(driven, path)
    assert len(begun) == 1
    return begun[0]


def test_points_after_images_begin_with_the_preset_for_points(driven: Driven, tab, folder, tmp_path,
                                                              monkeypatch) -> None:
    by_preset(driven, "digits", folder, filters=8)
    points = tmp_path / "points.csv"
    settings = opened_points(driven, points, monkeypatch)
    assert settings == tab.panel.preset_settings("relativistic").changed({"problem": "points", "data": str(points)})
    assert tab.panel.preset == "relativistic"


def test_points_after_points_keep_the_settings_of_the_form(driven: Driven, tab, tmp_path, monkeypatch) -> None:
    tab.panel.follow(tab.panel.settings.changed({"latent_dim": 3}).model_dump())
    settings = opened_points(driven, tmp_path / "points.csv", monkeypatch)
    assert (settings.problem, settings.latent_dim) == ("points", 3)


@pytest.mark.parametrize("name", ["", "train-images-idx3-ubyte"], ids=["folder", "file"])
def test_what_is_dropped_is_looked_at(driven: Driven, tab, mnist, name) -> None:
    assert drop(driven, mnist / name)
    dialog = reported(driven)
    assert dialog.report.counts[0][0] == "train"
    press(dialog, "image_report.reject")


def test_a_dropped_array_of_images_is_no_table(driven: Driven, tab, tmp_path) -> None:
    np.save(tmp_path / "pictures.npy", np.zeros((20, 16, 16), np.uint8))
    np.save(tmp_path / "points.npy", np.zeros((20, 2)))
    takes = driven.window.commands.images.takes
    assert takes([str(tmp_path / "pictures.npy")])
    assert not takes([str(tmp_path / "points.npy")])
    assert not takes([driven.session.folder]), "a run is opened as a run"
    assert not takes([str(tmp_path)] * 2), "there are no sides"


def test_a_folder_without_images_is_told(driven: Driven, tab, tmp_path) -> None:
    (tmp_path / "empty").mkdir()
    assert drop(driven, tmp_path / "empty")
    driven.until_told("empty", "holds no images")
    assert not tab.chooser.busy
    assert tab.pages.currentWidget() is tab.picture


def test_another_choice_takes_the_place_of_the_first(driven: Driven, tab, folder, mnist) -> None:
    assert drop(driven, folder)
    assert drop(driven, mnist)
    dialog = reported(driven)
    assert dialog.report.path == str(mnist)
    press(dialog, "image_report.reject")


def test_a_look_can_be_cancelled_and_ends_with_the_window(driven: Driven, tab, folder) -> None:
    assert drop(driven, folder)
    tab.reading.cancel.click()
    assert not tab.chooser.busy
    assert tab.pages.currentWidget() is tab.picture
    assert drop(driven, folder)
    driven.window.close()
    assert not tab.chooser.busy
