"""ALI on images in the real window: chosen with one click, watched, picked from, and put back to points."""

from __future__ import annotations

import struct

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from ganviz.app.run_controller import RunController
from ganviz.settings.ali import ALISettings
from ganviz.settings.run import RunSettings
from tests.app_choosing import press, reported
from tests.app_support import Driven

SMALL = {"problem": "images", "size": "28", "filters": 4, "latent_dim": 4, "batch_size": 4, "watch_budget": 1.0}


@pytest.fixture
def folder(tmp_path):
    for name in ("dark", "bright"):
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(20):
            pixels = np.random.default_rng([number, *name.encode()]).integers(0, 256, (28, 28), np.uint8)
            Image.fromarray(pixels // (4 if name == "dark" else 1)).save(tmp_path / "images" / name / f"{number}.png")
    return tmp_path / "images"


def begun(driven, folder):
    driven.window.show_game("ali")
    tab = driven.window.tab
    driven.until(lambda: tab.session.progress is not None)
    tab.new_run(ALISettings(**SMALL, data=str(folder)), RunSettings())
    driven.until(lambda: tab.session.progress is not None
                 and tab.session.progress.game_settings["data"] == str(folder))
    return tab


def test_it_is_watched_while_it_trains_and_answers_clicks(driven: Driven, folder, qtbot) -> None:
    tab = begun(driven, folder)
    picture = tab.picture.shown
    assert picture is tab.picture.images
    driven.play_past(2)
    driven.until(lambda: picture.samples.count == 48 and picture.pairs.count == 4 and picture.way.count == 14)
    rects = picture.pairs.rects()
    qtbot.mouseClick(picture.pairs, Qt.MouseButton.LeftButton, pos=rects[3][0].center().toPoint())
    assert picture.pairs.marks == {3: "A", 1: "B"}
    for cell in (0, 2):
        qtbot.mouseClick(picture.pairs, Qt.MouseButton.LeftButton, pos=rects[cell][0].center().toPoint())
    driven.until(lambda: picture.arithmetic.along.count == 7)
    assert picture.pairs.marks == {3: "A", 0: "B", 2: "C"}
    driven.pause()
    shown = picture.sliders.tiles.grab().toImage()
    for slider in picture.sliders.sliders:
        slider.setValue(slider.maximum())
    driven.until(lambda: picture.sliders.tiles.grab().toImage() != shown)


def test_before_play_it_says_how_long_the_run_takes(driven: Driven, folder) -> None:
    tab = begun(driven, folder)
    driven.until(tab.estimate.isVisible)
    assert "This run will take about" in tab.estimate.sentence.text()
    assert not tab.estimate.button.isVisible()
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == 1 and not tab.estimate.isVisible())


def test_a_run_on_points_is_not_timed(driven: Driven, folder) -> None:
    tab = begun(driven, folder)
    driven.until(tab.estimate.isVisible)
    tab.load_preset("relativistic")
    driven.until(lambda: tab.picture.shown is tab.picture.points and tab.picture.updates > 0)
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == 1)
    assert driven.session.seconds is None
    assert not tab.estimate.isVisible()


@pytest.mark.parametrize(("preset", "schedule", "iterations"), [
    ("digits", "linear", 4_000), ("relativistic", "linear", 180_000), ("paper-images", "constant", None)])
def test_the_time_is_that_of_the_preset_or_of_rates_that_fall(
        driven: Driven, preset: str, schedule: str, iterations: int | None) -> None:
    driven.window.show_game("ali")
    tab = driven.window.tab
    wanted = {**SMALL, "data": "somewhere", "schedule_d": schedule, "schedule_g": schedule}
    tab.panel.set_preset(preset)
    tab.panel.follow(ALISettings(**wanted).model_dump())
    assert tab.costs(2.0)[0].total == (iterations and 2.0 * iterations)


def test_nothing_is_asked_of_a_run_that_another_one_replaces(driven: Driven, folder, monkeypatch) -> None:
    """Its layers may be unheard of in the new one, as those of points are on images."""
    tab, asked = begun(driven, folder), []
    driven.until(lambda: not tab.session.busy)
    monkeypatch.setattr(RunController, "ask", lambda _controller, layers: asked.append(layers))
    tab.load_preset("relativistic")
    assert tab.session.beginning
    tab.session.ask({"samples": {"n": 3}})
    assert (asked, tab.session.busy) == ([], True)
    monkeypatch.undo()
    driven.until(lambda: tab.picture.shown is tab.picture.points and tab.session.progress is not None)
    assert driven.told == []


def test_of_two_runs_begun_at_once_only_the_last_is_asked(driven: Driven, folder) -> None:
    driven.window.show_game("ali")
    tab, beginning = driven.window.tab, []
    tab.session.opened.connect(lambda _: beginning.append(tab.session.beginning))
    tab.load_preset("relativistic")
    tab.new_run(ALISettings(**SMALL, data=str(folder)), RunSettings())
    driven.until(lambda: tab.picture.shown is tab.picture.images and tab.picture.updates > 0)
    assert len(beginning) > 1
    assert all(beginning[:-1])
    assert not beginning[-1]
    assert driven.told == []


def test_a_folder_is_chosen_by_dialog(driven: Driven, folder, monkeypatch) -> None:
    tab = begun(driven, folder)
    before = driven.folder
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    driven.control("gameali.data.folder", QPushButton).click()
    press(reported(driven), "image_report.accept")
    driven.until(lambda: driven.folder != before and tab.session.progress is not None)
    assert tab.session.progress.game_settings["data"] == str(folder)
    assert tab.session.progress.game_settings["filters"] == 4, "the settings of the form are kept"


def test_a_folder_with_mnists_files_is_chosen_by_dialog(driven: Driven, folder, tmp_path, monkeypatch) -> None:
    tab, mnist = begun(driven, folder), tmp_path / "mnist"
    mnist.mkdir()
    chance = np.random.default_rng(0)
    for split, n in (("train", 40), ("t10k", 12)):
        (mnist / f"{split}-images-idx3-ubyte").write_bytes(
            struct.pack(">4I", 0x803, n, 28, 28) + chance.integers(0, 256, (n, 28, 28), np.uint8).tobytes())
        (mnist / f"{split}-labels-idx1-ubyte").write_bytes(
            struct.pack(">2I", 0x801, n) + (np.arange(n) % 10).astype(np.uint8).tobytes())
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(mnist))
    driven.control("gameali.data.folder", QPushButton).click()
    press(reported(driven), "image_report.accept")
    driven.until(lambda: tab.session.progress is not None
                 and tab.session.progress.game_settings["data"] == str(mnist))
    facts = tab.picture.images.facts
    assert (facts["held_out"], facts["count"], facts["classes"]) == ("test", 12, list("0123456789"))
    driven.until(lambda: tab.picture.images.pairs.count == 12)


def test_points_and_digits_are_a_click_away(driven: Driven, folder, monkeypatch) -> None:
    tab = begun(driven, folder)
    wanted = []
    monkeypatch.setattr(tab, "new_run", lambda settings, run: wanted.append((settings.problem, settings.data)))
    for name in ("points", "digits", "icons"):
        driven.control(f"gameali.data.{name}", QPushButton).click()
    assert wanted == [("grid25", ""), ("images", "demo:digits"), ("images", "demo:icons")]
