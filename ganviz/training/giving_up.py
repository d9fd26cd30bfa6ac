"""What networks compute, broken off as soon as nobody wants it any more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch.nn.modules.module import register_module_forward_pre_hook

IsGivenUp = Callable[[], bool]


class GivenUpError(Exception):
    """What was to be computed is not wanted any more."""


def never() -> bool:
    """For what is always wanted to its end."""
    return False


@contextmanager
def looking_out(is_given_up: IsGivenUp) -> Iterator[None]:
    """What networks compute in this thread meanwhile ends at the next layer once it is given up.

    Raises:
        GivenUpError: if it was.
    """
    own = threading.get_ident()  # the hook is every network's, that of another trainer in this process too

    def look(_layer: torch.nn.Module, _inputs: object) -> None:
        if threading.get_ident() == own and is_given_up():
            raise GivenUpError

    hook = register_module_forward_pre_hook(look)
    try:
        yield
    finally:
        hook.remove()
