"""Images of the user's, dropped on a run of a tiny image game, seen beside their results, and saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from ganviz.app.main_window import MainWindow
from ganviz.app.palette import DARK
from ganviz.app.translate.dialog import TranslateDialog
from ganviz.settings.errors import UserError
from ganviz.settings.run import RunSettings
from ganviz.training import translating
from ganviz.training.applying import apply
from ganviz.training.child import ChildProcess
from ganviz.training.folder.checkpoints import CheckpointStore
from ganviz.training.messages import Players
from ganviz.training.run import Run
from ganviz.training.trained import trained
from ganviz.training.translating import RESULTS, FileDone, Wanted
from tests.app_support import LONG_MS, Driven, Gate
from tests.training.image_runs import GAMES, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Two images, one below a folder, and a file that is damaged."""
    folder = tmp_path / "mine"
    (folder / "deep").mkdir(parents=True)
    chance = np.random.default_rng(0)
    for name, size in (("a.png", (50, 70, 3)), ("deep/b.png", (64, 64, 3))):
        Image.fromarray(chance.integers(0, 255, size, dtype=np.uint8)).save(folder / name)
    (folder / "c.png").write_bytes((folder / "a.png").read_bytes()[:200])
    return folder


@pytest.fixture(params=["pix2pix"])
def begun(driven: Driven, request: pytest.FixtureRequest, tmp_path: Path) -> Driven:
    driven.window.show_game(request.param)
    tab = driven.window.tab
    wanted = {**GAMES[request.param], "data": str(write_pairs(tmp_path / "pairs"))}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1))
    driven.until(lambda: bool(tab.picture.sheet.cells))
    return driven


def drop(driven: Driven, *paths: Path) -> bool:
    """Drop paths on the window; whether it takes them."""
    return drop_on(driven.window, *paths)


def drop_on(widget: MainWindow | TranslateDialog, *paths: Path) -> bool:
    """Drop paths on a window; whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return drop_data_on(widget, data)


def drop_data_on(widget: MainWindow | TranslateDialog, data: QMimeData) -> bool:
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(600, 300), *rest)
    entering.ignore()
    widget.dragEnterEvent(entering)
    if entering.isAccepted():
        widget.dropEvent(QDropEvent(QPointF(600, 300), *rest))
    return entering.isAccepted()


def dialog(driven: Driven) -> TranslateDialog:
    opened = driven.window.commands.using.dialog
    assert opened is not None
    return opened


def finished(driven: Driven, word: str = "Translated") -> None:
    driven.until(lambda: word in dialog(driven).sentence.text())


def choose(driven: Driven, name: str) -> None:
    menu = driven.window.commands.using.menu
    menu.findChild(QAction, f"dropped.{name}").trigger()
    menu.close()


@pytest.mark.slow
def test_a_dropped_folder_is_translated_and_saved_under_its_names(begun: Driven, mine: Path, tmp_path: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    assert drop(begun, mine)
    choose(begun, "translate")
    finished(begun)
    opened = dialog(begun)
    assert opened.sentence.text().startswith("Translated: 2, by the weights of iteration 0; left out: ")
    assert "c.png is cut off" in opened.sentence.text()
    left_out = [opened.results.files.item(row).toolTip() for row in range(opened.results.files.count())]
    assert sum("c.png" in why and why != str(mine / "c.png") for why in left_out) == 1
    assert len(opened.results.sheet.cells) == 2
    for _ in range(2):
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
        begun.qtbot.mouseClick(opened.save, Qt.MouseButton.LeftButton)
        begun.until(opened.save.isEnabled)
    assert "exists already" in opened.sentence.text()
    apply(trained(begun.folder), mine, tmp_path / "expected")
    for name in ("a.png", "deep/b.png"):
        made, expected = (np.asarray(Image.open(tmp_path / where / name)).astype(int) for where in ("out", "expected"))
        assert np.abs(made - expected).max() <= 1  # threads add up in another order
    begun.until_told("Saved: 2")
    opened.close()


@pytest.mark.slow
def test_a_folder_can_be_meant_to_be_trained_on(begun: Driven, tmp_path: Path) -> None:
    assert drop(begun, tmp_path / "pairs")
    choose(begun, "train")
    chooser = begun.window.tab.chooser
    begun.until(lambda: chooser.dialog is not None)
    chooser.dialog.reject()


@pytest.mark.slow
def test_a_bad_file_is_named_and_the_process_ends_with_the_dialog(begun: Driven, mine: Path) -> None:
    assert drop(begun, mine / "c.png")
    finished(begun)
    opened = dialog(begun)
    assert "left out: " in opened.sentence.text()
    assert "c.png" in opened.sentence.text()
    assert not opened.save.isEnabled()
    pid = opened._thread.process.pid
    assert psutil.pid_exists(pid)
    scratch = opened._scratch
    begun.qtbot.mouseClick(opened.close_, Qt.MouseButton.LeftButton)
    assert not psutil.pid_exists(pid)
    assert not scratch.exists()


def hesitant_translation(connection: Connection, wanted: Wanted) -> None:
    """Translates as ever, and waits for a word while it is at the second image."""
    from ganviz.training import user_files  # torch, which only the process needs

    plain = user_files.translated

    def translated(wanted: Wanted) -> Iterator[user_files.Told]:
        for number, told in enumerate(plain(wanted)):
            if number == 1:
                connection.poll(LONG_MS / 1000)
            yield told

    user_files.translated = translated
    translating._main(connection, wanted)


class HesitantTranslation(ChildProcess):
    def __init__(self, wanted: Wanted) -> None:
        super().__init__(hesitant_translation, (wanted,), "hesitant translation")


@pytest.mark.slow
def test_it_stops_after_the_present_image_when_cancelled(begun: Driven, mine: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganviz.app.translate.dialog.TranslatingProcess", HesitantTranslation)
    for number in range(4):
        (mine / f"{number:03d}.png").write_bytes((mine / "a.png").read_bytes())
    assert drop(begun, *sorted(mine.glob("0*.png")))
    opened = dialog(begun)
    begun.until(lambda: opened.results.files.count() > 0)
    begun.qtbot.mouseClick(opened.cancel, Qt.MouseButton.LeftButton)
    begun.until(opened.save.isEnabled)
    assert opened.sentence.text() == "Stopped after 2 images"
    assert opened.results.files.count() == 2
    opened.close()


@pytest.mark.slow
@pytest.mark.parametrize("begun", ["cyclegan"], indirect=True)
def test_cyclegan_goes_either_way(begun: Driven, mine: Path) -> None:
    assert drop(begun, mine / "a.png")
    finished(begun)
    opened = dialog(begun)
    there = opened.results.content.arrays["samples.output"]
    opened.way.setCurrentIndex(1)
    opened.way.activated.emit(1)
    assert opened.results.files.count() == 0
    finished(begun)
    assert (opened.results.content.arrays["samples.output"] != there).any()
    assert all(button.objectName() and button.accessibleName() and button.toolTip()
               for button in opened.findChildren(QAbstractButton) if button.text())
    opened.close()


@pytest.mark.slow
def test_where_no_checkpoint_is_known_to_be_the_best_the_dialog_says_so(qtbot: QtBot, mine: Path,
                                                                        tmp_path: Path) -> None:
    pairs = write_pairs(tmp_path / "pairs", val=1)  # KID needs two of a kind
    settings = {**GAMES["cyclegan"], "data": str(pairs)}
    Run.create("cyclegan", settings, {"threads": 1}, tmp_path / "run").close()
    opened = TranslateDialog(str(tmp_path / "run"), [str(mine / "a.png")], (("a_to_b", "A"), ("b_to_a", "B")), DARK)
    qtbot.addWidget(opened)
    opened.weights.setCurrentIndex(1)
    opened.weights.activated.emit(1)
    qtbot.waitUntil(lambda: "none is known to be the best" in opened.sentence.text(), timeout=LONG_MS)
    assert "choose the newest weights" in opened.sentence.text()
    opened.weights.setCurrentIndex(0)
    opened.weights.activated.emit(0)
    qtbot.waitUntil(lambda: "Translated" in opened.sentence.text(), timeout=LONG_MS)
    opened.reject()


@pytest.mark.parametrize("name", ["a.png", "a.txt"])
def test_without_a_run_an_image_is_answered_by_what_can_be_dropped(driven: Driven, mine: Path, name: str) -> None:
    driven.window.show_game("pix2pix")
    (mine / "a.txt").write_text("no image", encoding="utf-8")
    assert drop(driven, mine / name)
    driven.until_told(f"{name} can't be used here yet: drop a folder of images")
    assert driven.window.commands.using.dialog is None
    assert drop(driven, mine)
    driven.window.tab.chooser.cancel()


def test_an_image_is_refused_where_nothing_learns_from_images(driven: Driven, mine: Path) -> None:
    assert not drop(driven, mine / "a.png")


def slow_translation(connection: Connection, wanted: Wanted) -> None:
    """Tells of one image, and has begun to write the next one."""
    place = wanted.scratch / RESULTS / "deep" / "a.png"
    place.parent.mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(place)
    (place.parent / "b.png").write_bytes(place.read_bytes()[:20])
    connection.send(FileDone(Path("a.png"), place, place, "", 1, 2))
    with suppress(EOFError):
        connection.recv()


class SlowTranslation(ChildProcess):
    def __init__(self, wanted: Wanted) -> None:
        super().__init__(slow_translation, (wanted,), "slow translation")


def wishes(patch: pytest.MonkeyPatch) -> list[Wanted]:
    """What translating processes are asked for from now on."""
    asked: list[Wanted] = []

    def process(wanted: Wanted) -> SlowTranslation:
        asked.append(wanted)
        return SlowTranslation(wanted)

    patch.setattr("ganviz.app.translate.dialog.TranslatingProcess", process)
    return asked


def test_what_is_dropped_on_the_open_dialog_is_translated_instead(qtbot: QtBot, mine: Path, tmp_path: Path,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wishes(monkeypatch)
    (tmp_path / "notes.txt").write_text("no image", encoding="utf-8")
    opened = TranslateDialog(str(tmp_path), [str(tmp_path)], (), DARK)
    qtbot.addWidget(opened)
    assert opened.acceptDrops()
    qtbot.waitUntil(lambda: opened.results.files.count() == 1, timeout=LONG_MS)
    assert not drop_on(opened, tmp_path / "notes.txt")
    from_browser = QMimeData()
    from_browser.setUrls([QUrl("https://example.org/cat.png")])
    assert not drop_data_on(opened, from_browser), "its path would be that of the working directory"
    assert drop_on(opened, mine / "a.png", mine / "deep")
    assert opened.results.files.count() == 0
    qtbot.waitUntil(lambda: opened.results.files.count() == 1, timeout=LONG_MS)
    opened.reject()
    assert [wanted.sources for wanted in asked] == [(tmp_path,), (mine / "a.png", mine / "deep")]


def test_batch_norm_and_dropout_can_be_those_of_training(qtbot: QtBot, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wishes(monkeypatch)
    opened = TranslateDialog(str(tmp_path), [str(tmp_path)], (), DARK)
    qtbot.addWidget(opened)
    opened.mode.setCurrentIndex(1)
    opened.mode.activated.emit(1)
    opened.reject()
    assert [wanted.as_in_training for wanted in asked] == [False, True]


def test_what_a_lost_process_had_made_can_still_be_saved(qtbot: QtBot, tmp_path: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    """The message to a process that has gone reaches nobody, so that no answer would ever come."""
    monkeypatch.setattr("ganviz.app.translate.dialog.TranslatingProcess", SlowTranslation)
    opened = TranslateDialog(str(tmp_path), [str(tmp_path)], (), DARK)
    qtbot.addWidget(opened)
    opened.open()
    qtbot.waitUntil(lambda: opened.results.files.count() == 1, timeout=LONG_MS)
    psutil.Process(opened._thread.process.pid).kill()
    qtbot.waitUntil(opened.save.isEnabled, timeout=LONG_MS)
    assert "ended unexpectedly" in opened.sentence.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    for sentence in ("Saved: 1 in", "exists already"):
        qtbot.mouseClick(opened.save, Qt.MouseButton.LeftButton)
        assert sentence in opened.sentence.text()
        assert not opened.progress.isVisible()
        assert opened.save.isEnabled()
    assert [file.name for file in (tmp_path / "out" / "deep").iterdir()] == ["a.png"]
    opened.close()


def one_step(begun: Driven) -> None:
    """Take the run a step beyond what is saved of it."""
    begun.session.step(Players.BOTH)
    begun.until(lambda: begun.session.iteration == 1 and not begun.session.playing)
    assert begun.session.progress.saved == 0


def newest_seen(patch: pytest.MonkeyPatch) -> list[int]:
    """Of which iteration the newest checkpoint is when a translating process is started, each time."""
    seen: list[int] = []

    def process(wanted: Wanted) -> SlowTranslation:
        seen.append(CheckpointStore(wanted.run / "checkpoints").list()[-1][1])
        return SlowTranslation(wanted)

    patch.setattr("ganviz.app.translate.dialog.TranslatingProcess", process)
    return seen


def test_newest_weights_are_those_of_a_slow_run_as_it_stands(begun: Driven, gate: Gate, mine: Path,
                                                             monkeypatch: pytest.MonkeyPatch) -> None:
    one_step(begun)
    gate.before(monkeypatch, Run, "save")
    seen = newest_seen(monkeypatch)
    assert drop(begun, mine / "a.png")
    begun.until(gate.reached.is_set)
    opened = dialog(begun)
    assert opened.sentence.text() == "Waiting for the newest weights…"
    assert opened.cancel.isEnabled()
    assert seen == []
    gate.opened.set()
    begun.until(lambda: opened.results.files.count() == 1)
    assert seen == [1]
    opened.reject()
    begun.until(lambda: begun.session.progress.saved == 1)
    assert drop(begun, mine / "a.png")
    assert seen == [1, 1], "what is saved is not waited for"
    dialog(begun).reject()


def test_waiting_for_the_newest_weights_can_be_cancelled(begun: Driven, gate: Gate, mine: Path,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    one_step(begun)
    gate.before(monkeypatch, Run, "save")
    seen = newest_seen(monkeypatch)
    assert drop(begun, mine / "a.png")
    opened = dialog(begun)
    begun.qtbot.mouseClick(opened.cancel, Qt.MouseButton.LeftButton)
    assert opened.sentence.text() == "Stopped after 0 images"
    assert not opened.cancel.isEnabled()
    gate.opened.set()
    with begun.qtbot.waitSignal(begun.session.saved, timeout=LONG_MS):
        pass
    assert seen == []
    opened.reject()


def test_weights_that_cannot_be_written_are_not_waited_for(begun: Driven, mine: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_run: Run) -> None:
        raise UserError("the disk is full")

    one_step(begun)
    monkeypatch.setattr(Run, "save", refuse)
    seen = newest_seen(monkeypatch)
    assert drop(begun, mine / "a.png")
    begun.until(lambda: seen == [0])
    assert "the disk is full" in begun.told
    dialog(begun).reject()


@pytest.mark.slow
def test_a_translation_is_by_the_weights_of_the_iteration_on_show(begun: Driven, mine: Path) -> None:
    one_step(begun)
    assert drop(begun, mine / "a.png")
    finished(begun)
    assert dialog(begun).sentence.text() == "Translated: 1, by the weights of iteration 1"
    dialog(begun).reject()
