"""What a process that only watches a run asks of the one that writes it: a small file in the run's folder."""

from __future__ import annotations

import os
import socket
import time
from enum import StrEnum
from pathlib import Path

from ganviz.training.folder.atomic import replace_file
from ganviz.training.folder.problems import writing

REQUEST_NAME = "request"


class Request(StrEnum):
    """What can be asked for."""

    PAUSE = "pause"
    GO_ON = "go on"


def ask(folder: Path, request: Request) -> None:
    """Leave a request for the process that writes the run in ``folder``; a newer one takes its place.

    Raises:
        UserError: if the folder cannot be written.
    """
    with writing(folder):
        replace_file(folder / REQUEST_NAME, f"{request}\n{os.getpid()} on {socket.gethostname()}\n".encode())


def take(folder: Path) -> tuple[Request, str] | None:
    """The request, which is gone then, and who asked; None where there is none that can be understood."""
    path = folder / REQUEST_NAME
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
        path.unlink()
        return Request(lines[0]), f"process {lines[1]}"
    except (OSError, ValueError, IndexError):
        return None


class Requests:
    """Looks after requests for a run, no more often than every ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._due = seconds, 0.0

    def look(self, folder: Path) -> tuple[Request, str] | None:
        """What ``take`` finds, if it is time to look again."""
        now = time.monotonic()
        if now < self._due:
            return None
        self._due = now + self._seconds
        return take(folder)
