"""Orders that come as lines on standard input while the event loop runs."""

from __future__ import annotations

import os
import sys
import threading

from PySide6.QtCore import QObject, Signal

_BLOCK = 4096


class Orders(QObject):
    """Says each line, and when there are no more.

    Signals:
        came: one line.
        ended: standard input was closed.
    """

    came = Signal(str)
    ended = Signal()

    def listen(self) -> None:
        """Begin to read, on a thread that ends with the process; signals arrive in this object's thread."""
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def _read(self) -> None:
        # Read without the buffer of sys.stdin, whose lock would still be held when the interpreter ends.
        rest = b""
        while block := os.read(sys.stdin.fileno(), _BLOCK):
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                self.came.emit(line.decode())
        self.ended.emit()
