"""A library that torch's inductor made, called by its C interface.

torch's own runner keeps Python's lock while the code runs, so that a thread that makes pictures meanwhile waits for a
whole iteration at each of its operations. A call through ``ctypes`` lets go of the lock.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import torch

_AT_ONCE = 2
"""Threads that may run the same code: the trainer's and the observer's."""

# Prototypes of our own: to declare the types on ctypes.pythonapi itself would change them for everybody.
_pointer_of = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi))
_capsule_of = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi))


class Library:
    """One compiled graph for the CPU; it changes the tensors that it is given in place, and holds no state.

    Args:
        path: the shared library.
        outputs: how many tensors a run returns.

    Raises:
        RuntimeError: if it cannot be loaded.
    """

    def __init__(self, path: Path, outputs: int) -> None:
        try:
            self._library = ctypes.CDLL(str(path))
            create = self._library.AOTInductorModelContainerCreateWithDevice
        except (OSError, AttributeError) as error:
            raise RuntimeError(f"{path} is no compiled code ({error})") from error
        self._outputs = outputs
        self._container = ctypes.c_void_p()
        self._check(create(ctypes.byref(self._container), ctypes.c_size_t(_AT_ONCE), b"cpu", None))

    def run(self, inputs: list[torch.Tensor]) -> list[torch.Tensor]:
        """Run the graph; Python's lock is free meanwhile.

        Raises:
            RuntimeError: if the code fails.
        """
        handles = torch._C._aoti.unsafe_alloc_void_ptrs_from_tensors(inputs)  # the code lets go of them
        given = (ctypes.c_void_p * len(inputs))(*(_pointer_of(each, None) for each in handles))
        returned = (ctypes.c_void_p * self._outputs)()
        self._check(self._library.AOTInductorModelContainerRun(
            self._container, given, ctypes.c_size_t(len(inputs)), returned, ctypes.c_size_t(self._outputs), None, None))
        found: list[torch.Tensor] = torch._C._aoti.alloc_tensors_by_stealing_from_void_ptrs(
            [_capsule_of(each, None, None) for each in returned])
        return found

    def _check(self, status: int) -> None:
        if status:
            raise RuntimeError(self._last_words() or "the compiled code failed")

    def _last_words(self) -> str:
        """What the code says of its newest failure; that of an older torch says nothing."""
        said = ctypes.c_char_p()
        tell = getattr(self._library, "AOTInductorGetLastError", None)
        if tell is not None:
            tell(ctypes.byref(said))
        return (said.value or b"").decode(errors="replace")

    def __del__(self) -> None:
        if getattr(self, "_container", None):
            self._library.AOTInductorModelContainerDelete(self._container)
