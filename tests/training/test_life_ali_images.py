"""The life of ALI on images: kept at checkpoints only, repeated to the bit, and watched without a trace."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ganviz.settings.names import LABELS
from ganviz.training import messages as m
from ganviz.training.folder.manifest import read_manifest
from ganviz.training.run import Run
from tests.core_support import history, same_arrays, saved_state, trainer

TINY = {"problem": "images", "size": "28", "filters": 4, "latent_dim": 4, "batch_size": 4, "samples": 3,
        "reconstruction": 0.02, "normalisation_e": "batch", "normalisation_g": "batch", "dropout_d": 0.2,
        "instance_noise": 0.1, "labels": "conditional"}
LAYERS = {"samples": {"n": 2}, "reconstructions": {"n": 2}, "codes": {}, "latent": {"sample": 0, "moves": [1.0]},
          "interpolation": {"a": 0, "b": 1}, "measures": {}}
END = 7


@pytest.fixture
def settings(tmp_path):
    """Shades of two colours, a folder for each."""
    chance = np.random.default_rng(0)
    for place, name in enumerate(("red", "blue")):
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(12):
            pixels = np.zeros((30, 34, 3), np.uint8)
            pixels[..., 2 * place] = chance.integers(60, 255, (30, 34))
            Image.fromarray(pixels).save(tmp_path / "images" / name / f"{number}.png")
    return {**TINY, "data": str(tmp_path / "images")}


@pytest.fixture
def plain(settings, tmp_path):
    """The state at the end of a run that nobody touches."""
    return ended(Run.create("ali", settings, {"threads": 1}, tmp_path / "plain"), tmp_path / "plain")


def ended(run, folder, iteration=END):
    while run.game.iteration < iteration:
        run.advance()
    run.save()
    run.close()
    return saved_state(folder, iteration)


def test_a_watched_run_ends_in_the_same_bits(settings, plain, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", "ali", settings, threads=1)
        training.send(m.Play(END))
        report = training.at_rest(LAYERS, pulse=0)
    assert training.notices() == []
    assert report.arrays["samples.images"].shape == (2, 28, 28, 3)
    assert saved_state(tmp_path / "run", END) == plain


def test_slow_motion_and_looking_back_leave_no_trace(settings, plain, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", "ali", settings, threads=1)
        training.send(m.SetSpeed(None, 200), m.Step(2))
        training.at_rest(LAYERS)
        training.send(m.SetSpeed(), m.Save())
        training.play_to(5)
        assert training.see(4, LAYERS).iteration == 2, "the nearest checkpoint is on show"
        training.play_to(END)
    assert saved_state(tmp_path / "run", END) == plain


def test_an_iteration_that_is_timed_leaves_no_trace(settings, plain, tmp_path):
    with trainer() as training:
        training.create(tmp_path / "run", "ali", settings, threads=1)
        training.send(m.Time())
        assert training.wait(m.Timed).seconds > 0
        training.play_to(END)
    assert saved_state(tmp_path / "run", END) == plain


def test_a_resumed_run_goes_on_to_the_same_bits(settings, plain, tmp_path):
    ended(Run.create("ali", settings, {"threads": 1}, tmp_path / "run"), tmp_path / "run", 3)
    assert ended(Run.open(tmp_path / "run"), tmp_path / "run") == plain
    assert np.array_equal(history(tmp_path / "run"), history(tmp_path / "plain"), equal_nan=True)


def test_live_changes_and_partial_steps_are_repeated_after_a_crash(settings, tmp_path):
    states = []
    for lost in (False, True):
        run = Run.create("ali", settings, {"threads": 1}, tmp_path / f"{lost}")
        for step in (m.Players.BOTH, m.Players.D, m.Players.G):
            run.advance(step)
        run.change({"learning_rate_g": 1e-4, "r1": 1.0})
        if lost:
            run.close()
            run = Run.open(tmp_path / f"{lost}")
            assert run.game.iteration == 3, "only iteration 0 was saved"
        states.append(ended(run, tmp_path / f"{lost}"))
    assert states[0] == states[1]


@pytest.mark.parametrize("labels", LABELS)
def test_a_follower_without_the_images_sees_curves_settings_and_samples(settings, labels, tmp_path):
    with trainer() as writing, trainer() as reading:
        writing.create(tmp_path / "run", "ali", {**settings, "labels": labels}, threads=1)
        writing.send(m.Change({"learning_rate_g": 1e-4}))
        writing.play_to(3)
        writing.send(m.Save())
        writing.wait(m.Saved)
        away = (tmp_path / "images").rename(tmp_path / "away")
        ready = reading.open(tmp_path / "run")
        assert "is being written by process" in ready.read_only
        (warning,) = ready.warnings
        assert settings["data"] in warning
        assert warning.endswith("; meanwhile the run is watched without pictures of its images")
        assert (ready.facts["classes"], ready.facts["count"]) == (["blue", "red"], 0)
        report = reading.ask(LAYERS)
        assert report.progress.iteration == 3
        assert report.progress.game_settings["learning_rate_g"] == 1e-4
        assert report.history[:, 1].max() == 3
        assert set(report.arrays) == {"samples.images", "latent.images"}
        samples = {"samples": LAYERS["samples"]}
        assert same_arrays(reading.ask(samples).arrays, writing.ask(samples).arrays)
        assert reading.notices() == []
        away.rename(tmp_path / "images")


def test_the_run_knows_its_images_and_keeps_a_sheet_at_each_checkpoint(settings, tmp_path):
    run = Run.create("ali", settings, {}, tmp_path / "run")
    ended(run, tmp_path / "run", 2)
    manifest = read_manifest(tmp_path / "run")
    assert manifest.dataset == {"path": settings["data"], "sha256": run.game.fingerprint}
    assert not (tmp_path / "run" / "keyframes").exists()
    assert [path.name for path in sorted((tmp_path / "run" / "samples").iterdir())] == [
        "0-000000000.png", "0-000000002.png"]
    (tmp_path / "images" / "red" / "0.png").unlink()
    again = Run.open(tmp_path / "run")
    assert any("has changed since the run began" in warning for warning in again.warnings)
    again.close()
