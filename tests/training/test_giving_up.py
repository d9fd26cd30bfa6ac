"""What networks compute, broken off."""

from __future__ import annotations

import threading

import pytest
import torch

from ganviz.training.giving_up import GivenUpError, looking_out


def test_it_ends_what_its_own_thread_computes_alone():
    layer, x, outputs = torch.nn.Linear(2, 1), torch.ones(1, 2), []
    with looking_out(lambda: True):
        other = threading.Thread(target=lambda: outputs.append(layer(x)))
        other.start()
        other.join()
        with pytest.raises(GivenUpError):
            layer(x)
    assert len(outputs) == 1, "a trainer beside this one goes on"
    assert layer(x).shape == (1, 1)
