"""A file that only grows, whose every append is whole or did not happen."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

from ganviz.training.folder.problems import writing


class AppendFile:
    """An open text file to which whole lines are added."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, creating it if need be; it must end with a whole line (see ``cut_broken_line``).

        Raises:
            UserError: if it cannot be written.
        """
        self.path = path
        with writing(path.parent):
            flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._handle: int | None = os.open(path, flags, 0o644)
            self._size = os.lseek(self._handle, 0, os.SEEK_END)

    def append(self, data: bytes, durable: bool) -> None:
        """Add ``data``; after a failure the file ends where it ended before.

        Raises:
            UserError: if the disk is full or fails.
        """
        with writing(self.path.parent):
            try:
                self._write(data)
            except OSError:
                os.ftruncate(self._open, self._size)
                os.lseek(self._open, self._size, os.SEEK_SET)
                raise
            self._size += len(data)
            if durable:
                os.fsync(self._open)

    def sync(self) -> None:
        """Flush everything appended so far to disk.

        Raises:
            UserError: if the disk fails.
        """
        with writing(self.path.parent):
            os.fsync(self._open)

    @property
    def _open(self) -> int:
        assert self._handle is not None, "the file was closed"
        return self._handle

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._open, rest):]

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()


def whole_lines(data: bytes) -> bytes:
    """``data`` up to and with its last line end: the rest is a line that nobody finished writing."""
    return data[:data.rfind(b"\n") + 1]


def cut_broken_line(path: Path) -> int:
    """Cut an unfinished last line off ``path``; how many bytes that took (0: none, or no such file)."""
    if not path.exists():
        return 0
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        kept = _end_of_last_line(file.fileno(), size)
        if kept < size:
            file.truncate(kept)
            os.fsync(file.fileno())
    return size - kept


def _end_of_last_line(handle: int, size: int, block: int = 65_536) -> int:
    """The position just after the last line end of a file, read from behind."""
    end = size
    while end > 0:
        start = max(0, end - block)
        os.lseek(handle, start, os.SEEK_SET)
        found = os.read(handle, end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0
