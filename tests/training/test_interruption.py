"""What a run does after it was interrupted, whichever came first."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganviz.problems.images.watching import FolderGoneError
from ganviz.training.interruption import Interruption
from ganviz.training.messages import Mode

GONE = FolderGoneError(Path("images"))


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), PermissionError(13, "Permission denied")])
def test_a_share_that_is_lost_is_not_back_while_it_can_t_be_read(error, tmp_path, monkeypatch):
    file = tmp_path / "a.png"
    file.write_bytes(b"x")
    gone = FolderGoneError(file)
    assert gone.is_back()

    def lost(*_, **__):
        raise error

    for name in ("is_dir", "open"):
        with monkeypatch.context() as away:
            away.setattr(Path, name, lost)
            assert not gone.is_back()
    assert FolderGoneError(tmp_path).is_back()
    assert not FolderGoneError(tmp_path / "missing").is_back()


@pytest.fixture
def interruption():
    return Interruption()


def test_images_that_are_back_let_it_go_on(interruption):
    interruption.by_loss(GONE, Mode.STEPPING)
    assert interruption.waits
    assert interruption.found() is Mode.STEPPING
    assert not interruption.waits


def test_whoever_asked_it_to_rest_can_let_it_go_on(interruption):
    interruption.by_request(Mode.PLAYING)
    assert interruption.waits
    assert interruption.released() is Mode.PLAYING
    assert not interruption.waits


@pytest.mark.parametrize("request_first", [True, False])
def test_both_have_to_be_over(interruption, request_first):
    def begin():
        interruption.by_request(Mode.PLAYING)
        interruption.by_loss(GONE, Mode.PAUSED)

    def begin_otherwise():
        interruption.by_loss(GONE, Mode.PLAYING)
        interruption.by_request(Mode.PAUSED)

    (begin if request_first else begin_otherwise)()
    assert interruption.found() is Mode.PAUSED
    assert interruption.released() is Mode.PLAYING
    (begin if request_first else begin_otherwise)()
    assert interruption.released() is Mode.PAUSED
    assert interruption.found() is Mode.PLAYING
