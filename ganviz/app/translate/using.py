"""From files that were chosen or dropped to their translation by the run on show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QFileDialog, QMenu

from ganviz.app.icons import icon
from ganviz.app.translate.dialog import TranslateDialog
from ganviz.app.translate.dropped import may_be_images
from ganviz.app.translate.freshness import Freshness
from ganviz.settings.image_suffixes import IMAGE_SUFFIXES
from ganviz.settings.names import GAMES

if TYPE_CHECKING:
    from ganviz.app.main_window import MainWindow


class Using(QObject):
    """Opens the dialog that translates, for the run of the tab on show.

    Attributes:
        dialog: the dialog, while it is open.
        menu: what a dropped folder may be for, once one was dropped.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: TranslateDialog | None = None
        self.menu: QMenu | None = None
        self._dropped: tuple[str, ...] = ()
        window.closing.connect(self.close)

    @property
    def can_translate(self) -> bool:
        """Whether the run on show turns images into others."""
        session = self._window.tab.session
        return session.ready is not None and "kind" in GAMES[session.game].facts

    def choose(self) -> None:
        """Ask for images and translate them."""
        pattern = " ".join(f"*{suffix}" for suffix in sorted(IMAGE_SUFFIXES))
        files, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Translate images"), "",
                                                self.tr("Images ({pattern})").format(pattern=pattern))
        if files:
            self.translate(files)

    def translate(self, sources: Sequence[str]) -> None:
        """Translate images, and the images in folders, with the newest weights of the run on show."""
        tab = self._window.tab
        self.close()
        self.dialog = TranslateDialog(tab.session.folder, sources, self._ways(), tab.picture.palette_, self._window,
                                      Freshness(tab.session))
        self.dialog.finished.connect(self._on_finished)
        self.dialog.saved.connect(self._on_saved)
        self.dialog.open()

    def _ways(self) -> tuple[tuple[str, str], ...]:
        if GAMES[self._window.tab.entry.id].facts["kind"] == "pairs":
            return ()
        return ("a_to_b", self.tr("From A to B")), ("b_to_a", self.tr("From B to A"))

    def takes(self, paths: Sequence[str]) -> bool:
        """Whether dropped paths are images, or folders that hold some and no run, for the run on show."""
        return self.can_translate and may_be_images(paths)

    def drop(self, paths: Sequence[str]) -> None:
        """Translate dropped files; a folder may be meant to be trained on, so that is asked."""
        if any(Path(path).is_file() for path in paths):
            self.translate(paths)
            return
        self._dropped = tuple(paths)
        self.menu = QMenu(self._window)
        self.menu.setObjectName("menu.dropped")
        self.menu.setToolTipsVisible(True)
        use = self._offer("translate", "image-sync-outline", self.tr("Translate the images with this run"),
                          self.tr("See what the generator makes of them; the run goes on"))
        use.triggered.connect(self._on_translate)
        if len(paths) <= 2:
            train = self._offer("train", "school-outline", self.tr("Train a new run on them"),
                                self.tr("Look at the folder first, then begin; this run is kept"))
            train.triggered.connect(self._on_train)
        self.menu.popup(QCursor.pos())

    def _offer(self, name: str, glyph: str, text: str, tip: str) -> QAction:
        assert self.menu is not None
        action = self.menu.addAction(icon(glyph), text)
        action.setObjectName(f"dropped.{name}")
        action.setToolTip(tip)
        return action

    @Slot()
    def _on_translate(self) -> None:
        self.translate(self._dropped)

    @Slot()
    def _on_train(self) -> None:
        self._window.commands.images.open_at(*self._dropped)

    @Slot(str)
    def _on_saved(self, text: str) -> None:
        self._window.notices.tell("info", text)

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    @Slot()
    def close(self) -> None:
        """Close the dialog, which ends its process."""
        if self.dialog is not None:
            self.dialog.reject()
