"""Looking back where something is amiss: no time is found, a state has gone or can't be shown, others are watched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ganviz.training.observing.direct import DirectObserver
from ganviz.training.observing.task import LookBack
from ganviz.training.run import Run
from tests.app_support import Driven
from tests.training.image_runs import GAMES, write_pairs

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def run(driven: Driven, tmp_path: Path) -> Path:
    """A run of six iterations that has never played here, with checkpoints at 0, 2, 4 and 6."""
    settings = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs", val=4))}
    made = Run.create("pix2pix", settings, {"threads": 1}, tmp_path / "run")
    for iteration in range(1, 7):
        made.advance()
        if iteration % 2 == 0:
            made.save()
    made.close()
    driven.open(tmp_path / "run")
    driven.until(lambda: bool(driven.window.tab.picture.sheet.cells))
    return tmp_path / "run"


def fail(*_: object) -> None:
    raise MemoryError("no memory is left")


@pytest.mark.usefixtures("run")
def test_a_replay_is_offered_without_its_time_where_timing_fails(driven: Driven,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ganviz.training.loop.seconds_per_iteration", fail)
    replay, session = driven.window.tab.replay, driven.session
    session.view(5)
    driven.until(replay.exact.isEnabled)
    assert (replay.exact.text(), replay.exact.accessibleName()) == ("Replay exactly",) * 2
    driven.qtbot.mouseClick(replay.exact, Qt.MouseButton.LeftButton)
    driven.until(lambda: session.looking.is_exact and session.viewing == 5)


def test_a_checkpoint_that_has_gone_since_the_last_answer_is_not_replayed_unasked(
        driven: Driven, run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DirectObserver, "approach", fail)
    session, replay = driven.session, driven.window.tab.replay
    shutil.rmtree(run / "checkpoints" / "0-000000004")
    session.view(4)
    driven.until(replay.isVisible)
    assert (session.viewing, session.unreached) == (4, 4)
    assert replay.sentence.text() == (
        "No state of iteration 4 is kept. These results were stored at iteration 4.")
    driven.until(lambda: session.progress.viewing is None)
    driven.until(replay.exact.isEnabled)
    assert replay.exact.text().startswith("Replay exactly: about ")


@pytest.mark.usefixtures("run")
def test_where_a_look_back_fails_the_present_is_shown(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    session = driven.session
    session.view(4)
    driven.until(lambda: session.progress.viewing == 4)
    monkeypatch.setattr(LookBack, "begin", fail)
    session.view(2)
    driven.until_told("The iteration could not be shown: no memory is left")
    driven.until(lambda: (session.viewing, session.progress.viewing) == (None, None))
    assert session.looking.is_exact


@pytest.mark.usefixtures("run")
def test_a_stored_picture_keeps_its_samples_where_others_are_chosen_meanwhile(driven: Driven) -> None:
    session, picture = driven.session, driven.window.tab.picture
    before = picture.facts["samples"]
    other = next(place for place in range(4) if f"val/{place}.png" not in before)
    session.view(5)
    driven.until(driven.window.tab.replay.exact.isEnabled)  # timed: its words, and so its height, stay
    stored, given = picture.sheet.grab().toImage(), picture.sheet.content.arrays["samples.input"]
    session.change({"watched": str(other + 1)})
    driven.until(lambda: len(picture.facts["samples"]) == 1)
    assert picture.sheet.grab().toImage() == stored
    session.view(3)
    assert picture.recalled == 2
    assert (picture.sheet.content.arrays["samples.input"] == given).all()
    session.view(None)
    driven.until(lambda: picture.sheet.content is picture.content and len(picture.sheet.cells) == 3)
    assert picture.sheet.grab().toImage() != stored
