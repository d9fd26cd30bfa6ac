"""How the learning rates of an image game change: a factor for a position counted in epochs or iterations."""

from __future__ import annotations

from math import cos, pi

import torch

from ganviz.settings.translation import TranslationSettings

_GAIN = 0.01
_HIGHEST = torch.finfo(torch.float64).max  # a state has to be finite


def by_epoch(iteration: int, epochs: float) -> int:  # noqa: ARG001
    """Complete epochs."""
    return int(epochs)


def by_iteration(iteration: int, epochs: float) -> int:  # noqa: ARG001
    """Complete iterations."""
    return iteration


def constant(position: int, settings: TranslationSettings) -> float:  # noqa: ARG001
    """Always 1."""
    return 1.0


def _fallen(position: int, settings: TranslationSettings) -> float:
    """The share of the fall that has passed: above 0 from its first position on, below 1 up to its last."""
    passed = max(0, position + 1 - settings.schedule_constant)
    return min(1.0, passed / (settings.schedule_decay + 1))


def linear(position: int, settings: TranslationSettings) -> float:
    """1, then in equal steps to 0: with (n, m) epochs the last of the n + m epochs still learns, at 1 / (m + 1)."""
    return 1.0 - _fallen(position, settings)


def cosine(position: int, settings: TranslationSettings) -> float:
    """1, then along half a cosine to 0 (Loshchilov and Hutter 2017, without restarts)."""
    return 0.5 * (1.0 + cos(pi * _fallen(position, settings)))


def step(position: int, settings: TranslationSettings) -> float:
    """Multiplied by ``schedule_factor`` after every ``schedule_step`` positions."""
    return settings.schedule_factor ** (position // settings.schedule_step)


def plateau(position: int, settings: TranslationSettings) -> float:  # noqa: ARG001
    """1 by position alone; a ``Plateau`` adds what it has seen."""
    return 1.0


class Plateau:
    """Lowers the rate when a loss no longer falls.

    Its whole memory is one float64 tensor (6,): the lowest mean so far, looks without a gain, the factor, the sum and
    the count of the losses since the last look, and the iteration of that look. It is part of the game's state. An
    iteration stays what it is when interval or pace are changed, and a count of looks or positions does not.
    """

    def __init__(self) -> None:
        self.memory = torch.empty(6, dtype=torch.float64)
        self.begin(0)

    @property
    def factor(self) -> float:
        """What the rate is multiplied by."""
        return float(self.memory[2])

    @property
    def looked(self) -> int:
        """The iteration of the last look, or the first one where there was none yet."""
        return int(self.memory[5])

    def begin(self, iteration: int) -> None:
        """Forget everything; ``iteration`` is the next one."""
        self.memory.copy_(torch.tensor([_HIGHEST, 0.0, 1.0, 0.0, 0.0, iteration], dtype=torch.float64))

    def note(self, loss: torch.Tensor, iteration: int, passed: int, settings: TranslationSettings) -> None:
        """Take an iteration's loss; look at the mean since the last look once ``schedule_step`` positions have passed.

        Args:
            loss: a scalar.
            iteration: the one that it is of.
            passed: positions from ``looked`` to it.
            settings: of the schedule.
        """
        self.memory[3:5] += torch.stack((loss.detach().cpu().double(), torch.ones((), dtype=torch.float64)))
        if passed >= settings.schedule_step:
            self._look(settings)
            self.memory[3:] = torch.tensor([0.0, 0.0, iteration], dtype=torch.float64)

    def _look(self, settings: TranslationSettings) -> None:
        lowest, fruitless, factor, total, count, _ = self.memory.tolist()
        mean = total / count
        if mean < lowest * (1 - _GAIN):
            self.memory[:2] = torch.tensor([mean, 0.0])
        elif fruitless + 1 > settings.schedule_patience:
            self.memory[1:3] = torch.tensor([0.0, factor * settings.schedule_factor])
        else:
            self.memory[1] += 1
