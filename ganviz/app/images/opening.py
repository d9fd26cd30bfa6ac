"""Folders of images for the tab on show: by dialog, by dropping them, or from the recent ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog

from ganviz.app.action_states import USES
from ganviz.app.game_tab import GameTab
from ganviz.app.images.demos import Demo, demos
from ganviz.app.preferences import joined, parted
from ganviz.training.folder.manifest import MANIFEST_NAME

if TYPE_CHECKING:
    from ganviz.app.images.reading_tab import ReadingTab
    from ganviz.app.images.tab import ImageTab
    from ganviz.app.main_window import MainWindow


class Images(QObject):
    """Hands what was chosen to the tab on show, and remembers what a run began on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def adopt(self, tab: GameTab) -> None:
        """Serve a tab that can learn from images."""
        if _looks_at_images(tab):
            tab.chooser.refused.connect(self._on_refused)
            tab.chooser.agreed.connect(self._on_agreed)
            tab.folder_wanted.connect(self._on_folder_wanted)
        if _learns_from_images(tab):
            tab.path_chosen.connect(self.open_again)
            tab.welcome.show_recent(self.recent(tab))
            actions = self._window.actions_
            tab.add_uses([actions[key] for key in USES[tab.entry.facts["kind"]]])

    def recent(self, tab: GameTab) -> tuple[str, ...]:
        """The folders or files, or pairs of folders (``joined``), that runs of a tab's game began on, newest first."""
        return self._window.preferences.recent(_kind(tab))

    def open_one(self) -> None:
        """Ask for one folder and look at it."""
        path = self._asked(self.tr("Open a folder of images"))
        if path:
            self.open_at(path)

    def open_two(self) -> None:
        """Ask for the folder of each side and look at both."""
        first = self._asked(self.tr("Open the images of side A"))
        second = self._asked(self.tr("Open the images of side B")) if first else ""
        if first and second:
            self.open_at(first, second)

    def _asked(self, title: str) -> str:
        known = self.recent(self._window.tab)
        return QFileDialog.getExistingDirectory(self._window, title, parted(known[0])[0] if known else "")

    def open_at(self, path: str, second: str = "") -> None:
        """Look at a folder or a file, or at a folder for each side."""
        tab = self._window.tab
        if _looks_at_images(tab):
            tab.chooser.choose(path, second)

    def open_again(self, choice: str) -> None:
        """Look at a recent choice."""
        self.open_at(*parted(choice))

    def demos(self) -> list[Demo]:
        """The demo sets that were made for the game of the tab on show."""
        tab = self._window.tab
        return demos(tab.entry.id) if _learns_from_images(tab) else []

    def open_demo(self, preset: str) -> None:
        """Begin a new run on a demo set, by the preset that was made for it."""
        tab = self._window.tab
        if _learns_from_images(tab):
            tab.load_demo(preset)
            self._window.preferences.set_preset(tab.entry.id, preset)

    def draw(self) -> None:
        """Draw for the run of the tab on show, or go back to its samples."""
        tab = self._window.tab
        if _learns_from_images(tab):
            tab.drawing.toggle()

    def takes(self, paths: Sequence[str]) -> bool:
        """Whether what was dropped is images for the tab on show; a run's folder is opened as a run.

        A game that learns from points too has no sides, and takes a file that is no table of points.
        """
        tab = self._window.tab
        if _learns_from_images(tab):
            return len(paths) in (1, 2) and all(map(_is_plain_folder, paths))
        return _looks_at_images(tab) and len(paths) == 1 and (
            _is_plain_folder(paths[0]) or self._window.commands.files.is_other_file(paths[0]))

    def refusal(self, paths: Sequence[str]) -> str:
        """What to drop instead, where files were dropped on a tab that has no run to use them; else empty."""
        tab = self._window.tab
        file = next((Path(path).name for path in paths if Path(path).is_file()), "")
        if not file or not _learns_from_images(tab) or tab.session.ready is not None:
            return ""
        return self.tr("{file} can't be used here yet: drop a folder of images to begin a run on it; images can then "
                       "be translated by that.").format(file=file)

    @Slot(bool)
    def _on_folder_wanted(self, two: bool) -> None:
        if two:
            self.open_two()
        else:
            self.open_one()

    @Slot(str, str)
    def _on_refused(self, text: str, details: str) -> None:
        self._window.notices.tell("error", text, details)

    @Slot(str, str)
    def _on_agreed(self, path: str, second: str) -> None:
        """Remember a folder or file, or two folders as one choice."""
        tab = self.sender().parent()  # another tab may be on show by now
        if isinstance(tab, GameTab):
            self._window.preferences.add_recent(_kind(tab), joined(path, second))
            if _learns_from_images(tab):
                tab.welcome.show_recent(self.recent(tab))


def _looks_at_images(tab: GameTab) -> TypeGuard[ReadingTab]:
    """By the game, since the tab's own module is not to be loaded with the window."""
    return "choice" in tab.entry.facts


def _learns_from_images(tab: GameTab) -> TypeGuard[ImageTab]:
    """Whether it learns from nothing else."""
    return "kind" in tab.entry.facts


def _is_plain_folder(path: str) -> bool:
    """Whether it is a folder, and not that of a run."""
    return Path(path).is_dir() and not (Path(path) / MANIFEST_NAME).exists()


def _kind(tab: GameTab) -> str:
    return f"images/{tab.entry.id}"
