"""What a run does after it was interrupted, whichever came first."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganviz.problems.images.watching import FolderGoneError
from ganviz.training.interruption import Interruption
from ganviz.training.messages import Mode

GONE = FolderGoneError(Path("images"))


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
