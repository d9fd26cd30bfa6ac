"""Files and folders that are opened and saved, by dialog or by dropping them onto the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from ganviz.app.dialogs.columns import ColumnDialog
from ganviz.app.notices import WayOut
from ganviz.settings.errors import UserError, sentence
from ganviz.training.elsewhere import Elsewhere, lacks_second

if TYPE_CHECKING:
    from ganviz.app.main_window import MainWindow
    from ganviz.training.messages import Ready


class Files(QObject):
    """Opens runs and points; a mistake becomes a sentence in the window, and the run that is open stays."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def open_run(self) -> None:
        """Ask for a run's folder and open it."""
        from ganviz.training.folder.folder import runs_folder

        path = QFileDialog.getExistingDirectory(self._window, self.tr("Open run"), str(runs_folder()))
        if path:
            self.open_run_at(path)

    def open_run_at(self, path: str, elsewhere: Elsewhere | None = None) -> None:
        """Open the run in the folder ``path``, in the tab of its game.

        ``elsewhere`` says what is otherwise than when it was stored.
        """
        from ganviz.training.folder.manifest import read_manifest

        with self._told():
            game = read_manifest(path).game
            self._window.show_game(game)
            self._window.tab.session.open(path, elsewhere)

    def way_back(self, ready: Ready) -> WayOut | None:
        """What opens a run whose images are not at hand; None where they are."""
        ways = {"data": WayOut(self.tr("Choose the folder …"), lambda: self._choose_again(ready.folder)),
                "data_b": WayOut(self.tr("Choose the folder of side B …"),
                                 lambda: self._choose_second_again(ready.folder)),
                "leave_out": WayOut(self.tr("Leave them out"),
                                    lambda: self.open_run_at(ready.folder, Elsewhere(leave_out=True)))}
        return None if ready.away is None else ways[ready.away]

    def _choose_again(self, run: str) -> None:
        """Ask where a run's images lie now, and open it with them; the trainer refuses others."""
        from ganviz.training.folder.manifest import read_manifest

        path = QFileDialog.getExistingDirectory(self._window, self.tr("Where the images of this run lie now"))
        if not path:
            return
        with self._told():
            if lacks_second(read_manifest(run), path):
                self._choose_second_again(run, path)
            else:
                self.open_run_at(run, Elsewhere(data=path))

    def _choose_second_again(self, run: str, first: str = "") -> None:
        """Ask where the second folder of a run lies now, and open it with that; ``first`` is the other, if it moved."""
        path = QFileDialog.getExistingDirectory(self._window, self.tr("Where the images of side B lie now"), first)
        if path:
            self.open_run_at(run, Elsewhere(data=first, data_b=path))

    def open_points(self) -> None:
        """Ask for a file of points and begin a run on it."""
        from ganviz.problems.reading import KINDS

        kinds = self.tr("Points ({kinds})").format(kinds=" ".join(f"*{kind}" for kind in KINDS))
        path, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open points"), "", kinds)
        if path:
            self.open_points_at(path)

    def open_points_at(self, path: str) -> None:
        """Begin a run on the points in ``path``, asking for columns where there are more than needed."""
        from ganviz.problems.reading import describe_columns

        tab = self._window.tab
        dim = int(tab.entry.facts["dim"])
        with self._told():
            names = describe_columns(path)
            columns = self._chosen(path, names, dim) if len(names) > dim else []
            if columns is not None:
                values = {"problem": "points", "data": path, "columns": ",".join(columns)}
                tab.begin_on_points(values)

    def _chosen(self, path: str, names: list[str], dim: int) -> list[str] | None:
        dialog = ColumnDialog(path, names, dim, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = dialog.chosen
        dialog.deleteLater()
        return chosen if accepted else None

    def save_run_as(self) -> None:
        """Ask for a new folder and copy the run there."""
        folder = self._window.tab.session.folder
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save run as"), f"{folder}-copy")
        if path:
            self._window.tab.session.save_as(path)

    def takes(self, path: str) -> bool:
        """Whether a dropped file or folder is one that could be opened."""
        from ganviz.problems.reading import KINDS

        points = Path(path).suffix.lower() in KINDS and "dim" in self._window.tab.entry.facts
        return Path(path).is_dir() or points

    def is_other_file(self, path: str) -> bool:
        """Whether a dropped file is no table of points."""
        from ganviz.problems.reading import is_table

        return Path(path).is_file() and not is_table(Path(path))

    def open_dropped(self, path: str) -> None:
        """Open a dropped run or file of points."""
        if Path(path).is_dir():
            self.open_run_at(path)
        else:
            self.open_points_at(path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn a mistake into a sentence in the window."""
        try:
            yield
        except ValidationError as error:
            self._window.notices.tell("error", sentence(error, type(self._window.tab.panel.settings)))
        except UserError as error:
            self._window.notices.tell("error", str(error))
