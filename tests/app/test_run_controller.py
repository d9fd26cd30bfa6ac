"""One run, one QThread: commands out, events in, in either placement."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ganviz.app.run_controller import RunController
from ganviz.settings.run import RunSettings
from ganviz.settings.toy import Game2DSettings
from ganviz.training.messages import Mode, Play, Report, Step
from tests.app_support import LONG_MS

TINY = Game2DSettings(depth_d=1, width_d=4, depth_g=1, width_g=4, batch_size=8).model_dump()


def created(qtbot: QtBot, controller: RunController, folder: Path) -> None:
    with qtbot.waitSignal(controller.ready, timeout=LONG_MS):
        controller.create("2d", TINY, RunSettings().model_dump(), str(folder))


def report_of(qtbot: QtBot, controller: RunController, layers: dict) -> Report:
    with qtbot.waitSignal(controller.reported, timeout=LONG_MS) as answered:
        controller.ask(layers)
    return answered.args[0]


@pytest.mark.parametrize("placement", ["thread", "process"])
def test_a_run_is_created_stepped_watched_and_closed(qtbot: QtBot, tmp_path: Path, placement: str) -> None:
    controller = RunController(placement)
    created(qtbot, controller, tmp_path / "run")
    controller.send(Step(5))
    report = report_of(qtbot, controller, {})
    while report.progress.mode is not Mode.PAUSED:
        report = report_of(qtbot, controller, {"surface": {"range": (-1.0, 1.0, -1.0, 1.0), "size": 256}})
    assert report.progress.iteration == 5
    surface = report_of(qtbot, controller, {"surface": {"range": (-1.0, 1.0, -1.0, 1.0), "size": 256}})
    assert surface.arrays["surface.values"].shape == (256, 256)
    assert not surface.arrays["surface.values"].flags.writeable
    with qtbot.waitSignal(controller.ended, timeout=LONG_MS) as ended:
        controller.close()
    assert ended.args[0].failure == ""
    assert controller.thread_of_run.isFinished()
    assert (tmp_path / "run" / "checkpoints" / "0-000000005").is_dir()


def test_only_one_question_is_under_way(qtbot: QtBot, tmp_path: Path) -> None:
    controller = RunController("thread")
    created(qtbot, controller, tmp_path / "run")
    with qtbot.waitSignal(controller.reported, timeout=LONG_MS) as answered:
        controller.ask({})
        assert controller.busy
        controller.ask({})
    assert answered.args[0].generation == 1
    assert not controller.busy
    controller.close()


def test_a_killed_trainer_is_reported_and_its_run_goes_on_elsewhere(qtbot: QtBot, tmp_path: Path) -> None:
    controller = RunController("process")
    created(qtbot, controller, tmp_path / "run")
    controller.send(Play())
    pid = controller.thread_of_run.worker.pid
    with qtbot.waitSignal(controller.ended, timeout=LONG_MS) as ended:
        os.kill(pid, signal.SIGKILL)
    assert "ended unexpectedly" in ended.args[0].failure
    controller.close()
    other = RunController("thread")
    with qtbot.waitSignal(other.ready, timeout=LONG_MS) as ready:
        other.open(str(tmp_path / "run"))
    assert ready.args[0].iteration >= 0
    assert any("taken over" in warning for warning in ready.args[0].warnings)
    other.close()
