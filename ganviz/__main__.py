"""The command line; opens the window or works without one."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ganviz.cli.errors import told
from ganviz.training.processors import let_threads_sleep


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``ganviz`` with ``argv`` (without the program's name); returns the exit status.

    0: done; 1: ``bench`` found a promise not held; 2: a mistake of the user, told in one line on standard error;
    130 and 143: stopped by SIGINT or SIGTERM, after saving.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    return told(lambda: _dispatch(words))


def _dispatch(words: list[str]) -> int:
    let_threads_sleep()
    if not words:  # the window, without the cost of importing the parser
        from ganviz.cli.window import window

        return window()
    from ganviz.cli.commands import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
