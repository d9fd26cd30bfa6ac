"""The lock of a run folder: it names the process that writes."""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from ganviz.settings.errors import UserError
from ganviz.training.folder.problems import writing

LOCK_NAME = "lock"

# The system counts a process's start in ticks since boot and its clock may be corrected meanwhile.
_START_TOLERANCE = 2.0
# An empty lock is one that is being written right now, unless it has been so for long.
_WRITING_SECONDS = 10.0


class LockedError(UserError):
    """Another living process writes the run folder; it can be opened read-only."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A process, told apart from a later one with the same number by its start (seconds since the epoch)."""

    pid: int
    host: str
    started: float

    @classmethod
    def this_process(cls) -> Holder:
        """The process that asks."""
        return cls(os.getpid(), socket.gethostname(), psutil.Process().create_time())

    def may_live(self) -> bool:
        """Whether the process may still write; one on another computer always may."""
        if self.host != socket.gethostname():
            return True
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < _START_TOLERANCE
            return bool(same and process.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:
            return True


class RunLock:
    """The lock of one run folder.

    Attributes:
        path: the lock file.
        warnings: a sentence about a stale lock that was taken over.
    """

    def __init__(self, folder: Path | str) -> None:
        self.path = Path(folder) / LOCK_NAME
        self.warnings: list[str] = []
        self._mine: Holder | None = None

    def acquire(self) -> None:
        """Become the process that writes.

        Raises:
            LockedError: if another living process is.
            UserError: if the folder cannot be written.
        """
        mine = Holder.this_process()
        with writing(self.path.parent):
            if not self._create(mine):
                self._remove_stale()
                if not self._create(mine):
                    raise self._locked(self.holder())
        self._mine = mine

    def release(self) -> None:
        """Let go; a lock that another process took over meanwhile stays."""
        if self._mine is not None and self.holder() == self._mine:
            self.path.unlink(missing_ok=True)
        self._mine = None

    def holder(self) -> Holder | None:
        """The process that the lock names, living or not; None if there is no readable lock."""
        return _read(self.path)

    def is_held(self) -> bool:
        """Whether another process may write: the one that the lock names lives, or somebody is just taking it."""
        return self._may_write(self.holder())

    def _may_write(self, found: Holder | None) -> bool:
        return found.may_live() if found else self._is_young()

    def _create(self, holder: Holder) -> bool:
        try:
            handle = os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            return False
        try:
            os.write(handle, json.dumps(asdict(holder)).encode())
        except OSError:
            self.path.unlink()
            raise
        finally:
            os.close(handle)
        return True

    def _remove_stale(self) -> None:
        found = self.holder()
        if self._may_write(found):
            raise self._locked(found)
        # Two processes may find the same stale lock: a rename succeeds for one of them only, and
        # whoever moved a lock that was renewed meanwhile puts it back.
        moved = self.path.with_name(f".tmp-{LOCK_NAME}-{os.getpid()}")
        try:
            self.path.rename(moved)
        except FileNotFoundError:
            return
        if (taken := _read(moved)) != found:
            moved.rename(self.path)
            raise self._locked(taken)
        moved.unlink()
        who = f"process {found.pid}, which has ended" if found else "a process that has ended"
        self.warnings.append(f"the lock of {self.path.parent} was left by {who}; it was taken over")

    def _is_young(self) -> bool:
        try:
            return time.time() - self.path.stat().st_mtime < _WRITING_SECONDS
        except FileNotFoundError:
            return False
        except OSError:  # on Windows: it is just being deleted
            return True

    def _locked(self, holder: Holder | None) -> LockedError:
        who = f"process {holder.pid} on {holder.host}" if holder else "another process"
        advice = "until that process ends, it can only be watched"
        if holder and holder.host != socket.gethostname():
            advice += f" (if it has ended already, delete {self.path})"
        return LockedError(f"{self.path.parent} is being written by {who}; {advice}")


def _read(path: Path) -> Holder | None:
    try:
        return Holder(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
