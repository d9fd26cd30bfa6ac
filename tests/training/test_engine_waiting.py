"""Waiting for code that the past needs: who ends it, and what ends with it."""

from __future__ import annotations

import re

import pytest

from ganviz.settings.errors import UserError
from ganviz.training import messages as m
from ganviz.training.engine import spec
from ganviz.training.engine.code import NoCodeError
from ganviz.training.engine.codes import CompiledCodes
from ganviz.training.folder.events import EVENTS_NAME, ChangeEvent, read_events
from ganviz.training.run import Run
from tests.core_support import TINY, trainer
from tests.engines import ByRules

ENDED = "compiling was ended before the code was there"
CANCELLED = "compiling was cancelled; go to another iteration, or compile again"
FAILED = ("compiled code could not be made: omp.h: no such file; to have it tried again, set engine anew, or open the "
          "run again")
COMPILED = {**TINY, "engine": "compiled"}


@pytest.fixture
def played(tmp_path):
    """A run that code has played up to iteration 30, and that stands at 60 with a checkpoint."""
    run = Run.create("1d", TINY, {}, tmp_path / "played")
    run.play_by(ByRules())
    while run.game.iteration < 60:
        if run.game.iteration == 30:
            run.play_by(None)
        run.advance()
    run.save()
    run.close()
    return tmp_path / "played"


@pytest.fixture
def unsaved(tmp_path):
    """A run that code has played up to iteration 30, of which only iteration 0 is saved."""
    run = Run.create("1d", TINY, {}, tmp_path / "unsaved")
    run.play_by(ByRules())
    while run.game.iteration < 30:
        run.advance()
    run.change({"learning_rate_d": 0.002})
    run.close()
    return tmp_path / "unsaved"


def changes(folder):
    return [event for event in read_events(folder / EVENTS_NAME) if isinstance(event, ChangeEvent)]


def ended_look_back(training, makings):
    """Look back to an iteration that needs code, and have the compiling cancelled."""
    training.send(m.View(10))
    training.wait(m.Compiling)
    training.send(m.CancelCompiling())
    assert training.wait(m.Notice).text == f"The iteration could not be shown: {CANCELLED}"
    assert [making.cancelled for making in makings] == [True]


def test_the_code_of_a_look_back_can_be_cancelled(played, makings):
    with trainer() as training:
        training.open(played)
        ended_look_back(training, makings)
        training.send(m.View(None))
        training.play_to(70)
    assert changes(played) == [], "the run itself had no code made"


def test_the_code_of_a_look_back_can_be_cancelled_while_another_process_writes_the_run(played, makings):
    with trainer() as writing, trainer() as watching:
        writing.open(played)
        assert watching.open(played).read_only
        ended_look_back(watching, makings)


def test_opening_that_nobody_waits_for_ends_its_making_and_leaves_the_present_run_alone(tmp_path, unsaved, makings):
    with trainer() as training:
        training.create(tmp_path / "present", settings={**TINY, "engine": "auto"})
        assert training.ask().progress.engine.compiling is not None
        for _ in range(2):  # the folder was let go of, so that it can be opened again
            training.send(m.Open(str(unsaved)))
            training.wait(m.Compiling)
            training.send(m.CancelCompiling())
            assert training.wait(m.Refused).text == ENDED
        progress = training.ask().progress
        assert progress.engine.compiling is not None
        assert progress.game_settings["engine"] == "auto"
        assert training.notices() == [ENDED] * 2
        assert [making.cancelled for making in makings] == [False, True, True]
    assert changes(tmp_path / "present") == []


def test_going_on_from_the_past_that_nobody_waits_for_ends_its_making(played, makings):
    with trainer() as training:
        training.open(played)
        training.send(m.Continue(10))
        training.wait(m.Compiling)
        training.send(m.CancelCompiling())
        assert training.wait(m.Refused).text == ENDED
        assert [making.cancelled for making in makings] == [True]
        assert training.ask().progress.iteration == 60
        assert training.notices() == [ENDED]


def test_quitting_ends_what_opening_waits_for(tmp_path, unsaved, makings):
    with trainer() as training:
        training.send(m.Open(str(unsaved)))
        training.wait(m.Compiling)
    assert [making.cancelled for making in makings] == [True]


def test_cancelling_lets_a_run_that_takes_what_comes_stay_eager(tmp_path, makings):
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": "auto"})
        assert training.play_to(10).progress.engine.compiling is not None
        training.send(m.CancelCompiling())
        report = training.play_to(20)
        assert report.progress.engine == m.EngineInfo("eager")
        assert report.progress.game_settings["engine"] == "eager"
    assert training.notices() == []
    assert [making.cancelled for making in makings] == [True]
    assert [(change.iteration, change.values) for change in changes(tmp_path / "run")] == [(10, {"engine": "eager"})]


# --- code that can't be loaded, and a run that is closed -------------------------------------------------------

def test_code_that_is_made_and_can_not_be_loaded_is_not_made_again(played, makings, own_cache):
    makings.in_vain = True
    run = Run.open(played)
    for _ in range(2):
        with pytest.raises(NoCodeError, match=r"the code that was made can't be loaded: .*GANVIZ_CACHE") as told:
            run.past.state_at(10)
        assert str(own_cache.folder) in str(told.value)
    assert len(makings) == 1
    run.close()


def test_a_run_whose_code_can_not_be_loaded_is_eager_and_says_so_once(tmp_path, makings):
    makings.in_vain = True
    with trainer() as training:
        training.create(tmp_path / "run", settings=COMPILED)
        training.play_to(20)
        training.send(m.Change({"learning_rate_d": 0.002}))
        assert training.play_to(40).progress.engine.obstacle.startswith("the code that was made can't be loaded: ")
        told, = training.notices()
    assert told.startswith("the code that was made can't be loaded: ")
    assert told.endswith("; the game goes on eagerly")
    assert len(makings) == 1


@pytest.mark.parametrize(("choice", "anew"), [("auto", "compiled"), ("compiled", "auto")])
def test_code_whose_making_fails_is_not_made_again_until_the_engine_is_set_anew(tmp_path, makings, choice, anew):
    makings.failure = "a long story\nomp.h: no such file"
    with trainer() as training:
        training.create(tmp_path / "run", settings={**TINY, "engine": choice})
        training.play_to(20)
        for rate in (0.002, 0.003, 0.004):
            training.send(m.Change({"learning_rate_d": rate}))
            progress = training.ask().progress
            assert (progress.engine.compiling, progress.engine.waits) == (None, False)
            assert progress.engine.obstacle == FAILED
        training.play_to(40)
        assert len(makings) == 1
        training.send(m.Change({"engine": anew}))
        assert training.play_to(60).progress.engine.obstacle == FAILED
        assert len(makings) == 2
        assert training.notices() == [f"{FAILED}; the game goes on eagerly"] * 2


def test_an_engine_that_is_set_anew_takes_code_that_can_be_made_now(tmp_path, makings, monkeypatch):
    makings.failure = "omp.h: no such file"
    with trainer() as training:
        training.create(tmp_path / "run", settings=COMPILED)
        training.play_to(20)
        makings.failure = ""
        monkeypatch.setattr(CompiledCodes, "made", lambda *_: ByRules())
        training.send(m.Change({"engine": "auto"}))
        assert training.ask().progress.engine.compiling is not None
        makings[-1].over.set()
        assert training.play_to(40).progress.engine == m.EngineInfo("compiled")


def test_code_whose_making_fails_is_not_made_again_for_another_look_back(played, makings):
    makings.failure = "omp.h: no such file"
    run = Run.open(played)
    for _ in range(2):
        with pytest.raises(NoCodeError, match=re.escape(FAILED)):
            run.past.state_at(10)
    assert len(makings) == 1
    run.close()


def test_nothing_is_made_for_a_run_that_was_closed(tmp_path, makings, own_cache):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    codes = CompiledCodes("1d", run.game.device, 1, own_cache)
    codes.close()
    for have_made in (codes.begin, codes.load):
        with pytest.raises(UserError, match="the run was closed before its code was compiled"):
            have_made(run.game)
    assert makings == []
    run.close()


# --- code of elsewhere -----------------------------------------------------------------------------------------

def test_a_run_that_other_code_has_played_says_so_when_it_is_opened(played, monkeypatch):
    monkeypatch.setattr(spec, "_surroundings", lambda: "another processor")
    run = Run.open(played)
    told, = run.warnings
    assert told.startswith("parts of this run were played by other compiled code than is made here now")
    run.close()


def test_a_run_that_the_same_code_has_played_says_nothing(tmp_path):
    run = Run.create("1d", TINY, {}, tmp_path / "run")
    run.play_by(ByRules())
    run.change({"batch_size": 24})
    run.play_by(None)
    run.play_by(ByRules())
    run.save()
    run.close()
    again = Run.open(tmp_path / "run")
    assert again.warnings == ()
    again.close()
