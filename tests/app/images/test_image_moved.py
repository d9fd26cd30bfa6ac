"""A run whose images are not where they were: the window shows what it can, and takes them where they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from ganviz.training.folder.manifest import read_manifest
from ganviz.training.run import Run
from tests.app_support import Driven
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


def test_a_run_with_a_damaged_file_that_came_since_goes_on_without_it(driven: Driven, run: Path, pairs: Path) -> None:
    (pairs / "train" / "new.png").write_bytes(b"")
    driven.open(run)
    driven.until_told("new.png", "agree to leave them out")
    button = driven.control("toast.way_out", QPushButton)
    assert button.text() == "Leave them out"
    button.click()
    driven.until(lambda: not driven.session.read_only and bool(driven.window.tab.picture.sheet.cells))
