"""``torchrun -m ganviz train``: which of several processes this is, and what it does."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext

from ganviz.cli.interruption import Interruption
from ganviz.settings.errors import UserError


def own_rank() -> int:
    """This process's number among those that torchrun started; 0 leads, and so does a process alone."""
    return int(os.environ["RANK"]) if several() else 0


def several() -> bool:
    """Whether torchrun started more than one."""
    return "RANK" in os.environ and int(os.environ.get("WORLD_SIZE", "1")) > 1


def leading() -> AbstractContextManager[None]:
    """While entered, the other ranks, where there are any, play along."""
    if not several():
        return nullcontext()
    from ganviz.training.ranks.meeting import leading

    return leading()


def follow() -> int:
    """Play along until rank 0 ends, which alone obeys Ctrl+C and SIGTERM.

    Raises:
        UserError: if this rank can't, or another one has ended.
    """
    from ganviz.training.ranks.follower import follow
    from ganviz.training.ranks.group import RankLostError

    try:
        with Interruption(patient=True):
            follow()
    except (UserError, RankLostError) as error:
        raise UserError(f"rank {own_rank()}: {error}") from None
    return 0
