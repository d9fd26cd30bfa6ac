"""The user's images beside what the generator makes of them, one by one, in a zoom that is linked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ganviz.app.child_thread import ChildThread
from ganviz.app.palette import Palette
from ganviz.app.translate.dropped import dropped_paths, may_be_images
from ganviz.app.translate.freshness import Freshness
from ganviz.app.translate.results import Results
from ganviz.app.units import px
from ganviz.settings.errors import UserError
from ganviz.training.inference import Untranslated
from ganviz.training.translating import (
    RESULTS,
    AllDone,
    FileDone,
    SavedTo,
    SaveTo,
    Stop,
    Stopped,
    TranslatingProcess,
    Wanted,
    copy_results,
)


class TranslateDialog(QDialog):
    """Translates when it is made, and again when another way, other weights or another mode is chosen.

    What is dropped on it is translated instead: nothing else can be reached while it is open.

    Args:
        run: the run's folder.
        sources: images, and folders of images.
        ways: what can be chosen: ids and titles; none to choose from where there is one.
        freshness: has the newest weights written, where they have yet to be; without it those on disk are the newest.

    Signals:
        saved: a sentence that says what was saved where.
    """

    saved = Signal(str)

    def __init__(self, run: str, sources: Sequence[str], ways: Sequence[tuple[str, str]], palette: Palette,
                 parent: QWidget | None = None, freshness: Freshness | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("translate")
        self.setWindowTitle(self.tr("Translate"))
        self._run, self._sources = Path(run), tuple(map(Path, sources))
        self._scratch = Path(mkdtemp(prefix="ganviz-translate-"))
        self._number, self._done = 0, 0
        self._left_out: list[str] = []
        self._whole: set[Path] = set()
        self._thread: ChildThread | None = None
        self._is_lost = False
        self._freshness = freshness
        if freshness is not None:
            freshness.setParent(self)
            freshness.there.connect(self._on_there)
        self._handlers: Mapping[type, Callable[[Any], None]] = {
            FileDone: self._take, AllDone: self._finish, Stopped: self._stopped, SavedTo: self._tell_saved,
            Untranslated: self._fail}
        self._build(ways, palette)
        self._begin()

    # --- how it is made ----------------------------------------------------------------------------------

    def _build(self, ways: Sequence[tuple[str, str]], palette: Palette) -> None:
        self.way = self._choice("way", self.tr("Way"), self.tr("Which generator translates"), ways)
        self.weights = self._choice("weights", self.tr("Weights"), self.tr("The newest checkpoint, or the best one by "
                                    "the run's chosen measure"),
                                    (("", self.tr("Newest weights")), ("best", self.tr("Best checkpoint"))))
        self.mode = self._choice("mode", self.tr("Mode"), self.tr("Batch norm and dropout in evaluation mode, or as in "
                                 "training"),
                                 (("", self.tr("Evaluation mode")), ("training", self.tr("As in training"))))
        self.results = Results(palette, self)
        self.progress = QProgressBar(self)
        self.progress.setObjectName("translate.progress")
        self.progress.setAccessibleName(self.tr("Progress"))
        self.progress.setTextVisible(False)
        self.sentence = QLabel(self)
        self.sentence.setObjectName("translate.sentence")
        self.sentence.setProperty("role", "sentence")
        self.sentence.setWordWrap(True)
        self._lay_out()
        self.setAcceptDrops(True)
        self.resize(px(860), px(560))

    def _choice(self, name: str, title: str, tip: str, options: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(f"translate.{name}")
        box.setAccessibleName(title)
        box.setToolTip(tip)
        for value, text in options:
            box.addItem(text, value)
        box.setVisible(len(options) > 1)
        box.activated.connect(self._on_chosen)
        return box

    def _lay_out(self) -> None:
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(px(18), px(16), px(18), px(16))
        column.setSpacing(px(10))
        head.addWidget(self.sentence, 1)
        head.addWidget(self.way)
        head.addWidget(self.weights)
        head.addWidget(self.mode)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self.results, 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.cancel = self._button("cancel", self.tr("Cancel"), self.tr("Stop after what is done; that can be saved"))
        self.close_ = self._button("close", self.tr("Close"), self.tr("Close; what was not saved is let go of"))
        self.save = self._button("save", self.tr("Save…"),
                                 self.tr("Save every result under its image's name in a folder of your choice"))
        self.save.setProperty("role", "primary")
        self.cancel.clicked.connect(self._on_cancel)
        self.close_.clicked.connect(self.reject)
        self.save.clicked.connect(self._on_save)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.close_)
        row.addWidget(self.save)
        return row

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(f"translate.{name}")
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        return button

    # --- the work ----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Translate everything anew, into a scratch folder of its own, by weights that may have to be waited for."""
        self.end()
        self._number += 1
        self._done, self._left_out = 0, []
        self._whole, self._is_lost = set(), False
        self.results.clear()
        self._set_busy(True)
        if self._freshness is not None and not self.weights.currentData() and self._freshness.wait():
            self._say(self.tr("Waiting for the newest weights…"))
        else:
            self._translate()

    def _translate(self) -> None:
        self._say(self.tr("Waking the generator…"))
        wanted = Wanted(self._run, self._sources, self._made, str(self.way.currentData() or ""),
                        bool(self.weights.currentData()), bool(self.mode.currentData()))
        self._thread = ChildThread(TranslatingProcess(wanted), "The translation's process",
                                   "close this dialog and try again", self)
        self._thread.arrived.connect(self._on_arrived)
        self._thread.lost.connect(self._on_lost)
        self._thread.start()

    @property
    def _made(self) -> Path:
        """The scratch folder of the present translation."""
        return self._scratch / str(self._number)

    def end(self) -> None:
        """End the process, if there is one, or the waiting for weights."""
        if self._freshness is not None:
            self._freshness.give_up()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.arrived.disconnect(self._on_arrived)
            thread.lost.disconnect(self._on_lost)
            thread.finish()
            thread.deleteLater()

    def _set_busy(self, busy: bool) -> None:
        self.progress.setRange(0, 0 if busy else 1)
        self.progress.setVisible(busy)
        self.cancel.setEnabled(busy)
        self.save.setEnabled(not busy and self._done > 0)

    def _say(self, text: str) -> None:
        self.sentence.setText(text)

    @Slot()
    def _on_there(self) -> None:
        self._translate()

    @Slot(object)
    def _on_arrived(self, event: object) -> None:
        if self.sender() is self._thread:
            self._handlers[type(event)](event)

    @Slot(str, str)
    def _on_lost(self, text: str, details: str) -> None:
        if self.sender() is self._thread:
            self._is_lost = True
            self._fail(Untranslated(text, details))

    def _take(self, event: FileDone) -> None:
        self.progress.setRange(0, event.total)
        self.progress.setValue(event.done)
        if event.result is not None:
            self._done += 1
            self._whole.add(event.result)
        self._left_out += [event.why] if event.why else []
        self._say(self.tr("{done} of {total} done").format(done=f"{event.done:,}", total=f"{event.total:,}"))
        self.results.add(event)

    def _finish(self, event: AllDone) -> None:
        said = [self.tr("Translated: {n}, by the weights of iteration {k}").format(
            n=f"{self._done:,}", k=f"{event.iteration:,}")]
        if len(self._left_out) > 1:
            said.append(self.tr("left out: {n} (the list says why)").format(n=f"{len(self._left_out):,}"))
        elif self._left_out:
            said.append(self.tr("left out: {why}").format(why=self._left_out[0]))
        self._say("; ".join(said))
        self._set_busy(False)

    def _stopped(self, _event: Stopped) -> None:
        self._say(self.tr("Stopped after {n} images").format(n=f"{self._done + len(self._left_out):,}"))
        self._set_busy(False)

    def _fail(self, event: Untranslated) -> None:
        self._say(event.text)
        self._set_busy(False)
        self._hold(False)

    def _tell_saved(self, event: SavedTo) -> None:
        text = self.tr("Saved: {n} in {folder}").format(n=f"{event.count:,}", folder=event.folder)
        self._say(text)
        self._set_busy(False)
        self._hold(False)
        self.saved.emit(text)

    # --- the controls ---------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take images, and folders that may hold some."""
        if may_be_images(dropped_paths(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Translate what was dropped."""
        event.acceptProposedAction()
        self._sources = tuple(map(Path, dropped_paths(event)))
        self._begin()

    @Slot(int)
    def _on_chosen(self, _place: int) -> None:
        self._begin()

    @Slot()
    def _on_cancel(self) -> None:
        if self._thread is not None:
            self.cancel.setEnabled(False)
            self._thread.process.send(Stop())
        else:
            self.end()
            self._stopped(Stopped())

    @Slot()
    def _on_save(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Save the results in"))
        if folder and self._is_lost:
            self._save_here(Path(folder))
        elif folder and self._thread is not None:
            self._set_busy(True)
            self.cancel.setEnabled(False)
            self._hold(True)
            self._thread.process.send(SaveTo(Path(folder)))

    def _hold(self, hold: bool) -> None:
        """Take nothing that would begin anew while results are being saved: only a part of them would be there."""
        self.setAcceptDrops(not hold)
        for choice in (self.way, self.weights, self.mode):
            choice.setEnabled(not hold)

    def _save_here(self, folder: Path) -> None:
        """Save what the process had told of before it was lost; what it was writing just then is not whole."""
        results = self._made / RESULTS
        for file in results.rglob("*"):
            if file.is_file() and file not in self._whole:
                file.unlink()
        try:
            self._tell_saved(SavedTo(folder, copy_results(results, folder)))
        except UserError as error:
            self._fail(Untranslated(str(error)))

    def done(self, result: int) -> None:
        """End the process and let go of what was not saved."""
        self.end()
        shutil.rmtree(self._scratch, ignore_errors=True)
        super().done(result)
