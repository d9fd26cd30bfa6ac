"""Code in the making: a run that wants it, waits or goes on, cancels, quits, dies, or has no compiler."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress

import psutil
import pytest
import torch

from ganviz.settings.ali import ALISettings
from ganviz.settings.errors import UserError
from ganviz.settings.toy import Game1DSettings
from ganviz.training import messages as m
from ganviz.training.engine.obstacles import check_engine
from ganviz.training.folder.events import EVENTS_NAME, EngineEvent, read_events
from tests.core_support import TIMEOUT, TINY, Trainer, WorkerTrainer, trainer

MODULE = "ganviz.training.engine.making"


@pytest.fixture
def endless_compiler(tmp_path, monkeypatch):
    """A making does not come to its end by itself."""
    compiler = tmp_path / "endless-g++"
    compiler.write_text("#!/bin/sh\nexec sleep 100000\n")
    compiler.chmod(0o755)
    monkeypatch.setenv("CXX", str(compiler))


def makes_code(process: psutil.Process) -> bool:
    try:
        return MODULE in process.cmdline()
    except psutil.NoSuchProcess:  # it has ended meanwhile, as compilers do
        return False


def making(pid=None) -> list[psutil.Process]:
    """The processes below one (this one, if none is named) that make code, and the compilers that they started."""
    found = []
    for process in filter(makes_code, psutil.Process(pid).children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            found += [process, *process.children(recursive=True)]
    return found


def begun(pid=None) -> list[psutil.Process]:
    """The same, once there are any."""
    ends = time.monotonic() + TIMEOUT
    while not (found := making(pid)):
        assert time.monotonic() < ends, "nothing was begun"
        time.sleep(0.01)
    return found


def gone(processes) -> bool:
    return psutil.wait_procs(processes, TIMEOUT)[1] == []


def engine(training: Trainer) -> m.EngineInfo:
    return training.ask().progress.engine


@pytest.mark.usefixtures("own_cache", "endless_compiler")
def test_a_run_that_wants_compiled_code_rests_until_it_is_there_and_cancelling_lets_it_go_on(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        training.send(m.Play(20))
        processes = begun()
        report = training.ask()
        assert (report.progress.mode, report.progress.iteration, report.progress.rate) == (m.Mode.PLAYING, 0, 0.0)
        assert report.progress.engine.waits
        assert 0 <= report.progress.engine.compiling < 1
        training.send(m.CancelCompiling())
        assert training.at_rest().progress.iteration == 20
        assert gone(processes)
        assert engine(training) == m.EngineInfo("eager")
        assert training.ask().progress.game_settings["engine"] == "eager"
    assert training.notices() == []


@pytest.mark.usefixtures("own_cache", "endless_compiler")
def test_a_run_that_takes_what_comes_trains_while_its_code_is_made(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "auto"})
        processes = begun()
        assert training.play_to(20).progress.engine.compiling is not None
        assert not engine(training).waits
        training.send(m.Change({"engine": "eager"}))
        assert engine(training) == m.EngineInfo("eager")
        assert gone(processes)
    assert training.notices() == []
    assert [event for event in read_events(tmp_path / "run" / EVENTS_NAME) if isinstance(event, EngineEvent)] == []


@pytest.mark.usefixtures("own_cache", "endless_compiler")
def test_another_batch_size_has_the_old_code_s_making_ended(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "auto"})
        before = begun()
        training.send(m.Change({"batch_size": 24}))
        assert engine(training).compiling is not None
        assert gone(before)
        assert begun()
        assert len([*filter(makes_code, psutil.Process().children())]) == 1


@pytest.mark.parametrize("kind", [Trainer, WorkerTrainer])
@pytest.mark.usefixtures("own_cache", "endless_compiler")
def test_quitting_ends_the_making(tmp_path, kind):
    with trainer(kind) as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        processes = begun()
        training.send(m.Play())
    assert gone(processes)


@pytest.mark.usefixtures("own_cache", "endless_compiler")
def test_a_trainer_that_is_killed_takes_the_making_with_it(tmp_path):
    life = WorkerTrainer()
    life.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
    processes = begun()
    os.kill(life.worker.pid, signal.SIGKILL)
    life.close()
    assert gone(processes)


@pytest.fixture
def no_compiler(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CXX", raising=False)


@pytest.mark.usefixtures("own_cache", "no_compiler")
def test_without_a_compiler_one_line_says_so_and_the_run_is_eager(tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        assert training.play_to(5).progress.engine == m.EngineInfo(
            "eager", obstacle="compiled code needs a C++ compiler, and none was found (g++ or clang++)")
    assert training.notices() == ["compiled code needs a C++ compiler, and none was found (g++ or clang++); "
                                  "the game goes on eagerly"]


@pytest.mark.usefixtures("own_cache", "no_compiler")
@pytest.mark.parametrize("choice", ["auto", "eager"])
def test_without_a_compiler_nobody_is_told_who_did_not_insist(tmp_path, choice):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": choice})
        training.play_to(5)
    assert training.notices() == []


@pytest.mark.slow
@pytest.mark.usefixtures("own_cache")
def test_a_compiler_that_fails_is_told_of_and_the_run_is_eager(tmp_path, monkeypatch):
    broken = tmp_path / "broken-g++"
    broken.write_text("#!/bin/sh\necho 'no space left' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setenv("CXX", str(broken))
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "compiled"})
        training.send(m.Play(5))
        notice = training.wait(m.Notice)
        assert training.at_rest().progress.iteration == 5
    assert notice.level == "warning"
    assert notice.text.startswith("compiled code could not be made: ")
    assert notice.text.endswith("; the game goes on eagerly")
    assert len(notice.details.splitlines()) > 3


def test_settings_without_compiled_code_are_refused_by_name():
    images = ALISettings(problem="images", data="demo:digits")
    for engine in ("eager", "auto"):
        check_engine(images.changed({"engine": engine}), torch.device("cpu"))
    check_engine(images.changed({"engine": "compiled", "problem": "moons"}), torch.device("cpu"))
    with pytest.raises(UserError, match="engine: there is no compiled code for problem=images; choose engine=eager"):
        check_engine(images.changed({"engine": "compiled"}), torch.device("cpu"))


def test_a_device_without_compiled_code_is_refused_by_name():
    check_engine(Game1DSettings(engine="compiled"), torch.device("cpu"))
    check_engine(Game1DSettings(engine="auto"), torch.device("mps"))
    with pytest.raises(UserError, match="engine: compiled code works on cpu and cuda, not on mps; choose engine=eager"):
        check_engine(Game1DSettings(engine="compiled"), torch.device("mps"))
