"""What is kept: naming and pinning a run, and clearing away those that nobody did that to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from ganviz.app.notices import WayOut

if TYPE_CHECKING:
    from ganviz.app.main_window import MainWindow

OFFERED_FROM = 20
"""How many unnamed runs there have to be, and how many more of them than last time, for a clean-up to be offered."""


class Keeping(QObject):
    """Runs on disk, as far as the user decides which of them stay."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def name_run(self) -> None:
        """Ask for the name of the run on show."""
        from ganviz.app.dialogs.name_run import NameDialog

        session = self._window.tab.session
        dialog = NameDialog(session.title, session.pinned, self._window)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            session.label(dialog.line.text().strip(), dialog.pin.isChecked())
        dialog.deleteLater()

    def pin(self, on: bool) -> None:
        """Pin the run on show, or not."""
        session = self._window.tab.session
        session.label(session.title, on)

    def clean_up(self) -> None:
        """Show the unnamed runs and delete those that the user ticks."""
        from ganviz.app.dialogs.clean_up import CleanUpDialog
        from ganviz.training.folder.folder import runs_folder
        from ganviz.training.folder.unnamed import delete_run, unnamed_runs

        dialog = CleanUpDialog(unnamed_runs(runs_folder(), self._open_runs()), delete_run, self._window)
        dialog.exec()
        self._window.preferences.offered_clean_up = dialog.left
        dialog.deleteLater()

    def offer_clean_up(self) -> None:
        """Say that many unnamed runs have gathered, where they have since this was last said."""
        from ganviz.training.folder.folder import list_runs, runs_folder
        from ganviz.training.folder.unnamed import is_unnamed

        count = sum(is_unnamed(path, manifest) for path, manifest in list_runs(runs_folder()))
        preferences = self._window.preferences
        if count < OFFERED_FROM + preferences.offered_clean_up:
            return
        preferences.offered_clean_up = count
        text = self.tr("{count} runs without a name have gathered.").format(count=count)
        self._window.notices.tell("info", text, way_out=WayOut(self.tr("Clean up…"), self.clean_up))

    def _open_runs(self) -> list[Path]:
        return [Path(tab.session.folder) for tab in self._window.built_tabs() if tab.session.folder]
