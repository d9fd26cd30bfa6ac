"""A run whose images are not where they were: the window shows what it can, and takes them where they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog, QPushButton

from ganviz.training.exchange.importing import import_run
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.run import Run
from tests.app_support import Driven
from tests.training.exchange_support import reference_files
from tests.training.image_runs import GAMES, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    return write_pairs(tmp_path / "pairs")


@pytest.fixture
def run(tmp_path: Path, pairs: Path) -> Path:
    made = Run.create("pix2pix", {**GAMES["pix2pix"], "data": str(pairs)}, {"threads": 1}, tmp_path / "run")
    made.advance()
    made.save()
    made.close()
    return tmp_path / "run"


def test_a_run_whose_images_were_moved_is_shown_and_takes_them_where_they_are(
        driven: Driven, run: Path, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = pairs.rename(tmp_path / "moved")
    driven.open(run)
    told = driven.until_told("until then the run is shown as it was saved, without pictures")
    assert str(pairs) in told
    tab, actions = driven.window.tab, driven.window.actions_
    driven.until(lambda: len(tab.side.history) == 1)
    assert actions["model.translate"].isEnabled()
    assert actions["model.draw"].isEnabled()
    assert not actions["run.ask_pause"].isEnabled(), "nobody writes it"
    assert "images of this run are not at hand" in tab.hint.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(moved))
    driven.control("toast.way_out", QPushButton).click()
    driven.until(lambda: not driven.session.read_only and bool(tab.picture.sheet.cells))
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == 2)
    assert read_manifest(run).game_settings["data"] == str(moved)


def sides_of(pairs: Path, folder: Path) -> tuple[Path, Path]:
    """The same pictures in two folders of their own."""
    for side, value in (("ink", 0), ("paint", 90)):
        for file in pairs.rglob("*.png"):
            (folder / side).mkdir(parents=True, exist_ok=True)
            with Image.open(file) as image:
                image.point(lambda level, value=value: max(level, value)).save(
                    folder / side / f"{file.parent.name}-{file.name}")
    return folder / "ink", folder / "paint"


@pytest.mark.parametrize("both", [False, True], ids=["second", "both"])
def test_each_folder_of_two_is_asked_for_that_cant_be_found(
        driven: Driven, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, both: bool) -> None:
    first, second = sides_of(pairs, tmp_path / "sides")
    made = Run.create("cyclegan", {**GAMES["cyclegan"], "data": str(first), "data_b": str(second)}, {"threads": 1},
                      tmp_path / "run")
    made.close()
    moved = [str(second.rename(tmp_path / "there"))]
    moved[:0] = [str(first.rename(tmp_path / "here"))] if both else []
    driven.open(tmp_path / "run")
    asked = iter(moved)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(asked))
    driven.until(lambda: driven.window.findChild(QPushButton, "toast.way_out") is not None)
    driven.control("toast.way_out", QPushButton).click()
    driven.until(lambda: not driven.session.read_only and bool(driven.window.tab.picture.sheet.cells))
    assert list(asked) == []
    stored = read_manifest(tmp_path / "run").game_settings
    assert [stored["data"], stored["data_b"]][-len(moved):] == moved


def test_a_run_with_a_damaged_file_that_came_since_goes_on_without_it(driven: Driven, run: Path, pairs: Path) -> None:
    (pairs / "train" / "new.png").write_bytes(b"")
    driven.open(run)
    driven.until_told("new.png", "agree to leave them out")
    button = driven.control("toast.way_out", QPushButton)
    assert button.text() == "Leave them out"
    button.click()
    driven.until(lambda: not driven.session.read_only and bool(driven.window.tab.picture.sheet.cells))


def test_a_run_that_was_imported_without_images_takes_those_that_are_chosen(
        driven: Driven, pairs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reference_files(tmp_path / "theirs", "pix2pix")
    import_run(tmp_path / "theirs", tmp_path / "imported").close()
    driven.open(tmp_path / "imported")
    driven.until_told("this run has no images to train on; name some")
    actions = driven.window.actions_
    assert actions["model.translate"].isEnabled()
    assert actions["model.draw"].isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(pairs))
    driven.control("toast.way_out", QPushButton).click()
    driven.until(lambda: not driven.session.read_only and bool(driven.window.tab.picture.sheet.cells))
    driven.act("step.both")
    driven.until(lambda: driven.session.iteration == 1)
    assert read_manifest(tmp_path / "imported").game_settings["data"] == str(pairs)
