"""Large arrays between processes: two shared buffers, used in turn, so that no array passes through the pipe.

At most one report is under way at a time, and its reader copies at once; so a buffer is free again when its turn comes.
"""

from __future__ import annotations

from collections.abc import Mapping
from ctypes import c_char
from dataclasses import dataclass, replace
from multiprocessing.context import SpawnContext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ganviz.training.messages import Report, SubstepInfo

LEAST_BYTES = 64 * 1024
_BUFFER_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an array lies: which buffer, from which byte, and what it is."""

    buffer: int
    start: int
    shape: tuple[int, ...]
    dtype: str


class SharedBuffers:
    """Two buffers of 16 MiB; their pages take memory only once they are written."""

    def __init__(self, context: SpawnContext) -> None:
        self._raw = [context.RawArray(c_char, _BUFFER_BYTES) for _ in range(2)]
        self._turn = 0

    def pack(self, report: Report) -> Report:
        """The report with its large arrays put into the next buffer."""
        self._turn = 1 - self._turn
        place = _Packer(self._turn, self._bytes(self._turn))
        return _with_arrays(report, place.pack)

    def unpack(self, report: Report) -> Report:
        """The report with its large arrays copied out and frozen."""
        return _with_arrays(report, self._copy_out)

    def _bytes(self, number: int) -> NDArray[np.uint8]:
        return np.frombuffer(memoryview(self._raw[number]).cast("B"), dtype=np.uint8)

    def _copy_out(self, value: Any) -> NDArray[Any]:
        if isinstance(value, Placed):
            raw = self._bytes(value.buffer)
            size = int(np.prod(value.shape)) * np.dtype(value.dtype).itemsize
            value = raw[value.start:value.start + size].view(value.dtype).reshape(value.shape).copy()
        array: NDArray[Any] = value
        array.flags.writeable = False
        return array


class _Packer:
    def __init__(self, number: int, raw: NDArray[np.uint8]) -> None:
        self._number = number
        self._raw = raw
        self._end = 0

    def pack(self, array: Any) -> Any:
        if array.nbytes < LEAST_BYTES or self._end + array.nbytes > len(self._raw):
            return array  # what does not fit goes through the pipe: slower, but whole
        start = self._end
        self._raw[start:start + array.nbytes] = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        self._end = (start + array.nbytes + 63) // 64 * 64
        return Placed(self._number, start, array.shape, array.dtype.str)


def _with_arrays(report: Report, change: Any) -> Report:
    def each(arrays: Mapping[str, Any]) -> dict[str, Any]:
        return {name: change(array) for name, array in arrays.items()}

    substep: SubstepInfo | None = report.substep and replace(report.substep, arrays=each(report.substep.arrays))
    return replace(report, arrays=each(report.arrays), history=change(report.history), substep=substep)
