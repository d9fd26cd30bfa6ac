"""The canvas: a drawing on the left, and on the right what the generator makes of it, stroke by stroke.

The generator is a copy in a process of its own. Its weights are lent by the trainer: when the canvas is opened, now and
then while the run trains, at a small share of the time, and when it comes to rest. A run that another process writes
lends nothing; then they are those of its newest checkpoint.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ganviz.app.canvas.answers import Answers
from ganviz.app.canvas.drawing import Drawing, Pen
from ganviz.app.canvas.frame import Frame
from ganviz.app.canvas.inks import inks_of
from ganviz.app.canvas.loans import Loans
from ganviz.app.canvas.paper import Paper
from ganviz.app.canvas.samples import Samples
from ganviz.app.canvas.tools import Tools
from ganviz.app.icons import icon
from ganviz.app.images.overlays import picture
from ganviz.app.palette import Palette
from ganviz.app.units import px
from ganviz.training.inference import Sketch, Translation
from ganviz.training.messages import Lent, Progress


class Canvas(QWidget):
    """Drawn on while it is open.

    Signals:
        loan_wanted: the run has newer weights than those at hand; a ``Lend`` says where they are wanted.
        closed: it is to be left.

    Attributes:
        answer: the newest answer, or None.
        loans: the weights that the run has lent.
    """

    loan_wanted = Signal(object)
    closed = Signal()

    def __init__(self, prefix: str, palette: Palette, loans: Loans, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.draw")
        self.is_open = False
        self.answer: Translation | None = None
        self.loans, self._lends = loans, False
        self._folder, self._weights = "", (-1, -1)
        self._inputs: NDArray[np.uint8] = np.zeros((0, 1, 1, 3), np.uint8)
        self.drawing, self.answers = Drawing(self), Answers(self)
        self._build(f"{prefix}.draw", palette)
        self.drawing.changed.connect(self._on_drawing_changed)
        self.drawing.finished.connect(self.answers.finish)
        self.answers.answered.connect(self._on_answered)
        self.answers.failed.connect(self._on_failed)

    def _build(self, prefix: str, palette: Palette) -> None:
        self.tools = Tools(self.drawing, prefix, palette, self)
        self.paper = Paper(self.drawing, self.tr("Your drawing"), palette, self)
        self.paper.setObjectName(f"{prefix}.paper")
        self.result = Frame(self.tr("What G makes of it"), "generated", palette, self)
        self.result.setObjectName(f"{prefix}.result")
        self.result.setToolTip(self.tr("The newest weights, in evaluation mode, as ganviz apply uses them"))
        self.samples = Samples(f"{prefix}.samples", self)
        self.status = QLabel(self)
        self.status.setObjectName(f"{prefix}.status")
        self.status.setAccessibleName(self.tr("The generator's answer"))
        self.status.setProperty("role", "secondary")
        self.back = self._back_button(prefix)
        self.tools.pen_changed.connect(self._on_pen_changed)
        self.paper.picked.connect(self.tools.take)
        self.samples.chosen.connect(self._on_sample_chosen)
        self.setFocusProxy(self.paper)
        self._lay_out()

    def _back_button(self, prefix: str) -> QPushButton:
        action = QAction(icon("arrow-left"), self.tr("Back to the samples"), self)
        action.setShortcut(QKeySequence(Qt.Key.Key_Escape))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(self._on_back)
        self.addAction(action)
        button = QPushButton(icon("arrow-left"), f" {action.text()}", self)
        button.setObjectName(f"{prefix}.back")
        button.setAccessibleName(action.text())
        button.setToolTip(self.tr("Leave the drawing and end its process (Esc)"))
        button.clicked.connect(self._on_back)
        return button

    def _lay_out(self) -> None:
        stage = QFrame(self)
        stage.setProperty("role", "stage")
        column, pair, foot = QVBoxLayout(self), QHBoxLayout(stage), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(10))
        pair.setContentsMargins(px(12), px(8), px(12), px(12))
        pair.setSpacing(px(14))
        pair.addWidget(self.paper, 1)
        pair.addWidget(self.result, 1)
        foot.addWidget(self.status, 1)
        foot.addWidget(self.back)
        column.addWidget(self.tools)
        column.addWidget(stage, 1)
        column.addWidget(self.samples)
        column.addLayout(foot)

    # --- what the tab calls ------------------------------------------------------------------------------

    def open(self, folder: str, size: QSize, inputs: NDArray[np.uint8], names: Sequence[str], channels: int, *,
             lends: bool) -> None:
        """Begin an empty drawing for a run.

        Args:
            folder: the run's.
            size: width and height of its images.
            inputs: its held-out inputs, uint8 (n, H, W, C); n may be 0.
            names: their names.
            channels: of an input, 1 or 3.
            lends: whether its trainer lends weights; else those of its newest checkpoint have to do.
        """
        self.is_open, self.answer = True, None
        self._folder, self._weights, self._lends = folder, (-1, -1), lends
        self.loans.begin()
        self._inputs = inputs
        for frame in (self.paper, self.result):
            frame.set_size(size)
        self.result.show_image(None)
        self.result.show_message(self.tr("Waking the generator…"))
        self.status.clear()
        self.drawing.begin(size, inks_of(inputs), channels)
        self.tools.begin()
        self.samples.show_samples(inputs, names)

    def close_down(self) -> None:
        """End the generator's process, and forget its weights."""
        self.is_open = False
        self.answers.close()
        self.loans.begin()

    def follow(self, progress: Progress) -> None:
        """Take note of how far the run is: newer weights are asked for, and a newer checkpoint is used without them."""
        wanted = self.loans.ask(progress, time.monotonic()) if self._lends else None
        if wanted is not None:
            self.loan_wanted.emit(wanted)
        weights = progress.branch, progress.saved
        if weights != self._weights and self.loans.newest is None:
            self._weights = weights
            self._ask()

    @Slot(object)
    def take(self, loan: Lent) -> None:
        """Use weights that have come."""
        if self.loans.take(loan, time.monotonic()):
            self._ask()

    def set_palette(self, palette: Palette) -> None:
        """Take another theme."""
        for part in (self.paper, self.result, self.tools.inks):
            part.set_palette(palette)

    # --- inside ------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self.is_open:
            self.answers.ask(self._folder, Sketch(self.drawing.pixels(), self.loans.newest,
                                                  self.drawing.is_unfinished))

    @Slot()
    def _on_drawing_changed(self) -> None:
        self.paper.show_image(self.drawing.image)
        self._ask()

    @Slot(object)
    def _on_answered(self, answer: Translation) -> None:
        self.answer = answer
        self.result.show_message("")
        self.result.show_image(picture(answer.pixels))
        self.status.setText(self.tr("Weights of iteration {n}  ·  answered in {ms} ms").format(
            n=f"{answer.iteration:,}", ms=f"{answer.seconds * 1000:,.0f}"))

    @Slot(str, str)
    def _on_failed(self, text: str, _details: str) -> None:
        self.answer = None
        self.result.show_message(text)
        self.status.clear()

    @Slot(object)
    def _on_pen_changed(self, pen: Pen) -> None:
        self.paper.pen = pen
        self.paper.update()

    @Slot(int)
    def _on_sample_chosen(self, place: int) -> None:
        self.drawing.start_from(self._inputs[place])
        self.paper.setFocus()

    @Slot()
    def _on_back(self) -> None:
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.paper.update()
            self.result.update()
