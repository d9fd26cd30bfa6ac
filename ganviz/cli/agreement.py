"""How a person on the command line agrees to go on without files that can't be used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ganviz.problems.images.findings import NotAgreedError

LEAVE_OUT = "--leave-out"


@contextmanager
def agreeing_by(option: str) -> Iterator[None]:
    """Have a refusal of such files name the option by which the command at hand leaves them out.

    Raises:
        NotAgreedError: instead of one that names another way.
    """
    try:
        yield
    except NotAgreedError as error:
        raise error.by(option) from None
