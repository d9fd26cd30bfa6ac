"""An update as the rules of a game write it: sub-step after sub-step, and what was measured in the end."""

from __future__ import annotations

from collections.abc import Generator

import torch

from ganviz.games.protocol import Substep

Measured = dict[str, torch.Tensor]
Update = Generator[Substep, None, Measured]
"""The sub-steps of an update; it returns what was measured."""


def exhaust(update: Update) -> Measured:
    """Go through all sub-steps and return what was measured."""
    while True:
        try:
            next(update)
        except StopIteration as end:
            measured: Measured = end.value
            return measured
