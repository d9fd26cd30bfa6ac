"""Iterations recorded as CUDA graphs; these tests need such a GPU."""

from __future__ import annotations

import pytest
import torch

from ganviz.training.engine.policy import COMPILED
from ganviz.training.run import Run
from tests.core_support import LAYERS_1D, TINY, saved_state, trainer
from tests.engines import COVERING

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no GPU with CUDA here")

ON_GPU = {"device": "cuda"}
LENGTH = 200


@pytest.mark.parametrize("option", list(COVERING))
def test_recorded_iterations_equal_those_of_the_rules(tmp_path, option):
    game, settings = COVERING[option]
    recorded, eager = (Run.create(game, settings, ON_GPU, tmp_path / name) for name in ("recorded", "eager"))
    recorded.play_by(recorded.codes.ready(recorded.game))
    for _ in range(4):
        recorded.advance()
        eager.advance()
    torch.testing.assert_close(recorded.game.state.tensor, eager.game.state.tensor, rtol=1e-4, atol=1e-6)
    recorded.close()
    eager.close()


def test_the_bits_do_not_depend_on_who_watches(tmp_path):
    settings = {**TINY, "engine": "compiled"}
    with trainer() as training:
        training.create(tmp_path / "watched", settings=settings, **ON_GPU)
        report = training.play_to(LENGTH, LAYERS_1D)
        assert report.progress.engine.plays == COMPILED
        training.see(50, LAYERS_1D)
    with trainer() as training:
        training.create(tmp_path / "alone", settings=settings, **ON_GPU)
        training.play_to(LENGTH)
    assert saved_state(tmp_path / "watched", LENGTH) == saved_state(tmp_path / "alone", LENGTH)
