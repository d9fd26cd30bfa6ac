"""The trainer's memory beside the pace: of the right process, read seldom, and not while nobody sees it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from ganviz.app.images import memory
from ganviz.app.images.footer import Footer
from ganviz.app.images.memory import TrainerMemory
from ganviz.app.images.pace_line import Speed
from ganviz.app.palette import DARK
from ganviz.settings.run import RunSettings
from ganviz.training.messages import Mode, WriterInfo
from tests.app.plots.reports import progress
from tests.app_support import LONG_MS, Driven
from tests.training.image_runs import GAMES, write_pairs


def test_the_pace_of_a_run_that_is_written_elsewhere_is_that_of_its_writer() -> None:
    settings = {"schedule": "constant", "batch_size": 4}
    watched = replace(progress(9), mode=Mode.PAUSED, rate=0.0, game_settings=settings, writer=WriterInfo(75, 2.5, True))
    assert Speed.of(watched, {"epoch": 10}) == Speed(7.5, 10.0, None)
    resting = replace(watched, writer=WriterInfo(75))
    assert Speed.of(resting, {"epoch": 10}) == Speed(7.5, None, None)


def test_the_pace_line_says_epoch_pace_time_left_and_memory(qtbot: QtBot) -> None:
    footer = Footer("game", DARK)
    qtbot.addWidget(footer)
    footer.resize(900, footer.sizeHint().height())
    footer.show_memory(1_230_000_000)
    assert footer.pace.text() == "memory 1.2 GB"
    footer.show_speed(Speed(2.5, 41.0, 3660.0))
    assert footer.pace.text() == "epoch 2.5  ·  41 images/s  ·  1 h 01 min left  ·  memory 1.2 GB"
    footer.show_memory(0)
    assert footer.pace.text().endswith(" left")


@pytest.mark.parametrize(("rate", "steady", "left"), [(2.0, 4.0, 25.0), (0.01, 4.0, 25.0), (1.0, 0.0, None)],
                         ids=["even", "a slow second", "a limited pace"])
def test_the_time_left_goes_by_the_steady_rate(rate: float, steady: float, left: float | None) -> None:
    settings = {"schedule": "linear", "schedule_by": "iteration", "schedule_constant": 100, "schedule_decay": 100,
                "batch_size": 3}
    now = replace(progress(100), rate=rate, steady_rate=steady, game_settings=settings)
    speed = Speed.of(now, {"epoch": 50.0})
    assert speed == Speed(2.0, 3 * rate, left)
    assert Speed.of(replace(now, mode=Mode.PAUSED), {"epoch": 50.0}) == Speed(2.0, None, None)


def test_the_memory_goes_by_its_unit_alone_where_its_name_has_no_room(qtbot: QtBot) -> None:
    footer = Footer("game", DARK)
    qtbot.addWidget(footer)
    footer.show_speed(Speed(134.0, 120.0, 7500.0))
    footer.show_memory(526_000_000)
    with qtbot.waitExposed(footer):
        footer.show()
    for width, end in ((400, "left  ·  526 MB"), (900, "left  ·  memory 526 MB"), (430, "left  ·  526 MB")):
        footer.resize(width, footer.height())
        assert footer.pace.text().endswith(end), width
        qtbot.waitUntil(lambda: footer.pace.width() >= footer.pace.sizeHint().width())


def test_it_is_read_once_a_second_and_not_of_a_process_that_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    monkeypatch.setattr(memory.psutil.Process, "memory_info",
                        lambda process: read.append(process.pid) or psutil.Process.memory_full_info(process))
    trainer, pid = TrainerMemory(), os.getpid()
    sizes = {trainer.read(pid, 100 + tenth / 10) for tenth in range(10)}
    assert (len(sizes), read) == (1, [pid])
    assert sizes.pop() > 1_000_000
    trainer.read(pid, 101.0)
    assert read == [pid] * 2
    assert trainer.read(None, 101.1) == 0
    assert trainer.read(2**22 + 1, 101.2) == 0  # above the highest number that a process can have
    assert len(read) == 2


@pytest.mark.parametrize("driven", ["thread", pytest.param("process", marks=pytest.mark.slow)], indirect=True)
def test_a_run_tells_the_memory_of_its_trainer_while_it_is_on_show(
        driven: Driven, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANVIZ_CACHE", str(tmp_path / "cache"))
    read: list[int | None] = []
    monkeypatch.setattr(memory, "_resident", lambda pid: read.append(pid) or 7_000_000)
    driven.window.show_game("pix2pix")
    tab = driven.window.tab
    wanted = {**GAMES["pix2pix"], "data": str(write_pairs(tmp_path / "pairs"))}
    tab.new_run(tab.panel.settings.changed(wanted), RunSettings(threads=1))
    driven.until(lambda: tab.picture.footer.pace.text().endswith("7 MB"))
    in_thread = tab.session.pid == os.getpid()
    assert in_thread or psutil.Process(tab.session.pid).ppid() == os.getpid()
    assert set(read) == {tab.session.pid}
    driven.window.show_game("cyclegan")
    known = len(read)
    tab._memory._read_at = 0.0
    with driven.qtbot.waitSignal(tab.session.reported, timeout=LONG_MS):
        tab.session.ask({})
    assert len(read) == known
    driven.window.close_runs()
    assert tab.session.pid is None


def test_the_pace_is_never_cut_for_the_words_beside_it(qtbot: QtBot) -> None:
    footer = Footer("game", DARK)
    qtbot.addWidget(footer)
    footer.bar.show()
    footer.show_speed(Speed(134.0, 120.0, 7500.0))
    footer.show_memory(526_000_000)
    footer.reading.setText("(31, 20)   255 255 255   |Δ| 0.11   D 0.45 on 70 × 70 px")
    footer.resize(560, footer.sizeHint().height())
    with qtbot.waitExposed(footer):
        footer.show()
    assert footer.pace.width() >= footer.pace.sizeHint().width()
    assert footer.bar.width() >= footer.bar.sizeHint().width()
    assert footer.reading.geometry().right() < footer.width()
