"""What is dropped onto the window, and who takes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ganviz.app.translate.dropped import dropped_paths

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

    from ganviz.app.main_window import MainWindow


class Dropping:
    """One run folder, one file of points, or images for a tab of images; what can't be used there is told of."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._commands = window, window.commands

    def takes(self, event: QDropEvent) -> bool:
        """Whether something comes of it."""
        paths, commands = dropped_paths(event), self._commands
        return (commands.using.takes(paths) or commands.images.takes(paths) or self._is_one_for_files(paths)
                or bool(commands.images.refusal(paths)))

    def take(self, event: QDropEvent) -> None:
        """Open what was dropped, or say why it can't be."""
        paths, commands = dropped_paths(event), self._commands
        if commands.using.takes(paths):
            commands.using.drop(paths)
        elif commands.images.takes(paths):
            commands.images.open_at(*paths)
        elif self._is_one_for_files(paths):
            commands.files.open_dropped(paths[0])
        else:
            self._window.notices.tell("info", commands.images.refusal(paths))

    def _is_one_for_files(self, paths: Sequence[str]) -> bool:
        return len(paths) == 1 and self._commands.files.takes(paths[0])
