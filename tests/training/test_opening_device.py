"""A run whose device is not here: it is watched, measured and trained on another one, with a word and on record."""

from __future__ import annotations

import json

import pytest

from ganviz.settings.errors import UserError
from ganviz.training.elsewhere import Elsewhere
from ganviz.training.evaluating import evaluate
from ganviz.training.folder.events import EVENTS_NAME, DeviceEvent, read_events
from ganviz.training.folder.manifest import MANIFEST_NAME
from ganviz.training.followed import Followed
from ganviz.training.messages import Players
from ganviz.training.run import Run
from ganviz.training.trained import trained
from tests.core_support import TINY, saved_state, undisturbed

GOES_ON = ("from here on this run is played on cpu, not on cuda, since torch finds no such device here; devices round "
           "differently, so it is no longer bit for bit what cuda alone would make of it")


@pytest.fixture(autouse=True)
def no_gpu(monkeypatch):
    """A machine without GPUs."""
    monkeypatch.setattr("ganviz.training.device.available", lambda: {"cpu": True, "cuda": False, "mps": False})


def begun(folder, game="1d", settings=TINY, iterations=3, **run):
    made = Run.create(game, settings, {"device": "cpu", "threads": 1, **run}, folder)
    for _ in range(iterations):
        made.advance()
    made.save()
    return made


def as_on_a_gpu(run):
    """Close a run, and have its record say that it was made on a GPU."""
    run.close()
    path = run.folder.path / MANIFEST_NAME
    values = json.loads(path.read_text())
    assert values["device"] == "cpu"
    values["run_settings"]["device"] = values["device"] = "cuda"
    path.write_text(json.dumps(values))
    return run.folder.path


@pytest.fixture
def of_a_gpu(tmp_path):
    """The folder of a run of three iterations on a GPU."""
    return as_on_a_gpu(begun(tmp_path / "run"))


def devices(folder):
    return [event for event in read_events(folder / EVENTS_NAME) if isinstance(event, DeviceEvent)]


def test_it_goes_on_on_another_one_with_a_word_and_on_record(of_a_gpu):
    run = Run.open(of_a_gpu)
    assert run.warnings == (GOES_ON,)
    assert devices(of_a_gpu) == [], "nothing was played there yet"
    run.advance()
    run.advance()
    run.save()
    run.close()
    assert devices(of_a_gpu) == [DeviceEvent(0, 3, "cpu")]
    again = Run.open(of_a_gpu)
    assert (again.game.iteration, again.warnings) == (5, ())
    again.advance()
    again.close()
    assert devices(of_a_gpu) == [DeviceEvent(0, 3, "cpu")]


def test_what_is_repeated_there_is_on_record_too(tmp_path):
    run = begun(tmp_path / "run")
    run.advance()
    run.advance(Players.D)
    run.flush()
    folder = as_on_a_gpu(run)
    again = Run.open(folder)
    assert again.game.iteration == 5
    assert devices(folder) == [DeviceEvent(0, 3, "cpu")]
    again.advance()
    again.close()
    assert devices(folder) == [DeviceEvent(0, 3, "cpu")]


def test_a_branch_from_before_the_change_has_it_on_record_again(of_a_gpu):
    run = Run.open(of_a_gpu)
    run.advance()
    run.fork(1)
    run.advance()
    run.close()
    assert devices(of_a_gpu) == [DeviceEvent(0, 3, "cpu"), DeviceEvent(1, 1, "cpu")]


def test_a_run_on_its_own_device_has_nothing_on_record(tmp_path):
    run = begun(tmp_path / "run")
    run.close()
    again = Run.open(tmp_path / "run")
    again.advance()
    again.save()
    assert again.warnings == ()
    again.close()
    assert read_events(tmp_path / "run" / EVENTS_NAME) == []
    assert saved_state(tmp_path / "run", 4) == undisturbed(tmp_path / "run", 4)


def test_one_that_never_named_its_device_says_so_too(tmp_path):
    folder = as_on_a_gpu(begun(tmp_path / "run"))
    path = folder / MANIFEST_NAME
    values = json.loads(path.read_text())
    values["run_settings"]["device"] = "auto"
    path.write_text(json.dumps(values))
    run = Run.open(folder)
    assert run.warnings == (GOES_ON,)
    run.close()


def test_it_is_watched_and_measured(of_a_gpu):
    watched = Followed(of_a_gpu, "it is written elsewhere")
    assert (watched.game.iteration, watched.game.device.type) == (3, "cpu")
    assert watched.warnings == ("this run computes on cuda, and torch finds no such device here; it is watched on cpu, "
                                "whose last digits may differ",)
    watched.close()
    (warning,) = evaluate(of_a_gpu)["warnings"]
    assert "it is measured on cpu" in warning


def test_the_networks_of_one_on_images_are_used(image_game, tmp_path):
    folder = as_on_a_gpu(begun(tmp_path / "run", *image_game, iterations=1))
    assert trained(folder).place == (0, 1)


def test_a_device_can_be_named_and_has_to_be_there(of_a_gpu):
    with pytest.raises(UserError, match="--device mps: torch finds no such device here; choose one of auto, cpu"):
        Run.open(of_a_gpu, elsewhere=Elsewhere(device="mps"))
    run = Run.open(of_a_gpu, elsewhere=Elsewhere(device="cpu"))
    assert run.game.device.type == "cpu"
    run.close()
