"""Random draws as a function of (seed, stream, iteration).

No generator state has to be kept: any iteration's draws can be made again at any time, in any order. Draws are made
in blocks on the CPU, so that one call serves many iterations and a seed means the same numbers on every device.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

import torch

_WORD = (1 << 64) - 1
_BLOCK_SAMPLES = 65_536
_LONGEST_BLOCK = 64


class Stream(IntEnum):
    """The independent sources of chance in a game."""

    INITIAL_G = 1
    INITIAL_D = 2
    REAL = 3
    LATENT_D = 4
    LATENT_G = 5
    DROPOUT = 6
    VIEW = 7
    MEASURE = 8
    INITIAL_E = 9
    ENCODER = 10
    MEASURE_CODES = 11
    MEASURE_REAL = 12
    PENALTY = 20
    POOL_A = 21
    POOL_B = 22
    INITIAL_G_B = 23
    INITIAL_D_B = 24


def stream_seed(seed: int, stream: int, iteration: int = 0) -> int:
    """A 64-bit seed for one stream at one iteration, mixed with SplitMix64 (Steele et al. 2014)."""
    state = seed & _WORD
    for part in (stream, iteration):
        state = (state + 0x9E3779B97F4A7C15 * (part + 1)) & _WORD
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _WORD
        state ^= state >> 31
    return state


def generator(seed: int, stream: int, iteration: int = 0) -> torch.Generator:
    """A fresh CPU generator for one stream at one iteration."""
    return torch.Generator().manual_seed(stream_seed(seed, stream, iteration))


class BlockDraws:
    """The draws of one stream, made a block of iterations at a time.

    ``sample(n, generator)`` gives (n, dim) on the CPU; ``at(k, updates, batch)`` gives (updates, batch, dim) on
    ``device``.
    """

    def __init__(self, sample: Callable[[int, torch.Generator], torch.Tensor], seed: int, stream: Stream,
                 device: torch.device) -> None:
        self._sample = sample
        self._seed = seed
        self._stream = stream
        self._device = device
        self._key: tuple[int, int, int] | None = None
        self._block = torch.empty(0)

    def at(self, iteration: int, updates: int, batch: int) -> torch.Tensor:
        """The draws of one iteration, shape (updates, batch, dim)."""
        length = max(1, min(_LONGEST_BLOCK, _BLOCK_SAMPLES // max(1, updates * batch)))
        number, place = divmod(iteration, length)
        if self._key != (number, updates, batch):
            self._key = (number, updates, batch)
            source = generator(self._seed, self._stream, number * length)
            drawn = self._sample(length * updates * batch, source)
            self._block = drawn.view(length, updates, batch, drawn.shape[-1]).to(self._device)
        return self._block[place]
