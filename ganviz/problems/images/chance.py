"""Chance as a function of whole numbers: no generator state, the same numbers with every version of every library."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_WORD = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB

# The streams of chance, so that no two uses of one seed agree.
ORDER_A, ORDER_B, VARY_A, VARY_B, DIVIDE = 1, 2, 3, 4, 5


def _finished(state: int) -> int:
    """SplitMix64's output function (Steele, Lea and Flood 2014)."""
    state = ((state ^ (state >> 30)) * _FIRST) & _WORD
    state = ((state ^ (state >> 27)) * _SECOND) & _WORD
    return state ^ (state >> 31)


def key(*parts: int) -> int:
    """64 well mixed bits that depend on every part and on their order."""
    state = 0
    for part in parts:
        state = _finished((state + _GOLDEN * ((part & _WORD) + 1)) & _WORD)
    return state


def uniform(key: int, place: int) -> float:
    """Number ``place`` of the sequence of a key, uniform in [0, 1)."""
    return (_finished((key + _GOLDEN * (place + 1)) & _WORD) >> 11) / (1 << 53)


def permutation(key: int, n: int) -> NDArray[np.int64]:
    """A random order of 0..n-1, int64."""
    state = np.uint64(key) + np.uint64(_GOLDEN) * np.arange(1, n + 1, dtype=np.uint64)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(_FIRST)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(_SECOND)
    return np.argsort(state ^ (state >> np.uint64(31)), kind="stable")
