"""A run that is watched while its files are damaged under the hands of the watcher: told once, and asked again."""

from __future__ import annotations

from ganviz.training import messages as m
from ganviz.training.folder.events import EVENTS_NAME
from tests.core_support import trainer


def test_damage_that_comes_while_a_run_is_watched_is_told_once(tmp_path):
    run = tmp_path / "run"
    with trainer() as writing, trainer() as watching:
        writing.create(run)
        writing.play_to(20)
        assert "it can only be watched" in watching.open(run).read_only
        good = (run / EVENTS_NAME).read_bytes()
        (run / EVENTS_NAME).write_bytes(b"{}\n{}\n")
        for _ in range(3):
            assert watching.ask().progress.mode is m.Mode.PAUSED
        assert watching.notices() == [f"{run / EVENTS_NAME} is damaged in line 1 (unknown type of event); "
                                      "take the file from a copy"]
        (run / EVENTS_NAME).write_bytes(good)
        writing.send(m.Save())
        writing.wait(m.Saved)
        assert watching.ask_until(lambda report: report.progress.iteration == 20)


def test_a_picture_that_fails_is_answered_all_the_same(tmp_path, monkeypatch):
    from ganviz.games.toy import ToyGame

    with trainer() as training:
        training.create(tmp_path / "run")
        with monkeypatch.context() as patch:
            patch.setattr(ToyGame, "put_back", lambda *_: 1 / 0)
            assert training.ask({"samples": {"n": 8}}).arrays == {}
        assert training.notices() == ["The iteration could not be shown: division by zero"]
        assert training.ask({"samples": {"n": 8}}).arrays["samples.fake"].shape == (8, 1)
