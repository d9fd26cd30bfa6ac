"""The runs that nobody named or pinned, to be deleted one by one or all: only what is ticked goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ganviz.app.units import px
from ganviz.app.words import size_text
from ganviz.settings.errors import UserError
from ganviz.settings.names import GAMES, PROBLEMS_1D, PROBLEMS_2D
from ganviz.training.folder.unnamed import UnnamedRun

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CleanUpDialog(QDialog):
    """Lists runs with date, length and size; deletes those that are ticked."""

    def __init__(self, runs: Sequence[UnnamedRun], delete: Callable[[Path], None],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Clean up runs"))
        self.setObjectName("clean_up")
        self._delete_run = delete
        self._sentence, self._error = QLabel(self), QLabel(self)
        self.list, self.all = self._make_list(), QCheckBox(self.tr("All of them"), self)
        self.delete, self._close = QPushButton(self), QPushButton(self.tr("Close"), self)
        self._lay_out()
        for run in runs:
            self._add(run)
        self.list.itemChanged.connect(self._on_item_changed)
        self.all.clicked.connect(self._on_all_clicked)
        self.delete.clicked.connect(self._on_delete_clicked)
        self._close.clicked.connect(self._on_close_clicked)
        self._describe()

    # --- how it is made ---

    def _make_list(self) -> QTreeWidget:
        made = QTreeWidget(self)
        made.setObjectName("clean_up.list")
        made.setAccessibleName(self.tr("Runs without a name"))
        made.setToolTip(self.tr("Tick the runs to delete"))
        made.setHeaderLabels([self.tr("Run"), self.tr("Problem"), self.tr("Begun"), self.tr("Iterations"),
                              self.tr("Size")])
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.header().setStretchLastSection(False)
        made.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (3, 4):
            made.headerItem().setTextAlignment(column, _RIGHT)
        return made

    def _lay_out(self) -> None:
        self._sentence.setWordWrap(True)
        self._error.setWordWrap(True)
        self._error.setProperty("role", "error")
        self.all.setObjectName("clean_up.all")
        self.all.setToolTip(self.tr("Tick every run, or none"))
        self.delete.setObjectName("clean_up.delete")
        self.delete.setToolTip(self.tr("Delete the ticked runs for good"))
        self.delete.setProperty("role", "primary")
        self._close.setObjectName("clean_up.close")
        self._close.setToolTip(self.tr("Keep everything that is still listed"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(18), px(16), px(18), px(16))
        layout.setSpacing(px(12))
        for widget in (self._sentence, self.list, self._error):
            layout.addWidget(widget)
        layout.addLayout(self._buttons())
        self.resize(px(660), px(440))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.all)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self.delete)
        return row

    def _add(self, run: UnnamedRun) -> None:
        begun = f"{datetime.fromisoformat(run.manifest.created).astimezone():%Y-%m-%d %H:%M}"
        item = QTreeWidgetItem([_game(run), _problem(run), begun, f"{run.iteration:,}", size_text(run.size)])
        item.setCheckState(0, Qt.CheckState.Unchecked)
        item.setData(0, Qt.ItemDataRole.UserRole, run)
        item.setToolTip(0, str(run.path))
        for column in (3, 4):
            item.setTextAlignment(column, _RIGHT)
        self.list.addTopLevelItem(item)

    # --- what it does ---

    def _items(self) -> list[QTreeWidgetItem]:
        items = (self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount()))
        return [item for item in items if item is not None]

    @property
    def left(self) -> int:
        """How many runs are still listed."""
        return self.list.topLevelItemCount()

    @property
    def error(self) -> str:
        """Why some of what was ticked last could not be deleted; empty if nothing is wrong."""
        return self._error.text()

    @property
    def ticked(self) -> list[UnnamedRun]:
        """The runs that a press of the button would delete."""
        return [_run(item) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def _describe(self) -> None:
        items, ticked = self._items(), self.ticked
        self._sentence.setText(
            self.tr("Runs without a name or a pin: {count}, together {size}. Tick what may go; nothing else is "
                    "touched.").format(count=len(items), size=size_text(sum(_run(item).size for item in items)))
            if items else self.tr("Every run here has a name or a pin, or is open."))
        self.delete.setText(self.tr("Delete {count} ({size})").format(
            count=len(ticked), size=size_text(sum(run.size for run in ticked))) if ticked else self.tr("Delete"))
        self.delete.setEnabled(bool(ticked))
        self.all.setEnabled(bool(items))
        self.all.setChecked(bool(items) and len(ticked) == len(items))

    def _on_item_changed(self) -> None:
        self._describe()

    def _on_all_clicked(self, on: bool) -> None:
        for item in self._items():
            item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def _on_delete_clicked(self) -> None:
        """Delete what is ticked; a run that can't be deleted stays, with the reason."""
        failures = []
        for item in [item for item in self._items() if item.checkState(0) is Qt.CheckState.Checked]:
            try:
                self._delete_run(_run(item).path)
                self.list.takeTopLevelItem(self.list.indexOfTopLevelItem(item))
            except UserError as error:
                failures.append(str(error))
        self._error.setText("\n".join(failures))
        self._describe()

    def _on_close_clicked(self) -> None:
        self.accept()


def _game(run: UnnamedRun) -> str:
    game = run.manifest.game
    return QCoreApplication.translate("settings", GAMES[game].title) if game in GAMES else game


def _problem(run: UnnamedRun) -> str:
    """The title of what the run learns, where it is one of a list."""
    wanted = str(run.manifest.game_settings.get("problem", ""))
    known = next((problems[wanted] for problems in (PROBLEMS_1D, PROBLEMS_2D) if wanted in problems), None)
    return QCoreApplication.translate("settings", known.title) if known is not None else wanted


def _run(item: QTreeWidgetItem) -> UnnamedRun:
    run: UnnamedRun = item.data(0, Qt.ItemDataRole.UserRole)
    return run
